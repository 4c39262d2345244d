"""The feature matrix at a glance: a picture of places and doors, and the same as a table of codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from frith.casework.comparison.blocks import Grid, Square, Stretch, Strip, Strips
from frith.casework.matrix import Cell, Code, Matrix, matrix_words
from frith.casework.report.sentences import Sentences
from frith.model.law import Verification


class Stand(StrEnum):
    """How a door stands, as far as a picture can tell."""

    BARRED = "barred"
    KEY = "key"
    COUNSEL = "counsel"
    DEPENDS = "depends"
    SILENT = "silent"
    ALLOWED = "allowed"
    REQUIRED = "required"


STANDS = {
    Code.BARRED: Stand.BARRED,
    Code.COUNSEL: Stand.COUNSEL,
    Code.DEPENDS: Stand.DEPENDS,
    Code.SILENT: Stand.SILENT,
    Code.ALLOWED: Stand.ALLOWED,
    Code.REQUIRED: Stand.REQUIRED,
}
LETTERS = {each: str(code) for code, each in STANDS.items()} | {Stand.KEY: "K", Stand.SILENT: "–"}


SEEN = {Verification.TEXT: "●", Verification.SECONDARY: "◐", Verification.UNVERIFIED: "○"}
"""A mark for how far the weakest rule of a cell was checked; a screen reader is told it in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The matrix with what its rows and columns are called, and which of these are doors."""

    matrix: Matrix
    names: tuple[str, ...]
    titles: Mapping[str, str]
    doors: tuple[str, ...]
    say: Sentences


def board(matrix: Matrix, names: tuple[str, ...], say: Sentences) -> Board:
    """The matrix made ready to be shown."""
    doors = tuple(
        column
        for column in matrix.columns
        if any(row.cells[column].parts and not row.cells[column].values for row in matrix.rows)
    )
    return Board(
        matrix=matrix, names=names, titles=matrix_words(say.language)["column"], doors=doors, say=say
    )


def stands(cell: Cell) -> tuple[Stand, ...]:
    """How the door of the cell stands, for each of its parts; once where one part stands as the one before."""
    return tuple(stand for stand, _ in groupby(_stand(part.code) for part in cell.parts))


def _stand(code: str) -> Stand:
    return next((stand for plain, stand in STANDS.items() if code == plain), Stand.KEY)


def total(shown: Board) -> Counter[Stand]:
    """How many fields of the picture show each stand; one whose parts differ counts for each that it shows."""
    return Counter(
        stand for row in shown.matrix.rows for door in shown.doors for stand in set(stands(row.cells[door]))
    )


def picture(shown: Board) -> Strips:
    """One strip for each place, one field for each door."""
    say, counts = shown.say, total(shown)
    used = [stand for stand in Stand if counts[stand]]
    parts = "; ".join(say.count(f"features.desc_{stand}", counts[stand]) for stand in used)
    return Strips(
        id="features-picture",
        title=say.say("features.chart"),
        desc=say.say("features.desc", parts=parts),
        heads=tuple(say.number(n) for n in range(1, len(shown.doors) + 1)),
        key=tuple((f"stand-{stand}", LETTERS[stand], say.say(f"features.stand.{stand}")) for stand in used),
        strips=tuple(
            Strip(name=name, stretches=_fields([row.cells[door] for door in shown.doors]))
            for name, row in zip(shown.names, shown.matrix.rows, strict=True)
        ),
    )


def _fields(cells: Sequence[Cell]) -> tuple[Stretch, ...]:
    """The fields of one place side by side; one whose parts differ is cut into them."""
    wide = 100 / max(len(cells), 1)
    found: list[Stretch] = []
    for at, cell in enumerate(cells):
        parts = stands(cell)
        each = wide / len(parts)
        found += [
            Stretch(
                start=round(at * wide + number * each, 3),
                width=round(each, 3),
                tone=f"stand-{stand}",
                letter=LETTERS[stand],
            )
            for number, stand in enumerate(parts)
        ]
    return tuple(found)


def codes(shown: Board) -> Grid:
    """The codes of all doors, each with whose law it is by and how far its text was checked."""
    return Grid(
        caption=shown.say.say("features.codes"),
        heads=(shown.say.say("features.place"), *_numbered(shown)),
        rows=tuple(
            (name, tuple(_square(row.cells[door], shown.say) for door in shown.doors))
            for name, row in zip(shown.names, shown.matrix.rows, strict=True)
        ),
    )


def _numbered(shown: Board) -> tuple[str, ...]:
    return tuple(f"{number}. {shown.titles[door]}" for number, door in enumerate(shown.doors, start=1))


def _square(cell: Cell, say: Sentences) -> Square:
    code = shown_code(cell.code)
    if cell.verification is None:
        return Square(code=code)
    whose = say.say("features.own" if cell.own else "features.above")
    return Square(
        code=code,
        note=f"{whose} {SEEN[cell.verification]}",
        besides=say.say(f"rules.verified.{cell.verification}"),
    )


def shown_code(code: str) -> str:
    """The code as it is set: a dash where the law is silent."""
    return code.replace(Code.SILENT, LETTERS[Stand.SILENT])
