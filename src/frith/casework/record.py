"""A decision as JSON: the shape that scripts and other systems rely on (docs/reference/json.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from frith.casework.card import AskCard, Card
from frith.engine.explain import Account
from frith.model.decision import CAUTION, AskDecision, Decision
from frith.model.facts import Facts, Value
from frith.model.law import Stack

Json = dict[str, Any]


def decision_json(decision: Decision, card: Card, stack: Stack) -> Json:
    """The decision with the card's words: asks in the order of the request, whatever order the card shows."""
    order = sorted(
        decision.asks, key=lambda each: CAUTION.index(each.outcome.answer)
    )  # as the card shows them
    cards = {id(decided): shown for decided, shown in zip(order, card.asks, strict=True)}
    return {
        "place": decision.place,
        "on": decision.on.isoformat(),
        "answer": str(decision.answer),
        "say": card.aloud,
        "do_now": list(card.steps),
        "asks": [_ask(each, cards[id(each)], stack) for each in decision.asks],
        "call": [{"who": each.title, "how": each.how} for each in card.contacts],
        "packs": dict(decision.packs),
    }


def _ask(decided: AskDecision, card: AskCard, stack: Stack) -> Json:
    provisions = stack.provisions
    outcome = decided.outcome
    asked = [each for each in decided.questions if not each.assumption]
    return {
        "act": decided.ask.act,
        "object": decided.ask.object,
        "answer": str(outcome.answer),
        "reasons": [
            {
                "provision": each.provision,
                "cite": each.cite,
                "role": str(each.role),
                "verified": str(provisions[each.provision].verified),
                "says": each.says,
            }
            for each in card.reasons
        ],
        "note": card.note,
        # a card that is settled asks nothing, though facts may still be open
        "unknown": [
            {"fact": q.fact, "question": text} for q, text in zip(asked, card.questions, strict=False)
        ],
        "disputed": list(card.disputed),
        "duties": [
            {
                "do": each.do,
                "by": each.by.isoformat() if each.by else None,
                "due": each.due,
                "cite": each.cite,
                "provision": each.provision,
                "verified": str(provisions[each.provision].verified),
                "certain": each.certain,
            }
            for each in card.duties
        ],
        "facts": facts_json(decided.facts),
    }


def facts_json(facts: Facts) -> Json:
    """What was known, by name: words, true and false, days, and `none` for what is known not to exist."""
    return {name: _value(facts[name]) for name in sorted(facts)}


def _value(value: Value) -> str | bool:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool) else str(getattr(value, "value", value))


def explanation_json(decision: Decision, accounts: Sequence[Sequence[Account]], stack: Stack) -> Json:
    """For each ask, how the provisions came out."""
    return {
        "place": decision.place,
        "on": decision.on.isoformat(),
        "answer": str(decision.answer),
        "asks": [
            {
                "act": one.ask.act,
                "object": one.ask.object,
                "answer": str(one.outcome.answer),
                "provisions": [_account(each, stack) for each in found],
                "facts": facts_json(one.facts),
            }
            for one, found in zip(decision.asks, accounts, strict=True)
        ],
        "packs": dict(decision.packs),
    }


def _account(each: Account, stack: Stack) -> Json:
    """How one provision came out. An exception may be a court order, whose id names no provision."""
    provision = stack.provisions[each.provision]
    return {
        "provision": each.provision,
        "cite": provision.cite,
        "mode": str(each.mode),
        "verified": str(provision.verified),
        "speaks": str(each.speaks),
        "active": str(each.active),
        "exceptions": [
            {
                "provision": one.id,
                "cite": stack.provisions[one.id].cite if one.id in stack.provisions else "",
                "holds": str(one.holds),
                "if_assumed": one.assumption,
            }
            for one in each.exceptions
        ],
        "unknown": list(each.unknown),
    }
