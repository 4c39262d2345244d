"""A decision as entries: one for each ask, no finer than the site allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from frith.ledger.entry.model import Decision, Release
from frith.ledger.entry.slots import week_of
from frith.ledger.entry.words import Grain, Words
from frith.model import decision as decided
from frith.model.facts import Facts, Value

FACTS: Mapping[str, str] = {
    "unit": "body",
    "requester": "requester_kind",
    "behalf": "on_behalf_of",
    "channel": "channel",
    "purpose": "purpose",
    "paper": "paper",
    "judge": "paper_judge_signed",
}
"""The fact behind each class that an entry shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """The bodies of a place that see so many requests that a day and a finer class point at nobody.

    A body that is not named is small: its entries speak by week and in wide classes.
    """

    large: frozenset[str] = frozenset()

    @classmethod
    def of(cls, weekly: Mapping[str, Sequence[int]], words: Words) -> Self:
        """The sites by what they saw: a body is large where no week of those given had fewer requests than it takes."""
        busy = (body for body, weeks in weekly.items() if weeks and min(weeks) >= words.large_from)
        return cls(large=frozenset(busy))

    def grain(self, body: str) -> Grain:
        """How finely an entry about this body may speak."""
        return Grain.DAY if body in self.large else Grain.WEEK


def from_decision(decision: decided.Decision, *, words: Words, sites: Sites) -> tuple[Decision, ...]:
    """The entries of the decision, one for each ask in the order of the request."""
    return tuple(
        _entry(decision, each, words=words, sites=sites, first=number == 0)
        for number, each in enumerate(decision.asks)
    )


def release_of(entry: Decision, amount: int, *, words: Words, about: int | str = "none") -> Release:
    """What left under the decision, its amount as a band; `about` is the decision's index, once it has one."""
    same = {name: getattr(entry, name) for name in SHARED}
    return Release(**same, amount=words.bands.word(amount), about=about)


SHARED = (
    "place", "on", "packs", "unit", "requester", "behalf", "purpose", "paper", "judge", "act", "category", "provisions",
)  # fmt: skip
"""What a release says in the words of its decision."""


def _entry(
    decision: decided.Decision, ask: decided.AskDecision, *, words: Words, sites: Sites, first: bool
) -> Decision:
    grain = sites.grain(_value(ask.facts, "body"))
    shown = {name: words.classes[name].word(_value(ask.facts, fact), grain) for name, fact in FACTS.items()}
    return Decision(
        place=decision.place,
        on=decision.on.isoformat() if grain is Grain.DAY else week_of(decision.on),
        packs=dict(decision.packs),
        act=words.classes["act"].word(ask.ask.act, grain),
        category=words.classes["category"].word(ask.ask.object, grain),
        answer=str(ask.outcome.answer),
        overall=str(decision.answer),
        ask="first" if first else "further",
        provisions=tuple(sorted(set(ask.outcome.deciding))),
        **shown,
    )


def _value(facts: Facts, name: str) -> str:
    """The fact as a word; empty where nobody knows it."""
    value: Value = facts.get(name, "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ""
