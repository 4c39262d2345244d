"""Read a council's record of a bill, in the shape of Legistar, as a history with counts and without any person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frith.errors import PackError, quoted
from frith.law.legistar_table import Table, plain
from frith.model.law import EventKind, Text, Votes

LARGEST = 32_000_000
"""Bytes. The record of one bill with all its text is far smaller."""
NO_DAY = date.min
"""What Legistar writes where there is no day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One action of the record."""

    on: date
    kind: EventKind
    says: Text
    votes: Votes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What the record says of a bill. What its table does not know is counted by the record's own words."""

    file: str
    number: str
    title: str
    short: str
    kind: str
    status: str
    record: str
    enacted: tuple[date, ...]
    changed: date
    steps: tuple[Step, ...]
    unknown_actions: Mapping[str, int]
    unknown_votes: Mapping[str, int]
    counted: Mapping[str, int]
    without_day: int


def read_bill(path: Path, table: Table) -> Bill:
    """The bill of one file; PackError says which file, what is wrong, and where."""
    data = _object(path)
    return _Reader(path, table, data).bill()


def _object(path: Path) -> Mapping[str, Any]:
    def wrong(what: str, mend: str, line: int | None = None) -> PackError:
        return PackError(what, file=str(path), line=line, mend=mend)

    if not path.is_file():
        raise wrong("no such file", "name a file that holds one bill as JSON")
    if path.stat().st_size > LARGEST:
        raise wrong("too large for the record of one bill", "give one file for each bill")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as why:
        raise wrong("not written in UTF-8", "save the file again as UTF-8") from why
    except json.JSONDecodeError as why:
        raise wrong(
            f"not JSON: {why.msg.lower()}", "get the file again: it may be cut off", why.lineno
        ) from why
    except (RecursionError, ValueError) as why:
        raise wrong(
            "not the record of a bill", "nothing in such a record is nested so deeply or so long"
        ) from why
    if not isinstance(data, dict):
        raise wrong("holds a list or a single value, not one bill", "give one file for each bill: `{ ... }`")
    return data


class _Reader:
    """One record with the table of words it is read by."""

    def __init__(self, path: Path, table: Table, data: Mapping[str, Any]) -> None:
        self.path, self.table, self.data = path, table, data
        self.persons = frozenset(_persons(data, table.persons))
        self.unknown_actions: Counter[str] = Counter()
        self.unknown_votes: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        self.without_day = 0

    def wrong(self, what: str, mend: str) -> PackError:
        return PackError(what, file=str(self.path), mend=mend)

    def field(self, data: Mapping[str, Any], name: str, where: str = "") -> str:
        """A field as plain text; empty where the record has none."""
        key, value = self.table.field(data, name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.wrong(f"`{where}{key}` is not text", "compare the file with the council's own record")
        return plain(str(value), self.persons)

    def day(self, data: Mapping[str, Any], name: str, where: str = "") -> tuple[date, ...]:
        """The day of a field as it is written there; empty where the record has none."""
        text = self.field(data, name, where)
        if not text:
            return ()
        try:
            day = date.fromisoformat(text[:10])
        except ValueError as why:
            key, _ = self.table.field(data, name)
            what = f"`{where}{key}` is {quoted(text)}, which is no day"
            raise self.wrong(what, "a day is written as 2017-10-31T13:30:00Z") from why
        return () if day == NO_DAY else (day,)

    def rows(self, data: Mapping[str, Any], name: str, where: str = "") -> list[Mapping[str, Any]]:
        """The rows of a list in the record; empty where it has none."""
        key, value = self.table.field(data, name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(f"`{where}{key}` is not a list of rows", "compare the file with the record")
        return value

    def bill(self) -> Bill:
        data, file = self.data, self.field(self.data, "file")
        if not file:
            raise self.wrong("no `File`: the number of the bill is missing", "give the record of one bill")
        steps = [each for n, row in enumerate(self._history()) for each in self._step(row, f"History[{n}].")]
        if not steps:
            raise self.wrong("no action in `History` has a day", "get the record with its history")
        steps.sort(key=lambda step: step.on)
        title = self.field(data, "title") or self.field(data, "name") or file
        return Bill(
            file=file,
            number=self._number(),
            title=title,
            short=self.field(data, "name") or file,
            kind=self.table.kind(self.field(data, "type")),
            status=self.field(data, "status"),
            record=", ".join(filter(None, (self.field(data, "id"), self.field(data, "guid")))),
            enacted=self.day(data, "enacted"),
            changed=max((*self.day(data, "changed"), steps[-1].on)),
            steps=tuple(steps),
            unknown_actions=dict(self.unknown_actions),
            unknown_votes=dict(self.unknown_votes),
            counted=dict(self.counted),
            without_day=self.without_day,
        )

    def _number(self) -> str:
        local = self.field(self.data, "local_law")
        return f"Local Law {local}" if local else self.field(self.data, "number")

    def _history(self) -> list[Mapping[str, Any]]:
        rows = self.rows(self.data, "history")
        if not rows:
            raise self.wrong("no `History`: there is nothing to import", "get the record with its history")
        return rows

    def _step(self, row: Mapping[str, Any], where: str) -> Iterator[Step]:
        days = self.day(row, "day", where)
        if not days:
            self.without_day += 1
            return
        word = self.field(row, "action", where)
        outcome = self.field(row, "outcome", where)
        body, votes = self.field(row, "body", where), self._votes(row, where)
        kind, says = self.table.action(word, outcome=outcome, body=body)
        if not self.table.knows(word, outcome):
            self.unknown_actions[" / ".join(filter(None, (word, outcome))) or "(none)"] += 1
        unknown = sum(votes.values()) - sum(votes[name] for name in self.table.counts)
        if unknown:
            says = self.table.say("uncounted", says=says, n=unknown, all=sum(votes.values()))
        counts = {name: votes[name] for name in self.table.counts}
        # a count that lacks some votes would look like a vote that failed
        yield Step(on=days[0], kind=kind, says=says, votes=Votes(**counts) if votes and not unknown else None)

    def _votes(self, row: Mapping[str, Any], where: str) -> Counter[str]:
        """The votes by the name of their count; a word that nobody knows is counted under itself."""
        found: Counter[str] = Counter()
        for n, each in enumerate(self.rows(row, "votes", where)):
            word = self.field(each, "vote", f"{where}Votes[{n}].")
            name = self.table.vote(word)
            found[name or f"? {word}"] += 1
            (self.counted if name else self.unknown_votes)[name or word or "(none)"] += 1
        return found


def _persons(data: object, keys: frozenset[str]) -> Iterator[str]:
    """Every name of a person in the record, at any depth: none of them is written anywhere."""
    todo = [data]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            yield from (
                each for key, each in value.items() if key in keys and isinstance(each, str) and each.strip()
            )
            todo += value.values()
        elif isinstance(value, list):
            todo += value
