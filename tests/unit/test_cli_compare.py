"""`frith compare`: both answers with their citations, an exit code that carries the finding, and known requests again."""

import json
from datetime import date

import pytest

import frith
from frith import api
from frith.casework.compare import Watched
from frith.casework.compared import sentences
from frith.cli import compare as command
from frith.errors import FrithError
from frith.law import pack
from frith.law.words import languages
from frith.model.decision import Answer
from frith.model.law import Verification
from tests.toy.made import FILES, write
from tests.unit.commands import run

pytest.importorskip("z3", reason="proofs are an extra")

CODE, ENGLISH, SPANISH = "provisions/code/code.provision", "words/en.toml", "words/es.toml"
LATER = """
@id("later") @cite("7") @mode("bars") @verified("unverified") @source("A") @from("2021-01-01")
permit (principal, action == Action::"collect", resource) when { context.record_classes.contains("listed_felony") };

@id("tell") @cite("8") @mode("duty") @verified("text") @source("A") @from("2021-01-01") @do("log")
permit (principal, action == Action::"collect", resource);
"""
ROW = "4,a list,2024-02-29,collect,,record_classes=listed_felony,decline,made/code/later,\n"
OLD, NEW = "made@2020-06-01", "made@2024-02-29"


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    changed = {CODE: FILES[CODE] + LATER, "scenarios.csv": FILES["scenarios.csv"] + ROW}
    for name in (ENGLISH, SPANISH):
        changed[name] = FILES[name].replace(
            "[do]", '"code/later" = "Not this."\n"code/tell" = "Write <b>."\n[do]'
        )
    return write(tmp_path_factory.mktemp("packs"), changed)


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """No second process: starting one takes longer than these laws."""
    monkeypatch.setattr(command, "spare", lambda: 0)


@pytest.fixture
def compare(packs):
    def ask(*words):
        return run("compare", *words, "--packs", packs)

    return ask


def test_both_answers_stand_with_their_citations_and_the_case_in_words(compare):
    ran = compare(OLD, NEW)
    assert (ran.code, ran.err) == (3, "")
    assert "One kind of request gets different answers" in ran.out
    assert "A  may: no provision speaks" in ran.out
    assert "B  decline: 7 (not verified)" in ran.out
    assert "official record shows: " in ran.out
    assert "B  Write it down. (8" in ran.out
    assert "Scenarios: 4 asked, 1 get another answer" in ran.out


def test_one_law_held_against_itself_is_proved_alike(compare):
    ran = compare(NEW, NEW)
    assert ran.code == 0
    assert "No request gets different answers." in ran.out
    assert "No duty stands on one side alone." in ran.out


def test_a_search_that_stopped_early_is_no_proof(compare, monkeypatch):
    from frith.engine.every import Every, Verdict

    monkeypatch.setattr(Every, "_check", lambda *_: Verdict.UNSETTLED)
    ran = compare(NEW, NEW)
    assert ran.code == 4
    assert "there may be more" in ran.out


def test_json_holds_the_case_and_one_whole_request(compare):
    ran = compare(OLD, NEW, "--json")
    data = json.loads(ran.out)
    (difference,) = data["differences"]
    assert data["whole"] is True
    assert difference["acts"] == ["collect"]
    assert [each["answer"] for each in difference["answers"]] == ["may", "decline"]
    assert difference["answers"][1]["by"][0]["cite"] == "7"
    assert difference["case"] == {"act": ["collect"], "record_classes__listed_felony": [True]}
    assert difference["example"]["act"] == "collect"
    assert [each["id"] for each in data["scenarios"]["changed"]] == ["made/4"]
    assert [[each["provision"] for each in side] for side in data["duties"]] == [[], ["made/code/tell"]]
    assert set(data["sides"][0]["packs"]) == {"made"}


def test_recorded_decisions_are_decided_again(compare, packs, tmp_path):
    request = {
        "received": "2020-06-01",
        "facts": {"record_classes": ["listed_felony"]},
        "asks": [{"act": "collect", "object": "medical"}],
    }
    asked = tmp_path / "request.json"
    asked.write_text(json.dumps(request), "utf-8")
    then = run("decide", asked, "--place", "made", "--packs", packs, "--json")
    file = tmp_path / "log.json"
    file.write_text(then.out, "utf-8")
    found = json.loads(compare(OLD, NEW, "--decisions", file, "--json").out)["decisions"]
    assert found["asked"] == 1
    assert found["unlike_then"] == ["1.1"]
    assert [each["answer"] for each in found["changed"][0]["answers"]] == ["may", "decline"]


def test_differences_for_counsel_are_counted_and_printed_when_asked_for(tmp_path):
    moot = FILES[CODE].replace('@mode("bars")', '@mode("refers")')
    one = write(tmp_path / "one") / "made"
    other = write(tmp_path / "other", {CODE: moot}) / "made"
    short, whole = (run("compare", one, other, *more) for more in ((), ("--refer",)))
    assert "more, in which one side refers to counsel" in short.out
    assert "B  refer to counsel: 1 " not in short.out
    assert "B  refer to counsel: 1 " in whole.out
    assert "more, in which" not in whole.out


def test_a_folder_and_a_place_are_told_in_either_folders_own_words(packs, tmp_path):
    """The same provision may be worded otherwise in an amendment."""
    draft = write(tmp_path, {ENGLISH: FILES[ENGLISH].replace('"No."', '"Never."')}) / "made"
    data = json.loads(run("compare", draft, NEW, "--packs", packs, "--json").out)
    assert data["sides"][0]["name"] == str(draft)
    assert [row["name"] for row in data["features"]["rows"]] == [str(draft), NEW]
    assert {each["provision"] for each in data["duties"][1]} == {"made/code/tell"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "two laws"),
        ((NEW,), "two laws"),
        (("mode", NEW), "made"),
        ((f"{NEW}x", NEW), "not a day"),
        (("made+cod", NEW), "code"),
    ],
)
def test_wrong_use_says_what_to_write(words, says, compare):
    ran = compare(*words)
    assert ran.code == 2
    assert says in ran.err


def test_a_damaged_log_of_decisions_stops_before_any_search(compare, tmp_path):
    file = tmp_path / "log.json"
    file.write_text('{"asks": [', "utf-8")
    ran = compare(OLD, NEW, "--decisions", file)
    assert ran.code == 1
    assert "log.json" in ran.err


def test_without_the_solver_it_says_how_to_get_it(compare, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    ran = compare(OLD, NEW)
    assert ran.code == 1
    assert "frith[proofs]" in ran.err


def test_every_language_has_the_same_sentences_and_slots():
    english = sentences("en")
    for language in languages(pack.shipped()):
        own = sentences(language)
        assert own.keys() == english.keys()
        assert set(own["answer"]) == set(Answer)
        assert set(own["verified"]) == set(Verification)
        for key, sentence in english.items():
            if isinstance(sentence, str):
                slots = {part.partition("}")[0] for part in sentence.split("{")[1:]}
                assert {part.partition("}")[0] for part in own[key].split("{")[1:]} <= slots


def test_spanish_says_the_same(compare):
    ran = compare(OLD, NEW, "--lang", "es")
    assert ran.code == 3
    assert "negarse" in ran.out
    assert "ley del 29 de febrero de 2024" in ran.out


def test_python_asks_the_same(packs):
    found = frith.compare("made", "made", on=date(2024, 2, 29), packs=packs)
    assert found.differences == ()
    assert found.whole
    with pytest.raises(FrithError, match="not a day"):
        api.compare(f"{NEW}x", NEW, packs=packs)


def test_a_second_process_finds_the_same(packs):
    one, two = (frith.compare(OLD, NEW, packs=packs, watched=Watched(workers=count)) for count in (0, 1))
    assert one.differences == two.differences


def test_the_page_of_differences_stands_beside_what_is_printed(compare, tmp_path):
    page = tmp_path / "report.html"
    ran = compare(OLD, NEW, "--html", page)
    assert ran.code == 3
    assert ran.err == f"The report is in {page}\n"
    text = page.read_text("utf-8")
    assert "Write &lt;b&gt;." in text
    assert "<b>" not in text
    assert 'id="places"' in text, "the features of the two laws stand on the page too"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_a_page_that_cannot_be_written_says_where(compare, tmp_path):
    ran = compare(OLD, NEW, "--html", tmp_path / "none" / "report.html")
    assert ran.code == 2
    assert "can't write" in ran.err


@pytest.mark.parametrize("names", [(), (OLD, NEW)])
def test_features_are_computed_for_any_number_of_laws(names, packs, tmp_path):
    page = tmp_path / "features.html"
    asked = ("compare", "--features", *names, "--packs", packs, "--on", "2024-02-29", "--html", page)
    ran = run(*asked)
    assert ran.code == 0
    assert "ASK ABOUT STATUS" in ran.out
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    data = json.loads(run(*asked, "--json").out)
    assert [row["name"] for row in data["rows"]] == list(names or ["made"])
    assert set(data["rows"][0]["cells"]) == {each["id"] for each in data["columns"]}
