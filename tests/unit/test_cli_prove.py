"""`frith prove`: a verdict in plain words, an exit code that carries it, and counterexamples that can be kept."""

import json
import sys
import tomllib

import pytest

from frith import api
from frith.casework.describe import describe, written
from frith.casework.prove import sentences
from frith.engine.every import Every, Search, Verdict
from frith.engine.questions import QUESTIONS
from frith.errors import FactError, UsageError
from frith.law import pack
from frith.law.papers import read_papers
from frith.law.scenarios import read_scenarios
from frith.law.words import languages
from frith.model.decision import Answer
from frith.model.facts import ABSENT
from tests.toy.made import FILES, write
from tests.unit.commands import run

pytest.importorskip("z3", reason="proofs are an extra")

TELL = ("--when", "act=disclose", "--when", "purpose=civil_immigration")
SIGNED = ("--unless", "paper_judge_signed=yes")
SECOND = """
@id("later") @cite("7") @mode("bars") @verified("text") @source("A") @from("2021-01-01")
permit (principal, action == Action::"collect", resource) when { context.record_classes.contains("listed_felony") };
"""


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    code, english, spanish = "provisions/code/code.provision", "words/en.toml", "words/es.toml"
    changed = {code: FILES[code] + SECOND}
    for name in (english, spanish):
        changed[name] = FILES[name].replace("[do]", '"code/later" = "Not this."\n[do]')
    return write(tmp_path_factory.mktemp("packs"), changed)


@pytest.fixture
def prove(packs):
    def ask(*words, on="2024-02-29"):
        return run("prove", *words, "--packs", packs, "--place", "made", "--on", on)

    return ask


def test_the_questions_are_listed_with_what_they_ask():
    ran = run("prove", "--list")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == list(QUESTIONS)
    assert run("prove", "--list", "--lang", "es").out != ran.out


def test_what_is_proved_exits_with_0(prove):
    ran = prove("never-permits", *TELL, *SIGNED)
    assert ran.code == 0
    assert "Made, law of February 29, 2024" in ran.out
    assert "Proved. No request that fits is ever answered with may or comply." in ran.out


def test_what_is_not_so_exits_with_3_and_shows_a_request(prove):
    ran = prove("never-permits", *TELL)
    assert ran.code == 3
    assert "Not so." in ran.out
    assert "(paper_judge_signed=yes)" in ran.out
    assert "YES. This must be done. (made/code/warrant)" in ran.out


def test_spanish_is_whole(prove):
    english, spanish = prove("never-permits", *TELL), prove("never-permits", *TELL, "--lang", "es")
    assert spanish.code == 3
    assert "No es así." in spanish.out
    shared = set(english.out.splitlines()) & set(spanish.out.splitlines())
    assert shared <= {""}


def test_what_the_solver_gives_up_on_exits_with_4(prove, monkeypatch):
    gave_up = Search(verdict=Verdict.UNSETTLED, facts={})
    monkeypatch.setattr(Every, "search", lambda *_, **__: gave_up)
    ran = prove("never-permits")
    assert ran.code == 4
    assert "Can't tell." in ran.out


def test_programs_get_the_verdict_and_the_request(prove):
    told = json.loads(prove("never-permits", *TELL, "--json").out)
    (case,) = told["cases"]
    assert (told["question"], told["verdict"], told["place"], told["against"]) == (
        "never-permits",
        "refuted",
        "made",
        None,
    )
    assert case["facts"]["paper_judge_signed"] == "yes"
    assert case["answers"] == [{"answer": "comply", "deciding": ["made/code/warrant"]}]


def test_the_law_of_two_days_is_held_together(prove):
    narrows = prove("only-narrows", "--against", "2020-06-01")
    widens = prove("only-widens", "--against", "2020-06-01")
    assert (narrows.code, widens.code) == (0, 3)
    assert "law of June 1, 2020 against law of February 29, 2024" in widens.out
    assert widens.out.index("YOU MAY") < widens.out.index("NO. Do not do this.")


def test_gaps_are_named_in_words_and_the_rest_is_counted(prove):
    ran = prove("gaps")
    assert ran.code == 3
    assert "(admit/public_area)" in ran.out
    assert "more: see `--json`" in ran.out
    assert prove("never-decides").code == 0


def test_a_kept_row_is_a_scenario_that_the_law_meets(prove, packs):
    file = packs / "made" / "scenarios.csv"
    before = file.read_text(encoding="utf-8")
    try:
        for _ in range(2):
            ran = prove("never-permits", *TELL, "--save", file)
            assert (ran.code, ran.err) == (3, f"1 kept in {file}\n")
        law = api.counsel("made", packs)
        rows = read_scenarios(law.stack.packs[0], law.vocabulary, read_papers(packs))[-2:]
    finally:
        file.write_text(before, encoding="utf-8")
    assert [row.id for row in rows] == ["never-permits-1", "never-permits-2"]
    for row in rows:
        got = law.one(row.on).decide(row.facts)
        assert (
            (got.answer, got.deciding)
            == (row.answer, row.provisions)
            == (Answer.COMPLY, ("made/code/warrant",))
        )


def test_a_new_table_begins_with_its_columns(prove, tmp_path):
    file = tmp_path / "new.csv"
    prove("only-widens", "--against", "2020-06-01", "--save", file)
    head, row = file.read_text(encoding="utf-8").splitlines()
    assert head.startswith("id,says,on,body,act,object")
    assert "record_classes=listed_felony ..." in row


def test_a_kept_request_is_decided_as_was_shown(prove, packs, tmp_path):
    file = tmp_path / "found.toml"
    prove("never-permits", *TELL, "--save", file)
    assert tomllib.loads(file.read_text(encoding="utf-8"))["place"] == "made"
    ran = run("decide", file, "--packs", packs, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["answer"] == "comply"
    again = prove("never-permits", *TELL, "--save", file)
    assert (again.code, "is there already" in again.err) == (2, True)


def test_nothing_is_kept_of_a_proof(prove, tmp_path):
    file = tmp_path / "none.csv"
    assert prove("never-permits", *TELL, *SIGNED, "--save", file).err == f"0 kept in {file}\n"
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "no question: see `frith prove --list`"),
        (("never-permit",), 2, "unknown question `never-permit`: "),
        (("only-narrows",), 2, "`only-narrows` needs `--against DATE`"),
        (("gaps", "--against", "2020-01-01"), 2, "`gaps` takes no `--against`"),
        (("gaps", "--when", "act"), 2, "`act` is not NAME=VALUE"),
        (("gaps", "--when", "in_custody=unknown"), 2, "`in_custody=unknown` says nothing"),
        (("gaps", "--when", "purpose=civil"), 1, "`civil` is no value or group of `purpose`"),
        (("gaps", "--when", "porpoise=other"), 1, "unknown fact `porpoise`"),
        (("never-permits", "--save", "kept.txt"), 2, "name a .csv table of scenarios or a .toml request"),
        (("gaps", "--when", "paper=i_200", "--when", "paper_court_named=yes"), 2, "no request fits"),
        (("gaps", "--when", "act=disclose", "--unless", "act=disclose"), 2, "no request fits"),
        (("gaps", "--lang", "xx"), 2, "no words in language `xx`"),
    ],
)
def test_what_can_not_be_asked_is_said_plainly(words, code, said, prove):
    ran = prove(*words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_without_the_solver_the_error_says_what_to_install(prove, monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    ran = prove("gaps")
    assert (ran.code, ran.out) == (1, "")
    assert "pip install 'frith[proofs]'" in ran.err


def test_a_description_takes_groups_lists_days_and_sets(packs):
    facts = pack.vocabulary(packs)
    told = describe(
        ["purpose=immigration_enforcement,other", "listed_felony_on=none", "record_classes=listed_felony"],
        ["in_custody=no"],
        facts,
    )
    fits = {
        "purpose": "criminal_immigration",
        "listed_felony_on": ABSENT,
        "record_classes__listed_felony": True,
    }
    assert told.fits(fits)
    assert told.fits(fits | {"in_custody": True})
    assert not told.fits(fits | {"in_custody": False})
    assert not told.fits(fits | {"purpose": "customs_enforcement"})
    assert not told.fits({"purpose": "other"})
    with pytest.raises(FactError, match="is computed from the day"):
        describe(["five_years_before=2020-01-01"], [], facts)


def test_a_set_is_written_as_a_request_writes_it(packs):
    facts = pack.vocabulary(packs)
    members = [f"record_classes__{value}" for value in facts.facts["record_classes"].values]
    assert written(dict.fromkeys(members, False), facts) == {"record_classes": "none"}
    assert written({members[1]: True}, facts) == {"record_classes": f"{members[1].partition('__')[2]} ..."}


def test_every_language_of_the_packs_says_the_same_things():
    english = sentences("en")
    for language in languages(pack.shipped()):
        own = sentences(language)
        assert sorted(own) == sorted(english)
        assert {name for name in QUESTIONS if sorted(own[name]) != ["proved", "refuted", "says"]} == set()
    with pytest.raises(UsageError, match="no words in language"):
        sentences("xx")


def test_a_draft_is_held_against_the_law_in_force(tmp_path):
    """A folder counts its pending law as in force: what has no day of effect is tried out."""
    pending = {"laws/code.toml": FILES["laws/code.toml"].replace('kind = "effective"', 'kind = "introduced"')}
    folder = write(tmp_path, pending) / "made"
    asked = (
        "only-widens",
        "--place",
        folder,
        "--against",
        "made",
        "--packs",
        tmp_path,
        "--on",
        "2024-02-29",
    )
    ran = run("prove", *asked)
    assert ran.code == 3, ran.err
    assert f"Made ({folder})" in ran.out
    assert "against made, law of February 29, 2024" in ran.out
    assert "=> made: YOU MAY." in ran.out
    assert f"=> {folder}: NO." in ran.out
    told = json.loads(run("prove", *asked, "--json").out)
    assert told["laws"] == ["made", str(folder)]


def test_a_list_that_names_nothing_means_that_nothing_is_on_it(prove):
    """A list names what a request must have; `none` says that it has nothing of it."""
    collect = ("--when", "act=collect", "--when")
    assert prove("always-declines", *collect, "record_classes=listed_felony").code == 0
    assert prove("never-permits", *collect, "record_classes=none").code == 3
    assert prove("always-declines", *collect, "record_classes=none").code == 3
