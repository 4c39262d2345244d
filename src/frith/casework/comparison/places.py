"""The feature matrix in full: what else the laws say, each place in words, and every rule that a cell stands on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frith.casework.comparison.blocks import Feature, Features, Grid, More, Rule, Rules, Square
from frith.casework.comparison.grid import Board, shown_code
from frith.casework.comparison.naming import rule
from frith.casework.matrix import Cell, Row, matrix_data, matrix_words
from frith.casework.matrix_says import part_says
from frith.casework.report.drawing import Shown
from frith.casework.report.sentences import opened
from frith.casework.report.tables import Definitions
from frith.casework.sides import Side
from frith.law.words import Words

LONG = 3
"""More values than these are counted in the table, and told under the place."""


def others(shown: Board, words: Words) -> Grid:
    """The columns that are read from the law rather than asked of it; a long list is counted here."""
    columns = tuple(each for each in shown.matrix.columns if each not in shown.doors)
    data = matrix_data(shown.matrix, words)["rows"]
    return Grid(
        caption=shown.say.say("features.others"),
        heads=(shown.say.say("features.place"), *(shown.titles[each] for each in columns)),
        rows=tuple(
            (name, tuple(_short(row["cells"][column]["values"], shown) for column in columns))
            for name, row in zip(shown.names, data, strict=True)
        ),
    )


def _short(values: Sequence[str], shown: Board) -> Square:
    if not values:
        return Square(code="", note=shown.say.say("features.nothing"))
    if len(values) > LONG:
        return Square(code="", note=shown.say.count("features.several", len(values)))
    return Square(code="", note="; ".join(values))


def anchors(shown: Board) -> dict[str, str]:
    """Every provision that a cell stands on, with the place on the page that its links lead to."""
    named = sorted({name for row in shown.matrix.rows for name in row.provisions})
    return {name: f"rule-{number}" for number, name in enumerate(named, start=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is needed to tell of a place: the matrix, its words, and where each rule stands on the page."""

    shown: Board
    words: Words
    led: Mapping[str, str]

    def place(self, row: Row, data: Mapping[str, Any]) -> Features:
        """Every feature of the place in words."""
        features = (
            self._feature(row, row.cells[column], data["cells"][column]["values"])
            for column in self.shown.matrix.columns
        )
        return Features(by=self.shown.say.say("features.by"), features=tuple(features))

    def _feature(self, row: Row, cell: Cell, values: Sequence[str]) -> Feature:
        door = cell.column in self.shown.doors
        return Feature(
            name=self.shown.titles[cell.column],
            code=shown_code(cell.code) if door else "",
            says=self._parts(row, cell)
            if door
            else tuple(values) or (self.shown.say.say("features.nothing"),),
            rules=tuple((self.led[name], row.provisions[name].cite) for name in cell.provisions if door),
        )

    def _parts(self, row: Row, cell: Cell) -> tuple[str, ...]:
        """How the door stands, once where it stands alike for everybody."""
        table = matrix_words(self.words.language)
        said = [part_says(part, row.place, self.words.language) for part in cell.parts]
        if len(set(said)) == 1:
            return (opened(said[0]),)
        about = (
            table["part_when" if part.when else "part"].format(
                who=table["who"][part.who], when=table["split"].get(part.when, ""), says=says
            )
            for part, says in zip(cell.parts, said, strict=True)
        )
        return tuple(opened(each) for each in about)


def in_words(shown: Board, words: Words) -> tuple[Shown, ...]:
    """Each place to be opened: every feature in words, with links to its rules."""
    told = Told(shown=shown, words=words, led=anchors(shown))
    data = matrix_data(shown.matrix, words)["rows"]
    return tuple(
        More(summary=name, blocks=(told.place(row, each),))
        for name, row, each in zip(shown.names, shown.matrix.rows, data, strict=True)
    )


def rules(shown: Board, sides: Sequence[Side], words: Words) -> tuple[Shown, ...]:
    """Every rule that a cell stands on, once, by the place whose law it is."""
    packs = {pack.id: pack for side in sides for pack in side.counsel.stack.packs}
    known = {name: each for row in shown.matrix.rows for name, each in row.provisions.items()}
    groups: dict[str, list[Rule]] = {}
    for name, anchor in anchors(shown).items():
        pack = packs[name.partition("/")[0]]
        told = rule(known[name], pack.laws, words, shown.say)
        groups.setdefault(pack.id, []).append(replace(told, anchor=anchor))
    return tuple(
        More(
            summary=shown.say.count(
                "features.rules_of", len(found), place=shown.say.text(packs[place].title)
            ),
            blocks=(Rules(rules=tuple(found)),),
        )
        for place, found in groups.items()
    )


def codes_in_words(shown: Board) -> Definitions:
    """What each code means that stands somewhere in the table of codes."""
    table = matrix_words(shown.say.language)["code"]
    used = " ".join(row.cells[door].code for row in shown.matrix.rows for door in shown.doors)
    letters = set(re.split(r"[ /+·]+", used))
    return Definitions(
        items=tuple((shown_code(code), opened(says)) for code, says in table.items() if code in letters)
    )
