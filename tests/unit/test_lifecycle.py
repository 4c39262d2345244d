"""The status of a law on a day is counted from its history and the place's process, and knows nothing of the future."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from frith.errors import PackError
from frith.law import pack
from frith.law.calendar import in_force
from frith.law.course import Why
from frith.law.lifecycle import Step
from frith.law.process import read_process
from frith.law.record import law_data, shelf
from frith.model.law import EventKind

HERE = pack.default_place()
ORDINANCE = "ordinance-188441"


@pytest.fixture(scope="module")
def books():
    return {language: shelf(HERE, None, language) for language in ("en", "es")}


def data(book, name, on):
    law = book.find(name)
    return law_data(law, book.state(law, date.fromisoformat(on)), book)


# ---- The shipped place ---------------------------------------------------------------------------------------


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


# ---- A made-up town ------------------------------------------------------------------------------------------

PACK = """
id = "toy-town"
title = { en = "Toy Town" }
kind = "city"
version = "1"
languages = ["en"]
"""
RULE = 'cite = "Toy Charter {n}"\nverification = "unverified"\nsays = {{ en = "rule {n}" }}\n'
PROCESS = (
    'kinds = ["ordinance"]\n[council]\ntitle = { en = "Board" }\nmembers = 7\nquorum = 4\nayes = 4\n'
    + RULE.format(n=1)
    + "[readings]\nnumber = 2\ndays_between = 14\n"
    + RULE.format(n=2)
    + '[executive]\ntitle = { en = "Chair" }\ndays = 5\nsilence = "SILENCE"\n'
    + RULE.format(n=3)
    + "[executive.override]\nayes = 5\ndays = 30\n"
    + RULE.format(n=4)
    + '[effect]\nafter = "approval"\ndays = 20\n'
    + RULE.format(n=5)
)
LAW = """
title = { en = "Lantern Law" }
cite = "Toy Ord. 1"
kind = "ordinance"
verification = "unverified"
"""


def event(kind, on, votes="", more=""):
    votes = f"votes = {{ ayes = {votes[0]}, noes = {votes[1]} }}\n" if votes else ""
    return f'[[event]]\nkind = "{kind}"\non = {on}\n{votes}{more}\n'


@pytest.fixture
def town(tmp_path: Path):
    """A town with two readings and a veto; `say` gives the status on a day of a law with these events."""
    home = tmp_path / "toy-town"
    (home / "laws").mkdir(parents=True)
    (home / "pack.toml").write_text(PACK, encoding="utf-8")

    def say(on, *events, silence="approved", process=PROCESS):
        (home / "process.toml").write_text(process.replace("SILENCE", silence), encoding="utf-8")
        (home / "laws" / "lantern.toml").write_text(LAW + "".join(events), encoding="utf-8")
        return data(shelf("toy-town", tmp_path, "en"), "lantern", on)

    return say


FIRST, SECOND = event("first_reading", "2026-01-05", (7, 0)), event("second_reading", "2026-01-20", (5, 2))


def test_a_unanimous_first_vote_is_not_enough_where_no_rule_says_so(town):
    found = town("2026-01-06", FIRST)
    assert found["status"] == (
        "not in force: first vote 7–0 on 2026-01-05; second vote still due, no earlier than 2026-01-19 (Toy Charter 2)"
    )
    assert [each["step"] for each in found["due"]] == ["second_vote", "executive", "effect"]
    assert found["due"][0]["needs"] == "4 of 7 votes"
    assert found["due"][-1]["earliest"] == "2026-02-08"


ENOUGH = "[readings.first_is_enough]\nunanimous = true\npresent = 6\nnot_if_amended = true\n" + RULE.format(
    n=6
)


@pytest.mark.parametrize(
    ("votes", "also", "told"),
    [
        ((6, 0), "", "signature due by 2026-01-10"),
        ((5, 0), "", "second vote still due because too few members were present"),
        ((6, 1), "", "second vote still due because the first was not unanimous"),
        ((6, 0), "amended", "second vote still due because the text was amended on 2026-01-05"),
    ],
)
@pytest.mark.parametrize("amended_first", [True, False])
def test_when_the_first_vote_is_enough(town, votes, also, told, amended_first):
    vote = event("first_reading", "2026-01-05", votes)
    change = event(also, "2026-01-05") if also else ""
    events = (change, vote) if amended_first else (vote, change)
    process = PROCESS.replace("[executive]", ENOUGH + "[executive]", 1)
    assert told in town("2026-01-06", *events, process=process)["status"]


def test_three_votes_where_three_are_needed(town):
    process = PROCESS.replace("number = 2", "number = 3")
    found = town("2026-01-21", FIRST, SECOND, process=process)
    assert "final vote still due, no earlier than 2026-02-03 (Toy Charter 2)" in found["status"]
    passed = town("2026-02-05", FIRST, SECOND, event("adopted", "2026-02-04", (4, 3)), process=process)
    assert passed["status"].startswith("not in force: adopted 4–3 on 2026-02-04; signature due by 2026-02-09")


def test_signed_it_takes_effect_so_many_days_later(town):
    found = town("2026-01-25", FIRST, SECOND, event("signed", "2026-01-22"))
    assert found["status"] == "not in force: signed on 2026-01-22; takes effect on 2026-02-11 (Toy Charter 5)"


def test_rules_alone_put_nothing_in_force(town):
    found = town("2026-03-01", FIRST, SECOND, event("signed", "2026-01-22"))
    assert found["status"].endswith(
        "by the rules it took effect on 2026-02-11, but no such event is recorded (Toy Charter 5)"
    )


def test_silence_approves_or_kills(town):
    assert town("2026-01-26", FIRST, SECOND)["status"] == (
        "not in force: approved by silence on 2026-01-25; takes effect on 2026-02-14 (Toy Charter 5)"
    )
    assert town("2026-01-25", FIRST, SECOND)["next"] == "signature due by 2026-01-25 (Toy Charter 3)"
    dead = town("2026-01-26", FIRST, SECOND, silence="vetoed")
    assert dead["status"].endswith("the Chair did not sign by 2026-01-25, and silence is a veto")
    assert dead["due"] == []


def test_a_veto_can_be_overridden_until_its_day(town):
    veto = event("vetoed", "2026-01-23")
    assert town("2026-01-24", FIRST, SECOND, veto)["status"] == (
        "not in force: vetoed on 2026-01-23; the Board can override with 5 of 7 votes until 2026-02-22 (Toy Charter 4)"
    )
    assert "ran out on 2026-02-22" in town("2026-02-23", FIRST, SECOND, veto)["status"]
    back = town("2026-02-02", FIRST, SECOND, veto, event("overridden", "2026-02-01", (5, 2)))
    assert back["status"].startswith(
        "not in force: veto overridden 5–2 on 2026-02-01; takes effect on 2026-02-21"
    )


def test_a_vote_that_lacks_the_ayes_fails_and_begins_again(town):
    failed = event("first_reading", "2026-01-05", (3, 4))
    found = town("2026-01-06", failed)
    assert (
        found["status"]
        == "not in force: first vote failed 3–4 on 2026-01-05; first vote still due (Toy Charter 1)"
    )
    again = town("2026-02-03", failed, event("first_reading", "2026-02-02", (4, 3)))
    assert again["due"][0]["step"] == Step.SECOND_VOTE


def test_an_ended_law_says_how(town):
    begun = event("effective", "2026-02-11")
    assert (
        town("2026-06-01", begun, event("repealed", "2026-05-01"))["status"]
        == "not in force: repealed on 2026-05-01"
    )
    assert town("2026-04-30", begun, event("repealed", "2026-05-01"))["in_force"]
    again = (begun, event("sunset", "2026-05-01"), event("effective", "2026-07-01"))
    assert town("2026-08-01", *again)["since"] == "2026-07-01"


def test_an_injunction_as_to_everyone_takes_the_law_away_until_it_is_dissolved(town):
    stopped = (event("effective", "2026-02-11"), event("enjoined", "2026-03-01"))
    assert town("2026-03-02", *stopped)["status"] == "not in force: enjoined as to everyone since 2026-03-01"
    free = town("2026-04-02", *stopped, event("dissolved", "2026-04-01"))
    assert free["status"] == "in force since 2026-02-11 (day not checked)"


def test_a_place_without_a_process_tells_the_last_event(town, tmp_path):
    town("2026-01-06", FIRST)
    (tmp_path / "toy-town" / "process.toml").unlink()
    found = data(shelf("toy-town", tmp_path, "en"), "lantern", "2026-01-06")
    assert (found["status"], found["due"]) == ("not in force: first vote 7–0 on 2026-01-05", [])


def test_nothing_recorded_yet(town):
    assert town("2020-01-01", FIRST)["status"] == "not in force: nothing is recorded up to this day"


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("members = seven", "members = 7", "at line"),
        ('members = "7"', "members = 7", "`members` is not a whole number"),
        ("mambers = 7", "members = 7", "did you mean `members`"),
        ("ayes = 8\n" + RULE.format(n=1), "ayes = 4\n" + RULE.format(n=1), "can't exceed"),
        ('after = "wedding"', 'after = "approval"', "`wedding` is no value of `after`"),
        ("[effekt]", "[effect]", "did you mean `effect`"),
        ('law = "nowhere"', 'cite = "Toy Charter 1"', "`nowhere` is no law of this pack"),
        ("about = 3\ndays_between", "days_between", "neither true nor false"),
    ],
)
def test_a_process_that_cannot_be_read_names_file_and_mend(town, wrong, right, words):
    assert right in PROCESS
    with pytest.raises(PackError) as caught:
        town("2026-01-06", FIRST, process=PROCESS.replace(right, wrong, 1))
    assert words in str(caught.value)
    assert "process.toml" in str(caught.value)


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
