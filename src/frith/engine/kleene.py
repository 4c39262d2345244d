"""Terms read plainly, in strong Kleene logic: for explaining, and to hold the compiled readers against."""

from __future__ import annotations

from enum import StrEnum

from frith.engine.known import truth
from frith.model.facts import Facts
from frith.model.term import And, Const, If, Not, Or, Term


class Truth(StrEnum):
    """What a term is worth: unknown is a value of its own."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def evaluate(term: Term, facts: Facts) -> Truth:
    """The value of the term under these facts; what is missing is unknown."""
    match term:
        case Const():
            return Truth.TRUE if term.value else Truth.FALSE
        case Not():
            return OPPOSITE[evaluate(term.part, facts)]
        case And():
            return _all([evaluate(part, facts) for part in term.parts])
        case Or():
            return OPPOSITE[_all([OPPOSITE[evaluate(part, facts)] for part in term.parts])]
        case If():
            test = evaluate(term.test, facts)
            then, other = evaluate(term.then, facts), evaluate(term.other, facts)
            if test is Truth.UNKNOWN:
                return then if then is other else Truth.UNKNOWN
            return then if test is Truth.TRUE else other
        case _:
            value = truth(term, facts)
            return Truth.UNKNOWN if value is None else Truth.TRUE if value else Truth.FALSE


def _all(values: list[Truth]) -> Truth:
    if Truth.FALSE in values:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in values else Truth.TRUE
