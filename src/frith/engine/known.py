"""Rails under facts that are already known: fold away what they settle.

Used where a reader answers many requests that share some facts (the act of a log, a column that an export lacks).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from operator import eq, ge, gt, le, lt

from frith.engine.rails import All, Any, Literal, Rail, both, either
from frith.model.facts import ABSENT, Facts, Value
from frith.model.term import Atom, Compare, Comparison, Flag, Is, Present

COMPARE: Mapping[Comparison, Callable[[date, date], bool]] = {
    Comparison.BEFORE: lt,
    Comparison.NOT_AFTER: le,
    Comparison.AFTER: gt,
    Comparison.NOT_BEFORE: ge,
    Comparison.SAME: eq,
}


def truth(atom: Atom, facts: Facts) -> bool | None:
    """What the facts make of one atom. None, here at the floor alone, is a missing fact; engine/kleene.py names it."""
    value: Value | None = facts.get(atom.fact)
    if isinstance(atom, Compare):
        return _compared(atom, value, facts)
    if value is None:
        return None
    match atom:
        case Is():
            return value in atom.values
        case Flag():
            return value is True
        case Present():
            return value is not ABSENT


def _compared(atom: Compare, value: Value | None, facts: Facts) -> bool | None:
    other = facts.get(atom.other) if isinstance(atom.other, str) else atom.other
    if value is ABSENT or other is ABSENT:
        return False
    if not isinstance(value, date) or not isinstance(other, date):
        return None
    return COMPARE[atom.comparison](value, other)


def holds(literal: Literal, facts: Facts) -> bool:
    """Whether a literal holds: a missing fact makes it false on the certain rail and true on the possible one."""
    value = truth(literal.atom, facts)
    return not literal.certain if value is None else value != literal.negated


def fold(rail: Rail, settled: Callable[[Literal], Rail]) -> Rail:
    """The rail with every literal replaced by what `settled` makes of it, and constants folded."""
    match rail:
        case Literal():
            return settled(rail)
        case All():
            return both([fold(part, settled) for part in rail.parts])
        case Any():
            return either([fold(part, settled) for part in rail.parts])
        case _:
            return rail


def under(rail: Rail, known: Facts, columns: frozenset[str]) -> Rail:
    """The rail where `known` facts hold, `columns` may still hold anything, and every other fact is unknown."""

    def settled(literal: Literal) -> Rail:
        names = {literal.atom.fact}
        if isinstance(literal.atom, Compare) and isinstance(literal.atom.other, str):
            names.add(literal.atom.other)
        if names & columns:
            return literal
        return holds(literal, known)

    return fold(rail, settled)


def literals(rail: Rail) -> Iterator[Literal]:
    """Every literal of the rail, repeats included."""
    if isinstance(rail, Literal):
        yield rail
    elif isinstance(rail, All | Any):
        for part in rail.parts:
            yield from literals(part)
