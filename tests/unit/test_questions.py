"""Questions about all requests: what is known of small laws, and no made-up request speaks against a proof."""

from datetime import date
from functools import cache
from random import Random

import pytest

from frith.casework.counsel import Counsel
from frith.engine.every import Every, Verdict
from frith.engine.questions import (
    QUESTIONS,
    Said,
    always_declines,
    conflicts,
    gaps,
    idle_duties,
    never_decides,
    never_fires,
    never_permits,
    only_narrows,
    only_widens,
)
from frith.engine.space import Setting
from frith.model.decision import Answer, Role
from frith.model.term import And, Flag, Is
from tests.strategies import Reads
from tests.toy import SPRING_23, TOY
from tests.toy.made import FILES, spoilt, write

pytest.importorskip("z3", reason="proofs are an extra")

TODAY, BEFORE = date(2024, 6, 1), date(2020, 6, 1)
CODE = "provisions/code/code.provision"
TELL = Is("act", frozenset({"disclose"}))
CIVIL = Is("purpose", frozenset({"civil_immigration"}))
SIGNED = Flag("paper_judge_signed")
MORE = """
@id("dead") @cite("4") @mode("bars") @verified("text") @source("A")
permit (principal, action, resource) when { context.paper == Paper::"i_200" && context.paper == Paper::"i_205" };

@id("elsewhere") @cite("5") @mode("permits") @verified("text") @source("A") @excepts("bar")
permit (principal, action == Action::"notify", resource);

@id("impossible") @cite("6") @mode("duty") @verified("text") @source("A") @do("log")
permit (principal, action, resource) when { context.paper == Paper::"i_200" && context.paper_court_named };

@id("later") @cite("7") @mode("bars") @verified("text") @source("A") @from("2021-01-01")
permit (principal, action == Action::"collect", resource);
"""


def every_of(packs, *days, place="made"):
    counsel = Counsel(place, packs)
    setting = Setting(vocabulary=counsel.vocabulary, papers=counsel.papers, on=days[-1])
    return Every(setting, *(counsel.one(day) for day in days))


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return every_of(write(tmp_path_factory.mktemp("clean")), TODAY)


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """The small law with four provisions more: three of them never come to life, and one is younger."""
    return write(tmp_path_factory.mktemp("odd"), {CODE: FILES[CODE] + MORE})


@cache
def toy():
    counsel = Counsel("toy-city", TOY)
    return every_of(TOY, SPRING_23, place="toy-city"), Reads(counsel.meaning(SPRING_23), counsel.vocabulary)


def test_what_a_judges_signature_alone_opens_is_never_permitted_without_it(clean):
    told = Said(when=And((TELL, CIVIL)), unless=SIGNED)
    assert never_permits(clean, told).verdict is Verdict.PROVED
    assert always_declines(clean, told).verdict is Verdict.PROVED


def test_a_counterexample_holds_the_facts_that_matter_and_no_other(clean):
    found = never_permits(clean, Said(when=And((TELL, CIVIL))))
    assert found.verdict is Verdict.REFUTED
    (case,) = found.cases
    assert set(case.facts) == {"act", "object", "purpose", "paper_judge_signed"}
    assert case.facts["paper_judge_signed"] is True
    assert case.outcomes[0].answer is Answer.COMPLY
    assert case.outcomes[0].deciding == ("made/code/warrant",)


def test_declining_is_asked_of_requests_whose_facts_are_known(clean):
    """With a fact missing the answer would be refer, and nothing would ever be declined always."""
    (case,) = always_declines(clean, Said(when=And((TELL, CIVIL)))).cases
    assert case.outcomes[0].answer is Answer.COMPLY


def test_an_exception_keeps_two_rules_from_clashing(clean, tmp_path):
    assert conflicts(clean, Said()).verdict is Verdict.PROVED
    clashing = conflicts(every_of(spoilt(tmp_path, CODE, (' @excepts("bar")', "")), TODAY), Said())
    assert clashing.verdict is Verdict.REFUTED
    assert [case.outcomes[0].deciding for case in clashing.cases] == [("made/code/bar", "made/code/warrant")]


def test_gaps_are_the_acts_and_objects_that_no_provision_speaks_of(clean):
    facts = clean.setting.vocabulary.facts
    acts, objects = facts["act"].values, facts["object"].values
    found = gaps(clean, Said())
    assert found.verdict is Verdict.REFUTED
    assert set(found.names) == {f"{act}/{each}" for act in acts if act != "disclose" for each in objects}
    assert gaps(clean, Said(when=TELL)).verdict is Verdict.PROVED
    unsigned = gaps(
        clean,
        Said(
            when=And(
                (TELL, Is("purpose", frozenset({"other"}))),
            ),
            unless=SIGNED,
        ),
    )
    assert len(unsigned.names) == len(objects)


def test_a_clean_law_has_nothing_dead_in_it(clean):
    for question in (never_decides, never_fires, idle_duties):
        assert question(clean, Said()).verdict is Verdict.PROVED, question.__name__


def test_what_never_comes_to_life_is_named(odd):
    every = every_of(odd, TODAY)
    assert never_decides(every, Said()).names == ("made/code/dead",)
    assert never_fires(every, Said()).names == ("made/code/elsewhere",)
    assert idle_duties(every, Said()).names == ("made/code/impossible",)
    assert never_decides(every, Said()).verdict is Verdict.REFUTED


def test_one_bar_more_narrows_the_law_and_does_not_widen_it(odd):
    every = every_of(odd, BEFORE, TODAY)
    assert only_narrows(every, Said()).verdict is Verdict.PROVED
    found = only_widens(every, Said())
    assert [each.answer for each in found.cases[0].outcomes] == [Answer.MAY, Answer.DECLINE]
    assert found.cases[0].facts["act"] == "collect"
    assert only_widens(every, Said(when=TELL)).verdict is Verdict.PROVED


@pytest.mark.parametrize("question", [name for name in QUESTIONS if not name.startswith("only-")])
def test_a_solver_that_gives_up_proves_nothing(question, clean, monkeypatch):
    monkeypatch.setattr(clean._solver, "check", lambda: clean.z3.unknown)
    found = QUESTIONS[question](clean, Said())
    assert (found.verdict, found.cases) == (Verdict.UNSETTLED, ())


def test_no_made_up_request_speaks_against_what_is_named_of_the_toy():
    every, reads = toy()
    one = every.laws[0].one
    dead, idle = set(never_decides(every, Said()).names), set(idle_duties(every, Said()).names)
    assert "toy-state/days/never" in dead
    computed = {name for name, fact in every.setting.vocabulary.facts.items() if fact.computed}
    for seed in range(300):
        facts = {
            name: value for name, value in reads.request(Random(seed), (0, 0)).items() if name not in computed
        }
        got = one.decide(every.setting.settle(facts))
        assert not (set(got.deciding) - set(got.open)) & dead, facts
        assert not {each.provision for each in got.duties if each.certain} & idle, facts


def test_every_case_of_the_toy_needs_each_of_its_facts():
    """Act and object apart, no fact can be left out without another answer or other provisions that decide."""
    every, _ = toy()
    one, settle = every.laws[0].one, every.setting.settle
    found = [case for ask in (never_permits, always_declines, conflicts) for case in ask(every, Said()).cases]
    assert len(found) > 3
    for case in found:
        (whole,) = case.outcomes
        assert one.decide(settle(case.facts)) == whole
        for name in set(case.facts) - {"act", "object"}:
            if name.startswith("record_classes__") and False in case.facts.values():
                continue  # of a list that is whole no single member can be left out
            less = one.decide(settle({each: value for each, value in case.facts.items() if each != name}))
            assert (less.answer, less.deciding, less.open) != (whole.answer, whole.deciding, whole.open), name


def test_a_clash_is_shown_once_for_each_pair():
    every, _ = toy()
    pairs = []
    for case in conflicts(every, Said()).cases:
        of = {role: [r.provision for r in case.outcomes[0].reasons if r.role is role] for role in Role}
        pairs.append({(bar, required) for bar in of[Role.BARS] for required in of[Role.REQUIRES]})
    assert all(pairs)
    assert len(set().union(*pairs)) == sum(map(len, pairs))
