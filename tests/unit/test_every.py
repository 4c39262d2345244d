"""The solver says of every request what `one` says of it, and hands back only requests that can be made."""

import subprocess
import sys
from datetime import date
from functools import cache
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

from frith.casework.counsel import Counsel
from frith.engine.every import Every, Verdict, solver_library
from frith.engine.outcome import refused
from frith.engine.questions import _given
from frith.engine.space import Setting
from frith.errors import FrithError
from frith.law import pack
from frith.model.decision import Answer
from frith.model.facts import ABSENT
from frith.model.term import Compare, Comparison, Flag, Is, Not, Present
from tests.strategies import Reads, requests_of
from tests.toy import SPRING_23, TOY
from tests.toy.made import write

pytest.importorskip("z3", reason="proofs are an extra")

LATE = date(2026, 11, 1)
LAWS = [("toy-city", TOY, SPRING_23), (pack.default_place(), None, LATE)]


@cache
def ready(place, packs, on):
    """Every request under one law, with what its rules read."""
    counsel = Counsel(place, packs)
    setting = Setting(vocabulary=counsel.vocabulary, papers=counsel.papers, on=on)
    return Every(setting, counsel.one(on)), Reads(counsel.meaning(on), counsel.vocabulary)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A law of three provisions that reads three facts."""
    return ready("made", write(tmp_path_factory.mktemp("packs")), LATE)[0]


def small_requests():
    """All that the small law can tell apart, unknown included."""
    choices = {
        "act": ("disclose", "notify", None),
        "purpose": ("civil_immigration", "other", None),
        "paper_judge_signed": (True, False, None),
    }
    for values in product(*choices.values()):
        yield {name: value for name, value in zip(choices, values, strict=True) if value is not None}


def test_each_answer_of_a_small_law_is_that_of_brute_force(made):
    law = made.laws[0]
    for facts in small_requests():
        expected = law.one.decide(facts).answer
        for answer in Answer:
            found = made.search(made.pinned(facts), law.answer[answer])
            assert found.verdict is (Verdict.REFUTED if answer is expected else Verdict.PROVED), facts


def test_there_is_a_request_exactly_where_brute_force_finds_one(made):
    law = made.laws[0]
    asked = list(small_requests())
    for answer, pinned in product(Answer, asked):
        exists = any(
            law.one.decide(facts).answer is answer and facts.items() >= pinned.items() for facts in asked
        )
        found = made.find(law.answer[answer], *(made.equals(*pair) for pair in pinned.items()))
        assert found.verdict is (Verdict.REFUTED if exists else Verdict.PROVED), (answer, pinned)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law[0])
def test_a_pinned_request_has_the_whole_outcome_that_one_gives(law):
    """Replaying compares what is certainly and what is possibly active, for every provision."""
    every, reads = ready(*law)

    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(requests_of(reads) | requests_of(reads, (9, 40)))
    def same(facts):
        found = every.search(every.pinned(facts))
        assert found.facts == facts
        answer = every.laws[0].one.decide(facts).answer
        assert every.search(every.pinned(facts), every.laws[0].answer[answer]).verdict is Verdict.REFUTED

    same()


def test_every_kind_of_atom_is_read_in_three_values():
    every, _ = ready(*LAWS[0])
    felony, minor, day = "listed_felony_on", "listed_misdemeanor_on", date(2015, 6, 15)
    cases = [
        (Is("act", frozenset({"disclose"})), [{"act": "disclose"}], [{"act": "notify"}, {}]),
        (Flag("in_custody"), [{"in_custody": True}], [{"in_custody": False}, {}]),
        (Not(Flag("in_custody")), [{"in_custody": False}], [{"in_custody": True}, {}]),
        (Present(felony), [{felony: day}], [{felony: ABSENT}, {}]),
        (Not(Present(felony)), [{felony: ABSENT}], [{felony: day}, {}]),
        (
            Compare(felony, Comparison.BEFORE, day),
            [{felony: date(2015, 6, 14)}],
            [{felony: day}, {felony: ABSENT}, {}],
        ),
        (Not(Compare(felony, Comparison.SAME, day)), [{felony: ABSENT}], [{felony: day}, {}]),
        (
            Not(Compare(felony, Comparison.BEFORE, minor)),
            [{felony: ABSENT}, {minor: ABSENT}, {felony: day, minor: day}],
            [{felony: day}, {minor: day}, {}],
        ),
    ]
    for term, true, others in cases:
        certain = every.certain(term)
        assert [every.search(every.pinned(facts), certain).verdict for facts in true] == [
            Verdict.REFUTED
        ] * len(true)
        assert [every.search(every.pinned(facts), certain).verdict for facts in others] == [
            Verdict.PROVED
        ] * len(others)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law[0])
def test_what_is_handed_back_can_be_made(law):
    """Somebody could give these facts, and what follows from them is what was found."""
    every, _ = ready(*law)
    names = sorted(every.laws[0].certain)
    wanted = [every.laws[0].certain[name] for name in Random(1).sample(names, min(12, len(names)))]
    found = [every.find(condition) for condition in (*wanted, *every.laws[0].answer.values())]
    facts = [each.facts for each in found if each.verdict is Verdict.REFUTED]
    assert len(facts) > 6
    for each in facts:
        assert every.setting.settle(_given(every, each)) == each


def test_a_paper_settles_what_its_kind_settles_unless_it_contradicts_it():
    every, _ = ready(*LAWS[1])
    shown = every.equals("paper", "i_200")
    assert every.find(shown, every.equals("paper_court_named", True)).verdict is Verdict.PROVED
    unknown = every.negation(every.variables["paper_court_named"].known)
    contradicting = every.find(shown, unknown)
    assert contradicting.verdict is Verdict.REFUTED
    assert _given(every, contradicting.facts)["paper_court_named"] is True
    assert every.find(shown).facts["paper_court_named"] is False, "a paper that keeps to its kind comes first"


def test_a_disputed_reading_is_known_to_no_request():
    every, _ = ready(*LAWS[0])
    assert every.find(every.variables["assumed:wide"].known).verdict is Verdict.PROVED
    assert "assumed:wide" not in every.find(every.complete).facts


def test_a_disagreement_is_an_error_and_no_counterexample(made, monkeypatch):
    monkeypatch.setattr(type(made.laws[0].one), "decide", lambda *_: refused("made to differ"))
    with pytest.raises(FrithError, match=r"^disagreement: the solver says"):
        made.find(made.laws[0].answer[Answer.COMPLY])


def test_a_solver_that_gives_up_settles_nothing(made, monkeypatch):
    monkeypatch.setattr(made._solver, "check", lambda: made.z3.unknown)
    assert made.find().verdict is Verdict.UNSETTLED


def test_without_the_solver_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(FrithError, match=r"pip install 'frith\[proofs\]'"):
        solver_library()


def test_nothing_waits_for_the_solver_before_something_is_proved():
    code = "import sys, frith.cli.prove, frith.engine.questions; sys.exit('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
