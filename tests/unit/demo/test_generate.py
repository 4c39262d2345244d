"""The made-up log: the same seed gives the same bytes, and what a screening must tell apart is in it."""

import csv
import gzip
import os
import re
import subprocess
import sys

import pytest

from frith.demo.generate import COLUMNS, ingredients, write_log

WRITE = (
    "import sys, pathlib; from frith.demo.generate import write_log; "
    "write_log(pathlib.Path(sys.argv[1]), rows=800, seed=7)"
)


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    path = write_log(tmp_path_factory.mktemp("log") / "log.csv", rows=20_000, seed=1)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path):
    here = write_log(tmp_path / "here.csv", rows=800, seed=7)
    there = tmp_path / "there.csv"
    subprocess.run(
        [sys.executable, "-c", WRITE, there], check=True, env={**os.environ, "PYTHONHASHSEED": "99"}
    )
    assert there.read_bytes() == here.read_bytes()


def test_another_seed_gives_another_log(tmp_path):
    one = write_log(tmp_path / "1.csv", rows=50, seed=1).read_bytes()
    assert write_log(tmp_path / "2.csv", rows=50, seed=2).read_bytes() != one


def test_it_has_the_rows_that_were_asked_for_under_one_header(rows):
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 20_001


def test_every_kind_of_agency_searches(rows):
    seen = {row[1] for row in rows[1:] if len(row) > 1}
    assert {name for group in ingredients()["agency"] for name in group["names"]} <= seen


@pytest.mark.parametrize("reason", ingredients()["reason"], ids=lambda each: each["what"])
def test_every_kind_of_reason_is_given(rows, reason):
    forms = [re.escape(text).replace(r"\#", r"\d") for text in reason["texts"] if "{" not in text]
    form = re.compile("|".join(forms))
    assert any(form.fullmatch(row[3]) for row in rows[1:] if len(row) == len(COLUMNS))


def test_a_few_rows_are_broken(rows):
    ragged = [row for row in rows[1:] if len(row) != len(COLUMNS)]
    whole = [row for row in rows[1:] if len(row) == len(COLUMNS)]
    assert 5 <= len(ragged) <= 15
    assert any("-02-30T" in row[0] for row in whole)
    assert any(row[1] == "" for row in whole)


def test_no_agency_in_it_exists(shared):
    listed = shared / "data" / "us-agencies-287g-ori" / "fbi_lee_latest.csv.gz"
    with gzip.open(listed, "rt", encoding="utf-8") as file:
        real = {
            row[key].lower() for row in csv.DictReader(file) for key in ("pub_agency_name", "county_name")
        }
    made_up = [name for group in ingredients()["agency"] for name in group["names"]]
    own_words = [re.split(r" (?:PD|SO|County|Sector|Regional|Multi|\()", name)[0] for name in made_up]
    existing = [word for word in own_words if re.sub(r"^.* - |^\[.*\] ", "", word).lower() in real]
    assert existing == []
