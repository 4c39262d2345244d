"""Source profiles: each header goes to one profile, and the facts are words of the law."""

import tomllib
from importlib import resources

import pytest

from frith.errors import LogError
from frith.evidence.profile import named, parse, plain_name, recognise, shipped

FACTS = tomllib.loads((resources.files("frith") / "packs" / "facts.toml").read_text("utf-8"))

HEADERS = {
    "portal-unique": "portal,first_seen,last_seen,id,search_time,network_count,reason,case_number,offense_type,"
    "published_fields",
    "portal-scrapes": "portal,scrape_date,id,search_time,network_count,reason,case_number,offense_type",
    "portal-download": "id,userId,searchDate,networkCount,offenseType",
    "reason-and-time": "Reason,DateTime",
    "organization-audit": "ID,Org_Name,Total_Networks_Searched,Total_Devices_Searched,Time_Frame_Start,Time_Frame_End,"
    "Reason,Search_Time,Search_Type,Moderation",
    "page-extract": "src_page,id,network_count,search_time,reason",
    "network-audit": "Name,Org Name,Total Networks Searched,Time Frame,License Plate,Case #,Reason,Search Time",
    "jail-charges": "booking_seq,charge_code,charge_literal,level,sentence,disposition_date,disposition_type",
    "frith": "event_time,actor,on_behalf_of,reason,case_number,record_id",
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_is_recognised(name):
    assert recognise(HEADERS[name].split(","), file="log.csv").name == name


def test_every_profile_has_a_header_here():
    assert {profile.name for profile in shipped()} == set(HEADERS)


@pytest.mark.parametrize("profile", shipped(), ids=lambda profile: profile.name)
def test_the_facts_of_a_profile_are_words_of_the_law(profile):
    every = [profile.facts, *(rule.facts for rule in profile.when)]
    assert profile.facts["body"]
    for facts in every:
        for fact, value in facts.items():
            assert value in FACTS[fact]["values"], f"{profile.name}: {fact} = {value}"


@pytest.mark.parametrize("column", ["Search Time", "searchTime", "SEARCH_TIME", " search-time "])
def test_one_column_has_many_spellings(column):
    assert plain_name(column) == "search_time"


def test_a_header_that_fits_two_profiles_alike_is_an_error_that_names_both(monkeypatch):
    one = parse('name = "one"\nrequired = ["a", "b"]\n[columns]\nreason = ["a"]', file="one.toml")
    two = parse('name = "two"\nrequired = ["a", "b"]\n[columns]\nreason = ["b"]', file="two.toml")
    monkeypatch.setattr("frith.evidence.profile.shipped", lambda: (one, two))
    with pytest.raises(LogError, match=r"more than one profile: `(one|two)`, `(one|two)`.*--profile"):
        recognise(["a", "b"], file="log.csv")


def test_a_city_maps_its_own_columns(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'name = "mine"\nrequired = ["warum"]\n[columns]\nreason = ["warum"]\n[facts]\nbody = "police"'
    )
    assert named(str(path)).columns["reason"] == ("warum",)


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        'name = "x"',
        'name = "x"\nrequired = []\n[columns]\nplate = ["p"]',
        'name="x"\nrequired=[]\n[columns]\n[log]\nrepeats="often"',
    ],
)
def test_a_profile_that_can_not_be_read_is_an_error_with_its_file(text):
    with pytest.raises(LogError, match=r"mine\.toml"):
        parse(text, file="mine.toml")


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(LogError, match="`network-audit`"):
        named("nothing")
