"""`frith law import`: a record of a bill becomes a pack that is sound, names no person, and binds nobody."""

import json
import tomllib
from datetime import date

import pytest
from click.testing import CliRunner

from frith.casework.lint import lint
from frith.cli.laws import law
from frith.errors import UsageError
from frith.law import pack
from frith.law.calendar import binding
from frith.law.lint import Weight
from tests.unit.bills import INTRODUCED, PASSED, action, bill, roll, write

PLACE = pack.default_place()
NAME = "int-12-2026"


def run(*words):
    return CliRunner().invoke(law, ["import", *map(str, words)], standalone_mode=False)


@pytest.fixture
def bring(tmp_path):
    """Import a record; what the command told, as data."""

    def bring(record, *words):
        result = run(
            write(tmp_path, record), "--into", tmp_path / "packs", "--place", PLACE, "--json", *words
        )
        assert result.exception is None, result.output
        return json.loads(result.stdout)

    return bring


def history(folder, name=NAME):
    return tomllib.loads((folder / "packs" / name / "laws" / f"{name}.toml").read_text(encoding="utf-8"))


def test_a_record_becomes_a_pack_that_lint_accepts(bring, tmp_path):
    told = bring(bill(INTRODUCED, PASSED))
    assert [(each["id"], each["did"], each["events"]) for each in told["drafts"]] == [(NAME, "written", 2)]
    found = pack.load(NAME, tmp_path / "packs").packs[0]
    assert (found.kind, found.parent, found.languages) == ("draft", PLACE, ("en", "es"))
    problems = lint(NAME, tmp_path / "packs")
    assert [(each.rule, each.weight) for each in problems] == [("no-provisions", Weight.NOTE)]
    assert [each.name for each in (tmp_path / "packs").iterdir()] == [NAME], "nothing half-written is left"


def test_votes_are_counts_and_every_way_of_being_away_with_leave_is_excused(bring, tmp_path):
    words = ["Affirmative"] * 4 + [
        "Negative",
        "Abstain",
        "Non-voting",
        "Absent",
        "Maternity",
        "Medical",
        "Conflict",
    ]
    told = bring(bill(action("Approved by Council", "2026-02-09", PassedFlagName="Pass", Votes=roll(*words))))
    counts = {"ayes": 4, "noes": 1, "abstain": 2, "absent": 1, "excused": 3}
    assert history(tmp_path)["event"][0]["votes"] == counts
    assert told["votes"] == counts


def test_a_vote_word_that_nobody_knows_is_never_an_aye(bring, tmp_path):
    told = bring(bill({**PASSED, "Votes": roll("Affirmative", "Affirmitive", None)}))
    words = [{"word": "Affirmitive", "n": 1}, {"word": "(none)", "n": 1}]
    assert told["drafts"][0]["unknown_votes"] == words
    assert told["votes"]["ayes"] == 1
    event = history(tmp_path)["event"][0]
    assert "votes" not in event, "a roll call that lacks votes would look like one that failed"
    assert "2 of 3 stand under words that are not known" in event["says"]["en"]


def test_no_person_of_the_record_is_written(bring, tmp_path):
    hearing = action(
        "Approved by Committee", "2026-01-20", BodyName="Committee of Ada Quill", Votes=roll("Absent")
    )
    bring(bill(INTRODUCED, hearing, PASSED, Name="Lanterns of Ada Quill"))
    files = [each for each in (tmp_path / "packs").rglob("*") if each.is_file()]
    text = "\n".join(each.read_text(encoding="utf-8") for each in files)
    assert [
        each for each in ("Quill", "Fenn", "ada-quill", "member-", "990017", "88000") if each in text
    ] == []
    assert "Lanterns of …" in text


@pytest.mark.parametrize(
    ("word", "outcome", "kind"),
    [
        ("City Charter Rule Adopted", None, "unsigned"),
        ("Returned Unsigned by Mayor", None, "noted"),
        ("Filed (End of Session)", None, "filed"),
        ("APPROVED BY COUNCIL", "Pass", "adopted"),
        ("Approved by Council", "Fail", "failed"),
        ("Approved by Committee", "Fail", "committee"),
        ("Overridden by Council", "Fail", "noted"),
        ("Approved by Council", "Tabled", "noted"),
        ("Danced Upon", None, "noted"),
    ],
)
def test_what_an_action_is_stands_in_a_table(bring, tmp_path, word, outcome, kind):
    told = bring(bill(action(word, "2026-02-09", PassedFlagName=outcome)))["drafts"][0]
    assert history(tmp_path)["event"][0]["kind"] == kind
    known = "Danced" not in word and outcome != "Tabled"
    assert bool(told["unknown_actions"]) is not known


def test_actions_that_are_not_known_are_told_to_people(tmp_path):
    strange = [action("Danced Upon", f"2026-01-0{n}") for n in range(1, 4)]
    result = run(write(tmp_path, bill(*strange)), "--into", tmp_path / "packs", "--place", PLACE)
    assert "3 actions are not known and were kept as notes: Danced Upon (3)" in result.stdout


def test_a_folder_may_hold_a_table_of_its_own(bring, tmp_path):
    shipped = (pack.shipped().parent / "law" / "legistar.toml").read_text(encoding="utf-8")
    (tmp_path / "packs").mkdir()
    own = shipped.replace('words = ["Vetoed by Mayor"]', 'words = ["Danced Upon"]')
    (tmp_path / "packs" / "legistar.toml").write_text(own, encoding="utf-8")
    bring(bill(action("Danced Upon", "2026-02-09")))
    assert history(tmp_path)["event"][0]["kind"] == "vetoed"


def test_no_day_of_effect_is_made_up_and_nothing_binds(bring, tmp_path):
    signed = action("Signed Into Law by Mayor", "2026-02-20")
    bring(bill(INTRODUCED, PASSED, signed, EnactmentDate="2026-02-20T00:00:00Z", LocalLaw="2026/007"))
    found = history(tmp_path)
    assert found["cite"] == "Int 12-2026, Local Law 2026/007"
    assert "2026-02-20 as the day of enactment. It gives no day of effect" in found["note"]["en"]
    assert "effective" not in [each["kind"] for each in found["event"]]
    held = binding(pack.load(NAME, tmp_path / "packs"), date(2099, 1, 1)).provisions
    assert not any(name.startswith(NAME) for name in held)


def test_the_shape_of_the_web_interface_is_read_too(bring, tmp_path):
    rows = [
        {"MatterHistoryActionDate": "2026-02-09T00:00:00", "MatterHistoryActionName": "Approved by Council"}
    ]
    rows[0] |= {"MatterHistoryPassedFlagName": "Pass", "MatterHistoryMoverName": "Bo Fenn"}
    rows[0]["Votes"] = [{"VotePersonName": "Bo Fenn", "VotePersonId": 7, "VoteValueName": "Affirmative"}]
    told = bring({"MatterFile": "Int 12-2026", "MatterTypeName": "Resolution", "History": rows})
    assert (told["drafts"][0]["kind"], told["votes"]["ayes"]) == ("resolution", 1)
    assert history(tmp_path)["event"][0]["kind"] == "adopted"


class TestAgain:
    """A bill that is imported a second time."""

    def test_the_same_record_changes_nothing(self, bring):
        bring(bill())
        assert bring(bill())["drafts"][0]["did"] == "unchanged"

    def test_a_newer_record_changes_the_history_and_nothing_else(self, bring, tmp_path):
        bring(bill())
        words = tmp_path / "packs" / NAME / "words" / "en.toml"
        words.write_text("# mine\n[says]\n[do]\n", encoding="utf-8")
        assert bring(bill(INTRODUCED, PASSED))["drafts"][0]["did"] == "updated"
        assert len(history(tmp_path)["event"]) == 2
        assert words.read_text(encoding="utf-8").startswith("# mine")

    def test_a_history_changed_by_hand_is_kept_unless_replace_is_said(self, bring, tmp_path):
        bring(bill())
        path = tmp_path / "packs" / NAME / "laws" / f"{NAME}.toml"
        mine = path.read_text(encoding="utf-8").replace('"secondary"', '"text"')
        path.write_text(mine, encoding="utf-8")
        refused = run(
            write(tmp_path, bill(INTRODUCED, PASSED)), "--into", tmp_path / "packs", "--place", PLACE
        )
        assert refused.return_value == 1
        assert "changed by hand since it was imported: say `--replace`" in refused.stderr
        assert path.read_text(encoding="utf-8") == mine
        assert bring(bill(INTRODUCED, PASSED), "--replace")["drafts"][0]["did"] == "updated"

    def test_another_place_is_not_put_over_the_first(self, bring, tmp_path):
        bring(bill())
        above = pack.load(PLACE).packs[1].id
        result = run(write(tmp_path, bill()), "--into", tmp_path / "packs", "--place", above)
        assert f"stands under `{PLACE}`, not under `{above}`" in result.stderr

    def test_a_pack_that_was_not_imported_is_left_alone(self, tmp_path):
        (tmp_path / "packs" / NAME).mkdir(parents=True)
        result = run(write(tmp_path, bill()), "--into", tmp_path / "packs", "--place", PLACE)
        assert "holds no history that was imported" in result.stderr
        assert list((tmp_path / "packs" / NAME).iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Name the place with --place"),
        (("--place", "nowhere-at-all"), "no pack for place"),
        (("--place", PLACE, "--id", "../../x"), "is no id"),
        (("--place", PLACE, "--id", "Int_12"), "is no id"),
    ],
)
def test_wrong_words_are_wrong_usage(tmp_path, monkeypatch, words, told):
    monkeypatch.delenv("FRITH_PLACE", raising=False)
    result = run(write(tmp_path, bill()), "--into", tmp_path / "packs", *words)
    said = str(result.exception or result.stderr)
    assert told in said
    assert result.exception is None or isinstance(result.exception, UsageError)
    assert not (tmp_path / "packs").exists()


def test_one_id_for_several_files_is_wrong_usage(tmp_path):
    file = write(tmp_path, bill())
    result = run(file, file, "--into", tmp_path / "packs", "--place", PLACE, "--id", "mine")
    assert "--id names one draft" in str(result.exception)
