"""Answers, and what stands behind one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from frith.model.facts import Facts


class Answer(StrEnum):
    """What the law says to a request. There is no fifth, and no empty one."""

    DECLINE = "decline"
    COMPLY = "comply"
    MAY = "may"
    REFER = "refer"


CAUTION = (Answer.REFER, Answer.DECLINE, Answer.COMPLY, Answer.MAY)
"""Most cautious first: the answer to several asks at once is the first of these that one of them got."""


class Role(StrEnum):
    """What a provision did for an answer. `open` roles cannot be ruled out with what is known."""

    BARS = "bars"
    REQUIRES = "requires"
    PERMITS = "permits"
    REFERS = "refers"
    MAY_BAR = "may bar"
    MAY_REQUIRE = "may require"
    MAY_REFER = "may refer"
    EXCEPTS = "excepts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One provision and the part it played."""

    provision: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that must be done besides. Not `certain`: an unknown fact decides whether it applies."""

    provision: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the provisions that bind on a day say about one ask.

    `deciding` holds the ids of the provisions that make the answer, sorted; `open` those of them that an unknown fact
    leaves open. `problem` says what could not be read, where that is why the answer is refer.
    """

    answer: Answer
    deciding: tuple[str, ...]
    reasons: tuple[Reason, ...]
    duties: tuple[Duty, ...]
    open: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing that is asked: an act and its object (empty: unknown), with facts that concern this ask alone."""

    act: str
    object: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What reached the city: when, the facts about it, and what is asked. It holds no person."""

    received: date
    asks: tuple[Ask, ...]
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An unknown fact that matters; `assumption` marks a disputed point of law that nobody at a counter can settle."""

    fact: str
    assumption: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDecision:
    """The answer to one ask with everything behind it; `facts` are what was known, what follows from it included."""

    ask: Ask
    facts: Facts
    outcome: Outcome
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to a request under the law of one place on one day."""

    place: str
    on: date
    answer: Answer
    asks: tuple[AskDecision, ...]
    packs: Mapping[str, str]
