"""Rails: the two two-valued formulas that stand for one three-valued term.

`certainly` holds where the term is true whatever the unknown facts are; `possibly` where it is not false. Both are in
negation normal form over literals, so a reader needs no three-valued logic of its own: an engine's NULL, CASE or IN
rules are trusted for single atoms only. Kleene's tables and these two folds agree by the exhaustive tests of
tests/unit/test_rails.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from frith.model.term import And, Atom, Const, If, Not, Or, Term


@dataclass(frozen=True, slots=True)
class Literal:
    """One atom on a rail. Certain: the atom is true (negated: false). Possible: it is not false (negated: not true)."""

    atom: Atom
    negated: bool
    certain: bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Rail, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds."""

    parts: tuple[Rail, ...]


Rail = bool | Literal | All | Any


def certainly(term: Term) -> Rail:
    """True whatever the unknown facts are."""
    return _rail(term, negated=False, certain=True)


def possibly(term: Term) -> Rail:
    """Not false: some completion that Kleene's logic can't rule out makes it true."""
    return _rail(term, negated=False, certain=False)


def _rail(term: Term, *, negated: bool, certain: bool) -> Rail:
    match term:
        case Const():
            return term.value != negated
        case Not():
            return _rail(term.part, negated=not negated, certain=certain)
        case And() | Or():
            parts = [_rail(part, negated=negated, certain=certain) for part in term.parts]
            return both(parts) if isinstance(term, And) != negated else either(parts)
        case If():
            return _branch(term, negated=negated, certain=certain)
        case _:
            return Literal(term, negated, certain)


def _branch(term: If, *, negated: bool, certain: bool) -> Rail:
    """if a then b else c. An unknown test is settled where b and c agree: the consensus term."""
    yes = _rail(term.test, negated=False, certain=certain)
    no = _rail(term.test, negated=True, certain=certain)
    then = _rail(term.then, negated=negated, certain=certain)
    other = _rail(term.other, negated=negated, certain=certain)
    paths = [both([yes, then]), both([no, other])]
    return either([*paths, both([then, other])] if certain else paths)


def both(parts: list[Rail]) -> Rail:
    """Conjunction, with constants, repeats and nesting folded away."""
    kept: dict[Rail, None] = {}
    for part in parts:
        if part is False:
            return False
        if part is not True:
            kept |= dict.fromkeys(part.parts if isinstance(part, All) else (part,))
    return _join(tuple(kept), All, empty=True)


def either(parts: list[Rail]) -> Rail:
    """Disjunction, with constants, repeats and nesting folded away."""
    kept: dict[Rail, None] = {}
    for part in parts:
        if part is True:
            return True
        if part is not False:
            kept |= dict.fromkeys(part.parts if isinstance(part, Any) else (part,))
    return _join(tuple(kept), Any, empty=False)


def _join(kept: tuple[Rail, ...], kind: type[All | Any], *, empty: bool) -> Rail:
    if not kept:
        return empty
    return kept[0] if len(kept) == 1 else kind(kept)
