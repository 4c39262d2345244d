"""A decision as JSON: every key is documented, every value is plain, and nothing of the decision is lost."""

import json
import re
from pathlib import Path

import pytest

from frith import api
from frith.casework.counsel import Counsel
from frith.casework.decide import decide, explain
from frith.casework.receive import KEYS, from_mapping
from frith.casework.record import decision_json, explanation_json
from frith.law import pack
from tests.unit.commands import run

ROOT = Path(__file__).parents[2]
PACKS = Path(__file__).parents[1] / "cards" / "packs"
PAGE = (ROOT / "docs" / "reference" / "json.md").read_text("utf-8")
HARBOR = Counsel("harbor", PACKS)
ANSWERS = {"decline", "comply", "may", "refer"}


def asked(**data):
    asks = [{"act": "disclose", "object": "home_address"}, {"act": "admit", "object": "public_area"}]
    given = {"received": "2026-11-20", "requester": "ice", "asks": asks, **data}
    return from_mapping(given, HARBOR.vocabulary, resolve=lambda _: "").request


def told(**data):
    request = asked(**data)
    decision = decide(request, HARBOR)
    card = api.card(decision, packs=PACKS, received=request.received)
    return json.loads(json.dumps(decision_json(decision, card, HARBOR.stack)))


def explained(**data):
    request = asked(**data)
    found = explanation_json(decide(request, HARBOR), explain(request, HARBOR), HARBOR.stack)
    return json.loads(json.dumps(found))


def keys(value, inside=()):
    """Every key of the record; what stands below `facts` and `packs` is named by facts and packs themselves."""
    if isinstance(value, list):
        return {key for each in value for key in keys(each, inside)}
    if not isinstance(value, dict):
        return set()
    own = set(value) if inside not in ("facts", "packs") else set()
    return own | {key for name, each in value.items() for key in keys(each, name)}


def test_the_record_has_the_shape_that_others_rely_on():
    found = told(paper="I-200", subject={"publicly_available": "no"})
    assert {"place", "on", "answer", "asks", "packs"} <= set(found)
    assert (found["place"], found["on"], found["answer"]) == ("harbor", "2026-11-20", "decline")
    first = found["asks"][0]
    assert {"act", "object", "answer", "reasons", "unknown", "duties"} <= set(first)
    (reason,) = first["reasons"]
    assert reason.pop("says") == "Harbor does not tell immigration agencies about a person."
    assert reason == {
        "provision": "harbor/welcome/no-telling",
        "cite": "Harbor Code 2",
        "role": "bars",
        "verified": "text",
    }
    assert all(set(each) >= {"do", "by", "cite"} for each in first["duties"])
    assert re.fullmatch(r"1\+sha256\.[0-9a-f]{32}", found["packs"]["harbor"])


def test_asks_stand_in_the_order_of_the_request():
    found = told(paper="none", subject={"publicly_available": "no"})
    assert [(each["object"], each["answer"]) for each in found["asks"]] == [
        ("home_address", "decline"),
        ("public_area", "may"),
    ]


def test_what_is_unknown_comes_with_its_question():
    unknown = told()["asks"][0]["unknown"]
    assert {"fact": "paper", "question": "What kind of paper did they show?"} in unknown


def test_duties_have_a_day_or_none():
    duties = {each["provision"]: each for each in told(paper="none")["asks"][0]["duties"]}
    assert duties["harbor/welcome/tell-mayor"]["by"] == "2026-11-25"
    assert (
        duties["harbor/welcome/write-down"] | {"by": "2026-11-20", "due": "at once"}
        == duties["harbor/welcome/write-down"]
    )


def test_facts_show_what_was_understood():
    facts = told(paper="I-200", facts={"in_custody": "no", "listed_felony_on": "none"})["asks"][0]["facts"]
    assert facts["paper"] == "i_200"
    assert facts["paper_judge_signed"] is False
    assert facts["listed_felony_on"] == "none"
    assert facts["five_years_before"] == "2021-11-20"


def test_an_explanation_names_exceptions_with_their_effect():
    provisions = {each["provision"]: each for each in explained(paper="none")["asks"][0]["provisions"]}
    bar = provisions["harbor/welcome/no-telling"]
    assert (bar["mode"], bar["speaks"], bar["active"]) == ("bars", "true", "unknown")
    assert bar["unknown"] == ["publicly_available"]
    assert {
        "provision": "harbor/welcome/public",
        "cite": "Harbor Code 4",
        "holds": "unknown",
        "if_assumed": "",
    } in (bar["exceptions"])


@pytest.mark.parametrize("record", [told, explained], ids=["decide", "explain"])
def test_the_reference_names_every_key(record):
    found = record(paper="none")
    assert sorted(key for key in keys(found) if f"`{key}`" not in PAGE) == []
    assert {each["answer"] for each in found["asks"]} <= ANSWERS


def test_the_reference_names_every_key_of_a_request_and_of_lint():
    assert [key for key in KEYS if f"`{key}`" not in PAGE] == []
    assert [key for key in ("rule", "weight", "what", "file", "line") if f"`{key}`" not in PAGE] == []


@pytest.mark.parametrize(
    "words",
    [
        ("law", "list"),
        ("law", "status", "--on", "2024-11-20"),
        ("law", "timeline", "ordinance-188441"),
        ("law", "show", "ordinance-188441", "--on", "2024-11-20"),
        ("law", "show", "us-ca/officer-identity"),
        ("paper", "I-200"),
        ("paper", "--see", "heading_dhs"),
    ],
    ids=" ".join,
)
def test_the_reference_names_every_key_of_the_other_commands(words):
    ran = run(*words, "--json")
    assert ran.code in (0, 4), ran.err
    assert sorted(key for key in keys(json.loads(ran.out)) if f"`{key}`" not in PAGE) == []


@pytest.mark.parametrize("place", pack.places())
def test_every_request_of_the_demo_has_a_record(place):
    for file in sorted((ROOT / "src/frith/demo/requests").glob("*.toml")):
        decision = api.decide(file, place=place)
        found = decision_json(decision, api.card(decision), api.counsel(place).stack)
        assert json.loads(json.dumps(found))["answer"] in ANSWERS
