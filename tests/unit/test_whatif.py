"""Known requests under two laws: tables of scenarios beside an amendment, and decisions that were recorded."""

import json
from datetime import date

import pytest

from frith import api
from frith.casework.record import decision_json
from frith.casework.sides import side
from frith.casework.whatif import again, recorded, tables
from frith.errors import FactError
from frith.model.decision import Answer

DAY = date(2024, 11, 20)
CITY = "us-ca-los-angeles"
REQUEST = {
    "received": "2024-11-20",
    "body": "library",
    "requester": {"kind": "ice_ero", "function": "immigration_enforcement"},
    "purpose": "civil_immigration",
    "paper": "none",
    "facts": {"listed_felony_on": "none", "record_classes": ["none"]},
    "asks": [{"act": "disclose", "object": "library_record"}],
}


@pytest.fixture(scope="module")
def sides():
    return side(CITY, on=DAY), side(f"{CITY}+ordinance-188441", on=DAY)


@pytest.fixture
def document():
    decision = api.decide(REQUEST, place=CITY)
    return decision_json(decision, api.card(decision), api.counsel(CITY).stack)


def kept(path, *documents, lines=True):
    text = "\n".join(map(json.dumps, documents)) if lines else json.dumps(list(documents))
    path.write_text(text, "utf-8")
    return path


def test_the_rows_beside_an_amendment_are_answered_twice(sides):
    rows = again(tables(sides), sides)
    assert len(rows) > 50
    changed = {each.known.id for each in rows if each.changed}
    assert 0 < len(changed) < len(rows)
    assert all(each.startswith(f"{CITY}/") for each in changed)


def test_two_places_of_which_neither_lies_above_the_other_have_no_rows_in_common(sides):
    assert tables((sides[0], side("us-ca-san-francisco", on=DAY))) == ()


def test_a_recorded_decision_is_made_again_from_its_facts_alone(sides, document, tmp_path):
    (known,) = recorded(kept(tmp_path / "log.jsonl", document), sides[0].counsel.vocabulary)
    assert known.answer is Answer.MAY
    (found,) = again([known], sides)
    assert [each.answer for each in found.outcomes] == [Answer.MAY, Answer.DECLINE]
    assert found.changed


@pytest.mark.parametrize("lines", [True, False])
def test_many_decisions_come_as_lines_or_as_one_list(lines, sides, document, tmp_path):
    file = kept(tmp_path / "log.json", document, document, lines=lines)
    assert [each.id for each in recorded(file, sides[0].counsel.vocabulary)] == ["1.1", "2.1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"asks": [', "line 1|no JSON"),
        ('{"answer": "may"}', "decision 1: no list of `asks`"),
        ('{"asks": []}', "no list of `asks`"),
        ('[{"asks": [{"answer": "may"}]}]', "ask 1 holds no `facts`"),
        ('{"asks": [{"answer": "perhaps", "facts": {}}]}', "is no answer"),
        ('{"asks": [{"answer": "may", "facts": {"purpos": "other"}}]}', "purpose"),
        ('{"asks": [{"answer": "may", "facts": {"purpose": "<script>"}}]}', "no value of `purpose`"),
        ('{"asks": [{"answer": "may", "facts": {"in_custody": "yes"}}]}', "no value of `in_custody`"),
        ('{"asks": [{"answer": "may", "facts": {"listed_felony_on": "soon"}}]}', "listed_felony_on"),
        ("[" * 100_000, "no JSON|deep"),
        ("7", "no list of `asks`"),
    ],
)
def test_what_is_no_recorded_decision_says_which_and_why(text, says, sides, tmp_path):
    file = tmp_path / "log.jsonl"
    file.write_text(text, "utf-8")
    with pytest.raises(FactError, match=says):
        recorded(file, sides[0].counsel.vocabulary)


def test_a_file_in_another_encoding_is_named(sides, tmp_path):
    file = tmp_path / "log.jsonl"
    file.write_bytes("{}".encode("utf-16"))
    with pytest.raises(FactError, match="UTF-8"):
        recorded(file, sides[0].counsel.vocabulary)
