"""The report's sentences exist in every language, with the same slots, are used, and are easy to read."""

import re
import tomllib

import pytest

from frith.casework.report.sentences import FOLDER
from frith.casework.screening import Finding
from frith.law.pack import shipped
from frith.law.words import languages
from frith.model.decision import Answer
from frith.model.law import Verification
from tests.contracts.test_words import GRADE, LONGEST, SENTENCE, flat, grade, sentences, slots
from tests.contracts.tree import SOURCE

LANGUAGES = languages(shipped())
TABLES = {
    language: flat(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))) for language in LANGUAGES
}
SAME = {"number"}
"""Tables whose entries two languages may write alike."""


def test_every_language_of_the_packs_has_a_report():
    assert tuple(sorted(path.stem for path in FOLDER.glob("*.toml"))) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_with_the_slots_of_the_english_one(language):
    own, english = TABLES[language], TABLES["en"]
    assert sorted(own) == sorted(english)
    for key, text in own.items():
        assert text, key
        assert slots(text) == slots(english[key]), key
        lines = text if isinstance(text, list) else [text]
        assert all(line == line.strip() for line in lines), key
        if isinstance(text, list):
            assert len(text) == len(english[key]), key


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_another_language_says_it_in_other_words(language):
    alike = [
        key for key, text in TABLES[language].items() if text == TABLES["en"][key] and key[0] not in SAME
    ]
    assert alike == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_answer_and_mark_has_its_words(language):
    own = TABLES[language]
    assert {("finding", each, part) for each in Finding for part in ("name", "means", "limit")} <= set(own)
    assert {("law", part, each) for each in Answer for part in ("answer", "means")} <= set(own)
    assert {("rules", "verified", each) for each in Verification} <= set(own)


def test_no_sentence_is_left_over():
    report = SOURCE / "casework" / "report"
    code = " ".join(path.read_text("utf-8") for path in [*report.glob("*.py"), *report.glob("*.html")])
    # Keys that code makes from a closed or open list, or from a number.
    made = re.compile(
        r"(finding|glossary)\.|\.(word|verified|means|one|many)(\.|$)|law\.answer|answer\.tile_|"
        r"(reasons|purposes|findings|actors|law|terms)\.(chart|desc|table|column)$|^number\.|"
        r"^files\.|^rules\.(citation|says|checked|answer)$|^precision\.|^made\.(lexicon|registry)$|^terms\.(means|limit)$"
    )
    keys = [".".join(key) for key in TABLES["en"]]
    left = [key for key in keys if f'"{key}"' not in code and not made.search(key)]
    assert left == []


def test_english_is_read_at_the_eighth_grade_or_below():
    lines = [
        line
        for key, text in TABLES["en"].items()
        if key[0] != "number"
        for line in (text if isinstance(text, list) else [text])
    ]
    whole = [line for line in lines if len(line.split()) >= SENTENCE and line.endswith((".", "?"))]
    assert grade(" ".join(whole)) <= GRADE - 1
    long = [each for line in whole for each in sentences(line) if len(each.split()) > LONGEST]
    assert long == []
