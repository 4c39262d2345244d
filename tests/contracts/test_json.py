"""docs/reference/json.md names every field that the program writes for other programs, and no other."""

import json
import re

import pytest
from click.testing import CliRunner

from frith.cli.main import frith
from tests.contracts.tree import ROOT

PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
PARTS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}
REQUEST = str(ROOT / "src" / "frith" / "demo" / "requests" / "4-status-check.toml")

# Keys that are ids, days or kinds of their own, not fields.
OPEN = {
    "packs",
    "facts",
    "case",
    "example",
    "cells",
    "months",
    "findings",
    "actors",
    "acts",
    "purposes",
    "answers",
    "unsettled",
}


def fields(value, key=""):
    """Every field name in a piece of JSON, at any depth, below keys that are not open lists."""
    if isinstance(value, list):
        return set().union(*(fields(each, key) for each in value))
    if not isinstance(value, dict) or key in OPEN:
        return set()
    return set(value) | set().union(*(fields(each, name) for name, each in value.items()))


def written(*words):
    result = CliRunner().invoke(frith, [*words, "--json"], standalone_mode=False)
    assert result.exception is None, result.output
    return fields(json.loads(result.stdout))


@pytest.fixture(scope="module")
def summary(tmp_path_factory):
    folder = tmp_path_factory.mktemp("screened")
    result = CliRunner().invoke(frith, ["demo", "--rows", "300", "--out", str(folder)], standalone_mode=False)
    assert result.exception is None, result.output
    return fields(json.loads((folder / "screen" / "summary.json").read_text(encoding="utf-8")))


def documented(part):
    return set(re.findall(r"`([a-z_]+)`", PARTS[part]))


@pytest.mark.parametrize("command", ["decide", "explain"])
def test_every_field_of_an_answer_is_on_the_page(command):
    missing = written(command, REQUEST) - documented(f"frith {command} --json")
    assert missing == set()


def test_every_field_of_a_proof_is_on_the_page():
    pytest.importorskip("z3", reason="proofs are an extra")
    asked = ("never-permits", "--when", "act=inquire", "--on", "2026-06-01")
    assert written("prove", *asked) - documented("frith prove --json") - OPEN == set()


def test_every_field_of_a_comparison_is_on_the_page():
    pytest.importorskip("z3", reason="proofs are an extra")
    sides = [f"us-ca-los-angeles{day}" for day in ("@2024-11-20", "+ordinance-188441@2024-11-20")]
    missing = written("compare", *sides) - documented("frith compare --json")
    assert missing == set()


def test_every_field_of_a_cell_is_on_the_page():
    pytest.importorskip("z3", reason="proofs are an extra")
    asked = ["compare", "--features", "us", "--json"]
    table = json.loads(CliRunner().invoke(frith, asked, standalone_mode=False).stdout)
    cells = set().union(*(fields(cell) for row in table["rows"] for cell in row["cells"].values()))
    assert (cells | fields(table)) - documented("frith compare --json") == set()


def test_every_field_of_a_summary_is_on_the_page(summary):
    assert summary - documented("summary.json of frith screen") == set()


def test_the_page_names_no_field_that_a_summary_lacks(summary):
    first_column = re.findall(r"^\| (`[^|]+`) \|", PARTS["summary.json of frith screen"], re.MULTILINE)
    named = {name for cell in first_column for name in re.findall(r"`([a-z_]+)`", cell)}
    assert named - summary == set()
