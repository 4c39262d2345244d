"""A bill walks through a council: what happened, what each next step needs, and no step once it ended."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from frith.casework.lint import lint
from frith.cli.laws import law
from frith.law import pack
from frith.law.lint import Weight
from tests.unit.bills import INTRODUCED, PASSED, action, bill, write
from tests.unit.town import event

PLACE = pack.default_place()
PACK = f"""
id = "lanterns"
title = {{ en = "Lantern bill", es = "Proyecto de faroles" }}
kind = "draft"
parent = "{PLACE}"
version = "1"
languages = ["en", "es"]
"""
LAW = """
title = { en = "Lantern bill", es = "Proyecto de faroles" }
cite = "File 26-0001"
kind = "ordinance"
verification = "unverified"
"""
URGENT = "urgency = true\n"
BEFORE = event("introduced", "2026-01-05")
FIRST = event("first_reading", "2026-01-12", (13, 0, 0, 2)) + event("amended", "2026-01-12")
SECOND = event("second_reading", "2026-01-20", (12, 0, 0, 3), URGENT)
SHORT = event("second_reading", "2026-01-20", (11, 0, 0, 4), URGENT)
SIGNED = event("signed", "2026-01-22")
PUBLISHED = event("published", "2026-01-24")


def status(folder, place, on, *words):
    """The first law of the place, as `frith law status` tells it to programs."""
    asked = ["status", "--own", "--place", place, "--packs", str(folder), "--on", on, "--json", *words]
    result = CliRunner().invoke(law, asked)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)["laws"][0]


@pytest.fixture
def walk(tmp_path):
    """A bill of the shipped place, in a folder of its own; its status on a day after these events."""

    def walk(on, *events, more=""):
        home = tmp_path / "lanterns"
        (home / "laws").mkdir(parents=True, exist_ok=True)
        (home / "words").mkdir(exist_ok=True)
        (home / "pack.toml").write_text(PACK, encoding="utf-8")
        for language in ("en", "es"):
            (home / "words" / f"{language}.toml").write_text("[says]\n[do]\n", encoding="utf-8")
        (home / "laws" / "lanterns.toml").write_text(LAW + more + "".join(events), encoding="utf-8")
        return status(tmp_path, "lanterns", on)

    return walk


def steps(found):
    return [each["step"] for each in found["due"]]


def test_a_draft_is_made_as_the_place_above_makes_its_laws(walk):
    found = walk("2026-01-06", BEFORE)
    assert found["status"].startswith("not in force: introduced on 2026-01-05; first vote still due")
    assert steps(found) == ["first_vote", "executive", "publication", "effect"]
    assert found["due"][0]["needs"] == "8 of 15 votes; 12 of 15 for an urgency clause"
    assert all("Charter" in each["cite"] for each in found["due"])


def test_an_amended_first_vote_makes_a_second_due_about_a_week_later(walk):
    found = walk("2026-01-13", BEFORE, FIRST)
    assert found["next"].startswith(
        "second vote still due because the text was amended on 2026-01-12, no earlier than about 2026-01-19"
    )
    assert steps(found) == ["second_vote", "executive", "publication", "effect"]


def test_an_urgent_second_vote_binds_on_publication(walk):
    voted = walk("2026-01-21", BEFORE, FIRST, SECOND)
    assert voted["next"].startswith("signature due by 2026-01-30")
    assert voted["due"][-1]["needs"] == "on publication: it carries an urgency clause"
    signed = walk("2026-01-23", BEFORE, FIRST, SECOND, SIGNED)
    assert (steps(signed), signed["due"][0]["step"]) == (["publication", "effect"], "publication")
    assert "signed on 2026-01-22" in signed["status"]
    published = walk("2026-01-24", BEFORE, FIRST, SECOND, SIGNED, PUBLISHED)
    assert "by the rules it took effect on 2026-01-24, but no such event is recorded" in published["status"]
    assert not published["in_force"], "rules alone put nothing in force"
    bound = walk("2026-01-24", BEFORE, FIRST, SECOND, SIGNED, PUBLISHED, event("effective", "2026-01-24"))
    assert (bound["in_force"], bound["since"], bound["due"]) == (True, "2026-01-24", [])


def test_urgency_without_twelve_ayes_fails_and_the_ordinary_days_count(walk):
    found = walk("2026-01-25", BEFORE, FIRST, SHORT, SIGNED, PUBLISHED)
    ordinary = date(2026, 1, 24) + timedelta(days=31)
    assert found["next"].startswith(f"takes effect on {ordinary}")
    assert found["due"][0]["needs"] == (
        "31 days after publication: its urgency clause did not get 12 of 15 votes"
    )


@pytest.mark.parametrize("ayes", [11, 12])
def test_an_abstaining_member_is_in_the_room_and_keeps_a_first_vote_from_being_enough(walk, ayes):
    found = walk("2026-01-13", BEFORE, event("first_reading", "2026-01-12", (ayes, 0, 1, 14 - ayes)))
    assert "second vote still due because the first was not unanimous" in found["status"]
    away = walk("2026-01-13", BEFORE, event("first_reading", "2026-01-12", (ayes, 0, 0, 14 - ayes, 1)))
    few = "second vote still due because too few members were present"
    assert (few if ayes == 11 else "signature due by") in away["status"]


def test_a_vetoed_bill_tells_what_an_override_takes_and_a_withdrawn_one_nothing(walk):
    vetoed = walk("2026-01-25", BEFORE, FIRST, SHORT, event("vetoed", "2026-01-23"))
    assert "override with 12 of 15 votes until 2026-03-24" in vetoed["status"]
    gone = walk("2026-01-25", BEFORE, FIRST, event("withdrawn", "2026-01-23"))
    assert gone["status"] == "not in force: withdrawn on 2026-01-23: it ended there, and no step is due"
    assert (gone["due"], gone["next"]) == ([], "")


def test_a_draft_may_say_itself_how_it_is_made(walk, tmp_path):
    walk("2026-01-06", BEFORE)
    above = pack.shipped() / PLACE / "process.toml"
    own = (
        above.read_text(encoding="utf-8")
        .replace("ayes = 8 ", "ayes = 9 ")
        .replace('law = "charter', 'cite = "charter')
    )
    own = own.replace('law = "administrative', 'cite = "administrative')
    (tmp_path / "lanterns" / "process.toml").write_text(own, encoding="utf-8")
    assert status(tmp_path, "lanterns", "2026-01-06")["due"][0]["needs"].startswith("9 of 15 votes")


def test_lint_takes_a_draft_and_notes_that_it_has_no_provisions(walk, tmp_path):
    walk("2026-01-06", event("introduced", "2026-01-05", more='says = { en = "In.", es = "Entra." }\n'))
    assert [(each.rule, each.weight) for each in lint("lanterns", tmp_path)] == [
        ("no-provisions", Weight.NOTE)
    ]


UNKNOWN = "how this place makes law is not on file, so the next step is not known"
SIGN = action("Signed Into Law by Mayor", "2026-02-20")
VETO = action("Vetoed by Mayor", "2026-02-20")
STAGES = {
    "introduced": ((), f"introduced on 2026-01-05; {UNKNOWN}"),
    "committee": (
        (action("Hearing Held by Committee", "2026-01-09"),),
        f"in committee on 2026-01-09; {UNKNOWN}",
    ),
    "passed": (
        (PASSED, action("Sent to Mayor by Council", "2026-02-09")),
        f"adopted 1–1 on 2026-02-09; {UNKNOWN}",
    ),
    "signed": ((PASSED, SIGN), f"signed on 2026-02-20; no day of effect is on file; {UNKNOWN}"),
    "unsigned": (
        (
            action("City Charter Rule Adopted", "2026-03-11"),
            action("Returned Unsigned by Mayor", "2026-03-13"),
        ),
        f"became law unsigned on 2026-03-11; no day of effect is on file; {UNKNOWN}",
    ),
    "vetoed": ((PASSED, VETO), f"vetoed on 2026-02-20; {UNKNOWN}"),
    "overridden": (
        (PASSED, VETO, action("Overridden by Council", "2026-03-01", PassedFlagName="Pass")),
        f"veto overridden on 2026-03-01; no day of effect is on file; {UNKNOWN}",
    ),
    "failed": (
        ({**PASSED, "PassedFlagName": "Fail"},),
        "rejected 1–1 on 2026-02-09: it ended there, and no step is due",
    ),
    "end of session": (
        (action("Filed (End of Session)", "2026-12-31"),),
        "filed away on 2026-12-31: it ended there, and no step is due",
    ),
    "withdrawn": (
        (action("Withdrawn", "2026-02-01"),),
        "withdrawn on 2026-02-01: it ended there, and no step is due",
    ),
}


@pytest.fixture(scope="module")
def elsewhere():
    """A shipped city that does not say how it makes law."""
    found = (pack.load(each).packs[0] for each in pack.places())
    cities = [each.id for each in found if each.kind == "city"]
    return next(each for each in cities if not (pack.shipped() / each / "process.toml").exists())


@pytest.mark.parametrize("stage", STAGES)
def test_an_imported_bill_of_a_place_without_rules_tells_what_is_known(tmp_path, elsewhere, stage):
    steps, told = STAGES[stage]
    words = ["--into", str(tmp_path / "packs"), "--place", elsewhere]
    file = write(tmp_path, bill(INTRODUCED, *steps))
    assert CliRunner().invoke(law, ["import", str(file), *words], standalone_mode=False).return_value == 0
    found = status(tmp_path / "packs", "int-12-2026", "2027-01-01")
    assert found["status"] == f"not in force: {told}"
    assert (found["due"], found["next"]) == ([], "")
    spanish = status(tmp_path / "packs", "int-12-2026", "2027-01-01", "--lang", "es")["status"]
    assert spanish.startswith("no vigente: ")
    assert ("no se conoce el siguiente paso" in spanish) == (UNKNOWN in told)
