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
from frith.model.paper import Papers

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


def read_scenarios(pack: Pack, vocabulary: Vocabulary, papers: Papers) -> list[Scenario]:
    """The rows of a pack's table; empty where it has none. FactError names the file, the line and the column."""
    path = Path(pack.folder) / "scenarios.csv"
    if not path.exists():
        return []
    found: list[Scenario] = []
    line = 1
    try:
        # spreadsheets begin such a file with a mark
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, strict=True)
            _columns(list(table.fieldnames or ()), vocabulary, file=str(path))
            for row in table:
                line = table.line_num
                read = _Row(row, pack.id, file=str(path), line=line)
                found.append(read.scenario(vocabulary, papers))
                if found[-1].id in [each.id for each in found[:-1]]:
                    raise read.wrong(f"scenario `{found[-1].id}` stands twice", "rename one")
    except UnicodeDecodeError as why:
        raise FactError("not written in UTF-8", file=str(path), mend="save the table again as UTF-8") from why
    except csv.Error as why:
        what = f"the row that begins here can't be read: {why}"
        raise FactError(what, file=str(path), line=line + 1, mend="close every quote") from why
    return found


def _columns(columns: list[str], vocabulary: Vocabulary, *, file: str) -> None:
    """Refuse a column that nothing reads, and one that stands twice."""
    known = {*FIXED, *vocabulary.facts}
    for column in columns:
        if column not in known:
            mend = near(column, known) or "see docs/reference/facts.md"
            raise FactError(f"unknown column `{column}`", file=file, line=1, mend=mend)
        if columns.count(column) > 1:
            raise FactError(f"column `{column}` stands twice", file=file, line=1, mend="drop one")


class _Row:
    """One row being read: it knows where it stands, so that an error can say so."""

    def __init__(self, row: Mapping[str, str | None], place: str, *, file: str, line: int) -> None:
        self.row, self.place, self.file, self.line = row, place, file, line

    def wrong(self, what: str, mend: str) -> FactError:
        return FactError(what, file=self.file, line=self.line, mend=mend)

    def cell(self, name: str) -> str:
        return (self.row.get(name) or "").strip()

    def scenario(self, vocabulary: Vocabulary, papers: Papers) -> Scenario:
        if None in self.row:
            raise self.wrong("more cells than columns", "put texts with commas in quotes")
        on = self._day()
        if self.cell("answer") not in set(Answer):
            raise self.wrong(f"`{self.cell('answer')}` is no answer", "one of " + ", ".join(Answer))
        facts: dict[str, Value] = {}
        for name, text in self._given().items():
            facts |= fact_value(name, text, vocabulary, file=self.file, line=self.line)
        return Scenario(
            id=self.cell("id") or f"row-{self.line}",
            place=self.place,
            says=self.cell("says"),
            on=on,
            facts=settle(facts, on, vocabulary=vocabulary, papers=papers),
            answer=Answer(self.cell("answer")),
            provisions=tuple(sorted(self.cell("provisions").split())),
            duties=tuple(self.cell("duties").split()),
            failure=self.cell("failure"),
            file=self.file,
            line=self.line,
        )

    def _day(self) -> date:
        try:
            return date.fromisoformat(self.cell("on"))
        except ValueError as why:
            raise self.wrong(f"`{self.cell('on')}` is not a day", "write `on` as 2024-12-09") from why

    def _given(self) -> dict[str, str]:
        """The facts of the row as they are written, those of the cell `facts` included."""
        given = {name: self.cell(name) for name in self.row if name not in FIXED and self.cell(name)}
        for pair in filter(None, (each.strip() for each in self.cell("facts").split(";"))):
            name, equals, value = (each.strip() for each in pair.partition("="))
            if not equals:
                raise self.wrong(f"`{pair}` is not `name=value`", "separate facts with `;`")
            given[name] = value
        return given
