"""One request under the law of its day: every ask gets an answer, and what follows from the facts is followed."""

from datetime import date, datetime
from pathlib import Path

from frith.casework.counsel import Counsel
from frith.casework.decide import decide, explain, facts_of
from frith.casework.receive import from_mapping
from frith.engine.kleene import Truth
from frith.model.decision import Answer, Ask, Request

PACKS = Path(__file__).parents[1] / "cards" / "packs"
HARBOR = Counsel("harbor", PACKS)
DAY = date(2026, 11, 20)


def request(**data):
    return from_mapping({"received": DAY, **data}, HARBOR.vocabulary, resolve=lambda _: "").request


def address(**data):
    return request(asks=[{"act": "disclose", "object": "home_address"}], requester={"kind": "ice"}, **data)


def test_the_answer_of_several_asks_is_the_most_careful_one():
    asks = [{"act": "admit", "object": "public_area"}, {"act": "disclose", "object": "home_address"}]
    decision = decide(
        request(asks=asks, requester="ice", paper="none", subject={"publicly_available": "no"}), HARBOR
    )
    assert [each.outcome.answer for each in decision.asks] == [Answer.MAY, Answer.DECLINE]
    assert decision.answer is Answer.DECLINE
    assert (decision.place, decision.on) == ("harbor", DAY)
    assert decision.packs["harbor"].startswith("1+sha256.")


def test_the_kind_of_paper_settles_what_it_settles():
    facts = facts_of(address().asks[0], address(paper="i_200"), counsel=HARBOR, on=DAY)
    assert (facts["paper_judge_signed"], facts["paper_matter"]) == (False, "civil_immigration")
    assert (facts["act"], facts["object"]) == ("disclose", "home_address")
    assert facts["five_years_before"] == date(2021, 11, 20)


def test_a_paper_that_contradicts_its_kind_leaves_the_fact_unknown():
    given = address(paper={"kind": "I-200", "judge_signed": "yes"})
    assert "paper_judge_signed" not in facts_of(given.asks[0], given, counsel=HARBOR, on=DAY)


def test_facts_of_an_ask_stand_before_those_of_the_request():
    ask = {"act": "disclose", "object": "home_address", "publicly_available": "yes"}
    given = request(asks=[ask], requester="ice", paper="none", subject={"publicly_available": "no"})
    assert decide(given, HARBOR).answer is Answer.MAY


def test_the_law_is_that_of_the_day_asked_for():
    before = decide(
        address(paper="none", subject={"publicly_available": "no"}), HARBOR, on=date(2024, 12, 31)
    )
    assert (before.answer, before.on) == (Answer.MAY, date(2024, 12, 31))
    assert (
        decide(address(paper="none", subject={"publicly_available": "no"}), HARBOR).answer is Answer.DECLINE
    )


def test_a_time_of_day_is_no_other_law():
    given = Request(received=datetime(2026, 11, 20, 9, 30), asks=address().asks, facts={})
    assert decide(given, HARBOR).on == DAY


def test_a_value_that_is_none_of_the_list_refers():
    given = Request(received=DAY, asks=(Ask(act="fly", object="\x1b[31mred"),), facts={"body": 5})
    decision = decide(given, HARBOR)
    assert decision.answer is Answer.REFER
    assert "\x1b" not in decision.asks[0].outcome.problem


def test_what_is_settled_asks_no_question():
    settled = decide(address(paper="none", subject={"publicly_available": "no"}), HARBOR).asks[0]
    open_ = decide(address(), HARBOR).asks[0]
    assert settled.questions == ()
    assert {each.fact for each in open_.questions} >= {"paper", "publicly_available"}


def test_an_explanation_says_what_took_a_bar_away():
    given = address(paper="none", subject={"publicly_available": "yes"})
    accounts = {each.provision: each for each in explain(given, HARBOR)[0]}
    bar = accounts["harbor/welcome/no-telling"]
    assert (bar.speaks, bar.active) == (Truth.TRUE, Truth.FALSE)
    assert [each.id for each in bar.exceptions if each.holds is Truth.TRUE] == ["harbor/welcome/public"]
