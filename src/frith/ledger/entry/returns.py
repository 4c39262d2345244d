"""What was reported, held against what the ledger holds: silence, and numbers that don't fit.

A city once counted fifteen requests where the agency counted 198, because faxes to branches never reached whoever counted.
An entry is made where a request arrives, and a unit that had none says so: what is missing can be seen from outside.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from frith.ledger.entry.counting import CountRules, Fits, Range, count, standing
from frith.ledger.entry.model import Asked, CountReturn, Decision, Entry, NilReturn
from frith.ledger.entry.periods import lies_in
from frith.ledger.entry.words import Bands, Grain, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A return that the ledger contradicts: entry `index` says `said` of `what`, the ledger holds `held`."""

    index: int
    what: str
    said: str
    held: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A demand (as place/report) and the time it is for; `scope` names the entries that it is about."""

    demand: str
    period: str
    scope: str


def silent(
    entries: Mapping[int, Entry], units: Collection[str], about: Period, words: Words
) -> tuple[str, ...]:
    """The classes of units with neither an entry in the period nor a return that all of them had nothing, sorted.

    An entry in a wider class speaks for none of the units in it: one branch's request is not another's answer.
    """
    there = standing(entries).values()
    heard = {each.unit for each in there if isinstance(each, Asked) and lies_in(each.on, about.period)}
    nil = {
        each.unit
        for each in there
        if isinstance(each, NilReturn) and _answers(each, about) and each.returning == "all"
    }
    wide = {unit for unit in units if _wide(unit, words) in nil}
    return tuple(sorted(set(units) - heard - nil - wide))


def misfits(
    entries: Mapping[int, Entry], about: Period, *, rules: CountRules, words: Words
) -> tuple[Misfit, ...]:
    """Every standing return for the demand and period that the ledger's own entries contradict."""
    there = standing(entries)
    asked = [
        (each.unit, rules.in_scope(each, about.scope))
        for each in there.values()
        if isinstance(each, Decision) and each.ask == "first" and lies_in(each.on, about.period)
    ]
    found: list[Misfit] = []
    for index, each in there.items():
        if isinstance(each, NilReturn) and _answers(each, about):
            found += _nil(index, each, asked, words)
        elif isinstance(each, CountReturn) and _answers(each, about):
            counted = count(entries, sorted(each.counts), about.period, rules=rules, scope=about.scope)
            found += [
                Misfit(index=index, what=one.name, said=each.counts[one.name], held=one.total)
                for one in counted
                if one.kept and not _overlap(one.total, each.counts[one.name], words.bands)
            ]
    return tuple(found)


def _answers(each: NilReturn | CountReturn, about: Period) -> bool:
    return (each.demand, each.period) == (about.demand, about.period)


def _nil(index: int, each: NilReturn, asked: Sequence[tuple[str, Fits]], words: Words) -> list[Misfit]:
    """A nil return of all units is false where one request is certainly theirs and certainly of the demand's kind."""
    held = Range()
    for unit, scope in asked:
        held = held.with_one(min(scope, _theirs(unit, each.unit, words)))
    if each.returning == "all" and held.least:
        return [Misfit(index=index, what=each.unit, said="0", held=held)]
    return []


def _theirs(unit: str, returned: str, words: Words) -> Fits:
    """Whether an entry of this unit class is one of the class that returned."""
    if returned in (unit, _wide(unit, words)):
        return Fits.YES
    return Fits.MAYBE if unit == _wide(returned, words) else Fits.NO


def _wide(unit: str, words: Words) -> str:
    """The wider class of a unit's class; itself where it is wide already."""
    of = words.classes["unit"].of
    wider = {of[Grain.WEEK][value] for value, fine in of[Grain.DAY].items() if fine == unit}
    return wider.pop() if len(wider) == 1 else unit


def _overlap(held: Range, said: str, bands: Bands) -> bool:
    """Some number of the band lies in the range."""
    at = bands.words.index(said)
    open_ended = at + 1 == len(bands.words)
    return bands.least[at] <= held.most and (open_ended or held.least < bands.least[at + 1])
