"""A decision as JSON: the shape that scripts and other systems rely on (docs/reference/json.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

from frith.casework.card import AskCard, Card
from frith.engine.explain import Account
from frith.model.decision import CAUTION, AskDecision, Decision
from frith.model.law import Stack

Json = dict[str, Any]


def decision_json(decision: Decision, card: Card, stack: Stack) -> Json:
    """The decision with the card's words: asks in the order of the request, whatever order the card shows."""
    order = sorted(decision.asks, key=lambda each: CAUTION.index(each.outcome.answer))  # as the card shows them
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
        "unknown": [{"fact": q.fact, "question": text} for q, text in zip(asked, card.questions, strict=True)],
        "disputed": list(card.disputed),
        "duties": [
            {
                "do": each.do,
                "by": _day(each.by),
                "cite": each.cite,
                "provision": each.provision,
                "verified": str(provisions[each.provision].verified),
                "certain": each.certain,
            }
            for each in card.duties
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def account_json(each: Account, stack: Stack) -> Json:
    """How one provision came out."""
    provision = stack.provisions[each.provision]
    return {
        "provision": each.provision,
        "cite": provision.cite,
        "mode": str(each.mode),
        "verified": str(provision.verified),
        "speaks": str(each.speaks),
        "active": str(each.active),
        "exceptions": [
            {"provision": one.id, "holds": str(one.holds), "assumption": one.assumption} for one in each.exceptions
        ],
        "unknown": list(each.unknown),
    }

