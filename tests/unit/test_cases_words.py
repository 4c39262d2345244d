"""A case in plain words says exactly what the case says: no value more, no value less."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.casework.cases_words import _cover, in_words, sentences
from frith.errors import UsageError
from frith.law.pack import shipped, vocabulary
from frith.law.words import languages, load
from frith.model.facts import ABSENT, FactKind

VOCABULARY = vocabulary(shipped())
LANGUAGES = languages(shipped())
WORDS = {language: load(shipped(), (), language) for language in LANGUAGES}
ENUMS = [fact for fact in VOCABULARY.facts.values() if fact.kind is FactKind.ENUM]


def lines(box, language="en"):
    return [part.line for part in in_words(box, VOCABULARY, WORDS[language])]


def values(fact, *words):
    return tuple(value for word in words for value in sorted(VOCABULARY.facts[fact].expand(word)))


def all_but(fact, *words):
    less = values(fact, *words)
    return tuple(value for value in VOCABULARY.facts[fact].values if value not in less)


@given(st.data())
def test_the_words_mean_exactly_the_values(data):
    fact = data.draw(st.sampled_from(ENUMS))
    given_values = frozenset(data.draw(st.sets(st.sampled_from(fact.values), min_size=1)))
    meant = set()
    for term in _cover(fact, given_values, WORDS["en"]):
        meant |= fact.expand(term.word) - set(term.less)
    assert meant == given_values


@given(st.data())
def test_a_group_never_makes_a_line_longer(data):
    fact = data.draw(st.sampled_from(ENUMS))
    given_values = frozenset(data.draw(st.sets(st.sampled_from(fact.values), min_size=1)))
    terms = _cover(fact, given_values, WORDS["en"])
    assert sum(1 + len(term.less) for term in terms) <= len(given_values)


def test_groups_stand_for_their_values_and_what_is_left_over_stands_beside():
    box = {"object": values("object", "custody_information", "contact")}
    assert lines(box) == ["about: phone or e-mail, custody information"]
    assert lines({"body": values("body", "civil", "jail")}) == ["office asked: jail, civil office"]


def test_a_group_that_lacks_a_value_says_which():
    box = {"body": (*(each for each in values("body", "civil") if each != "utility"), "shelter")}
    assert lines(box) == ["office asked: civil office (not water and power), shelter"]


def test_what_is_not_meant_is_told_where_that_is_shorter():
    box = {"requester_kind": all_but("requester_kind", "immigration_agency")}
    assert lines(box) == ["who asks: any but immigration agency"]
    assert lines(box, "es") == ["quién lo pide: todo menos agencia de inmigración"]


def test_no_paper_is_never_hidden_in_a_group():
    assert lines({"paper": values("paper", "not_process")})[0].endswith(", No paper")
    assert lines({"paper": all_but("paper", "court_process")}) == [
        "paper shown: No paper; or any but court paper"
    ]
    without = lines({"paper": all_but("paper", "court_process", "none")})
    assert without == ["paper shown: any but court paper, No paper"]


def test_a_group_that_is_called_like_one_of_its_values_does_not_stand_for_it():
    closed = lines({"object": values("object", "restricted_area")})
    assert closed == ["about: a place (not public area, city lot or garage, private home)"]


def test_a_fact_that_may_be_anything_is_left_out():
    assert lines({"body": VOCABULARY.facts["body"].values, "in_custody": (True, False)}) == []


def test_days_flags_and_members_of_sets():
    box = {
        "in_custody": (False,),
        "listed_felony_on": (date(2021, 11, 23),),
        "listed_misdemeanor_on": (ABSENT,),
        "record_classes__listed_felony": (True,),
        "record_classes__listed_misdemeanor": (False,),
    }
    parts = in_words(box, VOCABULARY, WORDS["en"])
    assert [part.line for part in parts] == [
        "the office holds the person: no",
        "the official record shows: listed felony; none of these: listed misdemeanor",
        "day of conviction for a listed minor crime: none on record",
        "day of conviction for a listed felony: such as November 23, 2021",
    ]
    assert [part.fact for part in parts if part.example] == ["listed_felony_on"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_a_name_of_its_own_in_every_language(language):
    names = sentences(language)["fact"]
    assert set(names) == set(VOCABULARY.facts)
    assert len(set(names.values())) == len(names)


def test_a_language_without_words_is_named():
    with pytest.raises(UsageError, match="no words in language `fr`"):
        sentences("fr")
