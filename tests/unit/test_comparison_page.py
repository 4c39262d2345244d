"""The page on compared laws: what it says, and that it is sound HTML which loads nothing and runs nothing."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from frith.casework.compare import compare
from frith.casework.comparison.kinds import Apart, Only, apart, pairs
from frith.casework.comparison.opening import cited
from frith.casework.comparison.page import FOLDER as COMPARISON
from frith.casework.comparison.page import render
from frith.casework.sides import sides
from frith.casework.whatif import Known, again
from frith.errors import UsageError
from frith.law.words import load
from frith.model.decision import Answer
from frith.model.facts import ABSENT
from frith.model.law import Verification
from tests.toy.made import FILES, write
from tests.unit.page_tree import every, tree

pytest.importorskip("z3", reason="proofs are an extra")

MADE = date(2026, 11, 24)
HOSTILE = "</style><script>alert(1)</script>\"'&"
CODE = "provisions/code/code.provision"
LATER = """
@id("later") @cite("7") @mode("bars") @verified("unverified") @source("A") @from("2021-01-01")
permit (principal, action == Action::"collect", resource) when { context.record_classes.contains("listed_felony") };

@id("ask") @cite("8") @mode("refers") @verified("secondary") @source("A") @from("2021-01-01")
permit (principal, action == Action::"disclose", resource) when { context.listed_felony_on > datetime("2020-01-01") };

@id("tell") @cite("9") @mode("duty") @verified("text") @source("A") @from("2021-01-01") @do("log")
permit (principal, action == Action::"collect", resource);
"""
SAYS = {"later": "Not this.", "ask": "Ask <b>first</b>.", "tell": HOSTILE}
OLD, NEW = "made@2020-06-01", "made@2024-02-29"


def packs_in(folder, title="Made"):
    changed = {CODE: FILES[CODE] + LATER, "pack.toml": FILES["pack.toml"].replace('"Made"', f"'''{title}'''")}
    for language in ("en", "es"):
        words = "".join(f"\"code/{name}\" = '''{text}'''\n" for name, text in SAYS.items())
        changed[f"words/{language}.toml"] = FILES[f"words/{language}.toml"].replace("[do]", f"{words}[do]")
    return write(folder, changed)


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    return packs_in(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="module")
def found(packs):
    return compare(*sides([OLD, NEW], on=MADE, packs=packs))


@pytest.fixture(scope="module")
def words(packs):
    return {language: (load(packs, ("made",), language),) * 2 for language in ("en", "es")}


@pytest.fixture(scope="module")
def pages(found, words):
    nothing = replace(found, differences=(), duties=((), ()), scenarios=())
    comparisons = {
        "found": found,
        "none": nothing,
        "none early": replace(nothing, whole=False),
        "early": replace(found, whole=False),
        "decided": replace(found, decisions=decided(found.sides)),
    }
    return {
        (name, language): render(one, both, made=MADE, language=language)
        for name, one in comparisons.items()
        for language, both in words.items()
    }


def decided(both):
    """Three recorded decisions: one that changes, and two that do not."""
    facts = {"act": "collect", "record_classes__listed_felony": True, "listed_felony_on": ABSENT}
    asks = (facts, {"act": "inquire"}, {"act": "inquire"})
    known = [Known(id=f"{n}.1", says="", facts=each, answer=Answer.MAY) for n, each in enumerate(asks, 1)]
    return again(known, both)


def said(pages, name, language="en"):
    return tree(pages[name, language]).words()


def section(html, id):
    return next(each for each in tree(html).all("section") if each.attrs["id"] == id)


def test_the_comparison_has_something_of_every_kind(found):
    assert found.whole
    assert {each.answers for each in found.differences} >= {(Answer.MAY, Answer.DECLINE)}
    assert any(Answer.REFER in each.answers for each in found.differences)
    assert [len(own) for own in found.duties] == [0, 1]


# ---- sound, safe, complete ------------------------------------------------------------------------------------------


def test_the_page_is_sound_and_its_ids_are_its_own(pages):
    for html in pages.values():
        page = tree(html)
        ids = [each.attrs["id"] for each in every(page) if "id" in each.attrs]
        assert len(ids) == len(set(ids))
        for each in every(page):
            for attr in ("aria-labelledby", "aria-describedby"):
                assert set(each.attrs.get(attr, "").split()) <= set(ids)
            if each.tag == "a":
                assert each.attrs["href"].startswith("#")
                assert each.attrs["href"][1:] in ids


def test_nothing_is_loaded_and_nothing_runs(pages):
    for html in pages.values():
        page = tree(html)
        (policy,) = (
            each.attrs["content"]
            for each in page.all("meta")
            if each.attrs.get("http-equiv") == "Content-Security-Policy"
        )
        assert "default-src 'none'" in policy
        tags = {each.tag for each in every(page)}
        assert not tags & {"script", "iframe", "img", "link", "object", "embed", "form", "audio", "video"}
        attrs = {attr for each in every(page) for attr in each.attrs}
        assert not {attr for attr in attrs if attr.startswith("on")} | (attrs & {"src", "style", "srcset"})
        assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)", html)


def test_headings_go_down_one_step_at_a_time(pages):
    for html in pages.values():
        levels = [int(each.tag[1]) for each in every(tree(html)) if re.fullmatch(r"h\d", each.tag)]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_every_cell_its_heads(pages):
    for html in pages.values():
        for table in tree(html).all("table"):
            assert table.all("caption")[0].words()
            columns = table.all("thead")[0].all("th")
            assert all(each.attrs["scope"] == "col" and each.words() for each in columns)
            for row in table.all("tbody")[0].all("tr"):
                assert [each.tag for each in row.children] == ["th"] + ["td"] * (len(columns) - 1)
                assert row.children[0].attrs["scope"] == "row"


def test_on_a_phone_a_cell_still_says_whose_answer_it_is(pages, found):
    for table in section(pages["found", "en"], "cases").all("table"):
        heads = [each.words() for each in table.all("thead")[0].all("th")]
        assert table.attrs["role"] == "table"
        for row in table.all("tbody")[0].all("tr"):
            assert [each.attrs["data-head"] for each in row.all("td")] == heads[1:]


def test_words_of_a_pack_can_not_leave_their_place(tmp_path, pages):
    assert "Ask <b>first</b>." in said(pages, "found")
    packs = packs_in(tmp_path, title=HOSTILE)
    one, other = sides([OLD, NEW], on=MADE, packs=packs)
    html = render(compare(one, other), (load(packs, ("made",), "en"),) * 2, made=MADE)
    assert "<script" not in html
    assert html.count("</style>") == 1
    assert HOSTILE in tree(html).words()


def test_a_page_is_in_one_language(found, words):
    with pytest.raises(UsageError, match="a page in `es` needs words in `es`, not in `en`"):
        render(found, words["en"], made=MADE, language="es")


def test_the_language_of_the_page_is_said(pages):
    for (_, language), html in pages.items():
        assert tree(html).all("html")[0].attrs["lang"] == language


def test_the_style_can_not_end_its_own_element():
    assert "<" not in (COMPARISON / "style.css").read_text(encoding="utf-8")


# ---- what it says ---------------------------------------------------------------------------------------------------


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
