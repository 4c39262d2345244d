"""The public records of forty-five bills become drafts, and every vote in them is counted once."""

import json
import tomllib
from collections import Counter

import pytest
from click.testing import CliRunner

from frith.casework.lint import lint
from frith.cli.laws import law
from frith.law import pack
from frith.law.laws import read_law
from frith.law.lint import Weight
from frith.model.law import EventKind, Votes

PLACE = pack.default_place()
AWAY = {"Excused", "Bereavement", "Medical", "Maternity", "Conflict"}
COUNTS = {
    "Affirmative": "ayes",
    "Negative": "noes",
    "Abstain": "abstain",
    "Non-voting": "abstain",
    "Absent": "absent",
}


@pytest.fixture(scope="module")
def records(shared):
    files = sorted((shared / "data/nyc-sanctuary-legislation/introduction").glob("*/*.json"))
    return {file: json.loads(file.read_text(encoding="utf-8")) for file in files}


@pytest.fixture(scope="module")
def drafts(records, tmp_path_factory):
    """All of them imported; the folder, and what the command told."""
    folder = tmp_path_factory.mktemp("drafts") / "packs"
    words = ["import", *map(str, records), "--into", str(folder), "--place", PLACE, "--json"]
    result = CliRunner().invoke(law, words, standalone_mode=False)
    assert result.return_value == 0, result.output
    return folder, json.loads(result.stdout)


def test_every_bill_is_imported_and_every_action_is_known(records, drafts):
    _, told = drafts
    assert (len(told["drafts"]), told["failed"]) == (45, [])
    assert [each for each in told["drafts"] if each["unknown_actions"] or each["unknown_votes"]] == []
    assert sum(each["events"] for each in told["drafts"]) == sum(
        len(each["History"]) for each in records.values()
    )


def test_every_vote_is_counted_as_the_records_have_it(records, drafts):
    words = Counter(
        vote["Vote"]
        for each in records.values()
        for row in each["History"]
        for vote in row.get("Votes") or ()
    )
    assert words.total() == 863
    expected = Counter(dict.fromkeys(("ayes", "noes", "abstain", "absent", "excused"), 0))
    for word, n in words.items():
        expected["excused" if word in AWAY else COUNTS[word]] += n
    assert drafts[1]["votes"] == dict(expected)
    assert drafts[1]["votes"] == {"ayes": 730, "noes": 79, "abstain": 7, "absent": 31, "excused": 16}


def test_the_final_vote_of_local_law_228(drafts):
    folder, _ = drafts
    vocabulary = pack.vocabulary(folder)
    found = read_law(
        folder / "int-1568-2017/laws/int-1568-2017.toml", place="int-1568-2017", vocabulary=vocabulary
    )
    assert found.cite == "Int 1568-2017, Local Law 2017/228"
    final = [each for each in found.events if each.kind is EventKind.ADOPTED]
    assert [each.votes for each in final] == [Votes(ayes=41, noes=4, abstain=1, absent=3, excused=1)]
    assert found.events[-1].kind is EventKind.UNSIGNED


def test_no_member_of_the_council_stands_in_any_draft(records, drafts):
    folder, _ = drafts
    text = "\n".join(each.read_text(encoding="utf-8") for each in folder.rglob("*") if each.is_file())
    people = [
        each
        for record in records.values()
        for each in (
            *record["Sponsors"],
            *(vote for row in record["History"] for vote in row.get("Votes") or ()),
        )
    ]
    names = {each[key] for each in people for key in ("FullName", "Slug") if each[key]}
    assert len(names) > 100
    assert sorted(name for name in names if name in text) == []


def test_every_draft_is_sound_and_none_is_given_a_day_of_effect(drafts):
    folder, told = drafts
    for each in told["drafts"]:
        problems = lint(each["id"], folder)
        assert [problem.what for problem in problems if problem.weight is Weight.ERROR] == []
        law_file = tomllib.loads(
            (folder / each["id"] / "laws" / f"{each['id']}.toml").read_text(encoding="utf-8")
        )
        assert "effective" not in [event["kind"] for event in law_file["event"]]
