"""The last look at an entry before it is written: it refuses whatever says more than an entry may say.

The parser knows the closed words. The linter knows the place besides: which provisions, laws, reports and pack versions
exist, which bodies are large enough to be shown by day, and how long the log is. A word that has the right shape but
names nothing, such as a name written like a provision's id, is refused here.

What it cannot see: a digest is random to everybody without the record key, so whoever writes entries could hide bytes in
one. `sealed.seal` makes them; nothing else should.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from frith.errors import LedgerError, quoted
from frith.law.reports import read_reports
from frith.ledger.entry.codec import Written, encode, parse, public
from frith.ledger.entry.make import Sites
from frith.ledger.entry.periods import middle, span
from frith.ledger.entry.retention import read_retention
from frith.ledger.entry.slots import grain_of
from frith.ledger.entry.words import Grain, Words
from frith.model.law import Stack

WEEK: Final = timedelta(days=6)
LONGEST_ROUTE: Final = 10
"""Years. A route without an end within them is written `no_end`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is real at a place on the day an entry is written: `days` are the ledger's first day and today."""

    words: Words
    places: frozenset[str]
    packs: Mapping[str, str]
    provisions: frozenset[str]
    laws: frozenset[str]
    reports: Mapping[str, frozenset[str]]
    retention: frozenset[str]
    sites: Sites
    days: tuple[date, date]


def rules_of(
    stack: Stack, words: Words, *, versions: Mapping[str, str], sites: Sites, days: tuple[date, date]
) -> Rules:
    """The rules for entries of the stack's place.

    `days` are the first day that the ledger speaks of and today: any other day is somebody's, not the ledger's. The
    reports and retention rules are those of every pack of the stack. PackError where one of them can't be read.
    """
    reports = {
        f"{pack.id}/{each.id}": frozenset(each.counts) for pack in stack.packs for each in read_reports(pack)
    }
    kept = {each.path for pack in stack.packs for each in read_retention(pack)}
    return Rules(
        words=words,
        places=frozenset({stack.place}),
        packs=dict(versions),
        provisions=frozenset(stack.provisions),
        laws=frozenset(each.path for each in stack.laws),
        reports=reports,
        retention=frozenset(kept),
        sites=sites,
        days=days,
    )


def lint(entry: bytes, rules: Rules, *, size: int) -> tuple[str, ...]:
    """Everything that is wrong with the entry as the next one of a log of `size` entries; nothing where it may be written."""
    try:
        written = parse(entry, rules.words)
    except LedgerError as why:
        return (why.what,)
    shown = public(written)
    return (
        *_unknown(shown, rules),
        *_too_fine(shown, rules),
        *_other_days(shown, rules),
        *_ahead(shown, size),
    )


def checked(written: Written, rules: Rules, *, size: int) -> bytes:
    """The bytes of the entry, which may be written. LedgerError says everything that is wrong with it."""
    data = encode(written, rules.words)
    problems = lint(data, rules, size=size)
    if problems:
        raise LedgerError("; ".join(problems), mend="write only what an entry may say")
    return data


def admission(rules: Rules, size: Callable[[], int]) -> Callable[[bytes, date], None]:
    """What a log asks before it takes an entry: LedgerError where one may not stand in it on that day.

    `size` says how long the log is then. So an entry about another is taken once that other stands in the log, and not in
    the same breath. The day is the log's own, which is that of UTC: no place west of it is ever ahead.
    """

    def admit(entry: bytes, day: date) -> None:
        problems = lint(entry, replace(rules, days=(rules.days[0], day)), size=size())
        if problems:
            raise LedgerError("; ".join(problems), mend="write only what an entry may say")

    return admit


def _unknown(shown: Mapping[str, Any], rules: Rules) -> Iterator[str]:
    """What names a thing that is not there."""
    known: Mapping[str, Collection[str]] = {
        "place": rules.places,
        "law": rules.laws,
        "demand": rules.reports,
        "retention": rules.retention,
    }
    for name, real in known.items():
        if name in shown and shown[name] not in real:
            yield f"`{name}`: {quoted(shown[name])} is not known here"
    for each in shown.get("provisions", ()):
        if each not in rules.provisions:
            yield f"`provisions`: {quoted(each)} is no provision of the packs"
    for name, version in shown["packs"].items():
        if rules.packs.get(name) != version:
            yield f"`packs`: {quoted(name)} does not stand at {quoted(version)}"
    for name in shown.get("counts", ()):
        if name not in rules.reports.get(shown["demand"], ()):
            yield f"`counts`: {quoted(name)} is no count of that report"


def _too_fine(shown: Mapping[str, Any], rules: Rules) -> Iterator[str]:
    """A day beside a class that is not large here would point at the few who were there."""
    if "unit" not in shown or grain_of(shown["on"]) is Grain.WEEK:
        return
    classes = rules.words.classes["unit"]
    large = {classes.of[Grain.DAY][body] for body in rules.sites.large if body in classes.of[Grain.DAY]}
    if shown["unit"] not in large:
        yield f"`unit`: {quoted(shown['unit'])} is too small here to be shown by day"


def _other_days(shown: Mapping[str, Any], rules: Rules) -> Iterator[str]:
    """A day that the ledger can't speak of may be a day of birth."""
    first, today = rules.days
    # a week may have begun before the ledger did, and ends after today
    early, late = (
        (first, today) if grain_of(shown["on"]) is Grain.DAY else (_monday(first), _monday(today) + WEEK)
    )
    if not early <= middle(shown["on"]) <= late:
        yield f"`on`: {quoted(shown['on'])} is no day of this ledger"
    for name in ("period", "month"):
        if name in shown and not (span(shown[name])[1] > first and span(shown[name])[0] <= today):
            yield f"`{name}`: {quoted(shown[name])} is no time of this ledger"
    until = shown.get("until", "no_end")
    if until != "no_end" and not today.year <= span(until)[0].year <= today.year + LONGEST_ROUTE:
        yield f"`until`: {quoted(until)} is no end that a route is given"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _ahead(shown: Mapping[str, Any], size: int) -> Iterator[str]:
    """An index is of an entry that stands already: a larger number would be somebody's own number for something."""
    about = shown.get("about", "none")
    if about != "none" and about >= size:
        yield f"`about`: `{about}` is the index of no entry yet: there are `{size}`"
