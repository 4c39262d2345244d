"""Every word that people can meet exists in every language, is used, and is easy to read."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from frith.casework.paper import Doubt, JudgeMark
from frith.law.pack import shipped, vocabulary
from frith.law.papers import read_papers
from frith.law.words import languages
from frith.model.decision import Answer, Role
from frith.model.facts import FactKind
from frith.model.law import Verification
from frith.model.paper import Issuer, Part
from tests.contracts.tree import sources

PACKS = shipped()
LANGUAGES = languages(PACKS)
TABLES = {
    language: tomllib.loads((PACKS / "words" / f"{language}.toml").read_text("utf-8"))
    for language in LANGUAGES
}
SAME = {("label", "flag", "no")}
"""Words that two languages write alike."""

FAMILIES = {
    "heading_": Answer,
    "aloud_": Answer,
    "role_": Role,
    "verified_": Verification,
    "paper_judge_": JudgeMark,
    "paper_": [each for each in Doubt if each is not Doubt.NOT_THIS],
}
"""Card sentences that code picks by a closed list: one for each word of the list."""

GRADE, SENTENCE, LONGEST = 8.0, 6, 22
"""School grade; words from which on a text is measured by itself (a label of two is not); words of a sentence."""


def flat(table: dict, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for key, value in table.items():
        found |= flat(value, (*path, key)) if isinstance(value, dict) else {(*path, key): value}
    return found


def expected() -> set[tuple[str, ...]]:
    """Every key that the vocabulary, the papers and the code ask for, card sentences apart."""
    facts, papers = vocabulary(PACKS), read_papers(PACKS)
    raw = tomllib.loads((PACKS / "facts.toml").read_text("utf-8"))
    keys = {("ask", name) for name in facts.facts} | {("label", "flag", "yes"), ("label", "flag", "no")}
    keys.add(("label", "date", "none"))
    for name, fact in facts.facts.items():
        named = (*fact.values, *fact.groups)
        if "like" in raw[name]:
            named = tuple(raw[name].get("extra", []))
        if fact.kind in (FactKind.ENUM, FactKind.SET):
            keys |= {
                ("label", name, value) for value in named if not (name == "paper" and value in papers.kinds)
            }
    keys |= {("paper", kind, part) for kind in papers.kinds for part in ("name", "is", "can")}
    keys |= {("cue", cue) for cue in papers.cues} | {("part", part) for part in Part}
    keys |= {("issuer", issuer) for issuer in Issuer} | {("steps", answer) for answer in Answer}
    keys |= {("effect", kind.effect) for kind in papers.kinds.values()}
    keys |= {("life", stage) for kind in papers.kinds.values() for stage in kind.life}
    return keys | {("month", str(month)) for month in range(1, 13)}


def literals() -> set[str]:
    """Every string written out in the program, where a card sentence may be asked for by name."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sources()]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def asked_for() -> set[str]:
    """Every card sentence that the program names outright."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sources()]
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    named = (
        call.args[0] for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "card"
    )
    return {name.value for name in named if isinstance(name, ast.Constant)}


def families() -> set[str]:
    return {f"{prefix}{word}".replace(" ", "_") for prefix, words in FAMILIES.items() for word in words}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_and_none_is_left_over(language):
    written = {key for key in flat(TABLES[language]) if key[0] != "card"}
    assert sorted(expected() - written) == [], "missing"
    assert sorted(written - expected()) == [], "left over"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_sentence_is_there_and_is_used(language):
    written = set(TABLES[language]["card"])
    assert sorted((families() | asked_for()) - written) == [], "missing"
    assert sorted(written - families() - literals()) == [], "left over: no code asks for it"
    assert written == set(TABLES["en"]["card"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_and_its_slots_are_those_of_the_english_one(language):
    english, own = flat(TABLES["en"]), flat(TABLES[language])
    for key, text in own.items():
        assert text, key
        assert slots(text) == slots(english[key]), key
        lines = text if isinstance(text, list) else [text]
        assert all(line == line.strip() for line in lines), key
        if isinstance(text, list):
            assert len(text) == len(english[key]), key


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_another_language_says_it_in_other_words(language):
    english, own = flat(TABLES["en"]), flat(TABLES[language])
    assert [key for key in own if own[key] == english[key] and key not in SAME] == []


def test_a_clerk_is_asked_about_papers_and_records_never_about_a_persons_status():
    about_status = re.compile(
        r"\b(immigrant|citizen|undocumented|illegal|legal status|born)\b", re.IGNORECASE
    )
    assert [text for text in TABLES["en"]["ask"].values() if about_status.search(text)] == []
    assert [text for text in TABLES["en"]["ask"].values() if "?" not in text] == []
    assert [text for text in TABLES["es"]["ask"].values() if "¿" not in text] == []


@pytest.mark.parametrize("section", ["ask", "cue", "card", "steps", "paper", "effect", "life"])
def test_english_is_read_at_the_eighth_grade_or_below(section):
    assert grade(" ".join(f"{text}." for text in texts(section))) <= GRADE
    whole = [text for text in texts(section) if len(text.split()) >= SENTENCE]
    assert {text: round(grade(text), 1) for text in whole if grade(text) > GRADE} == {}
    long = [each for text in texts(section) for each in sentences(text) if len(each.split()) > LONGEST]
    assert long == []


def test_the_measure_of_reading_tells_hard_from_easy():
    assert grade("Show it to the person in charge.") < 3
    assert (
        grade("Notwithstanding the aforementioned provisions, municipal authorities shall investigate.") > 15
    )
    assert [syllables(word) for word in ("signed", "agency", "table", "warrant", "the", "immigration")] == [
        1, 3, 2, 2, 1, 4,
    ]  # fmt: skip


def texts(section: str) -> Iterator[str]:
    """The sentences of a section. A kind of paper is called what it is called, so its name is not measured."""
    for key, text in flat(TABLES["en"][section]).items():
        if key[-1] != "name":
            yield from text if isinstance(text, list) else [text]


def slots(text: str | list[str]) -> list[str]:
    return sorted(re.findall(r"\{(\w*)\}", text if isinstance(text, str) else " ".join(text)))


def sentences(text: str) -> list[str]:
    """The sentences, without what is quoted from a paper: a clerk compares those words, and need not read them."""
    plain = re.sub(r'"[^"]*"', "it", text)
    return [each for each in re.split(r"(?<=[.!?:;])\s+", plain) if re.search("[A-Za-z]{2}", each)]


def grade(text: str) -> float:
    """The school grade at which a text is read (Flesch and Kincaid, 1975)."""
    found = sentences(text)
    words = [word for each in found for word in re.findall(r"[A-Za-z][A-Za-z']*", each)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """How often the vowels sound: groups of them, less a silent `e` or `-ed`."""
    plain = re.sub("[^a-z]", "", word.lower())
    groups = len(re.findall("[aeiouy]+", plain))
    silent_e = plain.endswith("e") and not plain.endswith(("le", "ee", "ye"))
    silent_ed = plain.endswith("ed") and not plain.endswith(("ted", "ded", "eed"))
    return max(1, groups - (silent_e or silent_ed))
