"""Terms: what a provision's condition means, over flat facts.

The only connectives are and, or, not and if; everything else is an atom about one fact (or two dates). A fact may be
unknown, so a term is true, false or unknown (Kleene's strong three-valued logic; Kleene 1952, section 64).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Comparison(StrEnum):
    """How two days are compared."""

    BEFORE = "<"
    NOT_AFTER = "<="
    AFTER = ">"
    NOT_BEFORE = ">="
    SAME = "=="


@dataclass(frozen=True, slots=True)
class Const:
    """True or false whatever the facts are."""

    value: bool


@dataclass(frozen=True, slots=True)
class Is:
    """The enum fact has one of these values."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Flag:
    """The flag is set. A set fact's member is a flag of its own, named `fact__member`."""

    fact: str


@dataclass(frozen=True, slots=True)
class Present:
    """The optional fact exists: known not to exist is false, not looked at is unknown."""

    fact: str


@dataclass(frozen=True, slots=True)
class Compare:
    """The date fact stands so to another date fact, or to a day. False where the date is known not to exist."""

    fact: str
    comparison: Comparison
    other: str | date


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    part: Term


@dataclass(frozen=True, slots=True)
class If:
    """`then` where the test holds, else `other`; both agreeing settles it, the test unknown or not."""

    test: Term
    then: Term
    other: Term


Atom = Is | Flag | Present | Compare
Term = Const | Atom | And | Or | Not | If

TRUE, FALSE = Const(value=True), Const(value=False)


def parts(term: Term) -> tuple[Term, ...]:
    """The terms directly inside this one."""
    match term:
        case And() | Or():
            return term.parts
        case Not():
            return (term.part,)
        case If():
            return (term.test, term.then, term.other)
        case _:
            return ()


def atoms(term: Term) -> Iterator[Atom]:
    """Every atom, left to right, repeats included."""
    if isinstance(term, Is | Flag | Present | Compare):
        yield term
    for part in parts(term):
        yield from atoms(part)


def facts_of(atom: Atom) -> tuple[str, ...]:
    """The names of the facts that this atom reads."""
    if isinstance(atom, Compare) and isinstance(atom.other, str):
        return (atom.fact, atom.other)
    return (atom.fact,)
