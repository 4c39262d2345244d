"""One meaning: compiled Python, the table and Cedar's own authorizer give the same whole outcome for any request."""

import os
from datetime import date
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.casework.counsel import Counsel
from frith.engine.authorizer import Authorizer
from frith.law import pack
from tests.differential.rows import Rows
from tests.strategies import Reads, requests_of
from tests.toy import SPRING_23, TOY

LATE = date(2026, 11, 1)
EVER = date(9999, 12, 31)
PLACES = pack.places()
ABOVE = {each.id for place in PLACES for each in pack.load(place).packs[1:]}
LOWEST = [place for place in PLACES if place not in ABOVE]
"""The places whose law holds everybody else's: what a state says is in every one of its cities' stacks."""
LAWS = [("toy-city", TOY, SPRING_23), ("toy-city", TOY, LATE), *((place, None, LATE) for place in LOWEST)]
NAMES = [f"{place}@{on}" for place, _, on in LAWS]


@cache
def counsel(place, packs) -> Counsel:
    return Counsel(place, packs)


@cache
def readers(place, packs, on):
    """The readers of one law on one day, made once for a process."""
    asked = counsel(place, packs)
    law = asked.meaning(on)
    return Reads(law, asked.vocabulary), asked.one(on), Authorizer(law, asked.vocabulary)


@cache
def rows(place, packs, on):
    asked = counsel(place, packs)
    return Rows(asked.meaning(on), asked.vocabulary)


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_cedar_decides_as_one_does(law):
    """Requests with one to eight facts unknown, and some with most of them unknown."""
    reads, one, cedar = readers(*law)

    @settings(max_examples=30, deadline=None, derandomize=True, database=None)
    @given(st.lists(requests_of(reads) | requests_of(reads, (9, 40)), min_size=1, max_size=6))
    def same(requests):
        for facts in requests:
            assert cedar.decide(facts) == one.decide(facts), facts

    same()


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_the_table_decides_as_one_does(law):
    """Hundreds of requests at a time, since a query costs more to begin than to run."""
    reads, one, _ = readers(*law)
    table = rows(*law)
    requests = [
        reads.request(Random(seed), unknown) for seed in range(100) for unknown in ((1, 8), (9, 40), (0, 0))
    ]
    requests += [{}, {"act": "disclose"}, {"object": "home_address"}]
    expected = [one.decide(facts) for facts in requests]
    found = table.decide(requests)
    wrong = [
        (facts, want, got) for facts, want, got in zip(requests, expected, found, strict=True) if want != got
    ]
    assert wrong == []
    assert len({each.answer for each in expected}) >= 3, "the requests reach most answers"


@settings(max_examples=5, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_the_table_decides_the_toy_as_one_does(data):
    """The same where Hypothesis picks the requests, so that a difference shrinks to the request that makes it."""
    law = ("toy-city", TOY, SPRING_23)
    reads, one, _ = readers(*law)
    requests = data.draw(st.lists(requests_of(reads), min_size=1, max_size=60))
    assert rows(*law).decide(requests) == [one.decide(facts) for facts in requests]


@pytest.mark.parametrize("law", [LAWS[0], LAWS[-1]], ids=[NAMES[0], NAMES[-1]])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_log_shares_some_facts_and_lacks_others(law, seed):
    """The act, the body and half of the rest known for every row, some columns not there at all: still as one does."""
    place, packs, on = law
    reads, one, _ = readers(*law)
    random = Random(seed)
    shared = reads.request(random, (0, 0))
    names = random.sample(sorted(shared), len(shared))
    names, missing = names[: len(names) // 2], names[len(names) // 2 : len(names) * 2 // 3]
    known = {name: shared[name] for name in {"act", "body", *names} - set(missing)}
    asked = counsel(place, packs)
    table = Rows(asked.meaning(on), asked.vocabulary, known=known, left_out=missing)
    requests = [reads.request(random) for _ in range(100)]
    whole = [
        {name: value for name, value in (each | known).items() if name not in missing} for each in requests
    ]
    assert table.decide(whole) == [one.decide(facts) for facts in whole]


@pytest.mark.parametrize("on", [day for day in counsel("toy-city", TOY).turning if day.year > 2017], ids=str)
def test_cedar_and_one_agree_on_every_day_that_the_toy_law_turns(on):
    """Injunctions as to somebody and to all, sunsets, repeals and provisions with days of their own."""
    reads, one, cedar = readers("toy-city", TOY, on)
    for seed in range(60):
        facts = reads.request(Random(seed))
        assert cedar.decide(facts) == one.decide(facts), facts


@pytest.mark.parametrize("place", LOWEST)
def test_cedar_and_one_agree_on_every_day_that_a_shipped_law_turns(place):
    """A few requests on the last days on which it does; on every day where FRITH_ALL_DAYS is set."""
    asked = counsel(place, None)
    spans = {asked.span(on): on for on in (*asked.turning, LATE, EVER)}
    for on in list(spans.values()) if os.environ.get("FRITH_ALL_DAYS") else list(spans.values())[-3:]:
        reads, one, cedar = readers(place, None, on)
        for seed in range(10):
            facts = reads.request(Random(seed))
            assert cedar.decide(facts) == one.decide(facts), (on, facts)
