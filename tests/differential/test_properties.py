"""What must hold for every law, however it is written: nothing unknown opens a door."""

from dataclasses import replace
from random import Random

import pytest

from frith.engine.meaning import ASSUMED, assumptions, meaning
from frith.engine.one import One
from frith.law.calendar import binding
from frith.model.decision import Answer, Role
from frith.model.law import Stack
from frith.model.term import TRUE
from tests.differential.bench import provision
from tests.differential.test_readers import LAWS, NAMES, counsel, readers

OPEN = (Answer.COMPLY, Answer.MAY)
CLOSED = (Answer.DECLINE, Answer.REFER)


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_forgetting_a_fact_never_opens_a_door(law):
    """Making any one fact unknown turns no decline and no refer into comply or may; it only ever adds doubt."""
    reads, one, _ = readers(*law)
    seen = set()
    for seed in range(80):
        facts = reads.request(Random(seed), (0, 4))
        before = one.decide(facts)
        for name in facts:
            after = one.decide({key: value for key, value in facts.items() if key != name})
            assert after.answer in (before.answer, Answer.REFER), (facts, name)
            assert not (before.answer in CLOSED and after.answer in OPEN), (facts, name)
            assert {*before.open} <= {*after.open}, (facts, name)
            seen.add((before.answer, after.answer))
    # whichever settled answers a law gives most, some of them hang on a fact: without that nothing was tested
    assert any(after is Answer.REFER and before is not after for before, after in seen)


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_what_is_settled_is_so_however_the_unknown_turns_out(law):
    """Decline, comply and may are the answer of every completion, to whatever the rules can tell apart."""
    reads, one, _ = readers(*law)
    settled, filled = 0, 0
    for seed in range(150):
        facts = reads.request(Random(seed), (1, 3))
        got = one.decide(facts)
        if got.answer is Answer.REFER:
            continue
        settled += 1
        for whole in reads.completions(facts, limit=200):
            filled += 1
            assert one.decide(whole).answer is got.answer, (facts, whole)
    assert settled > 5
    assert filled > settled


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_a_disputed_reading_is_never_settled_in_silence(law):
    """What is answered while the readings are open holds under each of them."""
    reads, one, _ = readers(*law)
    disputed = assumptions(one.meaning)
    for seed in range(120 if disputed else 0):
        facts = reads.request(Random(seed), (0, 3))
        got = one.decide(facts)
        for name in disputed:
            for value in (True, False):
                under = one.decide(facts | {ASSUMED + name: value})
                assert got.answer in (under.answer, Answer.REFER), (facts, name, value)


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_one_bar_more_never_adds_a_comply_or_a_may(law):
    """With another bar that is active the answer is decline where nothing but bars can speak, and else refer."""
    place, packs, on = law
    reads, one, _ = readers(*law)
    bound = one.meaning.binding
    more = replace(
        bound,
        provisions={**bound.provisions, "toy/bench/bar": provision("toy/bench/bar", TRUE)},
        excepts={**bound.excepts, "toy/bench/bar": ()},
    )
    barred = One(meaning(more), counsel(place, packs).vocabulary)
    for seed in range(100):
        facts = reads.request(Random(seed))
        before, after = one.decide(facts), barred.decide(facts)
        assert after.answer in CLOSED, facts
        alone = {each.role for each in before.reasons} <= {Role.BARS, Role.MAY_BAR, Role.PERMITS}
        assert after.answer is (Answer.DECLINE if alone else Answer.REFER), facts


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_the_answer_hangs_on_nothing_that_does_not_bind(law):
    """Taking what does not bind that day out of the packs, later events too, changes no outcome."""
    place, packs, on = law
    reads, one, _ = readers(*law)
    asked = counsel(place, packs)
    held = one.meaning.binding.provisions
    bare = Stack(
        packs=tuple(
            replace(
                each,
                provisions=tuple(provision for provision in each.provisions if provision.id in held),
                laws=tuple(
                    replace(law_, events=tuple(event for event in law_.events if event.on <= on))
                    for law_ in each.laws
                ),
            )
            for each in asked.stack.packs
        ),
    )
    again = One(meaning(binding(bare, on)), asked.vocabulary)
    for seed in range(100):
        facts = reads.request(Random(seed))
        assert again.decide(facts) == one.decide(facts), facts


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_the_same_request_is_answered_the_same(law):
    """In any order of its facts, and by a reader that has answered others before."""
    place, packs, on = law
    reads, one, _ = readers(*law)
    fresh = One(one.meaning, counsel(place, packs).vocabulary)
    for seed in range(100):
        facts = reads.request(Random(seed))
        turned = dict(sorted(facts.items(), reverse=True))
        assert fresh.decide(turned) == one.decide(facts)
