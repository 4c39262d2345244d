"""The closed words of an entry, read from words.toml: nothing else can stand in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from frith.errors import LedgerError, quoted
from frith.law import pack
from frith.law.files import Table, read_toml
from frith.model.facts import Fact, Vocabulary

UNKNOWN = "unknown"
"""Nobody said. It may stand for every class."""


class Grain(StrEnum):
    """How finely an entry speaks: a large site by day and finer class, every other by week and wider class."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """How the values of one fact are shown: the word for each value, and every word that may stand, by grain."""

    fact: str
    of: Mapping[Grain, Mapping[str, str]]
    words: Mapping[Grain, frozenset[str]]

    def word(self, value: str, grain: Grain) -> str:
        """The class that stands for the value; nothing said is unknown."""
        if not value:
            return UNKNOWN
        try:
            return self.of[grain][value]
        except KeyError:
            raise LedgerError(
                f"no class for {quoted(value)} of `{self.fact}`", mend="name it in the entries' words"
            ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """The ranges that stand for numbers, smallest first, each with its least number."""

    words: tuple[str, ...]
    least: tuple[int, ...]

    def word(self, number: int) -> str:
        """The band that the number lies in."""
        if number < 0:
            raise LedgerError(f"`{number}` counts nothing", mend="a count is 0 or more")
        return max(zip(self.least, self.words, strict=True), key=lambda each: (each[0] <= number, each[0]))[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every word that may stand in an entry, law aside; `sealed` gives the shape of each detail that never does."""

    classes: Mapping[str, Classes]
    lists: Mapping[str, tuple[str, ...]]
    bands: Bands
    sealed: Mapping[str, re.Pattern[str]]
    digests: int
    lengths: tuple[int, ...]
    suppress_below: int
    large_from: int


def load(path: Path | None = None, *, vocabulary: Vocabulary | None = None) -> Words:
    """The words of the file, else the shipped ones. PackError names the line of what can't be read."""
    if path is None and vocabulary is None:
        return _shipped()
    return _read(path or _own(), vocabulary or pack.vocabulary())


def _own() -> Path:
    return Path(str(files("frith.ledger.entry") / "words.toml"))


@lru_cache(maxsize=1)
def _shipped() -> Words:
    return _read(_own(), pack.vocabulary(pack.shipped()))


def _read(path: Path, vocabulary: Vocabulary) -> Words:
    top = read_toml(path)
    top.only(("class", "list", "bands", "suppress", "large", "sealed", "commitments", "length"))
    lists = _part(top, "list")
    sealed = _part(top, "sealed")
    return Words(
        classes={name: _classes(table, vocabulary) for name, table in top.named("class").items()},
        lists={name: lists.strings(name) for name in lists.data},
        bands=_bands(_part(top, "bands")),
        sealed={name: _pattern(sealed, name) for name in sealed.data},
        digests=_number(_part(top, "commitments"), "digests"),
        lengths=_lengths(_part(top, "length")),
        suppress_below=_number(_part(top, "suppress"), "below"),
        large_from=_number(_part(top, "large"), "requests_a_week"),
    )


def _part(top: Table, key: str) -> Table:
    data = top.data.get(key)
    if not isinstance(data, dict):
        raise top.wrong(f"no table `{key}`", key=key, mend=f"write `[{key}]`")
    return Table(top.path, top.text, data, top.line(key + "]"))


def _classes(table: Table, vocabulary: Vocabulary) -> Classes:
    table.only(("fact", "large", "small", "extra"))
    fact = vocabulary.facts.get(table.string("fact"))
    if fact is None:
        raise table.wrong(f"no fact `{table.string('fact')}`", key="fact", mend="name a fact of facts.toml")
    shown = {Grain.DAY: table.strings("large"), Grain.WEEK: table.strings("small")}
    extra = table.strings("extra")
    return Classes(
        fact=fact.name,
        of={grain: _sorted_in(fact, table, names, extra[-1:]) for grain, names in shown.items()},
        words={grain: frozenset((*names, *extra, UNKNOWN)) for grain, names in shown.items()},
    )


def _sorted_in(fact: Fact, table: Table, names: tuple[str, ...], rest: tuple[str, ...]) -> Mapping[str, str]:
    """The class of every value; one that none holds would have to be left out, so the file is refused."""
    values = fact.values or ("yes", "no")
    held = {name: fact.expand(name) or ({name} & set(values)) for name in names}
    for name, members in held.items():
        if not members:
            raise table.wrong(
                f"`{name}` is neither a value nor a group of `{fact.name}`",
                key="fact",
                mend="take a word of facts.toml",
            )
    found = {
        value: next((name for name in names if value in held[name]), rest[0] if rest else "")
        for value in values
    }
    lost = [value for value, name in found.items() if not name]
    if lost:
        raise table.wrong(f"no class holds `{lost[0]}`", key="fact", mend="name it, or write `extra`")
    return found


def _bands(table: Table) -> Bands:
    table.only(("words", "least"))
    words, least = table.strings("words"), table.data.get("least")
    if (
        not isinstance(least, list)
        or len(least) != len(words)
        or least != sorted(set(least))
        or least[:1] != [0]
    ):
        raise table.wrong(
            "`least` does not fit `words`", key="least", mend="one number a word, rising from 0"
        )
    return Bands(words=words, least=tuple(least))


def _pattern(table: Table, name: str) -> re.Pattern[str]:
    try:
        return re.compile(table.string(name), re.ASCII)
    except re.error as why:
        raise table.wrong(f"`{name}` is no pattern: {why}", key=name, mend="mend the pattern") from why


def _number(table: Table, key: str) -> int:
    table.only((key,))
    value = table.data.get(key)
    if not isinstance(value, int) or value < 1:
        raise table.wrong(f"`{key}` is not a number above 0", key=key, mend=f"write `{key} = 12`")
    return value


def _lengths(table: Table) -> tuple[int, ...]:
    table.only(("steps",))
    value = table.data.get("steps")
    # a bundle of a tiled log writes an entry's length in two bytes
    if not isinstance(value, list) or value != sorted(set(value)) or not value or value[-1] > 0xFFFF:
        raise table.wrong(
            "`steps` are not rising lengths up to 65535", key="steps", mend="write `[2048, 4096]`"
        )
    return tuple(value)
