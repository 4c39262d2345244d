"""The page on the feature matrix: every code of every place, drawn, tabled and in words, in sound HTML that loads nothing."""

import re
import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("z3", reason="the matrix asks the solver")

from frith.casework.comparison.features import render
from frith.casework.comparison.grid import LETTERS, Stand, stands
from frith.casework.matrix import cell_says, matrix, matrix_words, words_for
from frith.casework.report.sentences import SHARED
from frith.casework.sides import sides
from frith.errors import UsageError
from tests.toy import TOY
from tests.unit.page_tree import every, tree

ON = date(2025, 6, 1)
MADE = date(2026, 11, 24)
HOSTILE = "<script>alert(1)</script>\"'&"
LANGUAGES = ("en", "es")


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    """The made-up places, with a sentence for every provision in both languages."""
    folder = Path(shutil.copytree(TOY / "matrix", tmp_path_factory.mktemp("toy") / "packs"))
    for pack in (
        each for side in sides(["town", "quiet"], on=ON, packs=folder) for each in side.counsel.stack.packs
    ):
        for language in LANGUAGES:
            words = Path(pack.folder) / "words" / f"{language}.toml"
            words.parent.mkdir(exist_ok=True)
            known = words.read_text("utf-8") if words.exists() else ""
            if "[says]" not in known:
                told = [
                    f'"{each.id.partition("/")[2]}" = "{language} {each.id}."' for each in pack.provisions
                ]
                words.write_text("\n".join([known, "[says]", *told]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def given(packs):
    return sides(["town", "quiet", "quiet+code"], on=ON, packs=packs)


@pytest.fixture(scope="module")
def found(given):
    return matrix(given)


@pytest.fixture(scope="module")
def words(given):
    return {language: words_for(given, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def pages(found, given, words):
    return {
        language: render(found, given, words[language], made=MADE, language=language)
        for language in LANGUAGES
    }


def section(html, id):
    return next(each for each in tree(html).all("section") if each.attrs["id"] == id)


def grid(html, id="glance"):
    """The rows of the wide table of a section: the name of the place and its cells."""
    (table,) = (each for each in section(html, id).all("table") if each.attrs.get("class") == "grid")
    rows = table.all("tbody")[0].all("tr")
    return {row.all("th")[0].words(): row.all("td") for row in rows}


def doors(found):
    return [each for each in found.columns if any(not row.cells[each].values for row in found.rows)
            and any(row.cells[each].parts for row in found.rows)]  # fmt: skip


def test_the_page_is_sound_and_every_link_leads_somewhere(pages):
    for html in pages.values():
        page = tree(html)
        ids = [each.attrs["id"] for each in every(page) if "id" in each.attrs]
        assert len(ids) == len(set(ids))
        assert {each.attrs["href"][1:] for each in page.all("a")} <= set(ids)
        levels = [int(each.tag[1]) for each in every(page) if re.fullmatch(r"h\d", each.tag)]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        for table in page.all("table"):
            columns = table.all("thead")[0].all("th")
            assert all(each.attrs["scope"] == "col" and each.words() for each in columns)
            for row in table.all("tbody")[0].all("tr"):
                assert row.children[0].attrs["scope"] == "row"
                assert len(row.children) == len(columns)


def test_nothing_is_loaded_and_nothing_runs(pages):
    for html in pages.values():
        tags = {each.tag for each in every(tree(html))}
        assert not tags & {"script", "iframe", "img", "link", "object", "embed", "form"}
        assert not {attr for each in every(tree(html)) for attr in each.attrs} & {"src", "style", "onclick"}
        assert not re.search(r"https?:|@import|url\((?!#)", html)


def test_every_code_stands_in_the_table_under_its_place(pages, found):
    rows = grid(pages["en"])
    assert len(rows) == len(found.rows) == 3
    for row, cells in zip(found.rows, rows.values(), strict=True):
        shown = [cell.all("span")[0].words() for cell in cells]
        assert shown == [row.cells[door].code.replace("-", "–") for door in doors(found)]
    assert rows["Town"][0].all("span")[0].words() == "Cr · L"


def test_a_cell_says_whose_law_it_is_and_how_far_that_was_checked(pages, found):
    for row, cells in zip(found.rows, grid(pages["en"]).values(), strict=True):
        for door, cell in zip(doors(found), cells, strict=True):
            checked = row.cells[door].verification
            notes = cell.words().split(" ", maxsplit=1)
            if checked is None:
                assert len(cell.all("span")) == 1
            else:
                assert ("own" if row.cells[door].own else "above") in cell.words(), notes
                assert {"text": "●", "secondary": "◐", "unverified": "○"}[checked] in cell.words()


def test_the_picture_shows_each_door_of_each_place(pages, found):
    for html in pages.values():
        strips = [each for each in section(html, "glance").all("svg") if each.attrs["class"] == "chart"]
        for row, strip in zip(found.rows, strips, strict=True):
            drawn = [stand for door in doors(found) for stand in stands(row.cells[door])]
            tones = [each.attrs["class"].removeprefix("piece tone-stand-") for each in strip.all("rect")]
            assert tones == drawn
            assert [each.words() for each in strip.all("text")] == [LETTERS[each] for each in drawn]
            assert sum(float(each.attrs["width"].rstrip("%")) for each in strip.all("rect")) == pytest.approx(
                100, abs=0.1
            )


def test_the_toy_shows_every_way_a_door_can_stand(found):
    assert {stand for row in found.rows for door in doors(found) for stand in stands(row.cells[door])} == set(
        Stand
    )


def test_every_code_of_the_table_is_explained(pages, found):
    for language, html in pages.items():
        table = matrix_words(language)["code"]
        used = {part for row in found.rows for door in doors(found)
                for part in re.split(r"[ /+·]+", row.cells[door].code)}  # fmt: skip
        explained = {each.words() for each in section(html, "glance").all("dt")}
        assert explained == {code.replace("-", "–") for code in used}
        for code in used:
            assert table[code].lower() in section(html, "glance").words().lower()


def test_every_place_is_told_in_words_with_its_rules(pages, found, words):
    html = pages["en"]
    opened = section(html, "places").all("details")
    assert [each.all("summary")[0].words() for each in opened] == list(grid(html))
    titles = matrix_words("en")["column"]
    for row, place in zip(found.rows, opened, strict=True):
        told = place.words()
        for column, cell in row.cells.items():
            assert titles[column] in told
            for line in cell_says(cell, row, words["en"]).split("; "):
                assert line.lower() in told.lower()
        cites = {each.words() for each in place.all("a")}
        assert cites == {
            row.provisions[name].cite for door in doors(found) for name in row.cells[door].provisions
        }


def test_every_rule_is_told_once_where_its_links_lead(pages, found, words):
    html = pages["es"]
    named = {name: each for row in found.rows for name, each in row.provisions.items()}
    shown = section(html, "rules").all("li")
    assert len(shown) == len(named)
    text = section(html, "rules").words()
    for name, provision in named.items():
        assert words["es"].says(*name.split("/", 2)) in text
        assert provision.cite in text


def test_two_rows_of_one_place_have_different_names(pages):
    assert len(set(grid(pages["en"]))) == 3
    assert any("with" in name for name in grid(pages["en"]))


def test_what_is_assumed_and_what_was_not_read_is_said_first(pages):
    head = section(pages["en"], "answer").words()
    assert "counts this as in force, although it is not" in head
    assert "were not read in their official text" in head


def test_versions_are_shown(pages, given):
    for side in given:
        for version in side.counsel.versions.values():
            assert version in section(pages["en"], "made").words()


def test_words_of_a_pack_can_not_leave_their_place(found, given, words):
    hostile = [
        replace(row, provisions={name: replace(each, cite=HOSTILE) for name, each in row.provisions.items()})
        for row in found.rows
    ]
    html = render(replace(found, rows=tuple(hostile)), given, words["en"], made=MADE)
    assert "<script" not in html
    assert HOSTILE in tree(html).words()


def test_a_page_is_in_one_language(found, given, words):
    with pytest.raises(UsageError, match="needs words in `es`"):
        render(found, given, words["en"], made=MADE, language="es")


def test_another_page_says_only_what_all_pages_say_in_the_same_words():
    assert SHARED == ("number", "rules")
