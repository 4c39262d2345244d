"""The linter lets an entry of the place pass, and nothing that says more: no person fits into any field."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.errors import LedgerError
from frith.ledger.entry.canonical import canonical
from frith.ledger.entry.codec import Written
from frith.ledger.entry.lint import checked, lint
from frith.ledger.entry.make import Sites
from frith.ledger.entry.model import LawInEffect, NilReturn
from tests.ledger.entry_kinds import one_of_each
from tests.ledger.entry_made import PLACE, data_of, decisions, rules, sealed, words, written

RULES = rules()
EACH = one_of_each()
NAMED = {each.kind: each for each in EACH}
PEOPLE = [
    "Ana Maria Lopez-Example",
    "lopez",
    "A012345678",
    "A 012-345-678",
    "123-45-6789",
    "7ABC123",
    "ana@example.org",
    "(213) 555-0142",
    "2135550142",
    "1200 N Example St Apt 4",
    "1987-03-02",
    "badge-4711",
    "toy-town/records/ana-lopez",
    "toy-town/lopez-ana/a012345678",
]


def spoilt(entry, **members):
    """The entry's bytes with members changed, spelled and filled up as entries are."""
    found = json.loads(data_of(entry)) | {"pad": ""} | members
    if "pad" in members:
        return canonical(found)
    return canonical(found | {"pad": "-" * max(0, words().lengths[0] - len(canonical(found)))})


@pytest.mark.parametrize("entry", EACH, ids=lambda each: each.kind)
class TestEachKind:
    def test_a_right_one_may_be_written(self, entry):
        assert lint(data_of(entry), RULES, size=10) == ()
        assert checked(written(entry), RULES, size=10) == data_of(entry)

    @pytest.mark.parametrize("person", PEOPLE)
    def test_a_person_fits_into_no_field(self, entry, person):
        """In a text, in a list, as a key or as a value of a table."""
        for name, value in json.loads(data_of(entry)).items():
            tried = [person]
            if isinstance(value, list):
                tried = [[person], sorted([*value[1:], person]), sorted([*value, person])]
            elif isinstance(value, dict):
                tried = [{**value, person: next(iter(value.values()))}, dict.fromkeys(value, person)]
            for each in tried:
                assert lint(spoilt(entry, **{name: each}), RULES, size=10), f"{name} = {each}"

    def test_a_number_of_a_person_fits_into_no_field(self, entry):
        for name in json.loads(data_of(entry)):
            for number in (12345678, 2135550142, 123456789):
                assert lint(spoilt(entry, **{name: number}), RULES, size=10), name

    def test_a_field_more_is_refused(self, entry):
        for name in ("note", "name", "officer", "case", "iss", "exp", "..."):
            assert lint(spoilt(entry, **{name: "x"}), RULES, size=10) != ()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(EACH), st.data())
def test_free_text_is_refused_wherever_it_is_put(entry, data):
    name = data.draw(st.sampled_from(sorted(json.loads(data_of(entry)))))
    text = data.draw(st.text(st.characters(codec="ascii", min_codepoint=32), min_size=1, max_size=80))
    known = json.dumps([*RULES.provisions, *RULES.reports, *RULES.retention, *RULES.laws, *RULES.places])
    held = {word for each in words().classes.values() for some in each.words.values() for word in some}
    held |= {word for each in words().lists.values() for word in each} | {"none", "no_end"}
    if text in held or f'"{text}"' in known or text in words().bands.words:
        return
    assert lint(spoilt(entry, **{name: text}), RULES, size=10) != ()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EACH), st.data())
def test_whatever_json_can_say_is_refused_and_never_breaks_the_reader(entry, data):
    members = json.loads(data_of(entry))
    name = data.draw(st.sampled_from([*sorted(members), "new"]))
    changed = json.dumps(
        members | {name: data.draw(ANYTHING)}, sort_keys=True, separators=(",", ":")
    ).encode()
    assert bool(lint(changed, RULES, size=10)) is (changed != data_of(entry))


@pytest.mark.parametrize(
    ("kind", "members", "said"),
    [
        ("decision", {"place": "toy-state"}, "`place`: `toy-state` is not known here"),
        ("decision", {"provisions": ["toy-town/records/other"]}, "is no provision of the packs"),
        ("decision", {"packs": {"toy-town": "2"}}, "`toy-town` does not stand at `2`"),
        ("decision", {"packs": {"toy-state": "1"}}, "`toy-state` does not stand at `1`"),
        ("decision", {"on": "1987-03-02"}, "is no day of this ledger"),
        ("decision", {"on": "2026-12-24"}, "is no day of this ledger"),
        ("decision", {"unit": "school"}, "`school` is too small here to be shown by day"),
        ("decision", {"unit": "unknown"}, "`unknown` is too small here to be shown by day"),
        ("release", {"amount": "3"}, "`3` is not one of the bands"),
        ("release", {"amount": "1-3"}, "`1-3` is not one of the bands"),
        ("release", {"about": 10}, "is the index of no entry yet"),
        ("correction", {"about": -1}, "is not the index of an entry"),
        ("correction", {"about": True}, "is not the index of an entry"),
        ("correction", {"about": 1.0}, "is not the index of an entry"),
        ("correction", {"on": "2026-11-23"}, "is not a week"),
        ("law_in_effect", {"on": "2026-W48"}, "is not a day"),
        ("law_in_effect", {"law": "toy-town/code"}, "`toy-town/code` is not known here"),
        ("nil_return", {"demand": "toy-town/monthly"}, "is not known here"),
        ("nil_return", {"period": "1987"}, "is no time of this ledger"),
        ("nil_return", {"period": "2027-Q1"}, "is no time of this ledger"),
        ("count_return", {"counts": {"requests": "12"}}, "`12` is not one of the bands"),
        ("count_return", {"counts": {"searches": "0"}}, "`searches` is no count of that report"),
        ("route_opened", {"until": "1987-03"}, "is no end that a route is given"),
        ("disposal", {"retention": "toy-town/lopez"}, "is not known here"),
        ("disposal", {"roles": ["counsel"]}, "it holds `1` values, not `2`"),
        ("disposal", {"roles": ["ana", "counsel"]}, "`ana` is not one of its words"),
        ("disposal", {"month": "1987-03"}, "is no time of this ledger"),
    ],
)
def test_what_is_too_much_is_said(kind, members, said):
    assert said in "; ".join(lint(spoilt(NAMED[kind], **members), RULES, size=10))


def test_a_small_site_is_never_shown_by_day():
    """A library that answers twice a year would point at the person who stood at its desk."""
    small = decisions(body="library")[0]
    assert (small.unit, small.on, small.category, small.requester) == (
        "local_agency",
        "2026-W48",
        "information",
        "immigration_agency",
    )
    for members in ({"on": "2026-11-23"}, {"unit": "civil"}, {"unit": "library"}, {"requester": "ice_ero"}):
        assert lint(spoilt(small, **members), RULES, size=0), members


def test_nobody_is_large_unless_the_place_says_so():
    bare = replace(RULES, sites=Sites())
    assert lint(data_of(decisions()[0]), bare, size=0) == (
        "`unit`: `police` is too small here to be shown by day",
    )


def test_every_problem_is_said_at_once():
    with pytest.raises(LedgerError) as why:
        checked(
            Written(
                entry=replace(decisions()[0], place="toy-state", provisions=("toy-town/records/ana",)),
                digests=sealed().digests,
            ),
            RULES,
            size=0,
        )
    assert "`place`" in str(why.value)
    assert "`provisions`" in str(why.value)


def test_the_last_days_of_a_week_are_days_of_the_ledger():
    """A week begins before today ends; the week of today may be written, the next may not."""
    nil = NAMED["nil_return"]
    assert isinstance(nil, NilReturn)
    tuesday = replace(RULES, days=(date(2026, 1, 1), date(2026, 11, 24)))
    assert lint(data_of(nil), tuesday, size=0) == ()
    assert lint(data_of(replace(nil, on="2026-W49")), tuesday, size=0) != ()
    assert lint(data_of(decisions()[0]), tuesday, size=0) == ()
    assert lint(data_of(replace(decisions()[0], on="2026-11-25")), tuesday, size=0) != (), "tomorrow"


def test_the_first_week_may_have_begun_before_the_ledger():
    """It began on a Friday: what came that day is told with the week, and no day before it is."""
    friday = replace(RULES, days=(date(2026, 11, 20), date(2026, 11, 27)))
    small, large = decisions(body="library")[0], decisions()[0]
    assert lint(data_of(replace(small, on="2026-W47")), friday, size=0) == ()
    assert lint(data_of(replace(small, on="2026-W46")), friday, size=0) != ()
    assert lint(data_of(replace(large, on="2026-11-20")), friday, size=0) == ()
    assert lint(data_of(replace(large, on="2026-11-19")), friday, size=0) != ()


def test_a_time_is_the_ledger_s_to_the_day():
    nil, large = NAMED["nil_return"], decisions()[0]
    today = replace(RULES, days=(date(2026, 7, 1), date(2026, 10, 1)))
    assert lint(data_of(replace(large, on="2026-10-01")), today, size=0) == ()
    told = {
        each: lint(data_of(replace(nil, on="2026-W40", period=each)), today, size=0) == () for each in PERIODS
    }
    assert told == PERIODS


PERIODS = {
    "2026-Q2": False,
    "2026-06": False,
    "2026-Q3": True,
    "2026-H2": True,
    "2026": True,
    "2026-Q4": True,
    "2026-11": False,
}


@pytest.mark.parametrize(
    ("until", "right"), [("2025-12", False), ("2026-01", True), ("2036-12", True), ("2037-01", False)]
)
def test_a_route_ends_within_ten_years_or_has_no_end(until, right):
    assert (lint(data_of(replace(NAMED["route_opened"], until=until)), RULES, size=0) == ()) is right


def test_a_law_is_told_on_its_day():
    told = NAMED["law_in_effect"]
    assert isinstance(told, LawInEffect)
    assert told.law == f"{PLACE}/records"
    assert lint(data_of(replace(told, event="enjoined")), RULES, size=0) == ()
