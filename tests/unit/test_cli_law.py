"""`frith law`: what it prints, for people and for programs, and how it ends."""

import json

import pytest
from click.testing import CliRunner

from frith.cli.law import law
from frith.errors import PackError, UsageError
from frith.law import pack

ORDINANCE = "ordinance-188441"


def run(*words, **env):
    return CliRunner().invoke(
        law, [*words], env={"FRITH_PLACE": None, "FRITH_PACKS": None, "COLUMNS": "200", **env}
    )


def told(*words):
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_status_is_a_stable_shape_for_programs():
    found = told("status", "--on", "2024-11-20")
    assert (found["place"], found["on"]) == (pack.default_place(), "2024-11-20")
    by_id = {each["id"]: each for each in found["laws"] if each["place"] == found["place"]}
    ordinance = by_id[ORDINANCE]
    assert {
        "id",
        "title",
        "cite",
        "status",
        "verification",
        "since",
        "votes",
        "due",
        "enjoined",
        "sources",
        "next",
    } <= set(ordinance)
    assert ordinance["status"].startswith("not in force")
    assert ordinance["next"].startswith("second vote still due")
    assert all(each["status"].startswith(("in force", "not in force")) for each in found["laws"])


def test_own_leaves_out_the_laws_above():
    places = {each["place"] for each in told("status", "--own")["laws"]}
    assert places == {pack.default_place()}
    assert len({each["place"] for each in told("status")["laws"]}) == 3


def test_the_place_comes_from_the_option_else_the_variable_else_the_default():
    above = pack.load(pack.default_place()).packs[-1].id
    assert told("status", "--place", above)["place"] == above
    assert json.loads(run("status", "--json", FRITH_PLACE=above).output)["place"] == above


def test_status_for_people_says_what_is_due():
    shown = " ".join(run("status", ORDINANCE, "--on", "2024-11-20").output.replace("│", " ").split())
    assert "first vote 13–0 on 2024-11-19" in shown
    assert "needs: 8 of 15 votes; 12 of 15 for an urgency clause" in shown


def test_show_tells_what_binds_that_day():
    before, after = (told("show", ORDINANCE, "--on", on)["provisions"] for on in ("2024-12-08", "2024-12-09"))
    assert before
    assert not any(each["binds"] for each in before)
    assert all(each["binds"] for each in after)
    assert all(each["says"] and each["cite"] and each["verified"] != "text" for each in after)


def test_show_for_people_in_both_languages():
    english, spanish = (run("show", ORDINANCE, "--lang", lang).output for lang in ("en", "es"))
    assert "has not been read" in " ".join(english.split())
    assert "binds: yes" in english
    assert "obliga: sí" in spanish
    assert "No se ha leído el texto oficial" in spanish


def test_the_timeline_marks_the_day_among_the_events():
    lines = run("timeline", ORDINANCE, "--on", "2024-11-20").output.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("◆"))
    assert any("2024-11-19  first vote  13 ayes, 0 noes, 2 absent" in line for line in lines[:at])
    assert any(line.startswith("○ 2024-12-04") for line in lines[at:])
    assert any("[S14]" in line and "kesq" in line for line in lines[:at])
    assert any("2024-12-04 … 2024-12-09" in line for line in lines[at:])


def test_the_timeline_of_a_place_tells_all_its_laws():
    found = told("timeline")
    assert len(found["laws"]) == len(pack.load(found["place"]).packs[0].laws)
    assert all("history" in each for each in found["laws"])


def test_list_names_the_places_and_with_a_place_its_laws():
    assert {each["id"] for each in told("list")["places"]} == set(pack.places())
    assert told("list", "--place", pack.default_place())["laws"]
    for place in pack.places():
        assert place in run("list").output


def test_a_law_of_another_place_is_named_with_it():
    found = told("status")["laws"][-1]
    name = f"{found['place']}/{found['id']}"
    assert told("status", name)["laws"][0]["cite"] == found["cite"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("status", "ordinance-188442"), "did you mean `ordinance-188441`"),
        (("show", "nothing-like-it-at-all"), "frith law list"),
        (("status", "--lang", "fr"), "there is en, es"),
        (("status", "--place", "nowhere"), "no pack for place `nowhere`"),
    ],
)
def test_wrong_words_are_a_usage_error_that_names_the_mend(words, told):
    error = run(*words).exception
    assert isinstance(error, UsageError)
    assert told in str(error)


def test_a_day_that_is_none_is_wrong_usage():
    result = run("status", "--on", "2024-13-01")
    assert result.exit_code == 2
    assert "write it as 2024-12-09" in result.output


def test_a_pack_that_cannot_be_read_is_an_error_of_the_pack(tmp_path):
    home = tmp_path / "broken"
    home.mkdir()
    (home / "pack.toml").write_text("id = ", encoding="utf-8")
    assert isinstance(run("status", "--place", "broken", "--packs", str(tmp_path)).exception, PackError)


@pytest.mark.parametrize("command", ["list", "show", "status", "timeline"])
def test_help_shows_examples(command):
    shown = run(command, "--help").output
    assert f"frith law {command}" in shown
    assert "Examples:" in shown
