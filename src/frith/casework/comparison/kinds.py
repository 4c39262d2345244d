"""What only one of two laws does: the kinds of difference, sorted by side and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from frith.casework.compare import Difference
from frith.model.decision import Answer

FIRST, SECOND = 0, 1


class Only(StrEnum):
    """What one law does to a request and the other does not."""

    BARS = "bars"
    ORDERS = "orders"
    ASKS = "asks"


FOR = {Answer.REFER: Only.ASKS, Answer.DECLINE: Only.BARS, Answer.COMPLY: Only.ORDERS}
"""The answers that set a law apart, the one that does so first; `may` never does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """The side that stands apart, and how."""

    side: int
    only: Only


def apart(answers: tuple[Answer, Answer]) -> Apart:
    """What sets the two answers apart: counsel is asked on one side, else one says no, else one says that it must be done."""
    answer = next(each for each in FOR if each in answers)
    return Apart(side=answers.index(answer), only=FOR[answer])


def plain(difference: Difference) -> bool:
    """Whether neither law leaves the answer to counsel."""
    return Answer.REFER not in difference.answers


def counted(differences: Iterable[Difference]) -> Mapping[Apart, int]:
    """How many of the kinds each law stands apart in, and how."""
    return Counter(apart(each.answers) for each in differences)


def pairs(differences: Iterable[Difference]) -> tuple[tuple[tuple[Answer, Answer], int], ...]:
    """How often each pair of answers occurs: plain ones first, then the most frequent first."""
    found = Counter(each.answers for each in differences)
    return tuple(sorted(found.items(), key=lambda one: (Answer.REFER in one[0], -one[1], one[0])))


def by_act(differences: Iterable[Difference], acts: Iterable[str]) -> dict[str, tuple[Difference, ...]]:
    """The kinds that occur in each act, in the order of the acts; an act without one has an empty row."""
    known = tuple(differences)
    return {act: tuple(each for each in known if act in each.acts) for act in acts}
