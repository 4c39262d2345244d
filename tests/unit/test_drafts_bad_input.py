"""A record that is broken or hostile is named with what is wrong and where, and never leaves its folder."""

import json
import tomllib

import pytest
from click.testing import CliRunner

from frith.cli.laws import law
from frith.law import legistar, pack
from tests.unit.bills import INTRODUCED, PASSED, action, bill, roll, write

PLACE = pack.default_place()
GOOD = json.dumps(bill())


def run(folder, *files):
    words = ["import", *map(str, files), "--into", str(folder / "packs"), "--place", PLACE]
    return CliRunner().invoke(law, words, standalone_mode=False)


BROKEN = {
    "cut off": (GOOD[:-40], "not JSON"),
    "empty": ("", "not JSON"),
    "another encoding": (GOOD.replace("Lanterns", "Faróis").encode("utf-16"), "not written in UTF-8"),
    "latin": (json.dumps(bill(Name="Faróis"), ensure_ascii=False).encode("latin-1"), "not written in UTF-8"),
    "a list": (f"[{GOOD}]", "holds a list or a single value, not one bill"),
    "a number": ("7", "holds a list or a single value"),
    "deep": ("[" * 200_000, "not the record of a bill"),
    "a long number": ('{"ID": ' + "9" * 5000 + "}", "not the record of a bill"),
    "no history": (json.dumps(bill(History=...)), "no `History`"),
    "history of nothing": (json.dumps(bill(History=[])), "no `History`"),
    "history as words": (json.dumps(bill(History="passed")), "`History` is not a list of rows"),
    "history of words": (json.dumps(bill(History=["passed"])), "`History` is not a list of rows"),
    "no file": (json.dumps(bill(File=...)), "no `File`"),
    "file as a list": (json.dumps(bill(File=["Int 1"])), "`File` is not text"),
    "file of dots": (json.dumps(bill(File="../..")), "gives no name for a folder"),
    "file of a place": (json.dumps(bill(File=PLACE)), "is the id of a place that ships"),
    "no day": (
        json.dumps(bill(action("Introduced", "soon"))),
        "`History[0].Date` is `soonT13:30:00Z`, which is no day",
    ),
    "a day that is none": (json.dumps(bill(INTRODUCED, action("Filed", "2026-02-30"))), "`History[1].Date`"),
    "days left out": (json.dumps(bill(action("Filed", "0001-01-01"))), "no action in `History` has a day"),
    "votes as a number": (json.dumps(bill({**PASSED, "Votes": 41})), "`History[0].Votes` is not a list"),
    "a vote as a list": (
        json.dumps(bill({**PASSED, "Votes": [{"Vote": []}]})),
        "`History[0].Votes[0].Vote` is not",
    ),
    "an enactment that is none": (json.dumps(bill(EnactmentDate="later")), "`EnactmentDate` is `later`"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_record_names_the_file_and_what_is_wrong(tmp_path, fault):
    text, told = BROKEN[fault]
    path = tmp_path / "broken.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = run(tmp_path, path)
    assert result.exception is None
    assert result.return_value == 1
    assert f"frith: {path}" in result.stderr
    assert told in result.stderr
    assert not (tmp_path / "packs").exists() or list((tmp_path / "packs").iterdir()) == []


def test_a_file_that_is_not_there_or_no_file_or_too_large(tmp_path, monkeypatch):
    assert "no such file" in run(tmp_path, tmp_path / "nothing.json").stderr
    assert "no such file" in run(tmp_path, tmp_path).stderr
    monkeypatch.setattr(legistar, "LARGEST", 100)
    assert "too large for the record of one bill" in run(tmp_path, write(tmp_path, bill())).stderr


def test_the_others_are_still_written(tmp_path):
    files = [write(tmp_path, bill(File=f"Int {n}-2026"), f"{n}.json") for n in (1, 2)]
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    result = run(tmp_path, files[0], broken, files[1])
    assert result.return_value == 1
    assert "2 drafts in" in result.stdout
    assert "1 files could not be imported" in result.stdout
    assert "2 of 3: broken.json" in result.stderr
    assert sorted(each.name for each in (tmp_path / "packs").iterdir()) == ["int-1-2026", "int-2-2026"]


def test_two_records_of_one_number_are_not_put_over_each_other(tmp_path):
    files = [write(tmp_path, bill(Title=title), f"{title}.json") for title in ("a", "b")]
    result = run(tmp_path, *files)
    assert "gives the same id `int-12-2026`" in result.stderr
    assert (result.return_value, len(list((tmp_path / "packs").iterdir()))) == (1, 1)


@pytest.mark.parametrize("file", ["../../x", "/etc/x", "..\\..\\x", "x/../../y", "~/x", "%2e%2e/x", "x\x00y"])
def test_a_number_that_is_a_path_leads_nowhere(tmp_path, file):
    home = tmp_path / "a" / "b"
    home.mkdir(parents=True)
    before = set(tmp_path.rglob("*"))
    path = write(tmp_path, bill(File=file, ID="../../y", GUID="/etc/y"))
    assert run(home, path).return_value == 0
    new = [
        each
        for each in set(tmp_path.rglob("*")) - before - {path}
        if home / "packs" not in (each, *each.parents)
    ]
    assert new == []


HOSTILE = (
    '<script>alert(1)</script> =cmd|"/C calc"!A0 {slot} """ '
    "\x1b[31mred\x07 \u202egnp \ud800 [bold]x[/bold] \\ \n[[event]]"
)


def test_markup_formulas_and_control_characters_are_plain_words(tmp_path):
    strange = action(HOSTILE, "2026-01-05", BodyName=HOSTILE, PassedFlagName=HOSTILE, Votes=roll(HOSTILE))
    known = action("Approved by Committee", "2026-01-06", BodyName=HOSTILE)
    record = bill(
        strange, known, Name=HOSTILE, Title=HOSTILE * 50, StatusName=HOSTILE, TypeName=HOSTILE, ID=HOSTILE
    )
    assert run(tmp_path, write(tmp_path, record)).return_value == 0
    name = "int-12-2026"
    text = (tmp_path / "packs" / name / "laws" / f"{name}.toml").read_text(encoding="utf-8")
    assert not [each for each in "\x1b\x07\u202e\x00" if each in text]
    found = tomllib.loads(text)
    assert len(found["event"]) == 2
    assert found["kind"] == "bill"
    assert "<script>alert(1)</script> =cmd" in found["short"]
    assert len(found["title"]["en"]) < 700
    pack.load(name, tmp_path / "packs")
    told = CliRunner().invoke(law, ["show", name, "--place", name, "--packs", str(tmp_path / "packs")])
    assert told.exit_code == 0, told.output
    assert "\x1b[31m" not in told.output
    assert "[bold]" in told.output
