"""A card says what the decision says, in plain words, and nothing that its answer does not carry."""

import os
import re
import tomllib
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from frith.casework.card import make_card
from frith.casework.counsel import Counsel
from frith.casework.decide import decide
from frith.casework.receive import from_mapping
from frith.cli.card_view import MARK, plain, show
from frith.errors import PackError
from frith.law import pack
from frith.law.deadlines import Deadline, deadline
from frith.law.scenarios import read_scenarios
from frith.law.words import load
from frith.model.decision import Answer, Ask, Question, Request

CARDS = Path(__file__).parents[1] / "cards"
PACKS = CARDS / "packs"
CASES = tomllib.loads((CARDS / "requests.toml").read_text("utf-8"))
LANGUAGES = ("en", "es")
HARBOR = Counsel("harbor", PACKS)
WORDS = {language: load(PACKS, ("harbor",), language) for language in LANGUAGES}
LETS_GO = re.compile(r"\b(give|hand over|let (them|her|him) in|entregue|deje)\b", re.IGNORECASE)


def decided(name: str):
    request = from_mapping(CASES[name]["request"], HARBOR.vocabulary, resolve=lambda _: "").request
    return decide(request, HARBOR)


def card_of(name: str, language: str = "en"):
    return make_card(decided(name), HARBOR.stack, WORDS[language])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_the_card_reads_as_it_was_accepted(name, language):
    """FRITH_ACCEPT=1 writes the cards anew; read them before they are kept."""
    text = plain(card_of(name, language), WORDS[language])
    file = CARDS / language / f"{name}.txt"
    if os.environ.get("FRITH_ACCEPT"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_accepted_card_is_left_over(language):
    assert {file.stem for file in (CARDS / language).glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_card_has_the_answer_of_the_decision(name):
    card = card_of(name)
    assert card.answer == decided(name).answer == CASES[name]["answer"]
    assert card.headline == WORDS["en"].card(f"heading_{card.answer}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in CASES if CASES[name]["answer"] == "refer"])
def test_a_card_that_refers_lets_nothing_go(name, language):
    card = card_of(name, language)
    told = [card.headline, card.aloud, *card.steps]
    assert [line for line in told if LETS_GO.search(line)] == []
    for answer in ("comply", "may"):
        assert not set(card.steps) & set(WORDS[language].steps(answer))
        assert WORDS[language].card(f"aloud_{answer}") not in plain(card, WORDS[language])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_no_card_holds_the_heading_of_another_answer(name, language):
    card, words = card_of(name, language), WORDS[language]
    text = " ".join(plain(card, words).split())
    own = {card.answer, *(ask.answer for ask in card.asks)}
    for answer in Answer:
        assert (words.card(f"heading_{answer}") in text) == (answer in own)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_every_card_says_not_to_lie_hide_or_block(name, language):
    text = plain(card_of(name, language), WORDS[language])
    assert WORDS[language].card("honest") in text
    assert WORDS[language].card("not_advice").split(".")[0] in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("place", pack.places())
def test_cards_of_every_scenario_that_ships_say_what_was_decided(place):
    counsel = Counsel(place)
    languages = counsel.stack.packs[0].languages
    words = {each: load(pack.shipped(), [p.id for p in counsel.stack.packs], each) for each in languages}
    for row in read_scenarios(counsel.stack.packs[0], counsel.vocabulary, counsel.papers):
        ask = Ask(act=str(row.facts.get("act", "")), object=str(row.facts.get("object", "")))
        decision = decide(Request(received=row.on, asks=(ask,), facts=row.facts), counsel)
        for language in languages:
            card = make_card(decision, counsel.stack, words[language])
            assert card.answer == row.answer
            assert {reason.provision for reason in card.asks[0].reasons} == set(row.provisions)


def test_reasons_carry_citation_part_and_how_far_they_were_checked():
    (reason,) = card_of("comply").asks[0].reasons
    assert (reason.provision, reason.cite, reason.part) == (
        "harbor/welcome/obey",
        "Harbor Code 3",
        "requires this",
    )
    assert reason.says == "A judge's warrant must be obeyed."
    assert reason.checked == "read in another's account, not in the official text"


def test_what_is_unknown_is_put_as_questions_and_what_is_disputed_is_not():
    unknown, disputed = card_of("refer-unknown").asks[0], card_of("refer-disputed").asks[0]
    assert WORDS["en"].ask("paper") in unknown.questions
    assert (disputed.questions, len(disputed.disputed)) == ((), 1)
    assert "a federal statute lets status be sent" in disputed.disputed[0]


def test_a_settled_answer_asks_nothing_more():
    """A second bar may still be open where the first one decides: nobody needs to find that out."""
    decision = decided("decline")
    asked = replace(decision.asks[0], questions=(Question(fact="system"),))
    assert make_card(replace(decision, asks=(asked,)), HARBOR.stack, WORDS["en"]).asks[0].questions == ()


def test_what_is_done_at_the_counter_comes_before_what_has_a_later_day():
    duties = card_of("refer-unknown").asks[0].duties
    assert [duty.certain for duty in duties] == [True, True, False, False]
    assert [duty.by for duty in duties[:2]] == [date(2026, 11, 20), date(2026, 11, 25)]


def test_duties_have_their_last_day():
    duties = {duty.provision.rpartition("/")[2]: duty for duty in card_of("refer-subpoena").asks[0].duties}
    assert duties["write-down"].due == "at once"
    assert duties["tell-mayor"].by == date(2026, 11, 25)
    assert duties["tell-mayor"].due == "by November 25, 2026"
    assert (duties["tell-person"].by, duties["tell-person"].certain) == (date(2026, 11, 22), False)
    assert duties["list"].due == "this was due on March 1, 2026"


def test_the_most_careful_ask_stands_first():
    card = card_of("several")
    assert [ask.answer for ask in card.asks] == ["decline", "may"]
    assert card.asks[1].note == WORDS["en"].card("no_rule")


def test_what_cannot_be_read_is_said_and_refers():
    decision = decided("decline")
    outcome = HARBOR.one(decision.on).decide({"act": "fly"})
    asked = replace(decision.asks[0], outcome=outcome, questions=())
    card = make_card(replace(decision, answer=outcome.answer, asks=(asked,)), HARBOR.stack, WORDS["en"])
    assert card.answer is Answer.REFER
    assert card.asks[0].note == "Something in this request could not be read: `fly` is no value of `act`."


def test_a_provision_that_no_pack_holds_is_an_error():
    decision = decided("decline")
    outcome = decision.asks[0].outcome
    reason = replace(outcome.reasons[0], provision="harbor/welcome/gone")
    asked = replace(
        decision.asks[0], outcome=replace(outcome, deciding=(reason.provision,), reasons=(reason,))
    )
    with pytest.raises(PackError, match="no pack of `harbor` holds it"):
        make_card(replace(decision, asks=(asked,)), HARBOR.stack, WORDS["en"])


def test_whom_to_call_is_an_office_and_counsel_comes_first_when_in_doubt():
    assert [each.title for each in card_of("refer-unknown").contacts] == [
        "Harbor's legal desk",
        "Your supervisor",
    ]
    stack = replace(HARBOR.stack, packs=(replace(HARBOR.stack.packs[0], contacts={}),))
    (only,) = make_card(decided("refer-unknown"), stack, WORDS["en"]).contacts
    assert only.title.startswith("Your office's lawyers")


@pytest.mark.parametrize("name", CASES)
def test_the_terminal_shows_what_the_paper_card_says(name):
    """The same words with a frame; the mark and the word give the answer where there is no colour."""
    out = StringIO()
    show(card_of(name), WORDS["en"], Console(file=out, width=120, no_color=True, highlight=False))
    shown = out.getvalue()
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80
    assert f"{MARK[card_of(name).answer]} {card_of(name).headline}" in shown
    below = plain(card_of(name), WORDS["en"]).split("\n\n", 1)[1]
    assert [line.rstrip() for line in shown.splitlines()][-len(below.splitlines()) :] == below.splitlines()


@pytest.mark.parametrize(
    ("within", "last"),
    [
        ("at once", Deadline(on=date(2026, 11, 20), at_once=True)),
        ("72 hours", Deadline(on=date(2026, 11, 23))),
        ("6 hours", Deadline(on=date(2026, 11, 20))),
        ("10 calendar days", Deadline(on=date(2026, 11, 30))),
        ("1 day", Deadline(on=date(2026, 11, 21))),
        ("3 business days", Deadline(on=date(2026, 11, 25))),
        ("by 2027-01-01", Deadline(on=date(2027, 1, 1))),
    ],
)
def test_deadlines_are_counted_from_the_day_of_the_request(within, last):
    assert deadline(within, date(2026, 11, 20)) == last


@pytest.mark.parametrize("within", ["soon", "by 2026-13-01", "3 fortnights", "٣ days", "99999 days"])
def test_a_time_that_cannot_be_counted_is_an_error_with_its_place(within):
    with pytest.raises(PackError, match=r"rules.provision:7: .* is no time that can be counted"):
        deadline(within, date(2026, 11, 20), file="rules.provision", line=7)
