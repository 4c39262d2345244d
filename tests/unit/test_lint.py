"""Each rule of the lint speaks of a pack with that fault, and of no other; a clean pack passes in silence."""

import pytest

from frith.casework.lint import lint
from frith.law.lint import Weight
from tests.toy.made import FILES, PLACE, spoilt, write

PROVISIONS, LAW, TABLE = "provisions/code/code.provision", "laws/code.toml", "scenarios.csv"
SING = """\
@id("sing") @cite("4") @mode("bars") @verified("text") @source("A")
permit (principal, action == Action::"stage", resource);
@define("signed")"""
LOG = '@id("log") @cite("3") @mode("duty") @verified("text") @source("A")'


def problems(folder):
    return [(each.rule, each.weight, each.what, each.file, each.line) for each in lint(PLACE, folder)]


def test_a_clean_pack_passes_in_silence(tmp_path):
    assert problems(write(tmp_path)) == []


# The rule, in which file what is put in place of what, and words of the problem.
FAULTS = {
    "a provision that can't be read": ("unreadable", PROVISIONS, "context.purpose", "context.purpos",
        "`purpos`"),
    "a table that can't be read": ("unreadable", TABLE, "id,says", "id,sais",
        "unknown column `sais`: did you mean"),
    "words that can't be read": ("unreadable", "words/es.toml", "[do]", "[do", "mend the TOML"),
    "a title in one language": ("missing-words", "pack.toml", ', es = "Hecha"', "", "`es`"),
    "an assumption in one language": ("missing-words", "pack.toml", ', es = "la excepción es amplia"', "",
        "`es`"),
    "a law named in one language": ("missing-words", LAW, ', es = "Código"', "",
        "title of law `code` has no words in `es`"),
    "an event told in one language": ("missing-words", LAW, "on = 2020", 'says = { en = "x" }\non = 2020',
        "event `effective`"),
    "a provision without words": ("missing-words", "words/es.toml", '"code/bar" = "No."\n', "",
        "`code/bar` has no plain words in `es`"),
    "a duty without words": ("missing-words", "words/en.toml", 'log = "Write it down."\n', "",
        "`log` has no plain words in `en`"),
    "words for nothing": ("idle-words", "words/en.toml", "[do]\n", '"code/baar" = "No."\n[do]\n',
        "words for `code/baar`"),
    "a law that lists no source of its event": ("unsourced", LAW, 'sources = ["A"]\n', "",
        "without a source"),
    "an assumption without a source": ("unsourced", "pack.toml", 'sources = ["example.org/dispute"]\n', "",
        "assumption `wide` names no source"),
    "a provision without a source": ("unsourced", PROVISIONS, LOG, LOG.replace('@source("A")', ""),
        "names no source"),
    "a source that says nothing": ("empty-source", LAW, 'what = "the code as printed"', 'what = " "',
        "source `A`"),
    "a source twice": ("source-twice", LAW, "[[event]]",
        '[[source]]\nid = "A"\nwhat = "x"\nwhere = "y"\n[[event]]', "more than once"),
    "a source that the law does not list": ("unlisted-source", PROVISIONS, LOG, LOG.replace('"A"', '"A B"'),
        "source `B`"),
    "a deadline of no duty": ("stray-deadline", PROVISIONS, '@excepts("bar")',
        '@excepts("bar") @within("72 hours")', "is no duty"),
    "a deadline that can't be counted": ("uncounted-deadline", PROVISIONS, "72 hours", "soon", "`soon`"),
    "an assumption under nothing": ("idle-assumption", PROVISIONS, '@mode("bars")',
        '@mode("bars") @if_assumed("wide")', "excepts nothing"),
    "an exception to a duty": ("excepted-duty", PROVISIONS, '@excepts("bar")', '@excepts("bar log")',
        "excepts the duty `made/code/log`"),
    "a scenario of a provision that is none": ("unknown-provision", TABLE, "decline,made/code/bar",
        "decline,made/code/baar", "no provision `made/code/baar`"),
    "a scenario of another day": ("not-binding", TABLE, '1,"no, they ask",2024-02-29',
        '1,"no, they ask",2019-12-31', "does not bind on 2019-12-31"),
    "another answer": ("wrong-answer", TABLE, "decline,made", "may,made",
        "expected may, the law says decline (made/code/bar)"),
    "other provisions": ("wrong-provisions", TABLE, "decline,made/code/bar", "decline,made/code/warrant",
        "what decides is made/code/bar"),
    "a duty that does not arise": ("missing-duty", TABLE, "comply,made/code/warrant,",
        "comply,made/code/warrant,made/code/bar", "is not among the duties"),
    "a provision that decides nothing": ("idle-provision", PROVISIONS, '@define("signed")', SING,
        "`made/code/sing` decides no scenario"),
    "an exception that takes nothing away": ("idle-exception", PROVISIONS, '@define("signed")',
        SING.replace('@mode("bars")', '@mode("permits") @excepts("bar")'),
        "`made/code/sing` takes nothing away"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_rule_speaks_of_its_fault(tmp_path, fault):
    rule, name, old, new, words = FAULTS[fault]
    found = problems(spoilt(tmp_path, name, (old, new)))
    meant = [each for each in found if each[0] == rule]
    assert meant, found
    assert any(words in what for _, _, what, _, _ in meant), found
    assert {file for *_, file, _ in meant} == {str(tmp_path / PLACE / name)}
    assert {weight for _, weight, *_ in meant} == {Weight.NOTE if rule == "excepted-duty" else Weight.ERROR}


def test_every_rule_is_tried_above():
    """A rule that somebody adds is shown to speak: the names stand in two files of the source."""
    import re
    from pathlib import Path

    from frith.casework import lint as casework
    from frith.law import lint as law

    named = set()
    for module in (casework, law):
        text = Path(module.__file__).read_text(encoding="utf-8")
        named |= set(re.findall(r'"([a-z]+-[a-z]+)"', text)) | set(re.findall(r'rule="(\w+)"', text))
    tried = {rule for rule, *_ in FAULTS.values()}
    assert named - tried == {"no-history", "no-provisions"}, "exceptions: their own tests stand below"


def test_a_law_without_history_never_binds(tmp_path):
    text = FILES[LAW][: FILES[LAW].index("[[event]]")]
    found = problems(write(tmp_path, {LAW: text}))
    assert ("no-history", "law `code` has no history, so it never binds") in {
        (rule, what) for rule, _, what, *_ in found
    }
    assert "not-binding" in {rule for rule, *_ in found}


def test_a_draft_without_provisions_is_noted_and_no_error(tmp_path):
    empty = {
        PROVISIONS: None,
        TABLE: None,
        "words/en.toml": "[says]\n[do]\n",
        "words/es.toml": "[says]\n[do]\n",
    }
    draft = FILES["pack.toml"].replace('"city"', '"draft"')
    found = problems(write(tmp_path, empty | {"pack.toml": draft}))
    assert [(rule, weight) for rule, weight, *_ in found] == [("no-provisions", "note")]
    assert problems(write(tmp_path, {"pack.toml": FILES["pack.toml"]} | empty)) == [], "a place needs none"


def test_a_law_marked_as_read_lists_where(tmp_path):
    found = problems(
        spoilt(
            tmp_path,
            LAW,
            ('[[source]]\nid = "A"\nwhat = "the code as printed"\nwhere = "example.org/code"\n', ""),
            ('sources = ["A"]\n', ""),
        )
    )
    assert "law `code` is marked `text` but lists no source" in {what for _, _, what, *_ in found}


def test_a_language_without_a_file(tmp_path):
    found = problems(write(tmp_path, {"words/es.toml": None}))
    assert [(rule, what) for rule, _, what, *_ in found] == [("missing-words", "no plain words in `es`")]


def test_everything_that_can_be_seen_is_told_at_once(tmp_path):
    found = problems(spoilt(tmp_path, PROVISIONS, ("context.purpose", "context.purpos"), ('@cite("3")', "")))
    assert [rule for rule, *_ in found] == ["unreadable", "unreadable"]
    assert all(line for *_, line in found)


def test_a_pack_without_scenarios_shows_nothing(tmp_path):
    found = problems(write(tmp_path, {TABLE: None}))
    assert sorted(rule for rule, *_ in found) == ["idle-exception", "idle-provision", "idle-provision"]


def test_the_rows_of_a_draft_say_what_it_would_mean(tmp_path):
    changes = {
        "pack.toml": FILES["pack.toml"].replace('kind = "city"', 'kind = "draft"'),
        "laws/code.toml": FILES["laws/code.toml"].replace('kind = "effective"', 'kind = "introduced"'),
    }
    assert lint("made", write(tmp_path, changes)) == []
