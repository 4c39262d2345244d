"""The table of scenarios: what a row becomes, and what is wrong with one, by file, line and mend."""

from datetime import date

import pytest

from frith.casework.counsel import Counsel
from frith.errors import FactError
from frith.law.scenarios import read_scenarios
from frith.model.facts import ABSENT
from tests.toy.made import FILES, PLACE, spoilt, write

TABLE = "scenarios.csv"
HEAD = "id,says,on,act,facts,answer,provisions,duties\n"


def rows(folder):
    counsel = Counsel(PLACE, folder)
    return read_scenarios(counsel.stack.packs[0], counsel.vocabulary, counsel.papers)


def failing(folder) -> FactError:
    with pytest.raises(FactError) as caught:
        rows(folder)
    assert caught.value.file == str(folder / PLACE / TABLE)
    assert caught.value.mend
    return caught.value


def test_a_row_becomes_a_request(tmp_path):
    facts = "paper=I-247A; record_classes=listed_felony+...; listed_felony_on=none"
    line = f'7,"read, aloud",2024-02-29,Disclose,"{facts}",may,b a,\n'
    (row,) = rows(write(tmp_path, {TABLE: HEAD + line}))
    assert (row.id, row.says, row.on, row.answer, row.provisions) == (
        "7",
        "read, aloud",
        date(2024, 2, 29),
        "may",
        ("a", "b"),
    )
    assert row.facts["act"] == "disclose"
    assert row.facts["paper"] == "i_247a"
    assert row.facts["paper_judge_signed"] is False, "the kind of paper settles it"
    assert row.facts["record_classes__listed_felony"] is True
    assert "record_classes__listed_misdemeanor" not in row.facts
    assert row.facts["listed_felony_on"] is ABSENT
    assert row.facts["five_years_before"] == date(2019, 2, 28)
    assert (row.line, row.duties) == (2, ())


def test_a_row_without_an_id_is_named_by_its_line(tmp_path):
    assert rows(write(tmp_path, {TABLE: HEAD + ",x,2024-01-01,,,refer,,\n"}))[0].id == "row-2"


def test_no_table_is_no_rows(tmp_path):
    assert rows(write(tmp_path, {TABLE: None})) == []
    assert rows(write(tmp_path / "empty", {TABLE: ""})) == []
    assert rows(write(tmp_path / "bare", {TABLE: HEAD})) == []


def test_a_table_that_a_spreadsheet_wrote_is_read(tmp_path):
    """With the mark at its beginning and line ends of its own."""
    table = "\ufeff" + FILES[TABLE].replace("\n", "\r\n")
    assert [row.facts for row in rows(write(tmp_path / "a", {TABLE: table}))] == [
        row.facts for row in rows(write(tmp_path / "b"))
    ]


FAULTS = {
    "an unknown column": ("says,on", "sais,on", 1, "unknown column `sais`", "`says`"),
    "a column that no fact is near": ("says,on", "qqqq,on", 1, "unknown column `qqqq`", "facts"),
    "a column twice": ("says,on", "on,on", 1, "column `on` stands twice", "drop one"),
    "a bad day": ("aloud,2024-02-29", "aloud,2023-02-29", 2, "`2023-02-29` is not a day", "2024-12-09"),
    "no day": ("aloud,2024-02-29", "aloud,", 2, "`` is not a day", "2024-12-09"),
    "a bad answer": ("yes,refer,", "yes,permit,", 2, "`permit` is no answer", "decline, comply, may, refer"),
    "no answer": ("yes,refer,", "yes,,", 2, "`` is no answer", "decline, comply, may, refer"),
    "an id twice": ("2,too", "1,too", 3, "scenario `1` stands twice", "rename one"),
    "too many cells": ("1,aloud", "1,read,aloud", 2, "more cells than columns", "in quotes"),
    "a fact that is none": ("in_custody=yes", "in_custdy=yes", 2, "unknown fact `in_custdy`", "`in_custody`"),
    "a value that is none": ("in_custody=yes", "in_custody=perhaps", 2, "`perhaps` is no value of `in_custody`", "yes or no"),
    "a word that is none": (",disclose,in", ",disclos,in", 2, "`disclos` is no value of `act`", "`disclose`"),
    "a fact without its value": ("in_custody=yes", "in_custody", 2, "`in_custody` is not `name=value`", "`;`"),
    "a fact that is computed": ("in_custody=yes", "five_years_before=2020-01-01", 2, "computed from the day", "leave it out"),
    "a quote that does not close": ("1,aloud", '1,"aloud', 2, "the row that begins here", "close every quote"),
}  # fmt: skip
ROWS = "1,aloud,2024-02-29,disclose,in_custody=yes,refer,x,\n2,too,2024-02-29,notify,,refer,x,\n"


@pytest.mark.parametrize("fault", FAULTS)
def test_each_error_names_line_and_mend(tmp_path, fault):
    old, new, line, what, mend = FAULTS[fault]
    assert (HEAD + ROWS).count(old) == 1
    error = failing(write(tmp_path, {TABLE: (HEAD + ROWS).replace(old, new)}))
    assert what in error.what
    assert mend in error.mend
    assert error.line == line


def test_not_utf_8(tmp_path):
    error = failing(write(tmp_path, {TABLE: HEAD.encode() + "1,sí,2024-01-01,,,refer,,\n".encode("latin-1")}))
    assert (error.what, error.mend) == ("not written in UTF-8", "save the table again as UTF-8")


def test_cells_that_are_left_out_are_unknown(tmp_path):
    (row,) = rows(write(tmp_path, {TABLE: HEAD + "1,x,2024-01-01,,,refer\n"}))
    assert (row.provisions, row.duties) == ((), ())
    assert "act" not in row.facts


def test_no_python_word_is_in_an_error(tmp_path):
    """Whoever keeps the table reads it."""
    for fault, (old, new, *_) in FAULTS.items():
        error = failing(write(tmp_path / fault.replace(" ", "-"), {TABLE: (HEAD + ROWS).replace(old, new)}))
        assert not {"isoformat", "Answer", "ValueError", "NoneType"} & set(
            str(error).replace(":", " ").split()
        )


def test_the_made_table_is_what_the_law_says(tmp_path):
    folder = spoilt(tmp_path, TABLE, ("a judge signed", "a judge has signed"))
    counsel = Counsel(PLACE, folder)
    assert [counsel.one(row.on).decide(row.facts).answer for row in rows(folder)] == [
        "decline",
        "comply",
        "refer",
    ]
