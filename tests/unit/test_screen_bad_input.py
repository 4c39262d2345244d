"""Logs as they really come, through the command: what is wrong, where, and what to do; good rows are kept."""

import gzip
import json
import os
import subprocess
import sys

import pytest

from frith.casework.screen import NAMES
from tests.unit.commands import run
from tests.unit.screen_logs import PLACE, as_csv, as_parquet, as_sheet, listed, summary

HEADER = "event_time,actor,reason,record_id\n"
LINE = "2026-03-02T10:00:00Z,Corvane PD (CA),robbery,{}\n"


def screen(folder, content, name="log.csv", *words):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run("screen", path, "--place", PLACE, "--out", folder / "out", *words)


def lines(numbers):
    return "".join(LINE.format(number) for number in numbers)


def nothing_left(folder):
    return not (folder / "out").exists() or not {each.name for each in (folder / "out").iterdir()} & set(
        NAMES
    )


def test_a_gzip_file_that_is_cut_off_keeps_what_was_read_and_says_where_it_stopped(tmp_path):
    text = HEADER + "".join(LINE.format(f"{number}-{hash(str(number))}") for number in range(30_000))
    packed = gzip.compress(text.encode())
    ran = screen(tmp_path, packed[: len(packed) // 2], "cut.csv.gz", "--json")
    told = json.loads(ran.out)
    kept = told["rows"]["read"]
    assert (ran.code, ran.err) == (0, "")
    assert 1_000 < kept < 30_000
    assert told["rows"]["counted"] == told["answers"]["may"] == kept
    assert told["files"][0]["notices"][0].endswith(f"after line {kept + 1}")
    assert f"after line {kept + 1}" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_ragged_rows_stray_quotes_and_three_styles_of_date(tmp_path):
    good = [
        "2026-03-02T10:00:00Z,Corvane PD (CA),robbery,1",
        '"11/14/2025, 09:53:36 PM UTC",Corvane PD (CA),robbery,2',
        "03/02/2026 10:00,Corvane PD (CA),robbery,3",
        "1772445600000,Corvane PD (CA),robbery,4",
    ]
    bad = [
        "a,b",
        "2026-03-02T10:00:00Z,Corvane PD (CA),robbery,5,and,more",
        "the other day,Corvane PD (CA),robbery,6",
        '2026-03-02T10:00:00Z,Corvane PD (CA),"never closed,7',
        "13/13/2026,Corvane PD (CA),robbery,8",
    ]
    ran = screen(
        tmp_path,
        HEADER + "\n".join(line for pair in zip(good, bad, strict=False) for line in pair) + f"\n{bad[4]}\n",
    )
    assert ran.code == 0
    told = summary(tmp_path / "out")
    assert (told["rows"]["read"], told["rows"]["rejected"]) == (4, 5)
    assert told["months"] == {"2025-11": 1, "2026-03": 3}
    aside = listed(tmp_path / "out", "rejected.csv")
    assert [int(row["row"]) for row in aside] == [2, 4, 6, 8, 9]
    assert all(row["reason"] for row in aside)
    assert "Not readable: 5" in ran.out


@pytest.mark.parametrize(
    ("content", "notice"),
    [
        (f"{HEADER}2026-03-02T10:00:00Z,Corvane PD (CA),José robó,1\n".encode("cp1252"), "cp1252"),
        (f"{HEADER}2026-03-02T10:00:00Z,Corvane PD (CA),José robó,1\n".encode("utf-16"), "utf-16"),
    ],
)
def test_a_wrong_encoding_is_read_as_what_it_is_and_said(tmp_path, content, notice):
    ran = screen(tmp_path, content)
    assert ran.code == 0
    assert summary(tmp_path / "out")["rows"]["read"] == 1
    assert f"log.csv: read as {notice}" in ran.out


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "log.csv", ("the file is empty", "ask for the export again")),
        ("org_name,why\nA,b\n", "log.csv", ("no profile knows these columns", "`why`", "--profile")),
        ("[1, 2]", "log.json", ("one JSON list", "one object a line")),
        (b"PAR1 not really", "log.parquet", ("can't be read",)),
        (b"PK\x03\x04 not really", "log.xlsx", ("the spreadsheet is damaged", "CSV")),
        (b"\x1f\x8b not really", "log.csv.gz", ("ask for the export again",)),
        (as_parquet()[:-200], "log.parquet", ("can't be read",)),
        (as_sheet()[:-200], "log.xlsx", ("the spreadsheet is damaged",)),
        (
            "id,search_time,network_count,reason,reason\n1,2026-03-02,2,a,b\n",
            "log.csv",
            ("both called `reason`",),
        ),
    ],
)
def test_what_cannot_be_read_at_all_is_one_line_that_says_where_and_what_to_do(tmp_path, content, name, said):
    ran = screen(tmp_path, content, name)
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.startswith(f"frith: {tmp_path / name}: ")
    assert ran.err.count("\n") == 1
    for words in said:
        assert words in ran.err
    assert nothing_left(tmp_path)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("missing.csv",), 1, "is not there"),
        (("log.csv", "--profile", "no-such"), 1, "no profile is called `no-such`"),
        (("log.csv", "--profile", "page-extract"), 1, "needs `src_page`"),
        (("log.csv", "--place", "atlantis"), 2, "no pack for place `atlantis`"),
        (("log.csv", "--lang", "tlh"), 2, "no words in language `tlh`"),
        (("log.csv", "--nonsense"), 2, "--nonsense"),
        ((), 2, "FILE"),
    ],
)
def test_a_command_that_makes_no_sense_leaves_nothing(tmp_path, monkeypatch, words, code, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.csv").write_bytes(as_csv())
    place = () if "--place" in words else ("--place", PLACE)
    ran = run("screen", *words, *place, "--out", "out")
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert nothing_left(tmp_path)


@pytest.mark.parametrize("header", ["a" * 3_000_000, ",".join(f"column {n}" for n in range(50_000))])
def test_a_header_that_goes_on_and_on_is_told_in_short(tmp_path, header):
    ran = screen(tmp_path, header + "\n1\n")
    assert ran.code == 1
    assert "no profile knows these columns" in ran.err
    assert len(ran.err) < 2_000


def test_one_bad_file_among_good_ones_stops_the_run_and_names_itself(tmp_path):
    (tmp_path / "good.csv").write_bytes(as_csv())
    (tmp_path / "bad.csv").write_text("org_name,why\nA,b\n")
    ran = run(
        "screen", tmp_path / "good.csv", tmp_path / "bad.csv", "--out", tmp_path / "out", "--place", PLACE
    )
    assert ran.code == 1
    assert "bad.csv" in ran.err
    assert nothing_left(tmp_path)


def test_a_log_none_of_whose_rows_can_be_read_is_no_clean_log(tmp_path):
    ran = screen(tmp_path, HEADER + "never,A,robbery,1\nnever,A,robbery,2\n")
    assert (ran.code, ran.out) == (1, "")
    assert "none of the rows can be read" in ran.err
    assert "rejected.csv" in ran.err
    assert len(listed(tmp_path / "out", "rejected.csv")) == 2
    assert "No row could be read." in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_log_with_no_rows_is_said_as_such(tmp_path):
    ran = screen(tmp_path, HEADER)
    assert ran.code == 0
    assert "Rows read: 0." in ran.out
    assert summary(tmp_path / "out")["answers"] == {"refer": 0, "decline": 0, "comply": 0, "may": 0}


def test_a_name_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / os.fsdecode(b"l\xffog.csv")
    path.write_bytes(as_csv())
    ran = run("screen", path, "--out", tmp_path / "out", "--place", PLACE)
    assert ran.code == 1
    assert "name is not UTF-8" in ran.err


SCREEN = """
import sys
from frith import api
api.screen(sys.argv[1], out=sys.argv[2], place=sys.argv[3])
# the kernel's own high-water mark of this process; ru_maxrss would begin at the size of the one that started it
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def pieces(kind):
    """A log of two good rows and between them a cell of three hundred million letters."""
    start, end = HEADER.encode() + LINE.format(1).encode(), b",2\n" + LINE.format(3).encode()
    quote = b'"' if kind == "quoted, on many lines" else b""
    yield start + b"2026-03-02T10:00:00Z,Corvane PD (CA)," + quote
    for _ in range(300):
        yield b"a" * 999_999 + (b"\n" if quote else b"a")
    yield quote + end


@pytest.mark.parametrize("kind", ["one line", "quoted, on many lines"])
def test_a_giant_cell_costs_its_own_row_and_no_memory(tmp_path, kind):
    path = tmp_path / "giant.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for piece in pieces(kind):
            file.write(piece)
    words = [sys.executable, "-c", SCREEN, str(path), str(tmp_path / "out"), PLACE]
    ran = subprocess.run(words, capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 1_000_000, "KiB"
    told = summary(tmp_path / "out")["rows"]
    assert told["read"] == 2
    assert told["rejected"] >= 1
    assert (tmp_path / "out" / "rejected.csv").stat().st_size < 1_000_000
