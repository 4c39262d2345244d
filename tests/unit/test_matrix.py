"""The feature matrix of a made-up town in which every code occurs, and of a quiet one beside it."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("z3", reason="the matrix asks the solver")

from frith.casework.matrix import Code, cell_says, matrix, matrix_data, matrix_words, words_for
from frith.casework.sides import sides
from frith.law.files import read_toml
from frith.law.laws import KINDS
from frith.model.law import Verification
from tests.toy import TOY

PACKS = TOY / "matrix"
ON = date(2025, 6, 1)

TOWN = {
    "ask_status": "Cr · L",
    "give_status": "Co · ?",
    "personal_information": "Pu · P",
    "release_date": "J + C",
    "custody_facts": "M",
    "hold": "J",
    "transfer": "Jc",
    "interview": "F",
    "civil_arrest": "- · Fi / Re",
    "nonpublic_area": "E · Ag",
    "staging": "- · A",
    "operations": "~ · P · -",
    "deputise": "P",
    "detention_contract": "W",
    "interpreter": "-",
    "plate_data": "Js / S",
    "standing_access": "C · O",
}


@pytest.fixture(scope="module")
def rows():
    return {row.name: row for row in matrix(sides(["town", "quiet", "quiet+code"], on=ON, packs=PACKS)).rows}


def of(place, packs, on=ON):
    return matrix(sides([place], on=on, packs=packs)).rows[0]


def codes(row):
    return {name: cell.code for name, cell in row.cells.items() if cell.parts and name != "bound"}


@pytest.fixture
def copied(tmp_path):
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


class TestTheCodes:
    def test_each_door_of_the_town_has_the_code_that_its_law_makes(self, rows):
        assert codes(rows["town"]) == TOWN

    def test_every_code_that_has_words_occurs(self):
        met = {word for code in TOWN.values() for word in code.replace("·", " ").replace("/", " ").split()}
        assert met - {"+"} == set(matrix_words("en")["code"])

    def test_what_takes_two_keys_names_both(self, rows):
        part, same = rows["town"].cells["release_date"].parts
        assert same.doors == part.doors
        assert part.doors == (("criminal_warrant", "conviction"), ("civil_warrant", "conviction"))
        assert set(part.provisions) == {"town/code/no-notice", "town/code/judge"}

    def test_a_door_that_stays_shut_says_with_what_counsel_is_asked(self, rows):
        _, departments = rows["town"].cells["personal_information"].parts
        assert (departments.code, departments.unsettled) == (Code.BARRED, (("court_order",),))

    def test_requests_that_are_answered_apart_are_shown_apart(self, rows):
        ways = [(part.who, part.when, part.code) for part in rows["town"].cells["operations"].parts]
        assert ways == [
            ("police", "", "~"),
            ("departments", "agency_paper", "P"),
            ("departments", "no_paper", "-"),
        ]


class TestWhoseLaw:
    def test_the_bar_of_the_land_is_not_the_towns_own(self, rows):
        cell = rows["town"].cells["deputise"]
        assert (cell.code, cell.own, cell.provisions) == ("P", False, ("land/act/no-lending",))
        assert cell.verification is Verification.SECONDARY

    def test_a_permission_from_above_leaves_the_town_silent_and_says_who_speaks(self, rows):
        cell = rows["town"].cells["interpreter"]
        assert (cell.code, cell.parts[0].speaks, cell.own) == ("-", ("land",), False)

    def test_the_weakest_provision_of_a_cell_counts(self, rows):
        assert rows["town"].cells["ask_status"].verification is Verification.UNVERIFIED

    def test_a_quiet_place_is_silent_but_for_the_land(self, rows):
        quiet = codes(rows["quiet"])
        assert quiet.pop("deputise") == "P"
        assert set(quiet.values()) == {"-"}

    def test_a_law_that_is_not_in_force_makes_no_cell_until_it_is_assumed(self, rows):
        assert rows["quiet"].cells["instruments"].code == "0"
        assert rows["quiet"].cells["staging"].code == "-"
        assert rows["quiet+code"].cells["staging"].code == "P"


class TestWhatIsRead:
    def test_years_papers_duties_and_reports(self, rows):
        cells = rows["town"].cells
        assert cells["look_back"].values == ("5",)
        assert cells["warrant_meaning"].values == ("criminal_warrant", "civil_warrant", "court_order")
        assert cells["record_duty"].values == ("log-request",)
        assert cells["notice_duty"].values == ("tell-person-of-request",)
        assert cells["reports"].values == ("town/yearly",)
        assert cells["since"].values == ("2021-01-01",)
        assert cells["instruments"].values == ("ordinance",)

    def test_an_injunction_shows_and_takes_its_provision_away(self, rows):
        cell = rows["town"].cells["courts"]
        assert cell.values == (
            "enjoined town/code 2023-01-01",
            "enjoined town/code 2024-01-01",
            "ends town/code 2030-01-01",
        )
        assert of("town", PACKS, date(2023, 6, 1)).cells["staging"].code == "P"

    def test_what_is_enjoined_as_to_somebody_is_shown_apart(self, rows):
        parts = rows["town"].cells["civil_arrest"].parts
        assert [(part.when, part.code) for part in parts] == [
            ("investigations", "-"),
            ("other_agencies", "Fi / Re"),
        ]


class TestOrder:
    def test_no_cell_changes_when_provisions_are_turned_around(self, rows, copied):
        file = copied / "town/provisions/code/code.provision"
        pieces = file.read_text(encoding="utf-8").split("\n\n")
        singles = [each for piece in pieces for each in piece.replace(";\n@id", ";\n\n@id").split("\n\n")]
        file.write_text("\n\n".join(reversed(singles)), encoding="utf-8")
        assert of("town", copied).cells == rows["town"].cells


class TestWords:
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_every_cell_has_words_and_is_plain_data(self, language):
        laws = sides(["town", "quiet"], on=ON, packs=PACKS)
        found = matrix(laws)
        data = matrix_data(found, words_for(laws, language))
        assert json.loads(json.dumps(data)) == data
        assert [each["id"] for each in data["columns"]] == list(found.columns)
        for row in data["rows"]:
            assert all(cell["says"] and "{" not in cell["says"] for cell in row["cells"].values())

    def test_a_sentence_names_who_and_what(self, rows):
        row = rows["town"]
        words = words_for(sides(["town"], on=ON, packs=PACKS), "en")
        assert cell_says(row.cells["ask_status"], row, words) == (
            "police: barred, unless there is a tie to another crime; "
            "departments: barred, unless there is a law or a service that needs it"
        )
        assert cell_says(row.cells["interpreter"], row, words).endswith("(only land speaks)")

    def test_both_languages_have_the_same_words(self):
        def keys(table, at=""):
            for key, value in table.items():
                yield from keys(value, f"{at}{key}.") if isinstance(value, dict) else [at + key]

        assert sorted(keys(matrix_words("en"))) == sorted(keys(matrix_words("es")))

    def test_every_code_key_column_split_and_kind_of_law_has_words(self):
        import frith.casework.matrix_plan as module

        tables = read_toml(Path(module.__file__).with_name("matrix.toml")).data
        words = matrix_words("es")
        held = [key for family in tables["family"] for key in family["key"]]
        assert {key["id"] for key in held} == set(words["key"])
        assert {key["code"] for key in held} | {str(code) for code in Code} == set(words["code"])
        columns = {column["id"] for column in tables["column"]} | set(tables["read"]["columns"])
        assert columns == set(words["column"])
        assert {name for split in tables["split"] for name in split["ways"]} == set(words["split"])
        assert set(tables["who"]) == set(words["who"])
        assert set(KINDS) == set(words["kind"])
