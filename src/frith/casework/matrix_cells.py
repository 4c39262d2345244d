"""The feature matrix as it is computed: rows of places, columns of questions, cells with the provisions that make them so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frith.law.reports import Report
from frith.model.law import Provision, Verification


class Code(StrEnum):
    """How a door stands; where keys open it, their letters stand instead."""

    BARRED = "P"
    ALLOWED = "A"
    REQUIRED = "M"
    SILENT = "-"
    COUNSEL = "?"
    DEPENDS = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How one door stands for one kind of body that is asked, perhaps only for requests of one kind (`when`).

    `doors` are the smallest sets of keys that open it, `unsettled` the keys with which counsel has to be asked. `speaks`
    are the places, of this stack, whose provisions make it so.
    """

    who: str
    when: str
    code: str
    doors: tuple[tuple[str, ...], ...]
    unsettled: tuple[tuple[str, ...], ...]
    provisions: tuple[str, ...]
    speaks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One place in one column. `values` are what a column that is read from the law holds; `parts` those of a door.

    `own` says that a provision of the place's own pack is among those that make it so. `verification` is the weakest
    of them; None where there is none.
    """

    column: str
    code: str
    parts: tuple[Part, ...]
    values: tuple[str, ...]
    provisions: tuple[str, ...]
    own: bool
    verification: Verification | None

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that stands in a door of some part, in the order in which they are met."""
        return tuple(dict.fromkeys(key for part in self.parts for door in part.doors for key in door))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place under its law of one day.

    `provisions` and `reports` are those that the cells name, by their full id; `seconds` is what the solver took.
    """

    name: str
    place: str
    on: date
    cells: Mapping[str, Cell]
    provisions: Mapping[str, Provision]
    reports: Mapping[str, Report]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Every row, and the ids of the columns in their order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
