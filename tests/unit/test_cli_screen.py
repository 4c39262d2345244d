"""`frith screen` as a person or a program calls it."""

import json
import sys
from io import StringIO

import pytest

from frith import api
from frith.casework.screen import NAMES
from tests.unit.commands import run
from tests.unit.screen_logs import PLACE, as_csv, summary

CLEAN = [("2026-03-02T10:00:00Z", "Corvane PD (CA)", "", "robbery", "", "")]


def screen(folder, *words, rows=CLEAN, name="log.csv"):
    path = folder / name
    path.write_bytes(as_csv(rows))
    return run("screen", path, "--place", PLACE, "--out", folder / "out", *words)


def test_a_log_without_findings_ends_with_0_and_says_what_that_does_not_mean(tmp_path):
    ran = screen(tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "Rows read: 1. Not readable: 0. Repeats left out: 0." in ran.out
    assert "“No stated immigration purpose” is not “no immigration use”." in ran.out
    assert "not legal advice" in ran.out
    assert f"Report: {tmp_path / 'out' / 'report.html'}" in ran.out.replace("\n", "")


def test_a_log_with_findings_ends_with_3_and_lists_them(tmp_path):
    ran = screen(tmp_path, rows=[*CLEAN, ("2026-03-02T10:00:00Z", "Corvane PD (CA)", "", "ICE hold", "", "")])
    lines = {tuple(line.rsplit(maxsplit=1)) for line in ran.out.splitlines() if line.rstrip()[-1:].isdigit()}
    assert ran.code == 3
    assert {
        ("barred by law", "1"),
        ("immigration purpose stated", "1"),
        ("barred", "1"),
        ("not barred", "1"),
    } <= lines


def test_the_summary_is_printed_for_other_programs_and_nothing_else(tmp_path):
    ran = screen(tmp_path, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == summary(tmp_path / "out")


def test_everything_is_said_in_the_language_asked_for(tmp_path):
    ran = screen(tmp_path, "--lang", "es_MX.UTF-8")
    assert "Filas leídas: 1." in ran.out
    assert "no prohibida" in ran.out
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert '<html lang="es">' in report
    assert "Lo que muestran los registros de acceso" in report


def test_a_name_of_a_file_is_shown_and_not_obeyed(tmp_path):
    name = "[red]a[bold]{x}\x1b[31m\n:smile:.csv"
    path = tmp_path / name
    path.write_bytes("event_time,actor,reason\n2026-03-02,A (CA),José\n".encode("cp1252"))
    ran = run("screen", path, "--place", PLACE, "--out", tmp_path / "[bold]out")
    assert ran.code == 0
    assert "[red]a[bold]{x}\ufffd[31m :smile:.csv: read as cp1252" in ran.out
    assert "[bold]out" in ran.out.replace("\n", "")
    assert "\x1b" not in ran.out
    assert sorted(each.name for each in (tmp_path / "[bold]out").iterdir()) == sorted(NAMES)


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def test_a_bar_of_progress_stands_on_a_terminal_alone(tmp_path, monkeypatch):
    assert "reading" not in screen(tmp_path).err
    terminal = Terminal()
    path = tmp_path / "[a]{}\x1b.csv"
    path.write_bytes(as_csv(CLEAN))
    monkeypatch.setattr(sys, "stderr", terminal)
    from frith.cli.main import frith

    words = ["screen", str(path), "--place", PLACE, "--out", str(tmp_path / "again")]
    assert frith.main(words, standalone_mode=False) == 0
    shown = terminal.getvalue()
    assert "%" in shown
    assert "reading [a]{}\ufffd.csv" in shown or "done" in shown


def test_control_c_says_that_nothing_is_half_written(tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "screen", interrupt)
    ran = screen(tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "stopped; nothing was left half-written" in ran.err


@pytest.mark.parametrize("words", [("--help",), ("-h",)])
def test_help_says_what_is_read_what_is_written_and_what_the_codes_mean(words):
    ran = run("screen", *words)
    assert ran.code == 0
    for word in (*NAMES, "Parquet", "XLSX", "--profile", "Exit code 0"):
        assert word in ran.out
