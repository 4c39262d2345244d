"""One request: exceptions three deep, orders of courts, disputed readings, and every error answered refer."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

import numpy as np
import pytest

from frith.engine.authorizer import Authorizer
from frith.engine.one import One
from frith.model.decision import Answer, Role
from frith.model.facts import ABSENT
from tests.differential.bench import meaning_of, shipped
from tests.toy import SPRING_23, counsel

BARRED = {"body": "police", "act": "disclose", "object": "contact", "purpose": "civil_immigration"}
# What rests on nothing that is asked here: no paper, no consent, no system, nothing public.
QUIET = {
    "paper": "none",
    "basis": "none",
    "system": "none",
    "publicly_available": False,
    "requester_kind": "ice",
}
NO_LIST = {"record_classes__listed_felony": False, "record_classes__sex_or_arson_registrant": False}
OLD = {
    "record_classes__listed_felony": True,
    "listed_felony_on": date(2020, 1, 1),
    "fifteen_years_before": date(2008, 4, 1),
}


def decide(on=SPRING_23, **facts):
    return counsel().one(on).decide(facts)


def local(names):
    return {each.partition("/")[2] for each in names}


@cache
def cedar():
    return Authorizer(counsel().meaning(SPRING_23), counsel().vocabulary)


class TestExceptions:
    """`bar`, but `old`, but `no-old`, but `back`."""

    def test_the_bar_alone(self):
        got = decide(**BARRED, **QUIET, **NO_LIST)
        assert (got.answer, local(got.deciding)) == (Answer.DECLINE, {"shield/bar"})

    def test_an_exception_takes_it_away(self):
        got = decide(**BARRED, **QUIET, **OLD)
        assert (got.answer, local(got.deciding)) == (Answer.MAY, {"shield/old"})

    def test_an_exception_to_the_exception_brings_it_back(self):
        jail = {
            **BARRED,
            "body": "jail",
            "in_custody": False,
            "sealed_record": False,
            "emergency_verified": False,
        }
        got = decide(**jail, **QUIET, **OLD)
        assert got.answer is Answer.DECLINE
        assert "shield/bar" in local(got.deciding)

    def test_and_the_third_takes_that_away(self):
        jail = {
            **BARRED,
            "body": "jail",
            "in_custody": False,
            "sealed_record": False,
            "emergency_verified": True,
        }
        got = decide(**jail, **QUIET, **OLD, record_classes__sex_or_arson_registrant=False)
        assert got.answer is Answer.MAY
        assert {"shield/old", "shield/back"} <= local(got.deciding)

    def test_an_unknown_at_the_bottom_reaches_the_top(self):
        jail = {**BARRED, "body": "jail", "in_custody": False, "sealed_record": False}
        got = decide(**jail, **QUIET, **OLD, record_classes__sex_or_arson_registrant=False)
        assert (got.answer, local(got.open)) == (Answer.REFER, {"shield/bar"})

    def test_a_star_excepts_the_whole_law(self):
        got = decide(**BARRED | QUIET | {"basis": "consent_of_person", "written_consent": True}, **NO_LIST)
        assert (got.answer, local(got.deciding)) == (Answer.MAY, {"code/consent"})
        assert "shield/log" not in local(each.provision for each in got.duties)

    def test_a_requirement_that_excepts_the_bar_decides(self):
        paper = {"paper": "ao_93", "paper_judge_signed": True, "paper_names_this": True}
        got = decide(**BARRED | QUIET | paper, **NO_LIST)
        assert (got.answer, local(got.deciding)) == (Answer.COMPLY, {"shield/warrant"})


class TestDisputedReading:
    """An exception under an assumption that nobody at a counter can settle."""

    ADDRESS = BARRED | QUIET | NO_LIST | {"object": "home_address"}

    def test_it_is_refer_where_it_decides(self):
        got = decide(**self.ADDRESS)
        assert (got.answer, local(got.open)) == (Answer.REFER, {"shield/bar"})
        assert (Role.MAY_BAR, "toy-state/shield/bar") in {(each.role, each.provision) for each in got.reasons}

    def test_under_each_reading_the_answer_is_one(self):
        assert decide(**self.ADDRESS, **{"assumed:wide": True}).answer is Answer.MAY
        assert decide(**self.ADDRESS, **{"assumed:wide": False}).answer is Answer.DECLINE

    def test_it_is_settled_where_it_does_not_matter(self):
        assert (
            decide(**self.ADDRESS | {"purpose": "other", "requester_function": "other"}).answer is Answer.MAY
        )


class TestCourts:
    """An injunction as to somebody is an exception with that somebody as its condition."""

    ENTRY = QUIET | {"body": "library", "act": "admit", "object": "nonpublic_area", "agent_identified": False}

    def test_those_whom_it_describes_are_not_held(self):
        assert decide(**self.ENTRY).answer is Answer.MAY

    def test_others_are(self):
        got = decide(**self.ENTRY | {"requester_kind": "private_party"})
        assert (got.answer, local(got.deciding)) == (Answer.DECLINE, {"code/identity"})

    def test_whom_nobody_knows_is_refer(self):
        got = decide(**{key: value for key, value in self.ENTRY.items() if key != "requester_kind"})
        assert (got.answer, local(got.open)) == (Answer.REFER, {"code/identity"})

    def test_before_the_order_all_were_held(self):
        assert decide(date(2021, 12, 31), **self.ENTRY).answer is Answer.DECLINE
        assert decide(date(2022, 1, 1), **self.ENTRY).answer is Answer.MAY


class TestDuties:
    """A duty never changes the answer."""

    def test_certain_and_open(self):
        got = decide(**BARRED, **QUIET, **NO_LIST)
        assert {(each.provision, each.certain) for each in got.duties} >= {("toy-state/shield/log", True)}
        unknown = {
            key: value for key, value in (BARRED | QUIET | NO_LIST).items() if key != "publicly_available"
        }
        got = decide(**unknown)
        assert got.answer is Answer.DECLINE
        assert {(each.provision, each.certain) for each in got.duties} >= {("toy-state/shield/log", False)}


def test_nothing_known_is_refer():
    got = decide()
    assert got.answer is Answer.REFER
    assert got.open == got.deciding
    assert not got.problem


UNREADABLE = [
    {"purpose": "spam"}, {"purpose": ""}, {"purpose": "Other"}, {"purpose": None}, {"purpose": True}, {"purpose": 1},
    {"purpose": ["other"]}, {"purpose": {"other"}}, {"purpose": {}}, {"purpose": ABSENT}, {"purpose": b"other"},
    {"act": "sing"}, {"act": None}, {"act": ["disclose"]}, {"object": 0}, {"body": ABSENT},
    {"in_custody": "yes"}, {"in_custody": 1}, {"in_custody": 0}, {"in_custody": 1.0}, {"in_custody": None},
    {"in_custody": Decimal(1)}, {"in_custody": np.True_}, {"in_custody": ABSENT}, {"in_custody": [True]},
    {"listed_felony_on": "2020-01-01"}, {"listed_felony_on": 20200101}, {"listed_felony_on": True},
    {"listed_felony_on": datetime(2020, 1, 1)}, {"listed_felony_on": None}, {"listed_felony_on": "none"},
    {"listed_felony_on": timedelta(1)}, {"fifteen_years_before": ABSENT},
    {"record_classes": "listed_felony"}, {"record_classes": frozenset()}, {"record_classes__spam": True},
    {"nobody": True}, {"": "other"}, {"assumed:nothing": True}, {"assumed:wide": "yes"}, {3: True}, {None: None},
]  # fmt: skip


@pytest.mark.parametrize("bad", UNREADABLE, ids=str)
@pytest.mark.parametrize("reader", ["one", "cedar"])
def test_what_cannot_be_read_is_refer(bad, reader):
    """Never an exception, and never comply or may, although everything else would have been a may or a decline."""
    ask = counsel().one(SPRING_23) if reader == "one" else cedar()
    for good in ({"body": "police", "act": "stage", "object": "money"}, BARRED | QUIET | NO_LIST, {}):
        got = ask.decide({**good, **bad})
        assert (got.answer, got.deciding, got.open, got.duties) == (Answer.REFER, (), (), ())
        (name,) = bad
        assert f"`{name}`" in got.problem


def test_what_no_rule_reads_must_still_be_readable():
    law = One(meaning_of([]), shipped())
    assert law.decide({"channel": "counter"}).answer is Answer.MAY
    assert law.decide({"channel": "pigeon"}).answer is Answer.REFER


def test_a_reader_that_met_an_error_still_answers():
    law = One(meaning_of([]), shipped())
    assert [law.decide(facts).answer for facts in ({"act": []}, {"act": "disclose"})] == [
        Answer.REFER,
        Answer.MAY,
    ]
