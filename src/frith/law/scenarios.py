"""Scenario tables: requests that a person can read aloud, with the answer and the provisions that decide."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frith.errors import FactError
from frith.law.files import near
from frith.law.requests import fact_value, settle
from frith.model.decision import Answer
from frith.model.facts import Facts, Value, Vocabulary
from frith.model.law import Pack

FIXED = ("id", "says", "on", "facts", "answer", "provisions", "duties", "failure", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One row: what is asked, and what must come out."""

    id: str
    place: str
    says: str
    on: date
    facts: Facts
    answer: Answer
    provisions: tuple[str, ...]
    duties: tuple[str, ...]
    failure: str
    file: str
    line: int


def read_scenarios(
    pack: Pack, vocabulary: Vocabulary, papers: Mapping[str, Mapping[str, Value]]
) -> list[Scenario]:
    """The rows of a pack's table; empty where it has none. FactError names the file, the line and the column."""
    path = Path(pack.folder) / "scenarios.csv"
    if not path.exists():
        return []
    known = {*FIXED, *vocabulary.facts}
    try:
        with path.open(
            encoding="utf-8-sig", newline=""
        ) as file:  # spreadsheets begin such a file with a mark
            table = csv.DictReader(file, strict=True)
            columns = list(table.fieldnames or ())
            for column in columns:
                if column not in known:
                    mend = near(column, known) or "see facts.toml"
                    raise FactError(f"unknown column `{column}`", file=str(path), line=1, mend=mend)
                if columns.count(column) > 1:
                    raise FactError(
                        f"column `{column}` stands twice", file=str(path), line=1, mend="drop one"
                    )
            found = [_row(row, table.line_num, path, pack, (vocabulary, papers)) for row in table]
    except UnicodeDecodeError as why:
        raise FactError("not written in UTF-8", file=str(path), mend="save the table again as UTF-8") from why
    except csv.Error as why:
        raise FactError("not a table of cells", file=str(path), line=table.line_num, mend=str(why)) from why
    seen: set[str] = set()
    for each in found:
        if each.id in seen:
            raise FactError(
                f"scenario `{each.id}` stands twice", file=str(path), line=each.line, mend="rename one"
            )
        seen.add(each.id)
    return found


def _row(
    row: Mapping[str, str | None],
    line: int,
    path: Path,
    pack: Pack,
    words: tuple[Vocabulary, Mapping[str, Mapping[str, Value]]],
) -> Scenario:
    vocabulary, papers = words
    file = str(path)

    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    if None in row:
        raise FactError(
            "more cells than columns", file=file, line=line, mend="put texts with commas in quotes"
        )
    try:
        on = date.fromisoformat(cell("on"))
    except ValueError as why:
        raise FactError(
            f"`{cell('on')}` is not a day", file=file, line=line, mend="write `on` as 2024-12-09"
        ) from why
    if cell("answer") not in set(Answer):
        mend = "one of " + ", ".join(Answer)
        raise FactError(f"`{cell('answer')}` is no answer", file=file, line=line, mend=mend)
    given = {name: cell(name) for name in row if name not in FIXED and cell(name)}
    for pair in filter(None, (each.strip() for each in cell("facts").split(";"))):
        name, equals, value = (each.strip() for each in pair.partition("="))
        if not equals:
            raise FactError(
                f"`{pair}` is not `name=value`", file=file, line=line, mend="separate facts with `;`"
            )
        given[name] = value
    facts: dict[str, Value] = {}
    for name, text in given.items():
        facts |= fact_value(name, text, vocabulary, file=file, line=line)
    return Scenario(
        id=cell("id") or f"row-{line}",
        place=pack.id,
        says=cell("says"),
        on=on,
        facts=settle(facts, on, vocabulary, papers),
        answer=Answer(cell("answer")),
        provisions=tuple(sorted(cell("provisions").split())),
        duties=tuple(cell("duties").split()),
        failure=cell("failure"),
        file=file,
        line=line,
    )
