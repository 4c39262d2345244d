"""What the page on compared laws says."""

from collections import Counter
from dataclasses import replace

import pytest

from frith.casework.compare import compare
from frith.casework.comparison.kinds import Apart, Only, apart, pairs
from frith.casework.comparison.opening import cited
from frith.casework.comparison.page import render
from frith.casework.sides import sides
from frith.model.decision import Answer
from frith.model.law import Verification
from tests.unit.comparison.made import HOSTILE, MADE, decided, said, section
from tests.unit.page_tree import every, tree

pytest.importorskip("z3", reason="proofs are an extra")


def test_the_answer_comes_first(pages, found):
    head = section(pages["found", "en"], "answer").words()
    assert f"{len(found.differences)} kinds of request get different answers." in head
    assert "showed that there is no other kind" in head
    assert "Made, February 29, 2024 alone says no in" in head
    assert "The search stopped before it was done." in said(pages, "early")


def test_that_nothing_differs_is_said_as_readily(pages):
    assert "No request gets a different answer." in said(pages, "none")
    assert "showed that both laws answer it alike" in said(pages, "none")
    assert "No duty stands in one law alone." in said(pages, "none")
    assert "the search stopped early" in said(pages, "none early")
    assert "alike" not in said(pages, "none early")
    assert "Ninguna solicitud recibe una respuesta distinta." in said(pages, "none", "es")


def test_every_kind_is_shown_with_its_number_and_both_answers(pages, found):
    rows = section(pages["found", "en"], "cases").all("tbody")
    numbers = sorted(
        each.words() for body in rows for each in body.all("span") if "number" in each.attrs["class"]
    )
    assert numbers == sorted(f"No. {n}" for n in range(1, len(found.differences) + 1))
    for each in found.differences:
        shown = [row.words() for body in rows for row in body.all("tr")]
        for side, names in enumerate(each.by):
            for name in names:
                assert any(found.sides[side].provision(name).cite in row for row in shown)


def test_what_counsel_is_asked_is_folded_away_and_counted(pages, found):
    folded = section(pages["found", "en"], "cases").all("details")
    refers = sum(Answer.REFER in each.answers for each in found.differences)
    assert sum(len(each.all("tbody")[0].children) for each in folded) == refers
    assert all("one law asks counsel" in each.all("summary")[0].words() for each in folded)


def test_every_number_of_the_picture_stands_in_its_table(pages, found):
    acts = section(pages["found", "en"], "acts")
    (picture,) = (each for each in every(acts) if each.attrs.get("role") == "img")
    rows = acts.all("table")[0].all("tbody")[0].all("tr")
    drawn = picture.all("svg")
    assert len(rows) == len(drawn)
    for row, strip in zip(rows, drawn, strict=True):
        whole, *parts = (int(each.words()) for each in row.all("td"))
        assert whole == sum(parts) == sum(int(each.words()) for each in strip.all("text"))
        assert len(strip.all("rect")) == sum(n > 0 for n in parts)
    counted = acts.all("table")[1].all("tbody")[0].all("tr")
    assert [int(each.all("td")[-1].words()) for each in counted] == [n for _, n in pairs(found.differences)]


def test_bars_stay_in_the_picture(pages):
    for html in pages.values():
        for strip in (each for each in tree(html).all("svg") if each.attrs.get("class") == "chart"):
            for bar in strip.all("rect"):
                start, width = (float(bar.attrs[key].rstrip("%")) for key in ("x", "width"))
                assert start >= 0
                assert width > 0
                assert start + width <= 100


def test_a_duty_of_one_side_is_shown_and_that_the_other_has_none(pages):
    duties = section(pages["found", "en"], "duties").words()
    assert "The law of Made, June 1, 2020 has no duty of its own." in duties
    assert HOSTILE in duties


def test_known_requests_are_counted_and_those_that_change_are_shown(pages, found):
    known = section(pages["decided", "en"], "known")
    assert "1 of 3 recorded decisions changes its answer." in known.words()
    assert "1.1" in known.words()
    assert "2.1" not in known.words()
    assert "Decided then May" in known.words()
    unlike = sum(any(each.answer is not Answer.MAY for each in row.outcomes) for row in decided(found.sides))
    assert f"{unlike} of 3 w" in known.words()
    changed = sum(each.changed for each in found.scenarios)
    total = len(found.scenarios)
    assert (
        f"{changed} of {total} test cases" if changed else f"None of the {total} test cases"
    ) in known.words()
    assert "known" not in {each.attrs["id"] for each in tree(pages["none", "en"]).all("section")}


def test_rows_of_a_table_of_scenarios_keep_their_language(found, words):
    changed = tuple(
        replace(each, known=replace(each.known, says="They ask."), outcomes=each.outcomes)
        for each in decided(found.sides)
    )
    html = render(replace(found, scenarios=changed), words["es"], made=MADE, language="es")
    (row,) = (each for each in tree(html).all("p") if each.words() == "They ask.")
    assert row.attrs["lang"] == "en"


def test_what_counts_as_in_force_although_it_is_not_is_said(packs, words):
    one, other = sides(["made@2019-06-01", "made+code@2019-06-01"], on=MADE, packs=packs)
    html = render(compare(one, other), words["en"], made=MADE)
    assert (
        "The law of “Made with Code” counts this as in force, although it is not: Code." in tree(html).words()
    )


def test_how_far_the_rules_were_checked_is_counted(pages, found):
    shown = said(pages, "found")
    assert "were not read in their official text" in shown
    marks = {
        each.words()
        for each in tree(pages["found", "en"]).all("span")
        if "mark" in each.attrs.get("class", "")
    }
    assert {"Official text", "Second hand", "Not checked"} <= marks
    counts = Counter(each.verified for each in cited(found))
    rows = section(pages["found", "en"], "made").all("table")[0].all("tbody")[0].all("tr")
    assert [int(row.all("td")[0].words()) for row in rows] == [counts[each] for each in Verification]


def test_versions_and_day_are_shown(pages, found):
    for version in found.sides[0].counsel.versions.values():
        assert version in said(pages, "found")
    assert "Made on November 24, 2026." in said(pages, "found")


@pytest.mark.parametrize(
    ("answers", "side", "only"),
    [
        ((Answer.DECLINE, Answer.MAY), 0, Only.BARS),
        ((Answer.COMPLY, Answer.DECLINE), 1, Only.BARS),
        ((Answer.MAY, Answer.COMPLY), 1, Only.ORDERS),
        ((Answer.REFER, Answer.DECLINE), 0, Only.ASKS),
        ((Answer.COMPLY, Answer.REFER), 1, Only.ASKS),
    ],
)
def test_which_law_stands_apart(answers, side, only):
    assert apart(answers) == Apart(side=side, only=only)
