"""The feature matrix in words and as plain data: what each cell says, and the citations that stand behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from frith.casework.matrix_cells import Cell, Code, Matrix, Part, Row
from frith.casework.matrix_plan import matrix_words, merges
from frith.casework.sides import Side
from frith.law import pack
from frith.law import words as law_words
from frith.law.words import Book, Words
from frith.model.law import Provision

Data = dict[str, Any]


def words_for(sides: Iterable[Side], language: str) -> Words:
    """The words of one language for every place of every side, each from the folder that its law was read from.

    Of a place that stands in two folders, as one beside its draft, the later side's words are added to the earlier's.
    """
    every = [
        law_words.load(
            pack.folder(side.counsel.packs), [each.id for each in side.counsel.stack.packs], language
        )
        for side in sides
    ]
    places: dict[str, Book] = {}
    for each in every:
        for place, book in each.places.items():
            places[place] = places[place].with_more(book) if place in places else book
    return replace(every[0], places=places)


def matrix_data(matrix: Matrix, words: Words) -> Data:
    """The matrix as plain data: columns with titles; rows with cells, each with its code, words and provisions."""
    titles = matrix_words(words.language)["column"]
    return {
        "columns": [{"id": column, "title": titles[column]} for column in matrix.columns],
        "rows": [_row(row, matrix.columns, words) for row in matrix.rows],
    }


def _row(row: Row, columns: Sequence[str], words: Words) -> Data:
    return {
        "name": row.name,
        "place": row.place,
        "on": row.on.isoformat(),
        "cells": {column: _cell(row.cells[column], row, words) for column in columns},
    }


def _cell(cell: Cell, row: Row, words: Words) -> Data:
    table = matrix_words(words.language)
    return {
        "code": cell.code,
        "says": cell_says(cell, row, words),
        "keys": [table["key"][key] for key in cell.keys],
        "values": list(_values(cell, row, words)),
        "parts": [_part(part, table) for part in cell.parts],
        "provisions": [_provision(row.provisions[name]) for name in cell.provisions],
        "own": cell.own,
        "verification": str(cell.verification or ""),
    }


def _part(part: Part, table: Mapping[str, Any]) -> Data:
    return {
        "who": table["who"][part.who],
        "when": table["split"][part.when] if part.when else "",
        "code": part.code,
        "doors": [list(door) for door in part.doors],
        "unsettled": [list(door) for door in part.unsettled],
        "speaks": list(part.speaks),
    }


def _provision(provision: Provision) -> Data:
    return {"provision": provision.id, "cite": provision.cite, "verified": str(provision.verified)}


# ---- sentences ------------------------------------------------------------------------------------------------------


def cell_says(cell: Cell, row: Row, words: Words) -> str:
    """The cell in one sentence: each part with whom it is about, unless it is about everybody alike."""
    table = matrix_words(words.language)
    if cell.column in _READ:
        return table["parts"].join(_values(cell, row, words)) or str(table["nothing"])
    said = [part_says(part, row.place, words.language) for part in cell.parts]
    if len(set(said)) == 1:
        return said[0]
    alike: dict[tuple[str, str], list[str]] = {}
    for part, says in zip(cell.parts, said, strict=True):
        alike.setdefault((part.when, says), []).append(table["who"][part.who])
    return str(table["parts"].join(_about(who, when, says, table) for (when, says), who in alike.items()))


def _about(who: Sequence[str], when: str, says: str, table: Mapping[str, Any]) -> str:
    names = ", ".join(who)
    if not when:
        return str(table["part"].format(who=names, says=says))
    return str(table["part_when"].format(who=names, when=table["split"][when], says=says))


def part_says(part: Part, place: str, language: str) -> str:
    """How one door stands, in words: what opens it, and with what counsel has to be asked."""
    table = matrix_words(language)
    if part.doors:
        shut = "counsel_unless" if part.code == Code.COUNSEL else "barred_unless"
        says = table[shut].format(keys=_keys(part.doors, table))
    else:
        says = table["code"][part.code]
    if part.code == Code.SILENT and part.speaks and place not in part.speaks:
        return str(table["level"].format(says=says, places=", ".join(part.speaks)))
    if () in part.unsettled and part.code != Code.COUNSEL:
        says = table["doubt"].format(says=says)
    doubts = [each for each in part.unsettled if each]
    return str(table["unsettled"].format(says=says, keys=_keys(doubts, table)) if doubts else says)


def _keys(doors: Iterable[Sequence[str]], table: Mapping[str, Any]) -> str:
    """The sets of keys in words; sets that differ in the kind of warrant alone are named once."""
    sets = list(dict.fromkeys(map(tuple, doors)))
    for name, kinds in merges().items():
        for rest in dict.fromkeys(each[1:] for each in sets if each[:1] == kinds[:1]):
            alike = [(kind, *rest) for kind in kinds]
            if all(each in sets for each in alike):
                sets[sets.index(alike[0])] = (name, *rest)
                sets = [each for each in sets if each not in alike]
    words = {**table["key"], **table["kinds"]}
    return str(table["or"].join(table["and"].join(words[key] for key in each) for each in sets))


# ---- columns that are read from the law -----------------------------------------------------------------------------


def _values(cell: Cell, row: Row, words: Words) -> Iterable[str]:
    """The values of the cell in words; the values of a door are none."""
    table = matrix_words(words.language)
    if cell.column not in _READ:
        return ()
    match cell.column:
        case "record_duty" | "notice_duty":
            duties = (row.provisions[name] for name in cell.provisions)
            return dict.fromkeys(words.do(each.id.partition("/")[0], each.do) for each in duties)
        case "reports":
            return [_report(row, name, words) for name in cell.values]
        case "since":
            return _since(cell.values, table)
        case _:
            return [_value(cell.column, value, table) for value in cell.values]


def _value(column: str, value: str, table: Mapping[str, Any]) -> str:
    match column:
        case "bound":
            return str(table["who"][value])
        case "warrant_meaning":
            return str(table["key"][value])
        case "look_back":
            return str(table["years"].format(years=value))
        case "instruments":
            return str(table["kind"][value])
        case "courts":
            event, what, day = value.split()
            return str(table["courts"][event].format(what=what, day=day))
        case _:
            how, count = value.split()
            return str(table["verified"].format(count=count, how=table["verification"][how]))


def _report(row: Row, name: str, words: Words) -> str:
    report = row.reports[name]
    texts = {"says": report.says, "to": report.to, "due": report.due}
    said = {name: words.of(text, file=report.file) for name, text in texts.items()}
    return str(matrix_words(words.language)["report"].format(**said))


def _since(days: Sequence[str], table: Mapping[str, Any]) -> Sequence[str]:
    return [table["since"].format(first=days[0], last=days[-1])] if len(days) > 1 else list(days)


_READ = frozenset(
    (
        "bound",
        "warrant_meaning",
        "look_back",
        "record_duty",
        "notice_duty",
        "reports",
        "instruments",
        "since",
        "courts",
        "verified",
    )
)
