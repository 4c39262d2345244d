"""Kleene's strong tables (1952, section 64), written out, against every reader of the law."""

from itertools import product

import pytest

from frith.engine.kleene import Truth
from frith.model.term import FALSE, TRUE, And, Flag, If, Not, Or
from tests.differential.bench import READERS, truths

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
FLAGS = ("in_custody", "sealed_record", "publicly_available")
A, B, C = (Flag(name) for name in FLAGS)
ASSIGNMENTS = list(product((T, F, U), repeat=3))

NOT = {T: F, F: T, U: U}
AND = {
    (T, T): T, (T, F): F, (T, U): U,
    (F, T): F, (F, F): F, (F, U): F,
    (U, T): U, (U, F): F, (U, U): U,
}  # fmt: skip
OR = {
    (T, T): T, (T, F): T, (T, U): T,
    (F, T): T, (F, F): F, (F, U): U,
    (U, T): T, (U, F): U, (U, U): U,
}  # fmt: skip
# An unknown test is settled where both branches agree.
IF_UNKNOWN = {
    (T, T): T, (T, F): U, (T, U): U,
    (F, T): U, (F, F): F, (F, U): U,
    (U, T): U, (U, F): U, (U, U): U,
}  # fmt: skip


def if_(test, then, other):
    return {T: then, F: other, U: IF_UNKNOWN[then, other]}[test]


# Each: the term, and its value from those of a, b and c by the tables above alone.
CASES = {
    "a": (A, lambda a, b, c: a),
    "not a": (Not(A), lambda a, b, c: NOT[a]),
    "not not a": (Not(Not(A)), lambda a, b, c: a),
    "a and b": (And((A, B)), lambda a, b, c: AND[a, b]),
    "a or b": (Or((A, B)), lambda a, b, c: OR[a, b]),
    "a and b and c": (And((A, B, C)), lambda a, b, c: AND[AND[a, b], c]),
    "a or b or c": (Or((A, B, C)), lambda a, b, c: OR[OR[a, b], c]),
    "a and (b or c)": (And((A, Or((B, C)))), lambda a, b, c: AND[a, OR[b, c]]),
    "a or (b and c)": (Or((A, And((B, C)))), lambda a, b, c: OR[a, AND[b, c]]),
    "not (a and b)": (Not(And((A, B))), lambda a, b, c: NOT[AND[a, b]]),
    "not (a or b)": (Not(Or((A, B))), lambda a, b, c: NOT[OR[a, b]]),
    "a and not a": (And((A, Not(A))), lambda a, b, c: AND[a, NOT[a]]),
    "a or not a": (Or((A, Not(A))), lambda a, b, c: OR[a, NOT[a]]),
    "if a then b else c": (If(A, B, C), if_),
    "not (if a then b else c)": (Not(If(A, B, C)), lambda a, b, c: NOT[if_(a, b, c)]),
    "if not a then b else c": (If(Not(A), B, C), lambda a, b, c: if_(NOT[a], b, c)),
    "if (a and b) then c else a": (If(And((A, B)), C, A), lambda a, b, c: if_(AND[a, b], c, a)),
    "if a then (if b then c else a) else b": (If(A, If(B, C, A), B), lambda a, b, c: if_(a, if_(b, c, a), b)),
    "if a then b else b": (If(A, B, B), lambda a, b, c: if_(a, b, b)),
    "a and true": (And((A, TRUE)), lambda a, b, c: a),
    "a and false": (And((A, FALSE)), lambda a, b, c: F),
    "a or true": (Or((A, TRUE)), lambda a, b, c: T),
    "a or false": (Or((A, FALSE)), lambda a, b, c: a),
    "if true then b else c": (If(TRUE, B, C), lambda a, b, c: b),
    "if a then true else c": (If(A, TRUE, C), lambda a, b, c: if_(a, T, c)),
    "if a then b else false": (If(A, B, FALSE), lambda a, b, c: if_(a, b, F)),
    "and of nothing": (And(()), lambda a, b, c: T),
    "or of nothing": (Or(()), lambda a, b, c: F),
}


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_has_kleenes_tables(reader):
    """All 27 values of three facts, for every connective alone and inside the others."""
    requests = [
        {name: value is T for name, value in zip(FLAGS, values, strict=True) if value is not U}
        for values in ASSIGNMENTS
    ]
    found = truths(reader, [term for term, _ in CASES.values()], requests)
    wrong = [
        (name, tuple(map(str, values)), str(got), str(expected(*values)))
        for values, row in zip(ASSIGNMENTS, found, strict=True)
        for (name, (_, expected)), got in zip(CASES.items(), row, strict=True)
        if got is not expected(*values)
    ]
    assert wrong == []


def test_the_tables_are_the_least_of_what_is_known():
    """In the order false, unknown, true: and is the smaller, or the larger; so the tables above are not a slip."""
    order = [F, U, T]
    assert all(AND[pair] is min(pair, key=order.index) for pair in AND)
    assert all(OR[pair] is max(pair, key=order.index) for pair in OR)
