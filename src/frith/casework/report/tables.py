"""Tables, and the other plain parts of a page. They hold text; the template escapes it and sets it in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Look(StrEnum):
    """How a cell is set."""

    TEXT = "text"
    NUMBER = "number"
    CODE = "code"
    MARK = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text, a small note under it, and how it looks. `tone` picks the pattern or the mark's color."""

    text: str
    note: str = ""
    look: Look = Look.TEXT
    tone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The head of a column."""

    head: str
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption; the first cell of a row is its head, and stays in sight where it is `pinned`."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A paragraph."""

    kind: ClassVar[str] = "prose"
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a section."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A numbered list."""

    kind: ClassVar[str] = "steps"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Terms, each with what it means."""

    kind: ClassVar[str] = "definitions"
    items: tuple[tuple[str, str], ...]


def text(text: str, *, note: str = "", tone: str = "") -> Cell:
    """A cell of words."""
    return Cell(text=text, note=note, tone=tone)


def number(text: str) -> Cell:
    """A cell that is set flush right, so that digits stand under digits."""
    return Cell(text=text, look=Look.NUMBER)


def code(text: str) -> Cell:
    """A cell that holds something to copy letter by letter."""
    return Cell(text=text, look=Look.CODE)


def heads(*names: str, numbers: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns of words, then the columns of numbers."""
    wordy = tuple(Column(head=name) for name in names)
    return wordy + tuple(Column(head=name, look=Look.NUMBER) for name in numbers)
