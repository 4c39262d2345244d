"""The interview asks only what matters, most decisive first, in groups, and stops as soon as nothing matters."""

from datetime import date

import pytest

from frith.casework.choices import choices, inside
from frith.casework.counsel import Counsel
from frith.casework.decide import decide
from frith.cli.interview import Terminal, interview
from frith.law import pack, words
from frith.model.decision import Answer, Ask, Request

PLACE = pack.default_place(pack.shipped())
COUNSEL = Counsel(PLACE)
FACTS = COUNSEL.vocabulary.facts
STACK = [each.id for each in COUNSEL.stack.packs]
WORDS = {language: words.load(pack.shipped(), STACK, language) for language in ("en", "es")}
DAY = date(2026, 10, 5)
MOST = 20
"""Lines of one list."""


class Script:
    """Somebody who knows some facts, says them when asked, and presses Enter otherwise."""

    def __init__(self, known=(), *, language="en", typed=()):
        self.known, self.words, self.typed = dict(known), WORDS[language], list(typed)
        self.said, self.asked = [], []

    def terminal(self):
        return Terminal(say=self.said.append, read=self.read)

    def read(self, prompt):
        del prompt
        if self.typed:
            self.asked.append("typed")
            return self.typed.pop(0)
        questions = {self.words.ask(name): name for name in FACTS}
        name = next(questions[line[1:]] for line in reversed(self.said) if line[1:] in questions)
        self.asked.append(name)
        return self.known.get(name, "")


NOTHING = (Ask(act="", object=""),)


def ask(script, *, facts=(), asks=NOTHING):
    request = Request(received=DAY, asks=asks, facts=dict(facts))
    answered = interview(request, COUNSEL, words=script.words, terminal=script.terminal())
    return answered, decide(answered, COUNSEL)


LIBRARY = {
    "act": "admit",
    "object": "nonpublic_area",
    "body": "library",
    "paper": "I-200",
    "requester_kind": "ice_ero",
    "requester_function": "immigration_enforcement",
    "purpose": "civil_immigration",
    "on_behalf_of": "none",
    "paper_judge_signed": "no",
}
WARRANT = {
    "act": "disclose",
    "object": "case_file",
    "body": "police",
    "paper": "ao_93",
    "paper_court_named": "yes",
    "paper_judge_signed": "yes",
    "paper_court_issued": "yes",
    "paper_names_this": "yes",
    "paper_in_date": "yes",
    "paper_matter": "other_criminal",
    "requester_kind": "federal_law_enforcement",
    "requester_function": "criminal_investigation",
    "purpose": "criminal_investigation",
    "on_behalf_of": "none",
    "basis": "none",
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("act", "thing"), [("admit", "nonpublic_area"), ("disclose", "library_record")])
def test_a_library_with_an_administrative_warrant_declines_after_few_questions(language, act, thing):
    script = Script({**LIBRARY, "act": act, "object": thing}, language=language)
    _, decision = ask(script)
    assert decision.answer is Answer.DECLINE
    assert len(script.asked) <= 8, script.asked


def test_a_judges_warrant_at_the_police_is_obeyed():
    script = Script(WARRANT)
    _, decision = ask(script)
    assert decision.answer is Answer.COMPLY, script.asked
    assert len(script.asked) <= 16, script.asked


def test_somebody_who_knows_nothing_is_sent_to_counsel():
    script = Script()
    request, decision = ask(script)
    assert decision.answer is Answer.REFER
    assert request.facts == {}
    assert script.asked == ["act", "object"], "there is nothing more to ask about"


def test_somebody_who_knows_no_more_than_what_is_asked_is_sent_to_counsel():
    script = Script({"act": "disclose", "object": "home_address"})
    request, decision = ask(script)
    assert decision.answer is Answer.REFER
    assert request.facts == {}
    assert len(script.asked) == len(set(script.asked)), "nothing is asked twice"


def test_what_is_known_is_not_asked():
    script = Script(LIBRARY)
    known = {"body": "library", "requester_kind": "ice_ero", "paper": "i_200"}
    ask(script, facts=known, asks=(Ask(act="admit", object="nonpublic_area"),))
    assert not {"act", "object", *known} & set(script.asked)


def test_a_settled_request_asks_nothing():
    script = Script()
    facts = {
        "body": "library", "requester_kind": "ice_ero", "requester_function": "immigration_enforcement",
        "purpose": "civil_immigration", "on_behalf_of": "none", "paper": "i_200", "basis": "none",
    }  # fmt: skip
    ask(script, facts=facts, asks=(Ask(act="admit", object="nonpublic_area"),))
    assert script.asked == []


def test_every_ask_of_a_request_is_headed():
    script = Script(typed=["disclose", "home_address", "."])
    request, _ = ask(script, asks=(Ask(act="admit", object="city_lot"), Ask(act="", object="")))
    assert [(each.act, each.object) for each in request.asks] == [
        ("admit", "city_lot"),
        ("disclose", "home_address"),
    ]


def test_a_dot_ends_it_with_what_is_known():
    script = Script(typed=["disclose", "home_address", "."])
    request, decision = ask(script)
    assert (request.asks[0].act, request.asks[0].object) == ("disclose", "home_address")
    assert decision.answer is Answer.REFER
    assert len(script.asked) == 3


@pytest.mark.parametrize(
    ("language", "said"), [("en", "“fly” is not on the list"), ("es", "«fly» no está en la lista")]
)
def test_what_cannot_be_read_is_asked_again(language, said):
    script = Script(language=language, typed=["fly", "99", "-1", "٣", "disclose", "home_address", "."])
    request, _ = ask(script)
    assert request.asks[0].act == "disclose"
    assert any(said in line for line in script.said)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "home address"), ("es", "domicilio"), ("en", "HOME_ADDRESS")]
)
def test_words_do_as_well_as_numbers(language, word):
    if language == "es":
        word = WORDS["es"].label("object", "home_address").upper()
    script = Script(language=language, typed=["disclose", "information", "personal_information", word, "."])
    request, _ = ask(script)
    assert request.asks[0].object == "home_address"


def test_a_number_of_a_group_opens_it():
    lines = choices(FACTS["object"])
    first = str(lines.index("information") + 1)
    second = str(choices(FACTS["object"], inside(FACTS["object"], "information")).index("medical") + 1)
    request, _ = ask(Script(typed=["disclose", first, second, "."]))
    assert request.asks[0].object == "medical"


def test_hostile_words_are_neither_obeyed_nor_repeated_at_length():
    script = Script(typed=["\x1b[31m[red]" + "x" * 10_000, "9" * 5000, "."])
    ask(script)
    assert "\x1b" not in "".join(script.said)
    assert max(map(len, script.said)) < 200


def test_a_set_takes_several_and_none():
    from frith.cli.interview import _Person

    def given(typed):
        script = Script(typed=[typed])
        return _Person(COUNSEL.vocabulary, WORDS["en"], script.terminal()).asked("record_classes")

    assert given("1 3") == {
        f"record_classes__{v}": n in (0, 2) for n, v in enumerate(FACTS["record_classes"].values)
    }
    assert set(given("0").values()) == {False}
    assert given("") == {}


def test_a_day_is_written_out_and_may_be_none():
    from frith.cli.interview import _Person
    from frith.model.facts import ABSENT

    script = Script(typed=["yesterday", "2020-02-30", "2020-02-29"])
    person = _Person(COUNSEL.vocabulary, WORDS["en"], script.terminal())
    assert person.asked("listed_felony_on") == {"listed_felony_on": date(2020, 2, 29)}
    script.typed = ["0"]
    assert person.asked("listed_felony_on") == {"listed_felony_on": ABSENT}
    assert sum("is not a day" in line for line in script.said) == 2


@pytest.mark.parametrize("name", [name for name, fact in FACTS.items() if fact.values and not fact.computed])
def test_no_list_is_a_wall_and_every_value_can_be_reached(name):
    fact = FACTS[name]

    def reached(values=()):
        lines = choices(fact, values)
        assert len(lines) <= MOST, lines
        for line in lines:
            if line in fact.values:
                yield line
            else:
                yield from reached(inside(fact, line))

    found = list(reached())
    assert sorted(found) == sorted(fact.values), "each once"
    assert "none" not in fact.values or "none" in choices(fact)
