"""The status of a law on a day is counted from its history and the place's process, and knows nothing of the future."""

import json
from datetime import date, timedelta

import pytest

from frith.law import pack
from frith.law.calendar import in_force
from frith.law.course import Why
from frith.law.process import read_process
from frith.law.record import law_data, shelf
from frith.model.law import EventKind
from tests.unit.town import data

HERE = pack.default_place()
ORDINANCE = "ordinance-188441"


@pytest.fixture(scope="module")
def books():
    return {language: shelf(HERE, None, language) for language in ("en", "es")}


def test_the_day_after_the_first_vote_a_second_is_due_because_the_text_was_amended(books):
    found = data(books["en"], ORDINANCE, "2024-11-20")
    assert found["status"].startswith("not in force: first vote 13–0 on 2024-11-19; second vote still due")
    assert "amended on 2024-11-19" in found["status"]
    assert "Charter 250" in found["status"]
    assert [each["step"] for each in found["due"]] == ["second_vote", "executive", "publication", "effect"]
    vote, sign, publish, effect = found["due"]
    assert (vote["earliest"], vote["needs"]) == (
        "2024-11-26",
        "8 of 15 votes; 12 of 15 for an urgency clause",
    )
    assert (sign["earliest"], sign["needs"]) == (
        "2024-11-26",
        "the Mayor signs, or 10 days pass without objection",
    )
    assert publish["needs"].startswith("it is published: once in a daily paper or posted ten days")
    assert (effect["earliest"], effect["earliest_if_urgent"]) == ("2024-12-27", "2024-11-26")
    assert [(each["on"], each["ayes"], each["noes"], each["absent"]) for each in found["votes"]] == [
        ("2023-06-09", 12, 0, 2),
        ("2024-11-19", 13, 0, 2),
    ]


def test_a_first_vote_that_was_unanimous_would_have_been_enough_without_the_amendment(books):
    """13 of 13 present is what the charter asks of a final adoption at first presentation: the amendment undid it."""
    book = books["en"]
    now = book.state(book.find(ORDINANCE), date(2024, 11, 20))
    assert now.course.why is Why.AMENDED
    assert now.course.passed == ()
    assert (
        now.due[0]
        .rule.says["en"]
        .startswith("The first vote is enough only when at least twelve are present")
    )


def test_the_day_after_the_second_vote_the_mayor_is_due(books):
    found = data(books["en"], ORDINANCE, "2024-12-05")
    assert found["status"].startswith(
        "not in force: second vote 12–0 on 2024-12-04; signature due by 2024-12-14"
    )
    assert found["due"][0]["latest"] == "2024-12-14"
    assert found["due"][-1]["needs"] == "on publication: it carries an urgency clause"
    assert "253" in found["due"][-1]["cite"]


def test_it_is_in_force_from_its_first_day(books):
    found = data(books["en"], ORDINANCE, "2024-12-09")
    assert found["status"] == "in force since 2024-12-09"
    assert (found["in_force"], found["since"], found["due"], found["next"]) == (True, "2024-12-09", [], "")
    assert not data(books["en"], ORDINANCE, "2024-12-08")["in_force"]


@pytest.mark.parametrize("on", ["2023-01-01", "2023-03-07", "2024-11-20", "2024-12-05"])
def test_nothing_of_the_future_is_told(books, on):
    found = data(books["en"], ORDINANCE, on)
    told = json.dumps({key: found[key] for key in ("status", "votes", "enjoined", "sources", "since")})
    law = books["en"].find(ORDINANCE)
    later = [event for event in law.events if event.on > date.fromisoformat(on)]
    known = {name for event in law.events if event.on <= date.fromisoformat(on) for name in event.sources}
    for event in later:
        assert all(f'"{name}"' not in told for name in set(event.sources) - known)
    assert all(vote["on"] <= on for vote in found["votes"])


def test_status_agrees_with_what_binds_on_every_day(books):
    """Another module decides what binds; a status that said otherwise would be a lie."""
    book = books["en"]
    for law in book.laws():
        for event in law.events:
            for day in (event.on - timedelta(days=1), event.on, event.on + timedelta(days=1)):
                now = book.state(law, day)
                assert now.in_force == in_force(law, day)
                says = law_data(law, now, book)["status"]
                everyone = any(each.as_to is None and not each.provisions for each in now.enjoined)
                assert says.startswith("in force" if now.in_force and not everyone else "not in force"), (
                    law.path,
                    day,
                )


def test_an_injunction_is_told_with_those_it_protects(books):
    found = data(books["en"], "officer-identity", "2026-05-01")
    assert found["status"] == "in force since 2026-01-01, except as to federal agency (enjoined 2026-04-22)"
    assert [(each["as_to"], each["since"]) for each in found["enjoined"]] == [
        ("federal agency", "2026-04-22")
    ]
    assert data(books["en"], "officer-identity", "2026-04-21")["status"] == "in force since 2026-01-01"


def test_a_day_that_is_known_roughly_binds_from_the_latest(books):
    before = data(books["en"], "lapd-transfer-approval", "2020-01-01")
    assert before["status"] == (
        "not in force: took effect on a day between 2018-01-01 and 2025-06-30 that is not known"
    )
    after = data(books["en"], "lapd-transfer-approval", "2025-06-30")
    assert after["status"] == "in force since a day between 2018-01-01 and 2025-06-30"


def test_both_languages_say_everything(books):
    for law in books["es"].laws():
        for on in ("2017-01-01", "2024-11-20", "2024-12-05", "2026-11-23"):
            assert data(books["es"], law.path, on)["status"].startswith(("vigente", "no vigente"))
    assert data(books["es"], ORDINANCE, "2024-11-20")["status"].startswith(
        "no vigente: primera votación 13–0 el 2024-11-19; falta: segunda votación porque el texto se enmendó"
    )
    texts = [book.phrases.tables for book in books.values()]
    flat = [
        {f"{a}.{b}" for a, t in each.items() if isinstance(t, dict) for b in t} | set(each) for each in texts
    ]
    assert flat[0] == flat[1]


def test_the_votes_are_those_of_the_public_record(books, shared):
    recorded = json.loads((shared / "data/la-council-sanctuary-votes/votes.json").read_text(encoding="utf-8"))
    told = {each["on"]: each for each in data(books["en"], ORDINANCE, "2026-11-23")["votes"]}
    assert {each["date"]: (each["ayes"], each["noes"], len(each["absent"])) for each in recorded} == {
        on: (each["ayes"], each["noes"], each["absent"]) for on, each in told.items()
    }


def test_every_shipped_event_kind_of_a_vote_has_counts():
    """A vote without counts can't be compared with what the place needs."""
    for place in pack.places():
        stack = pack.load(place)
        process = read_process(stack.packs[0])
        for law in stack.packs[0].laws:
            if any(law.kind in each.kinds for each in process):
                votes = [
                    e for e in law.events if e.kind in (EventKind.FIRST_READING, EventKind.SECOND_READING)
                ]
                assert all(each.votes is not None for each in votes)
