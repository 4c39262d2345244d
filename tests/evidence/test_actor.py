"""Which organisation a name is; a name that could be two stays unknown."""

import tomllib
from importlib import resources

import pytest

from frith.evidence.actor import Sure, resolve
from frith.evidence.registry import load

REGISTRY = load()


def actor(name, **more):
    return resolve(name, REGISTRY, **{"home_state": "CA", **more})


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("U.S. Border Patrol", "border_patrol"),
        ("US Border Patrol", "border_patrol"),
        ("SAN DIEGO SECTOR BORDER PATROL (CA)", "border_patrol"),
        ("ICE ERO", "ice_ero"),
        ("ICE - Enforcement and Removal Operations", "ice_ero"),
        ("DHS/ICE", "ice"),
        ("US ICE", "ice"),
        ("Immigration & Customs Enforcement", "ice"),
        ("HSI San Diego", "ice_hsi"),
        ("Customs and Border Protection", "cbp"),
        ("CBP", "cbp"),
        ("FBI [turned off]", "federal_law_enforcement"),
        ("ATF Nashville TN", "federal_law_enforcement"),
        ("USMS (Inactive)", "federal_law_enforcement"),
        ("US Postal Inspection Service [Federal]", "federal_law_enforcement"),
        ("Langley VA Air Force Base [Federal]", "federal_law_enforcement"),
        ("Loma Linda Healthcare System CA Veterans Affairs PD [Federal]", "federal_law_enforcement"),
        ("Lake Mead NV NRA [Federal]", "federal_other"),
        ("NCRIC", "data_hub"),
        ("NESPIN (New England fusion center)", "data_hub"),
        ("MOCIC", "data_hub"),
        ("Nlets", "data_hub"),
        ("NYS Crime Analysis Center Network", "data_hub"),
        ("Flock Safety LE Training", "vendor"),
    ],
)
def test_an_organisation_is_known_by_its_own_name(name, kind):
    assert actor(name).kind == kind


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Federal Way WA PD", "WA"),
        ("Federal Heights CO PD", "CO"),
        ("Marshall TX PD", "TX"),
        ("18th Judicial District DA's Office- LA PD", "LA"),
        ("Houston MO PD", "MO"),
        ("Houston TX PD", "TX"),
        ("Houston, Missouri PD", "MO"),
        ("Whitestown IN PD", "IN"),
        ("Texas Dept. of Criminal Justice", "TX"),
        ("MS Office of Homeland Security", "MS"),
        ("CO - Colorado Bureau of Investigation", "CO"),
        ("ADAMS COUNTY CO SO", "CO"),
        ("OH - U.S.23 Major Crimes Task Force", "OH"),
        ("Hoffman Estates IL PD", "IL"),
        ("Louisville Metro KY PD (deactivated)", "KY"),
    ],
)
def test_an_agency_of_another_state_is_out_of_state_and_not_federal(name, state):
    found = actor(name)
    assert (found.kind, found.state) == ("out_of_state_agency", state)
    assert actor(name, home_state=state).kind in {"in_state_law_enforcement", "in_state_agency"}


@pytest.mark.parametrize(
    "name",
    [
        "Houston PD",
        "DeAnza College",
        "Police Service",
        "CBPD",
        "HARRIS CO SO",
        "Ice House Plaza",
        "DHS",
        "",
        "LAPD",
    ],
)
def test_a_name_that_could_be_two_is_unknown(name):
    found = actor(name)
    assert (found.kind, found.sure) == ("", Sure.UNKNOWN)


def test_tags_are_noted_and_taken_off():
    found = actor("[Federal] US Border Patrol [Inactive]")
    assert (found.kind, found.inactive, found.sure) == ("border_patrol", True, Sure.NAMED)
    assert actor("Homeland Security Investigations [Federal] [Inactive]").kind == "ice_hsi"
    assert actor("East Cleveland OH PD [deactivated]").inactive
    assert not actor("East Cleveland OH PD").inactive


def test_a_known_misspelling_says_that_it_is_one():
    found = actor("United States Border Control - Grand Forks Sector")
    assert (found.kind, found.sure) == ("border_patrol", Sure.MISSPELT)


def test_what_another_column_says_about_the_state_comes_first():
    assert actor("Houston PD", state="TX").kind == "out_of_state_agency"
    assert actor("Houston PD", ori="MO1070100").state == "MO"
    assert actor("Omaha PD", ori="NB0280200").state == "NE"


def test_without_a_home_state_nobody_is_in_or_out_of_it():
    assert actor("Marshall TX PD", home_state="").kind == ""
    assert actor("CBP", home_state="").kind == "cbp"


def test_the_name_says_which_body_it_is():
    assert actor("Okaloosa County FL SO").body == "sheriff"
    assert actor("Irvine CA PD").body == "police"


def test_every_class_is_a_word_of_the_law():
    words = tomllib.loads((resources.files("frith") / "packs" / "facts.toml").read_text("utf-8"))[
        "requester_kind"
    ]["values"]
    kinds = {organisation.kind for organisation in REGISTRY.organisations} - {""}
    assert kinds <= set(words)
    assert {"in_state_agency", "in_state_law_enforcement", "out_of_state_agency"} <= set(words)
