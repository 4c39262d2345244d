"""Read a pack's TOML so that an error can name the file, the line and the mend."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from frith.errors import LONGEST, PackError, UsageError, quoted

LARGEST = 4_000_000
"""Bytes. A file of law that is larger is something else put in its place."""


def read_text(path: Path) -> str:
    """The file as text; PackError where it is missing, too large or not UTF-8."""
    try:
        if path.stat().st_size > LARGEST:
            raise PackError(
                "too large for a file of a pack", file=str(path), mend="put the law in smaller files"
            )
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as why:
        raise PackError("not written in UTF-8", file=str(path), mend="save the file again as UTF-8") from why
    except OSError as why:
        raise PackError(
            "can't be read", file=str(path), mend=why.strerror or "look at its permissions"
        ) from why


def put(path: Path, text: str) -> None:
    """The file holds the text; until it holds all of it, it is as it was. UsageError where nothing can be written there."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as why:
        raise UsageError(f"can't write {quoted(str(path))}: {why.strerror}") from why


OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal or a page obeys instead of showing: a law's words hold none of it, so none has to be taken out."""


def obeyed(value: object) -> str:
    """The first text in the value, keys included, that holds a control character, as Python writes it; else nothing."""
    if isinstance(value, str):
        return ascii(value[:LONGEST]) if OBEYED.search(value) else ""
    if isinstance(value, Mapping):
        value = [each for pair in value.items() for each in pair]
    return next(filter(None, map(obeyed, value)), "") if isinstance(value, list) else ""


def near(word: str, known: Collection[str]) -> str:
    """A mend that names the nearest known words."""
    close = get_close_matches(word[:LONGEST], list(known), n=3, cutoff=0.5)
    return "did you mean " + " or ".join(f"`{each}`" for each in close) if close else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a TOML file that remembers where it stands."""

    path: Path
    text: str
    data: Mapping[str, Any]
    at: int | None = None

    def wrong(self, what: str, *, key: str = "", mend: str = "") -> PackError:
        """The error to raise: it names this file and the line of the key."""
        return PackError(what, file=str(self.path), line=self.line(key) or self.at, mend=mend)

    def line(self, key: str) -> int | None:
        """The first line at or after this table's own that begins with the key."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if number >= (self.at or 1) and key and line.lstrip(" [").startswith(key):
                return number
        return None

    def only(self, known: Collection[str]) -> None:
        """Refuse keys that nothing reads: a misspelt key would be law that is silently left out."""
        for key in self.data:
            if key not in known:
                raise self.wrong(f"unknown key `{key}`", key=key, mend=near(key, known) or "remove it")

    def string(self, key: str, *, default: str | None = None) -> str:
        """A text value; required where there is no default."""
        value = self.data.get(key, default)
        if not isinstance(value, str):
            what = f"`{key}` is missing" if value is None else f"`{key}` is not text"
            raise self.wrong(what, key=key, mend=f'write `{key} = "..."`')
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where it is left out."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(f"`{key}` is not a list of texts", key=key, mend=f'write `{key} = ["..."]`')
        return tuple(value)

    def texts(self, key: str, languages: Sequence[str] = ()) -> Mapping[str, str]:
        """The same sentence by language; each of `languages` must be there."""
        value = self.data.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise self.wrong(
                f"`{key}` is not text by language", key=key, mend=f'write `{key} = {{ en = "..." }}`'
            )
        for language in languages:
            if not value.get(language):
                raise self.wrong(f"`{key}` has no words in `{language}`", key=key, mend="add them")
        return value

    def day(self, key: str) -> date:
        """A calendar day."""
        return self.as_day(self.data.get(key), key)

    def as_day(self, value: object, key: str) -> date:
        """The value as a calendar day, whether TOML read it as one or it stands in quotes."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError as why:
            raise self.wrong(f"`{key}` is not a day", key=key, mend="write it as `2024-12-09`") from why

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables of an array of tables (`[[key]]`), each knowing its line."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(f"`{key}` is not a list of tables", key=key, mend=f"write `[[{key}]]`")
        starts = [
            n for n, line in enumerate(self.text.splitlines(), 1) if line.strip().startswith(f"[[{key}]]")
        ]
        lines: list[int | None] = [*starts] if len(starts) == len(value) else [None] * len(value)
        return tuple(Table(self.path, self.text, each, at) for each, at in zip(value, lines, strict=True))

    def named(self, key: str) -> Mapping[str, Table]:
        """The tables `[key.name]` by name."""
        value = self.data.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
            raise self.wrong(f"`{key}` is not a table of tables", key=key, mend=f"write `[{key}.name]`")
        return {
            name: Table(self.path, self.text, each, self.line(f"{key}.{name}"))
            for name, each in value.items()
        }


def read_toml(path: Path) -> Table:
    """The file as a table; PackError names the line of a syntax error."""
    text = read_text(path)
    try:
        table = Table(path, text, tomllib.loads(text))
        if found := obeyed(table.data):
            raise table.wrong(f"a control character stands in {found}", mend="write plain text")
        return table
    except RecursionError as why:
        raise PackError("nested too deeply", file=str(path), mend="a pack's tables are flat") from why
    except ValueError as why:
        words = str(why)
        _, _, tail = words.partition("at line ")
        line = int(tail.split(",")[0]) if tail[:1].isdigit() else None
        raise PackError(
            words[:1].lower() + words[1:], file=str(path), line=line, mend="mend the TOML"
        ) from why
