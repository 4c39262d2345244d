"""The counts that a law demands, from entries alone, as ranges where an entry leaves something open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from frith.law.files import Table, read_toml
from frith.ledger.entry.model import Correction, Entry, Kind
from frith.ledger.entry.periods import lies_in
from frith.ledger.entry.words import UNKNOWN

KEYS = ("kind", "each", "by", "part", "scope", "where", "maybe")
REQUEST = "request"
IMMIGRATION = "immigration"


class Fits(IntEnum):
    """Whether an entry counts. The weakest of its parts decides."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one count is drawn. `scope` where it is of other entries than the law's other counts."""

    kind: Kind
    each: str
    by: str
    part: str
    scope: str
    where: Mapping[str, frozenset[str]]
    maybe: Mapping[str, frozenset[str]]

    def fits(self, entry: Entry) -> Fits:
        """Whether the entry counts."""
        if entry.kind is not self.kind or (self.each == REQUEST and getattr(entry, "ask", "") != "first"):
            return Fits.NO
        found = (
            _fits(getattr(entry, name, UNKNOWN), words, self.maybe.get(name, frozenset()))
            for name, words in self.where.items()
        )
        return min(found, default=Fits.YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRules:
    """Every count that entries can answer, those that they can't, and which entries a law may be about."""

    counts: Mapping[str, Rule]
    not_kept: frozenset[str]
    scopes: Mapping[str, Mapping[str, frozenset[str]]]

    def in_scope(self, entry: Entry, scope: str) -> Fits:
        """Whether the entry is one that a law of this scope is about: one of its fields says so."""
        fields = self.scopes[scope]
        if not fields:
            return Fits.YES
        shown = {name: getattr(entry, name) for name in fields if hasattr(entry, name)}
        found = (_fits(value, fields[name], frozenset()) for name, value in shown.items())
        return max(found, default=Fits.MAYBE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """So many at least, so many at most: alike where every entry says enough."""

    least: int = 0
    most: int = 0

    def with_one(self, fits: Fits) -> Range:
        """The range with one entry more."""
        return Range(least=self.least + (fits is Fits.YES), most=self.most + (fits is not Fits.NO))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One demanded count. Not `kept`: no entry can answer it. `parts` where it is broken down."""

    name: str
    kept: bool
    total: Range
    parts: Mapping[str, Range] = field(default_factory=dict)
    part_of: str = ""


def load_rules(path: Path | None = None) -> CountRules:
    """The rules of the file, else the shipped ones. PackError names the line of what can't be read."""
    return _read(path) if path else _shipped()


def count(
    entries: Mapping[int, Entry],
    names: Sequence[str],
    period: str,
    *,
    rules: CountRules,
    scope: str = IMMIGRATION,
) -> tuple[Counted, ...]:
    """The counts for the period, in the order of the names; `entries` by their index in the log, corrections included."""
    found = [each for each in standing(entries).values() if lies_in(each.on, period)]
    return tuple(_counted(name, found, rules, scope) for name in names)


def standing(entries: Mapping[int, Entry]) -> Mapping[int, Entry]:
    """The entries that count: those that no standing correction is about. A corrected correction corrects nothing."""
    void: set[int] = set()
    for index in sorted(
        entries, reverse=True
    ):  # a correction is about an earlier entry, so the last word comes first
        entry = entries[index]
        if isinstance(entry, Correction) and index not in void:
            void.add(entry.about)
    return {index: entry for index, entry in entries.items() if index not in void}


def _counted(name: str, entries: Sequence[Entry], rules: CountRules, scope: str) -> Counted:
    rule = rules.counts.get(name)
    if rule is None:
        return Counted(name=name, kept=False, total=Range())
    total, parts = Range(), dict[str, Range]()
    for entry in entries:
        fits = min(rules.in_scope(entry, rule.scope or scope), rule.fits(entry))
        total = total.with_one(fits)
        if rule.by and fits is not Fits.NO:
            word = getattr(entry, rule.by)
            parts[word] = parts.get(word, Range()).with_one(fits)
    return Counted(name=name, kept=True, total=total, parts=dict(sorted(parts.items())), part_of=rule.part)


def _fits(value: str, yes: frozenset[str], maybe: frozenset[str]) -> Fits:
    if value in yes:
        return Fits.YES
    return Fits.MAYBE if value in maybe or value == UNKNOWN else Fits.NO


@lru_cache(maxsize=1)
def _shipped() -> CountRules:
    return _read(Path(str(files("frith.ledger.entry") / "counts.toml")))


def _read(path: Path) -> CountRules:
    top = read_toml(path)
    top.only(("scope", "count", "not_kept"))
    return CountRules(
        counts={name: _rule(table) for name, table in top.named("count").items()},
        not_kept=frozenset(_inner(top, "not_kept").strings("names")),
        scopes={name: _words(table) for name, table in top.named("scope").items()},
    )


def _rule(table: Table) -> Rule:
    table.only(KEYS)
    kind = table.string("kind")
    if kind not in tuple(Kind):
        raise table.wrong(f"`{kind}` is not a kind of entry", key="kind", mend="one of " + ", ".join(Kind))
    return Rule(
        kind=Kind(kind),
        each=table.string("each", default=""),
        by=table.string("by", default=""),
        part=table.string("part", default=""),
        scope=table.string("scope", default=""),
        where=_words(_inner(table, "where")),
        maybe=_words(_inner(table, "maybe")),
    )


def _inner(table: Table, key: str) -> Table:
    data = table.data.get(key, {})
    if not isinstance(data, dict):
        raise table.wrong(f"`{key}` is not a table", key=key, mend=f"write `{key}.FIELD = [...]`")
    return Table(table.path, table.text, data, table.at)


def _words(table: Table) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(table.strings(name)) for name in table.data}
