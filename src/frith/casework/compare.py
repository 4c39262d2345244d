"""Two laws side by side: where they answer differently, which duties only one has, and what becomes of known requests."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from frith.casework.cases import Cases, both, desk
from frith.casework.describe import describe
from frith.casework.sides import Side
from frith.casework.whatif import Again, Known, again, tables
from frith.engine.differences import Found, Key, Kind, differences, holding
from frith.engine.every import Every
from frith.engine.widening import Box
from frith.model.decision import Answer, Outcome
from frith.model.facts import Facts, Vocabulary
from frith.model.law import Mode, Provision
from frith.model.term import And, Or, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """How a comparison is run: who is told of its progress, and how many processes beside this one work on cases.

    A program that asks for processes must guard its main module as multiprocessing demands (see `cases.spare`).
    """

    progress: Callable[[str, float], None] = lambda *_: None
    workers: int = 0


ALONE = Watched()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A kind of request that the two laws answer differently.

    `acts`: all acts in which it occurs. `by`: on either side the provisions that make the answer, none where nothing
    speaks. `case`: every complete request that fits it gets these answers. `facts`: one whole request of the kind, and
    `outcomes` what each law makes of it.
    """

    acts: tuple[str, ...]
    answers: tuple[Answer, Answer]
    by: tuple[tuple[str, ...], tuple[str, ...]]
    case: Box
    facts: Facts
    outcomes: tuple[Outcome, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What holding one law against another has shown.

    `whole`: the solver has shown that no other kind of difference is left. `duties`: those that bind on one side only.
    `scenarios`: rows of the tables beside an amendment; `decisions`: asks of the recorded decisions that were given.
    """

    sides: tuple[Side, Side]
    differences: tuple[Difference, ...]
    whole: bool
    duties: tuple[tuple[Provision, ...], tuple[Provision, ...]]
    shared: int
    scenarios: tuple[Again, ...]
    decisions: tuple[Again, ...]
    seconds: float
    solving: float


def compare(
    one: Side,
    other: Side,
    *,
    decisions: tuple[Known, ...] = (),
    how: Watched = ALONE,
) -> Comparison:
    """Everything in which the two laws differ, for every possible complete request."""
    began = perf_counter()
    every = both(one, other)
    with desk(one, other, every=every, workers=how.workers) as table:
        found = differences(
            every,
            _usual(one.counsel.vocabulary),
            met=table.hand_in,
            progress=lambda part: how.progress("search", part),
        )
        cases = table.fetch(lambda part: how.progress("cases", part))
    boxes = _held(every, found, cases)
    pair = (one, other)
    laws = tuple(side.one.meaning.rules for side in pair)
    return Comparison(
        sides=pair,
        differences=_sorted(tuple(_difference(each, pair, found, boxes) for each in found.kinds), one),
        whole=found.whole,
        duties=(_duties(one, other), _duties(other, one)),
        shared=len(laws[0].keys() & laws[1].keys()),
        scenarios=again(tables(pair), pair),
        decisions=again(decisions, pair),
        seconds=perf_counter() - began,
        solving=every.solving + cases.solving,
    )


def _held(every: Every, found: Found, cases: Cases) -> dict[Key, Box]:
    """The cases, each with every act in which it holds."""
    acts = {key: list(box["act"]) for key, box in cases.boxes.items()}
    for act in every.setting.vocabulary.facts["act"].values:
        told = [
            (key, box) for key, box in cases.boxes.items() if act in found.acts[key] and act not in acts[key]
        ]
        for key in holding(every, act, told) if told else ():
            acts[key].append(act)
    return {key: {**box, "act": tuple(acts[key])} for key, box in cases.boxes.items()}


def _difference(kind: Kind, sides: tuple[Side, Side], found: Found, boxes: Mapping[Key, Box]) -> Difference:
    one, other = (side.one.decide(kind.facts) for side in sides)
    named = tuple(
        (name,) if name else outcome.deciding
        for name, outcome in zip(kind.key[2:], (one, other), strict=True)
    )
    return Difference(
        acts=found.acts[kind.key],
        answers=kind.key[:2],
        by=(named[0], named[1]),
        case=boxes[kind.key],
        facts=kind.facts,
        outcomes=(one, other),
    )


SHARP = (Answer.DECLINE, Answer.COMPLY, Answer.MAY)


def _sorted(found: tuple[Difference, ...], side: Side) -> tuple[Difference, ...]:
    """By act in the order of the list of acts; plain answers before those for counsel."""
    acts = side.counsel.vocabulary.facts["act"].values

    def order(each: Difference) -> tuple[int, bool, Key]:
        sharp = all(answer in SHARP for answer in each.answers)
        first, second = (names[0] if names else "" for names in each.by)
        return acts.index(each.acts[0]), not sharp, (*each.answers, first, second)

    return tuple(sorted(found, key=order))


def _duties(side: Side, other: Side) -> tuple[Provision, ...]:
    """The duties that bind under this law and not under the other."""
    there = other.one.meaning.rules
    return tuple(
        rule.provision
        for name, rule in side.one.meaning.rules.items()
        if rule.provision.mode is Mode.DUTY and name not in there
    )


def _usual(vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Requests that people would rather read, best first."""
    table = _table()
    pairs = Or(
        tuple(
            describe([f"act={each['act']}", f"object={each['object']}"], (), vocabulary).when
            for each in table["pair"]
        )
    )
    typical = describe(table["typical"], (), vocabulary).when
    return And((typical, pairs)), pairs


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
