"""The feature matrix: many places side by side, each cell computed from the provisions on file and never typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from frith.casework.matrix_cells import Cell, Code, Matrix, Part, Row
from frith.casework.matrix_doors import Asked, place_of, weakest
from frith.casework.matrix_plan import Plan, matrix_words, plan
from frith.casework.matrix_read import Reading, read_cells, reports_of
from frith.casework.matrix_says import cell_says, matrix_data, words_for
from frith.casework.sides import Side
from frith.engine.every import Every
from frith.engine.space import Setting

__all__ = [
    "Cell",
    "Code",
    "Matrix",
    "Part",
    "Row",
    "cell_says",
    "matrix",
    "matrix_data",
    "matrix_words",
    "words_for",
]


def matrix(sides: Sequence[Side], progress: Callable[[float], None] = lambda _: None) -> Matrix:
    """One row for each side; `progress` is told the part of the work that is done.

    FrithError where the solver is not installed, or gives up.
    """
    rows: list[Row] = []
    for side in sides:
        asked = plan(side.counsel.vocabulary)
        columns = (*(each.id for each in asked.columns), *asked.read)
        rows.append(_row(side, asked))
        progress(len(rows) / len(sides))
    return Matrix(columns=columns if rows else (), rows=tuple(rows))


def _row(side: Side, asked: Plan) -> Row:
    setting = Setting(vocabulary=side.counsel.vocabulary, papers=side.counsel.papers, on=side.on)
    every = Every(setting, side.one)
    questions = Asked(every, asked)
    reports = reports_of(side)
    with every.assuming(every.realisable, every.complete, every.certain(asked.base)):
        doors = {each.id: _door(side, each.id, questions.parts(each)) for each in asked.columns}
        reading = Reading(side=side, every=every, plan=asked, doors=doors, reports=reports)
        cells = doors | read_cells(reading)
    named = {name for cell in cells.values() for name in cell.provisions}
    return Row(
        name=side.name,
        place=side.place,
        on=side.on,
        cells=cells,
        provisions={name: side.provision(name) for name in sorted(named)},
        reports=reports,
        seconds=every.solving,
    )


def _door(side: Side, column: str, parts: Sequence[Part]) -> Cell:
    """The cell of a door: one code where all parts have the same, else that of each."""
    codes = dict.fromkeys(part.code for part in parts)
    names = tuple(dict.fromkeys(name for part in parts for name in part.provisions))
    return Cell(
        column=column,
        code=" · ".join(part.code for part in parts) if len(codes) > 1 else next(iter(codes)),
        parts=tuple(parts),
        values=(),
        provisions=names,
        own=any(place_of(name) == side.place for name in names),
        verification=weakest(side.provision(name).verified for name in names),
    )
