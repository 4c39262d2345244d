"""The page for city attorneys: its files are made, its commands run, and every line that they print stands in it."""

import csv
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from frith.law.provisions import ANNOTATIONS
from frith.model.decision import Answer
from frith.model.law import Mode, Verification
from tests.contracts.tree import ROOT

pytest.importorskip("z3", reason="the page shows a proof, and proofs are an extra")

PAGE = (ROOT / "docs" / "attorneys.md").read_text(encoding="utf-8")
ENDS = ["lint 0", "decide 4", "explain 4", "prove 3", "lint 3", "lint 0", "prove 0", "prove 0"]
"""Each command in its order, with how it ends: the first proof fails, the saved row is mended, then all holds."""


@pytest.fixture(scope="module")
def walker():
    """The script that writes the page's printed lines."""
    spec = spec_from_file_location("walked", ROOT / "docs" / "walked.py")
    module = module_from_spec(spec)
    sys.modules["walked"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["walked"]


@pytest.fixture(scope="module")
def walk(walker, tmp_path_factory):
    """Every fence of the page after the walk, and the folder that the walk left."""
    folder = tmp_path_factory.mktemp("attorney")
    return list(walker.steps(PAGE, folder)), folder


def test_every_line_of_the_page_is_what_the_program_prints(walk):
    steps, _ = walk
    wrong = [step.command or step.written for step in steps if step.written != step.real]
    assert wrong == [], "run `python docs/walked.py`, and read what it changed"


def test_each_command_ends_as_the_page_tells_it(walk):
    steps, _ = walk
    verbs = [
        (re.search("lint|decide|explain|prove", step.command), step.code) for step in steps if step.command
    ]
    assert [f"{verb.group()} {code}" for verb, code in verbs] == ENDS


def test_the_table_it_leaves_has_every_answer_and_the_row_that_a_proof_found(walk):
    _, folder = walk
    rows = list(csv.DictReader((folder / "my-packs/corvane/scenarios.csv").read_text("utf-8").splitlines()))
    assert {row["answer"] for row in rows} == set(Answer)
    assert rows[-1]["id"] == "kind-not-said"
    assert "us/fourth-amendment/search-warrant" in [
        row["provisions"] for row in rows if row["answer"] == "comply"
    ]


def test_a_page_that_says_something_else_is_caught(walker):
    """The comparison is not of the page with itself."""
    assert "corvane: sound\n" in PAGE
    assert walker.walked(first_check(PAGE).replace("corvane: sound\n", "corvane: perfect\n")) == first_check(
        PAGE
    )


def first_check(text):
    """The page as far as its first command."""
    return text[: text.index("### 7.")]


def test_every_part_of_a_provision_is_explained():
    table = PAGE[PAGE.index("## How to read") : PAGE.index("## What *unknown*")]
    assert [name for name in {*ANNOTATIONS, "define"} if f"`@{name}`" not in table] == []
    assert [each for each in (*Mode, *Verification) if f"`{each}`" not in table] == []
