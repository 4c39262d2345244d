"""The published schema of a request: what ships is valid under it, and what the reader refuses is not."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from frith import api
from frith.casework.receive import KEYS, from_mapping
from frith.casework.requesters import kind_of_agency
from frith.casework.schema import request_schema
from frith.errors import FactError
from frith.law import pack, words

VOCABULARY = pack.vocabulary(pack.shipped())
SCHEMA = request_schema(VOCABULARY, words.load(pack.shipped(), (), "en"))
VALIDATOR = Draft202012Validator(SCHEMA)
DEMO = sorted((Path(api.__file__).parent / "demo" / "requests").glob("*.toml"))
ASKS = [{"act": "disclose", "object": "home_address"}]


def as_json(file):
    """The file as JSON has it: days are text."""
    return json.loads(json.dumps(tomllib.loads(file.read_text("utf-8")), default=str))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == set(KEYS)


def test_every_fact_that_a_person_can_know_is_in_it_with_its_question():
    known = {name for name, fact in VOCABULARY.facts.items() if not fact.computed}
    assert set(SCHEMA["$defs"]) == known
    assert all(each["description"] for each in SCHEMA["$defs"].values())
    spanish = request_schema(VOCABULARY, words.load(pack.shipped(), (), "es"))
    assert all(
        spanish["$defs"][name]["description"] != SCHEMA["$defs"][name]["description"] for name in known
    )


@pytest.mark.parametrize("file", DEMO, ids=lambda each: each.stem)
def test_every_request_of_the_demo_is_valid(file):
    assert [error.message for error in VALIDATOR.iter_errors(as_json(file))] == []
    assert api.receive(file).request.asks


@pytest.mark.parametrize(
    "more",
    [
        {"on_behalf_of": "none"},
        {"on_behalf_of": {"agency": "HSI"}},
        {"paper": "i_200"},
        {"paper": {"kind": "i_200", "judge_signed": "no", "in_date": True, "matter": "unknown"}},
        {"requester": "ice"},
        {"requester": {"agency": "ICE", "kind": "ice", "function": "immigration_enforcement"}},
        {
            "subject": {
                "in_custody": False,
                "listed_felony_on": "none",
                "record_classes": ["listed_felony", "..."],
            }
        },
        {"facts": {"record_classes": "none", "listed_felony_on": "2020-01-01"}},
        {"received": "2026-10-05", "place": "us"},
    ],
)
def test_what_is_valid_is_read(more):
    request = {"asks": ASKS, **more}
    assert VALIDATOR.is_valid(request)
    assert from_mapping(request, VOCABULARY, resolve=kind_of_agency).request.asks


@pytest.mark.parametrize(
    "wrong",
    [
        {"asks": []},
        {"asks": "disclose"},
        {"asks": ["disclose"]},
        {"asks": ASKS, "purpse": "other"},
        {"asks": ASKS, "body": "librery"},
        {"asks": ASKS, "facts": {"in_custdy": True}},
        {"asks": ASKS, "facts": {"five_years_before": "2020-01-01"}},
        {"asks": ASKS, "paper": {"kind": "i_200", "seen_by": "me"}},
        {"asks": ASKS, "subject": {"in_custody": 1}},
        {"asks": ASKS, "subject": ["in_custody"]},
        {},
    ],
)
def test_what_is_not_valid_is_refused(wrong):
    assert not VALIDATOR.is_valid(wrong)
    with pytest.raises(FactError):
        from_mapping(wrong, VOCABULARY, resolve=kind_of_agency)
