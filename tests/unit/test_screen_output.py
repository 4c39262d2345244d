"""What a screening writes: harmless to spreadsheets and terminals, free of the words of a log, and consistent."""

import re
import unicodedata
from pathlib import Path

import pytest

from frith.casework.report.sentences import load
from frith.casework.screening import Finding
from frith.law import words as law_words
from frith.law.pack import shipped
from tests.unit.commands import run
from tests.unit.page_tree import tree
from tests.unit.screen_logs import PLACE, as_csv, as_parquet, found, listed, screened, screened_files, summary

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "  =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x1b[31m=1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "\u00a0=1+1",
    '"=1+1',
    "'=1+1",
    "plain;=1+1",
    'plain; "=1+1',
    "plain\x00; =1+1",
)
HARMLESS = ("José robó", "a=b", "1-2", "x@y", "a;b", "'quoted'", "")
RUNS = re.compile(r"(^|;)[\s\"\u00a0]*[-=+@＝]")
MARKER = "zebrafinch"


def text_log(texts):
    """A Parquet log, which holds any text, in which every text makes a finding and stands in every column of text."""
    stated = [("2026-03-02T10:00:00Z", each, each, f"{each} immigration", each, each) for each in texts]
    return as_parquet(stated)


def test_no_cell_of_the_findings_runs_in_a_spreadsheet_or_moves_a_terminal(tmp_path):
    texts = [each for each in HOSTILE if "\0" not in each]
    told = screened(tmp_path, text_log(texts), "=1+1;=2.parquet", owner="=owner")
    assert told["findings"]["immigration-purpose-stated"] == len(texts)
    rows = listed(tmp_path / "out")
    assert len(rows) == len(texts)
    for row in rows:
        for name, cell in row.items():
            assert not RUNS.search(cell), (name, cell)
            assert not {unicodedata.category(mark) for mark in cell} & {"Cc", "Cf", "Zl", "Zp"}, (name, cell)
    raw = (tmp_path / "out" / "findings.csv").read_bytes()
    assert not re.search(rb"[\x00-\x09\x0b-\x1f]", raw)
    assert raw.count(b"\n") == len(texts) + 1


def test_the_parquet_file_has_the_log_letter_by_letter(tmp_path):
    texts = [each for each in (*HOSTILE, *HARMLESS) if "\0" not in each]
    screened(tmp_path, text_log(texts))
    assert [row["reason"] for row in found(tmp_path / "out")] == [f"{each} immigration" for each in texts]


def test_what_is_harmless_stays_as_it_is(tmp_path):
    screened(tmp_path, text_log(HARMLESS))
    assert [row["reason"] for row in listed(tmp_path / "out")] == [f"{each} immigration" for each in HARMLESS]


def test_rows_set_aside_are_harmless_too(tmp_path):
    path = tmp_path / "=1+1.csv"
    path.write_text("event_time,actor,reason\n=1+1,A,b\n@x,A,b\n2026-01-01,A,b\n")
    (tmp_path / "here").mkdir()
    ran = run("screen", path, "--out", tmp_path / "out", "--place", PLACE)
    assert ran.code == 0
    for row in listed(tmp_path / "out", "rejected.csv"):
        assert not [cell for cell in row.values() if RUNS.search(cell)]


def test_a_file_whose_name_is_a_formula_is_named_harmlessly(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("=1+1.csv").write_text("event_time,actor,reason\nnever,A,b\n2026-01-01,A,immigration\n")
    screened_files(tmp_path / "out", [Path("=1+1.csv")])
    assert [row["file"] for row in listed(tmp_path / "out", "rejected.csv")] == ["'=1+1.csv"]
    assert [row["file"] for row in listed(tmp_path / "out")] == ["'=1+1.csv"]
    assert [row["file"] for row in found(tmp_path / "out")] == ["=1+1.csv"]


@pytest.mark.parametrize("words", [(), ("--json",), ("--lang", "es")])
def test_no_word_of_the_log_stands_in_the_report_the_summary_or_the_terminal(tmp_path, words):
    rows = [
        (
            "2026-03-02T10:00:00Z",
            f"{MARKER} PD (TX)",
            f"{MARKER} PD",
            f"{MARKER} immigration",
            MARKER,
            f"{MARKER} theft",
        ),
        ("2026-03-02T10:00:00Z", MARKER, "", f"HSI {MARKER} robbery", MARKER, MARKER),
        ("2026-03-02T10:00:00Z", f"ICE {MARKER}", "", f"romanian {MARKER}", MARKER, MARKER),
        (MARKER, MARKER, "", MARKER, MARKER, MARKER),
    ]
    path = tmp_path / "log.csv"
    path.write_bytes(as_csv(rows))
    ran = run("screen", path, "--out", tmp_path / "out", "--place", PLACE, "--owner", f"{MARKER} PD", *words)
    assert ran.code == 3
    out = tmp_path / "out"
    assert summary(out)["rows"] == {"read": 3, "rejected": 1, "repeats": 0, "no_request": 0, "counted": 3}
    for text in (
        ran.out,
        ran.err,
        (out / "report.html").read_text("utf-8"),
        (out / "summary.json").read_text("utf-8"),
    ):
        assert MARKER not in text.casefold()
    assert MARKER in (out / "findings.csv").read_text("utf-8")
    assert MARKER in (out / "rejected.csv").read_text("utf-8")


def tables(page):
    """The rows of each table by its section, as words."""
    sections = {each.attrs["id"]: each for each in page.all("section")}
    return {
        name: [
            [cell.words() for cell in row.children]
            for table in section.all("table")
            for row in table.all("tr")
        ]
        for name, section in sections.items()
    }


@pytest.fixture(scope="module", params=["en", "es"])
def both(request, tmp_path_factory):
    """The report as tables, the summary of the same run, and the sentences they are written with."""
    folder = tmp_path_factory.mktemp(request.param)
    repeated = as_csv() + b"".join(as_csv().splitlines(keepends=True)[1:3]) + b"never,A,,b,,,id99\n"
    (folder / "a.csv").write_bytes(as_csv())
    (folder / "b.csv").write_bytes(repeated)
    told = screened_files(folder / "out", [folder / "a.csv", folder / "b.csv"], language=request.param)
    page = tree((folder / "out" / "report.html").read_text("utf-8"))
    places = ["us", "us-ca", PLACE]
    return tables(page), told, load(law_words.load(shipped(), places, request.param)), page


def number(cell):
    return int(cell.replace(",", ""))


def counts(rows, at=1):
    return {row[0].casefold(): number(row[at]) for row in rows if re.fullmatch(r"[\d,]+", row[at])}


def test_the_report_and_the_summary_say_the_same_of_findings_and_purposes(both):
    shown, told, say, _ = both
    assert counts(shown["findings"]) == {
        say.say(f"finding.{kind}.name").casefold(): told["findings"][kind] for kind in Finding
    }
    said = counts(shown["reasons"])
    for kind, rows in told["purposes"].items():
        assert said[say.name("purposes.word", kind).casefold()] == rows
    for why, rows in told["uninformative"].items():
        assert said[say.name("reasons.word", why).casefold()] == rows
    informative = said[say.name("reasons.word", "informative").casefold()]
    assert informative + sum(told["uninformative"].values()) == told["rows"]["counted"]


def test_the_report_and_the_summary_say_the_same_of_answers_rules_and_actors(both):
    shown, told, say, _ = both
    answers = counts(shown["law"])
    for answer, rows in told["answers"].items():
        assert answers.get(say.say(f"law.answer.{answer}").casefold(), 0) == rows
    assert sorted(number(row[-1]) for row in shown["rules"] if row[-1][:1].isdigit()) == sorted(
        each["rows"] for each in told["rules"]
    )
    assert sorted(counts(shown["actors"]).values()) == sorted(told["actors"].values())


def test_the_report_and_the_summary_say_the_same_of_months_and_files(both):
    shown, told, say, page = both
    first = {row[0]: number(row[1]) for row in shown["months"] if row[1].isdigit()}
    named = {
        say.month(month) if month else say.say("months.undated"): rows
        for month, rows in told["months"].items()
    }
    assert first == named
    files = [row for row in shown["files"] if row[0].endswith(".csv")]
    assert [[number(cell) for cell in row[-3:]] for row in files] == [
        [each["rows"], each["rejected"], each["repeats"]] for each in told["files"]
    ]
    assert say.rows(told["rows"]["counted"]) in page.words()
    assert told["rows"]["read"] == sum(each["rows"] for each in told["files"])


def test_every_count_adds_up(both):
    _, told, _, _ = both
    rows = told["rows"]
    assert rows == {"read": 32, "rejected": 1, "repeats": 17, "no_request": 0, "counted": 15}
    for counted in ("answers", "actors", "acts", "months", "reasons"):
        assert sum(told[counted].values()) == rows["counted"], counted
    of_each = dict.fromkeys(told["findings"], 0)
    for each in told["by_month"]:
        of_each[each["finding"]] += each["rows"]
    assert of_each == told["findings"]


def test_the_report_shows_how_often_the_word_list_is_right_with_its_day_and_its_bound(both):
    _, _, say, page = both
    assert say.say("precision.title") in page.words()
    section = next(each for each in page.all("section") if each.attrs["id"] == "terms")
    assert "2026" in section.words()


def test_a_report_about_another_word_list_shows_no_figures_of_this_one(tmp_path, monkeypatch):
    from dataclasses import replace

    from frith.evidence import precision

    other = replace(precision.load(), lexicon="another")
    monkeypatch.setattr(precision, "load", lambda: other)
    screened(tmp_path, as_csv())
    assert "How well the word list does" not in (tmp_path / "out" / "report.html").read_text("utf-8")
