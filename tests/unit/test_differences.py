"""Where two laws differ: nothing missing, no case too wide, and nothing in a case that could be left out."""

from datetime import date
from functools import cache
from random import Random

import pytest

from frith.casework.cases import both
from frith.casework.sides import side
from frith.engine.differences import cases, differences
from frith.engine.every import Every, Verdict
from frith.model.decision import Answer
from frith.model.facts import FactKind, years_before
from frith.model.term import Is
from tests.strategies import Reads
from tests.toy.made import FILES, write

pytest.importorskip("z3", reason="proofs are an extra")

ON = date(2024, 6, 1)
CODE = "provisions/code/code.provision"
BAR, WARRANT = "made/code/bar", "made/code/warrant"
WIDER = FILES[CODE].replace(
    'action == Action::"disclose", resource) when { context.purpose == Purpose::"civil_immigration" }',
    'action in Action::"give_information", resource) when { context.purpose in Purpose::"immigration_enforcement" }',
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The made law, and the same with a bar that reaches further."""
    first = write(tmp_path_factory.mktemp("first")) / "made"
    second = write(tmp_path_factory.mktemp("second"), {CODE: WIDER}) / "made"
    return tuple(side(str(folder), on=ON) for folder in (first, second))


def case(every, kind):
    """The case of one kind."""
    (box,) = cases(every, (kind,))
    return box


@cache
def places(first, second):
    """Two shipped places, and all that was found."""
    ends = tuple(side(name, on=ON) for name in (first, second))
    every = both(*ends)
    return ends, every, differences(every)


def test_a_law_held_against_itself_differs_in_nothing(pair):
    found = differences(both(pair[0], pair[0]))
    assert (found.kinds, found.whole) == ((), True)


def test_one_bar_that_reaches_further_is_one_kind_for_each_pair_of_answers(pair):
    every = both(*pair)
    found = differences(every)
    assert found.whole
    by_answers = {kind.key[:2]: kind for kind in found.kinds}
    assert set(by_answers) == {(Answer.MAY, Answer.DECLINE)}
    (kind,) = found.kinds
    assert kind.key[2:] == ("", "")  # both laws have the bar: its words differ, not its name
    held = case(every, kind)
    assert set(held) <= {"act", "object", "purpose", "paper_judge_signed"}


def test_the_case_of_a_kind_names_every_value_that_makes_no_difference(tmp_path):
    bare = write(tmp_path / "bare", {CODE: FILES[CODE].partition('@id("bar")')[0]}) / "made"
    whole = write(tmp_path / "whole") / "made"
    every = both(side(str(bare), on=ON), side(str(whole), on=ON))
    by_maker = {kind.key[3]: case(every, kind) for kind in differences(every).kinds}
    assert set(by_maker) == {BAR, WARRANT}
    assert by_maker[BAR] == {
        "act": ("disclose",),
        "purpose": ("civil_immigration",),
        "paper_judge_signed": (False,),
    }
    assert by_maker[WARRANT] == {"act": ("disclose",), "paper_judge_signed": (True,)}


def test_usual_requests_are_shown_first(pair):
    every = both(*pair)
    wanted = Is("object", frozenset({"medical"}))
    (kind,) = differences(every, [wanted]).kinds
    assert kind.facts["object"] == "medical"


def test_a_solver_that_gives_up_says_that_there_may_be_more(pair, monkeypatch):
    every = both(*pair)
    monkeypatch.setattr(Every, "_check", lambda *_: Verdict.UNSETTLED)
    found = differences(every)
    assert (found.kinds, found.whole) == ((), False)


PAIRS = [("us-ca-los-angeles", "us-ca-san-francisco"), ("us-ma-boston", "us-il-chicago")]


def requests(every, seeds):
    """Made-up complete requests that the rules of both laws read."""
    vocabulary = every.setting.vocabulary
    computed = {name for name, fact in vocabulary.facts.items() if fact.computed}
    readers = [Reads(law.one.meaning, vocabulary) for law in every.laws]
    for seed in range(seeds):
        random = Random(seed)
        facts = {}
        for reads in readers:
            facts |= reads.request(random, (0, 0))
        paper = every.setting.papers.kinds.get(facts.get("paper"))
        follows = {*computed, *(paper.settles if paper else ())}
        yield every.setting.settle({name: value for name, value in facts.items() if name not in follows})


def of_kind(every, facts, key):
    for law, answer, name in zip(every.laws, key[:2], key[2:], strict=True):
        outcome = law.one.decide(facts)
        if outcome.answer is not answer or (name and name not in outcome.deciding):
            return False
    return True


@pytest.mark.parametrize("names", PAIRS)
def test_every_made_up_request_that_gets_two_answers_is_of_a_kind_found(names):
    _, every, found = places(*names)
    assert found.whole
    differing = 0
    for facts in requests(every, 2500):
        one, other = (law.one.decide(facts) for law in every.laws)
        if one.answer is not other.answer:
            differing += 1
            assert any(of_kind(every, facts, kind.key) for kind in found.kinds), facts
    assert differing > 60, "too few requests to say anything"


@pytest.mark.parametrize("names", PAIRS)
def test_made_up_requests_that_fit_a_case_get_its_answers(names):
    """The rest of each request is made up: a case may leave out nothing that matters."""
    _, every, found = places(*names)
    vocabulary, random = every.setting.vocabulary, Random(7)
    tried = 0
    for kind in found.kinds[::3]:
        box = case(every, kind)
        for _ in range(100):
            facts = {name: value for name, value in kind.facts.items() if name in box}
            facts |= {name: random.choice(values) for name, values in box.items()}
            made = everything(vocabulary, random) | facts
            known = every.setting.settle(made)
            if len(known) == len(made):  # no paper contradicts its kind: a complete request
                tried += 1
                assert of_kind(every, known, kind.key), (kind.key, facts)
    assert tried > 100, "too few requests to say anything"


def everything(vocabulary, random):
    """A request of which everything is known."""
    facts = {}
    for name, kind in vocabulary.columns().items():
        match kind:
            case FactKind.ENUM:
                facts[name] = random.choice(vocabulary.facts[name].values)
            case FactKind.DATE:
                facts[name] = date(random.randint(1990, 2024), 1, 1)
            case _:
                facts[name] = random.random() < 0.5
    years = {each.name: each.years_before for each in vocabulary.facts.values() if each.computed}
    return facts | {name: years_before(ON, count) for name, count in years.items()}
