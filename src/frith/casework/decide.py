"""One request under the law of its day."""

from __future__ import annotations

from datetime import date, datetime

from frith.casework.counsel import Counsel
from frith.engine.explain import Account, account
from frith.engine.interview import questions
from frith.model.decision import CAUTION, Ask, AskDecision, Decision, Request
from frith.model.facts import Facts, Value


def decide(request: Request, counsel: Counsel, *, on: date | None = None) -> Decision:
    """The answer to every ask of the request, under the law that binds on `on`, else on the day it was received."""
    day = day_of(request, on)
    asks = tuple(_ask(each, request, counsel, day) for each in request.asks)
    answers = {each.outcome.answer for each in asks}
    return Decision(
        place=counsel.stack.place,
        on=day,
        answer=next(answer for answer in CAUTION if answer in answers),
        asks=asks,
        packs=counsel.versions,
    )


def day_of(request: Request, on: date | None) -> date:
    """The day whose law decides, without a time of day: laws begin and end with days."""
    day = on or request.received
    return day.date() if isinstance(day, datetime) else day


def facts_of(ask: Ask, request: Request, *, counsel: Counsel, on: date) -> Facts:
    """Everything known for one ask: the request's facts, the ask's own, and what follows from them."""
    own: dict[str, Value] = {"act": ask.act} if ask.act else {}
    own |= {"object": ask.object} if ask.object else {}
    return counsel.settle({**request.facts, **ask.facts, **own}, on)


def explain(request: Request, counsel: Counsel, *, on: date | None = None) -> tuple[tuple[Account, ...], ...]:
    """For each ask, how every provision that binds came out."""
    day = day_of(request, on)
    meaning = counsel.meaning(day)
    return tuple(account(meaning, facts_of(each, request, counsel=counsel, on=day)) for each in request.asks)


def _ask(ask: Ask, request: Request, counsel: Counsel, on: date) -> AskDecision:
    facts = facts_of(ask, request, counsel=counsel, on=on)
    one = counsel.one(on)

    def follow(known: Facts) -> Facts:
        return counsel.settle(known, on)

    return AskDecision(
        ask=ask,
        facts=facts,
        outcome=one.decide(facts),
        questions=questions(one, facts, vocabulary=counsel.vocabulary, settle=follow),
    )
