"""README's walk does what it says: each command is run, in its order, on the demo's data."""

import os
import subprocess
import sys

import pytest

from tests.contracts.test_docs import command_lines
from tests.contracts.tree import ROOT

ANSWERS = {0, 3, 4}
WALK = [line for line in command_lines((ROOT / "README.md").read_text(encoding="utf-8")) if "frith " in line]


def frith(folder, *words):
    return subprocess.run(
        [sys.executable, "-m", "frith", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Every command of the walk and what came of it, after a small demo."""
    folder = tmp_path_factory.mktemp("walk")
    made = frith(folder, "demo", "--rows", "400")
    assert made.returncode == 0, made.stderr
    return folder, {line: frith(folder, *line.split()[1:]) for line in WALK}


def test_the_walk_has_thirteen_commands_and_each_one_answers(walked):
    _, results = walked
    assert len(results) == 13
    failed = {line: result.stderr for line, result in results.items() if result.returncode not in ANSWERS}
    assert failed == {}


def test_the_library_counter_is_told_no_in_two_languages(walked):
    _, results = walked
    english, spanish = (result for line, result in results.items() if "1-library-counter" in line)
    assert english.returncode == spanish.returncode == 3
    assert english.stdout != spanish.stdout


def test_the_screening_leaves_a_report(walked):
    folder, _ = walked
    assert "<html" in (folder / "frith-demo" / "screen" / "report.html").read_text(encoding="utf-8")


def test_the_comparisons_leave_their_pages(walked):
    folder, results = walked
    for name in ("compare.html", "features.html"):
        assert "<html" in (folder / name).read_text(encoding="utf-8")
    promised = next(result for line, result in results.items() if "never-permits" in line)
    assert "Proved." in promised.stdout


def test_the_ledger_of_the_walk_is_verified(walked):
    _, results = walked
    checked = next(result for line, result in results.items() if "ledger verify" in line)
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.startswith("verified: city.example/ledger, 1 entries")
