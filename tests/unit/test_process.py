"""What is still due is counted from the rules of the place: a made-up town, whose rules a test may change."""

import pytest

from frith.errors import PackError
from frith.law.lifecycle import Step
from tests.unit.town import PROCESS, RULE, Town, event

FIRST, SECOND = event("first_reading", "2026-01-05", (7, 0)), event("second_reading", "2026-01-20", (5, 2))


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


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
        ((6, 0, 0, 1), "", "signature due by 2026-01-10"),
        ((6, 0, 0, 0, 1), "", "signature due by 2026-01-10"),
        ((5, 0, 0, 0, 2), "", "second vote still due because too few members were present"),
        ((5, 0, 1, 1), "", "second vote still due because the first was not unanimous"),
        ((4, 0, 1, 2), "", "second vote still due because too few members were present"),
    ],
)
@pytest.mark.parametrize("amended_first", [True, False])
def test_when_the_first_vote_is_enough(town, votes, also, told, amended_first):
    vote = event("first_reading", "2026-01-05", votes)
    change = event(also, "2026-01-05") if also else ""
    events = (change, vote) if amended_first else (vote, change)
    process = PROCESS.replace("[executive]", ENOUGH + "[executive]", 1)
    assert told in town("2026-01-06", *events, process=process)["status"]


def test_who_abstained_or_was_excused_is_in_the_data(town):
    told = town("2026-01-06", event("first_reading", "2026-01-05", (4, 0, 1, 1, 1)))
    assert told["votes"] == [
        {"on": "2026-01-05", "kind": "first_reading", "ayes": 4, "noes": 0, "abstain": 1, "absent": 1}
        | {"excused": 1, "sources": []}
    ]


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ("{ ayes = 4, noes = 0, sick = 1 }", "one of ayes, noes, abstain, absent, excused"),
        ("{ ayes = 4 }", "is not a count"),
        ("{ ayes = 4, noes = -1 }", "is not a count"),
        ("{ ayes = 4, noes = 0, abstain = true }", "is not a count"),
        ("[4, 0]", "is not a count"),
    ],
)
def test_votes_that_are_no_counts_are_refused(town, votes, words):
    with pytest.raises(PackError, match=words):
        town("2026-01-06", event("first_reading", "2026-01-05", more=f"votes = {votes}\n"))


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


def test_what_became_law_unsigned_waits_for_no_signature(town):
    found = town("2026-01-22", FIRST, SECOND, event("unsigned", "2026-01-21"))
    assert found["status"] == (
        "not in force: became law unsigned on 2026-01-21; takes effect on 2026-02-10 (Toy Charter 5)"
    )
    assert [each["step"] for each in found["due"]] == ["effect"]


@pytest.mark.parametrize("ended", ["filed", "withdrawn", "failed"])
@pytest.mark.parametrize("before", [(), (FIRST,), (FIRST, SECOND)])
@pytest.mark.parametrize("silence", ["approved", "vetoed"])
def test_a_bill_that_ended_is_promised_no_step(town, ended, before, silence):
    end = (event(ended, "2026-01-21"), event("noted", "2026-01-22"))
    found = town("2026-03-01", *before, *end, silence=silence)
    assert found["status"].endswith(" on 2026-01-21: it ended there, and no step is due")
    assert (found["due"], found["next"], found["in_force"]) == ([], "", False)
    if before == (FIRST,):
        assert town("2026-01-20", *before, *end, silence=silence)["due"], "it had not ended yet"


def test_a_later_step_takes_a_bill_up_again(town):
    again = town("2026-03-01", event("filed", "2026-01-01"), FIRST)
    assert again["due"][0]["step"] == Step.SECOND_VOTE


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


RULES_UNKNOWN = "how this place makes law is not on file, so the next step is not known"


def without_rules(town, on, *events):
    town(on, *events)
    (town.home / "process.toml").unlink()
    return town.told(on)


def test_a_place_without_a_process_tells_the_last_step_and_promises_none(town):
    found = without_rules(town, "2026-01-08", FIRST, event("noted", "2026-01-07"))
    assert found["status"] == f"not in force: first vote 7–0 on 2026-01-05; {RULES_UNKNOWN}"
    assert (found["due"], found["next"]) == ([], "")


@pytest.mark.parametrize("kind", ["signed", "unsigned", "overridden"])
def test_an_approved_law_without_a_day_of_effect_says_that_there_is_none(town, kind):
    told = without_rules(town, "2026-03-01", FIRST, SECOND, event(kind, "2026-01-22"))["status"]
    assert told.startswith("not in force: ")
    assert told.endswith(f" on 2026-01-22; no day of effect is on file; {RULES_UNKNOWN}")


def test_a_day_of_effect_that_is_on_file_is_not_denied(town):
    events = (event("signed", "2026-01-22"), event("effective", "2026-06-01"))
    assert without_rules(town, "2026-03-01", *events)["status"] == "not in force: signed on 2026-01-22"


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
