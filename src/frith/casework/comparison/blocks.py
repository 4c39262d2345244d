"""The parts of the page that the report of a screening has not: cases with two answers, strips, and what can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from frith.casework.report.drawing import Shown
from frith.casework.report.tables import Cell

SLIM = 5.0
"""Per cent of a strip below which a letter would run into the next on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A provision as people read it: citation, law, what it says, and how far its text was checked."""

    cite: str
    law: str
    says: str
    checked: Cell
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer with the rules that make it; `note` stands where there is none."""

    answer: Cell
    rules: tuple[Rule, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A kind of request, or one request, under its number: what it is, what else is to be said, and either answer.

    `says` is a sentence in `language`, where that is not the language of the page.
    """

    number: str
    facts: tuple[tuple[str, str], ...]
    told: tuple[Told, Told]
    notes: tuple[str, ...] = ()
    says: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """A table of cases; on a phone each case stands under the one before, its answers one under another.

    `headed`: a heading stands above it, so that its caption need not be seen.
    """

    kind: ClassVar[str] = "cases"
    caption: str
    heads: tuple[str, str, str]
    any: str
    cases: tuple[Case, ...]
    headed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Provisions in a list; each can be led to where it has an anchor."""

    kind: ClassVar[str] = "rules"
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """What is read only if one opens it."""

    kind: ClassVar[str] = "more"
    summary: str
    blocks: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of a strip, in per cent of its width."""

    start: float
    width: float
    tone: str
    letter: str = ""

    @property
    def slim(self) -> bool:
        """Whether its letter has no room on a phone."""
        return self.width < SLIM

    @property
    def middle(self) -> float:
        """Where a letter stands in it."""
        return round(self.start + self.width / 2, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number or a letter in a strip, anchored at a place in per cent."""

    text: str
    at: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One row of a picture: its name, and what is drawn beside it or, on a phone, under it."""

    name: str
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """A picture of rows. `heads` stand above its halves; `key` says what each tone and letter means."""

    kind: ClassVar[str] = "strips"
    id: str
    title: str
    desc: str
    heads: tuple[str, ...]
    key: tuple[tuple[str, str, str], ...]
    strips: tuple[Strip, ...]
    axis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A cell of a grid: its code, a word under it, and what only a screen reader is told besides."""

    code: str
    note: str = ""
    besides: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A wide table of codes; the first head is that of the rows."""

    kind: ClassVar[str] = "grid"
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Square, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature of one place in words, with links to the rules that make it so: anchor and citation."""

    name: str
    code: str
    says: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """All features of one place; `by` stands before the rules."""

    kind: ClassVar[str] = "features"
    by: str
    features: tuple[Feature, ...]
