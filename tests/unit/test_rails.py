"""The two rails of a term hold exactly where Kleene's logic says true, and not false."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings

from frith.engine.kleene import Truth, evaluate
from frith.engine.known import fold, holds, literals, under
from frith.engine.rails import All, Any, Literal, both, certainly, either, possibly
from frith.model.facts import ABSENT
from frith.model.term import And, Compare, Comparison, Flag, If, Is, Not, Or, Present
from tests.differential.bench import READERS, shipped, truths
from tests.strategies import ASSIGNMENTS, DAY, MIDDLE, TERMS

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
FLAG = Flag("in_custody")
PLUS, MINUS = Literal(FLAG, negated=False, certain=True), Literal(FLAG, negated=True, certain=True)


def worth(term, facts):
    """The value of the term by its two rails alone."""
    sure, loose = (fold(rail(term), lambda literal: holds(literal, facts)) for rail in (certainly, possibly))
    assert isinstance(sure, bool)
    assert isinstance(loose, bool)
    assert loose or not sure, "what is certain is possible"
    return T if sure else U if loose else F


@settings(max_examples=400, deadline=None, derandomize=True)
@given(TERMS, ASSIGNMENTS)
def test_rails_are_kleenes_logic(term, facts):
    assert worth(term, facts) is evaluate(term, facts)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(TERMS, ASSIGNMENTS, ASSIGNMENTS)
def test_folding_what_is_known_changes_nothing(term, known, rest):
    """The rails under some facts, then under the others, are the rails under all: what `many` and `one` rely on."""
    columns = frozenset(rest)
    whole = {**known, **rest}
    for rail in (certainly(term), possibly(term)):
        folded = under(rail, known, columns)
        assert fold(folded, lambda each: holds(each, whole)) is fold(rail, lambda each: holds(each, whole))
        assert all(set(_names(each)) & columns for each in literals(folded)), "nothing settled is left"


def _names(literal):
    other = literal.atom.other if isinstance(literal.atom, Compare) else ""
    return (literal.atom.fact, other) if isinstance(other, str) else (literal.atom.fact,)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(TERMS, ASSIGNMENTS)
def test_the_compiled_readers_are_kleenes_logic(term, facts):
    """Whole terms through compiled Python and through Cedar; the table reader has tests of its own."""
    expected = truths("kleene", [term], [facts])
    assert truths("one", [term], [facts]) == expected
    assert truths("cedar", [term], [facts]) == expected


class TestFolding:
    """Constants, repeats and nesting are folded away, so that a rail is as small as its meaning."""

    def test_of_constants(self):
        assert both([]) is True
        assert either([]) is False
        assert both([PLUS, False]) is False
        assert either([PLUS, True]) is True
        assert both([True, PLUS]) == PLUS
        assert either([False, PLUS]) == PLUS

    def test_of_repeats_and_nesting(self):
        assert both([PLUS, PLUS]) == PLUS
        assert both([All((PLUS, MINUS)), PLUS]) == All((PLUS, MINUS))
        assert either([Any((PLUS, MINUS)), MINUS]) == Any((PLUS, MINUS))
        assert both([PLUS, Any((PLUS, MINUS))]) == All((PLUS, Any((PLUS, MINUS))))

    def test_negation_goes_down_to_the_atoms(self):
        term = Not(If(FLAG, And((FLAG, Not(FLAG))), Or((FLAG, Present("listed_felony_on")))))
        for rail in (certainly(term), possibly(term)):
            assert {type(each.atom) for each in literals(rail)} <= {Flag, Present}


# ---- the boundary table of every kind of atom, through every reader ------------------------------------------------

FACTS = shipped().facts
ENUMS = ["purpose", "paper", "requester_kind", "on_behalf_of", "object", "body", "act"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_is_one_of_its_values(reader, name):
    """Every value of the list against every group, each value alone, and all of them; unknown is unknown."""
    fact = FACTS[name]
    sets = [*map(frozenset, fact.groups.values()), *(frozenset((each,)) for each in fact.values[:6])]
    sets = list(dict.fromkeys([*sets, frozenset(fact.values)]))
    terms = [Is(name, each) for each in sets] + [Not(Is(name, each)) for each in sets]
    found = truths(reader, terms, [{name: value} for value in fact.values] + [{}])
    for value, row in zip(fact.values, found, strict=False):
        inside = [value in each for each in sets]
        assert row == [T if each else F for each in inside] + [F if each else T for each in inside], value
    assert set(found[-1]) == {U}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["in_custody", "record_classes__listed_felony"])
def test_a_flag_is_yes_no_or_unknown(reader, name):
    found = truths(reader, [Flag(name), Not(Flag(name))], [{name: True}, {name: False}, {}])
    assert found == [[T, F], [F, T], [U, U]]


@pytest.mark.parametrize("reader", READERS)
def test_a_day_exists_does_not_or_was_not_looked_for(reader):
    name = "listed_felony_on"
    found = truths(reader, [Present(name), Not(Present(name))], [{name: MIDDLE}, {name: ABSENT}, {}])
    assert found == [[T, F], [F, T], [U, U]]


SIGNS = {
    Comparison.BEFORE: (T, F, F),
    Comparison.NOT_AFTER: (T, T, F),
    Comparison.SAME: (F, T, F),
    Comparison.NOT_BEFORE: (F, T, T),
    Comparison.AFTER: (F, F, T),
}
"""What each comparison makes of the day before, the same day and the day after."""

AROUND = [MIDDLE - DAY, MIDDLE, MIDDLE + DAY]
FAR = [date(1, 1, 1), date(1900, 3, 1), date(2000, 2, 29), date(9999, 12, 31)]


def compared(sign, left, right):
    """The value of a comparison by the table above; None is unknown."""
    if ABSENT in (left, right):
        return F
    if left is None or right is None:
        return U
    return SIGNS[sign][0 if left < right else 1 if left == right else 2]


@pytest.mark.parametrize("reader", READERS)
def test_a_day_is_compared_with_a_day(reader):
    """Every comparison on the day before, the day itself, the day after, far days, absent and unknown."""
    terms = [Compare("listed_felony_on", sign, day) for sign in SIGNS for day in (MIDDLE, date(2000, 2, 29))]
    terms += [Not(term) for term in terms]
    values = [*AROUND, *FAR, ABSENT, None]
    found = truths(reader, terms, [_given(listed_felony_on=value) for value in values])
    for value, row in zip(values, found, strict=True):
        plain = [compared(sign, value, day) for sign in SIGNS for day in (MIDDLE, date(2000, 2, 29))]
        assert row == plain + [_opposite(each) for each in plain], value


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("other", ["listed_misdemeanor_on", "five_years_before"])
def test_a_date_is_compared_with_a_date(reader, other):
    """Both sides known, absent or unknown; `five_years_before` always exists."""
    terms = [Compare("listed_felony_on", sign, other) for sign in SIGNS]
    terms += [Not(term) for term in terms]
    rights = [*AROUND, None] if other == "five_years_before" else [*AROUND, ABSENT, None]
    pairs = list(product([*AROUND, ABSENT, None], rights))
    found = truths(reader, terms, [_given(listed_felony_on=left, **{other: right}) for left, right in pairs])
    for (left, right), row in zip(pairs, found, strict=True):
        plain = [compared(sign, left, right) for sign in SIGNS]
        assert row == plain + [_opposite(each) for each in plain], (left, right)


def _given(**facts):
    return {name: value for name, value in facts.items() if value is not None}


def _opposite(value):
    return {T: F, F: T, U: U}[value]
