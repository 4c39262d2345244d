"""The sentences of the pages exist in every language, with the same slots, are used, and are easy to read."""

import re
import tomllib

import pytest

from frith.casework import cases_words
from frith.casework.comparison.kinds import Only
from frith.casework.comparison.page import FOLDER as COMPARISON
from frith.casework.report.sentences import FOLDER, SHARED
from frith.casework.screening import Finding
from frith.law.pack import shipped
from frith.law.words import languages
from frith.model.decision import Answer
from frith.model.law import Verification
from tests.contracts.test_words import GRADE, LONGEST, SENTENCE, flat, grade, sentences, slots

LANGUAGES = languages(shipped())
PAGES = {"report": FOLDER, "comparison": COMPARISON}
TABLES = {
    (page, language): flat(tomllib.loads((folder / f"{language}.toml").read_text("utf-8")))
    for page, folder in PAGES.items()
    for language in LANGUAGES
}
SAME = {"number"}
"""Tables whose entries two languages may write alike."""
ALIKE = {("comparison", "side", "dated"), ("comparison", "side", "given"), ("comparison", "acts", "part"),
         ("comparison", "acts", "column")}  # fmt: skip
"""Sentences that hold slots alone."""

every_page = pytest.mark.parametrize("page", PAGES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_page
def test_every_language_of_the_packs_has_a_page(page):
    assert tuple(sorted(path.stem for path in PAGES[page].glob("*.toml"))) == LANGUAGES


@every_page
@every_language
def test_every_sentence_is_there_with_the_slots_of_the_english_one(page, language):
    own, english = TABLES[page, language], TABLES[page, "en"]
    assert sorted(own) == sorted(english)
    for key, text in own.items():
        assert text, key
        assert slots(text) == slots(english[key]), key
        lines = text if isinstance(text, list) else [text]
        assert all(line == line.strip() for line in lines), key
        if isinstance(text, list):
            assert len(text) == len(english[key]), key


@every_page
@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_another_language_says_it_in_other_words(page, language):
    own, english = TABLES[page, language], TABLES[page, "en"]
    alike = [key for key, text in own.items() if text == english[key] and key[0] not in SAME]
    assert [key for key in alike if (page, *key) not in ALIKE] == []


@every_language
def test_every_finding_answer_and_mark_has_its_words(language):
    own = TABLES["report", language]
    assert {("finding", each, part) for each in Finding for part in ("name", "means", "limit")} <= set(own)
    assert {("law", part, each) for each in Answer for part in ("answer", "means")} <= set(own)
    assert {("rules", "verified", each) for each in Verification} <= set(own)


@every_language
def test_every_answer_of_a_comparison_and_whatever_sets_a_law_apart_has_its_words(language):
    own = TABLES["comparison", language]
    assert {("answers", part, each) for each in Answer for part in ("word", "means")} <= set(own)
    assert {("acts", "word", each) for each in Only} <= set(own)
    assert {("answer", each, n) for each in Only for n in ("one", "many")} <= set(own)
    assert not {key[0] for key in own} & set(SHARED)


MADE = {
    "report": r"(finding|glossary)\.|\.(word|verified|means|one|many)(\.|$)|law\.answer|answer\.tile_|"
    r"(reasons|purposes|findings|actors|law|terms)\.(chart|desc|table|column)$|^number\.|"
    r"^files\.|^rules\.(citation|says|checked|answer)$|^precision\.|^made\.(lexicon|registry)$|^terms\.(means|limit)$",
    "comparison": r"\.(word|means|one|many|stand)(\.|$)|^known\.(none|then)|features\.tile_",
}
"""Keys that code makes from a closed or open list, or from a number."""


@every_page
def test_no_sentence_is_left_over(page):
    texts = [*PAGES[page].glob("*.py"), *PAGES[page].glob("*.html"), FOLDER / "page.html"]
    code = " ".join(path.read_text("utf-8") for path in texts)
    made = re.compile(MADE[page])
    keys = [".".join(key) for key in TABLES[page, "en"]]
    left = [key for key in keys if f'"{key}"' not in code and not made.search(key)]
    assert left == []


@every_page
def test_english_is_read_at_the_eighth_grade_or_below(page):
    lines = [
        line
        for key, text in TABLES[page, "en"].items()
        if key[0] != "number"
        for line in (text if isinstance(text, list) else [text])
    ]
    whole = [line for line in lines if len(line.split()) >= SENTENCE and line.endswith((".", "?"))]
    assert grade(" ".join(whole)) <= GRADE - 1
    long = [each for line in whole for each in sentences(line) if len(each.split()) > LONGEST]
    assert long == []


@every_language
def test_cases_are_told_in_every_language_with_the_slots_of_the_english_words(language):
    own, english = (flat(dict(cases_words.sentences(each))) for each in (language, "en"))
    assert sorted(own) == sorted(english)
    assert {key: slots(text) for key, text in own.items()} == {key: slots(english[key]) for key in own}
    if language != "en":
        assert [key for key in own if own[key] == english[key] and key != ("has",)] == []
