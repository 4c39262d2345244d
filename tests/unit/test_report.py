"""The report of a screening: what it says, and that it is sound HTML which loads nothing and runs nothing."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from frith.casework.counsel import Counsel
from frith.casework.report.charts import clip
from frith.casework.report.page import render
from frith.casework.report.sentences import FOLDER
from frith.casework.report.sentences import load as load_sentences
from frith.casework.screening import FileRead, Finding, RuleCount, TermCount
from frith.errors import PackError, UsageError
from frith.law.pack import default_place, shipped
from frith.law.words import load
from frith.model.decision import Answer
from frith.model.law import Verification
from tests.unit.made_up import NOTICE, PRECISION, busy, empty
from tests.unit.page_tree import every, tree

HOSTILE = "<script>alert(1)</script>\"'&.csv"


@pytest.fixture(scope="module")
def counsel():
    return Counsel(default_place())


@pytest.fixture(scope="module")
def words(counsel):
    places = tuple(pack.id for pack in counsel.stack.packs)
    return {language: load(shipped(), places, language) for language in ("en", "es")}


@pytest.fixture(scope="module")
def pages(counsel, words):
    """The page of every kind of screening, by name."""
    screenings = {
        "busy": busy(counsel),
        "one month": busy(counsel, months=1),
        "forty months": busy(counsel, months=40),
        "huge": busy(counsel, counted=98_765_432_109),
        "one row": empty(counsel, read=1),
        "no row": empty(counsel),
        "hostile": hostile(counsel),
    }
    return {
        (name, language): render(one, counsel, words[language], language=language, precision=PRECISION)
        for name, one in screenings.items()
        for language in words
    }


def hostile(counsel):
    """Every word that can come from outside is an attack."""
    return replace(
        busy(counsel),
        files=(
            FileRead(
                name=HOSTILE,
                profile=HOSTILE,
                rows=1,
                rejected=0,
                repeats=0,
                first=None,
                last=None,
                notices=(HOSTILE,),
            ),
        ),
        terms=(TermCount(finding=Finding.IMMIGRATION_PURPOSE, term=HOSTILE, rows=3),),
        actors={HOSTILE: 4, "": 2},
        purposes={HOSTILE: 4},
        uninformative={HOSTILE: 4},
        lexicon=HOSTILE,
        registry=HOSTILE,
        packs={HOSTILE: HOSTILE},
    )


NAMES = ("busy", "one month", "forty months", "huge", "one row", "no row", "hostile")
EVERY = pytest.mark.parametrize(
    "key", [(name, language) for name in NAMES for language in ("en", "es")], ids=" ".join
)


@EVERY
def test_every_tag_is_closed_in_its_turn_and_every_id_stands_once(pages, key):
    page = tree(pages[key])
    found = [each.attrs["id"] for each in every(page) if "id" in each.attrs]
    assert len(found) == len(set(found))
    assert [each.tag for each in page.children] == ["html"]
    assert page.children[0].attrs["lang"] == key[1]
    assert page.all("title")[0].text
    assert "viewport" in {each.attrs.get("name") for each in page.all("meta")}


@EVERY
def test_a_page_loads_nothing_and_runs_nothing(pages, key):
    html, page = pages[key], tree(pages[key])
    assert "<script" not in html.lower()
    assert not re.search(r"(?i)https?://|@import|javascript:", html)
    assert {url for url in re.findall(r"url\(([^)]*)\)", html) if not url.startswith("#pattern-")} == set()
    for each in every(page):
        assert {"src", "srcset", "data", "action", "style"} & set(each.attrs) == set(), each
        assert [name for name in each.attrs if name.startswith("on")] == [], each
        assert each.attrs.get("href", "#").startswith("#"), each
    assert {each.tag for each in every(page)} & {"link", "iframe", "object", "img", "form", "base"} == set()
    policy = next(each for each in page.all("meta") if each.attrs.get("http-equiv"))
    assert policy.attrs["content"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert len(page.all("style")) == 1


@EVERY
def test_every_table_has_a_caption_and_heads_that_say_what_they_head(pages, key):
    for table in tree(pages[key]).all("table"):
        assert table.children[0].tag == "caption"
        assert table.children[0].words()
        assert {each.attrs.get("scope") for each in table.all("th")} <= {"col", "row"}
        columns = len(table.all("thead")[0].all("th"))
        for row in table.all("tbody")[0].all("tr"):
            assert [each.tag for each in row.children] == ["th"] + ["td"] * (columns - 1)
            assert row.children[0].attrs["scope"] == "row"


@EVERY
def test_every_chart_has_a_title_and_a_description_and_stands_beside_its_table(pages, key):
    page = tree(pages[key])
    for svg in page.all("svg"):
        if svg.attrs.get("aria-hidden") == "true":
            continue
        title, desc = svg.children[:2]
        assert (title.tag, desc.tag, svg.attrs["role"]) == ("title", "desc", "img")
        assert svg.attrs["aria-labelledby"].split() == [title.attrs["id"], desc.attrs["id"]]
        assert title.text
        assert re.search(r"\d", desc.text)
    for figure in page.all("figure"):
        assert figure.all("figcaption")
        assert figure.all("svg")
        assert figure.all("table")
    for place in every(page):
        if place.attrs.get("class", "").startswith("scroll"):
            assert place.attrs["tabindex"] == "0"
            assert place.attrs["aria-label"]


@EVERY
def test_no_two_regions_have_one_name_and_every_link_leads_somewhere(pages, key):
    page = tree(pages[key])
    names = [each.attrs["aria-label"] for each in every(page) if each.attrs.get("role") == "region"]
    assert len(names) == len(set(names))
    ids = {each.attrs.get("id") for each in every(page)}
    assert {each.attrs["href"].removeprefix("#") for each in page.all("a")} <= ids
    levels = [int(each.tag[1]) for each in every(page) if re.fullmatch("h[1-6]", each.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_words_from_outside_are_shown_letter_by_letter(pages):
    html = pages["hostile", "en"]
    assert tree(html).words().count("<script>alert(1)</script>") >= 8
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_headline_says_how_many_rows_the_law_bars(pages):
    words = tree(pages["busy", "en"]).words()
    assert "The law bars 4,818 rows." in words
    assert "That is 0.4% of the 1,204,387 rows counted here." in words
    assert "An immigration purpose is stated in 3,734 rows." in words
    assert "“No stated immigration purpose” is not “no immigration use”." in words
    assert "51.8% of the rows give no reason that can be used" in words
    assert "La ley prohíbe 4,818 filas." in tree(pages["busy", "es"]).words()


def test_finding_nothing_is_said_as_readily(pages, counsel, words):
    clean = tree(pages["one row", "en"]).words()
    assert "No violation was found in what could be read." in clean
    assert "“No stated immigration purpose” is not “no immigration use”." in clean
    assert "No row could be read." in tree(pages["no row", "en"]).words()
    refer = replace(empty(counsel, read=9), answers={Answer.MAY: 7, Answer.REFER: 2})
    assert "but 2 rows are still open." in tree(render(refer, counsel, words["en"])).words()
    stated = replace(empty(counsel, read=9), findings={Finding.IMMIGRATION_PURPOSE: 1})
    assert (
        "bars no row, but one row states an immigration purpose"
        in tree(render(stated, counsel, words["en"])).words()
    )


def test_every_rule_is_shown_with_its_citation_its_words_and_how_far_it_was_checked(counsel, words):
    of_each = {each.verified: each for each in counsel.stack.provisions.values() if not each.do}
    shown = tuple(
        RuleCount(provision=each.id, answer=Answer.DECLINE, rows=1_234) for each in of_each.values()
    )
    html = render(replace(busy(counsel), rules=shown), counsel, words["en"])
    rules = next(each for each in tree(html).all("section") if each.attrs["id"] == "rules")
    marks = {"text": "Official text", "secondary": "Second hand", "unverified": "Not checked"}
    for verified, provision in of_each.items():
        row = next(each for each in rules.all("tr") if provision.cite in each.words())
        assert words["en"].says(*provision.id.split("/", 2)) in rules.words()
        assert row.words().endswith("Barred 1,234")
        assert marks[verified] in rules.words()
    unchecked = sum(each is not Verification.TEXT for each in of_each)
    assert unchecked
    assert "in its official text. Check" in rules.words() or f"{unchecked} of these rules" in rules.words()


def test_a_rule_that_no_pack_holds_stops_the_report(counsel, words):
    stray = replace(
        busy(counsel), rules=(RuleCount(provision="no/such/rule", answer=Answer.DECLINE, rows=1),)
    )
    with pytest.raises(PackError, match="`no/such/rule` decided rows"):
        render(stray, counsel, words["en"])


def test_the_questions_that_would_settle_rows_are_asked_the_weightiest_first(counsel, words):
    disputed = next(each for pack in counsel.stack.packs for each in pack.assumptions)
    open_rows = replace(busy(counsel), unsettled={"purpose": 3, disputed.name: 5})
    said = tree(render(open_rows, counsel, words["en"])).words()
    assert said.index(disputed.says["en"]) < said.index(words["en"].ask("purpose"))


def test_what_could_not_be_read_is_shown(pages):
    words = tree(pages["busy", "en"]).words()
    assert "105 more rows could not be read" in words
    assert NOTICE in words
    notice = [each for each in tree(pages["busy", "es"]).all("td") if each.text.strip() == NOTICE]
    assert [each.attrs["lang"] for each in notice] == ["en"]


def test_every_version_is_shown(pages, counsel):
    words = tree(pages["busy", "en"]).words()
    for version in (*counsel.versions.values(), "2026.11.0+sha256.2c4f0e5a3f8d4be07c8d4a17d0c5a2b1"):
        assert version in words


def test_measured_precision_is_shown_only_where_it_was_measured(counsel, words, pages):
    assert "72 97.2% 77 90.9%" in tree(pages["busy", "en"]).words()
    assert "tried on 4,180 reasons" in tree(pages["busy", "en"]).words()
    assert "How well the word list does" not in render(busy(counsel), counsel, words["en"])


def test_a_report_is_in_one_language(counsel, words):
    with pytest.raises(UsageError, match="a report in `es` needs words in `es`, not in `en`"):
        render(busy(counsel), counsel, words["en"], language="es")


def test_a_missing_sentence_names_key_and_language(words):
    say = load_sentences(words["es"])
    for ask in (say.say, say.several, say.keys):
        with pytest.raises(PackError, match=r"no words for `answer\.nothing` in language `es`"):
            ask("answer.nothing")
    with pytest.raises(PackError, match=r"no words for `answer\.barred`"):
        say.say("answer.barred")


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "0%"),
        (0, 9, "0%"),
        (1, 3, "33.3%"),
        (9, 9, "100%"),
        (1, 10**7, "<0.1%"),
        (10**7 - 1, 10**7, ">99.9%"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(words, part, whole, shown):
    assert load_sentences(words["en"]).share(part, whole) == shown


def test_a_long_label_is_cut_in_the_chart_and_whole_in_the_table(counsel, words):
    long = "a kind of agency with a very long name indeed"
    html = render(replace(busy(counsel), actors={long: 3}), counsel, words["en"])
    actors = next(each for each in tree(html).all("section") if each.attrs["id"] == "actors")
    assert clip(long).endswith("…")
    assert actors.all("text")[0].text == clip(long).capitalize()
    assert long.capitalize() in actors.all("table")[0].words()


def test_the_style_can_not_end_its_own_element():
    assert "<" not in (FOLDER / "style.css").read_text(encoding="utf-8")
