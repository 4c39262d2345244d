"""What one text says: who is named, what is stated, where, and when nothing is."""

import pytest

from frith.evidence.lexicon import Kind, Matter, Strength, load
from frith.evidence.purpose import Uninformative, both, read

LEXICON = load()
AT_HOME = load("CA")


def said(text, lexicon=LEXICON):
    return read(text, lexicon).said


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("HSI", "hsi"),
        ("assist hsi", "hsi"),
        ("H.S.I. request", "hsi"),
        ("HSI3500", "hsi"),
        ("Homeland Security Investigations", "hsi"),
        ("ICE", "ice"),
        ("ICE assist", "ice"),
        ("agent with ice", "ice"),
        ("I.C.E. case", "ice"),
        ("ERO request", "ero"),
        ("CBP Assist", "cbp"),
        ("Customs & Border Patrol", "cbp"),
        ("USBP", "border_patrol"),
    ],
)
def test_the_name_of_an_authority_is_a_name_and_no_purpose(text, authority):
    found = said(text)
    assert authority in found.authorities
    assert found.kind is Kind.AUTHORITY
    assert found.matter is Matter.NONE


@pytest.mark.parametrize(
    "text",
    [
        "police",
        "officer safety",
        "call for service",
        "stolen license plate",
        "criminal justice",
        "walmart niceville orc attempt",
        "accomplice",
        "vice investigation",
        "ice cream truck theft",
        "ICE CREAM TRUCK",
        "crash on black ice",
        "anaheim pd ice impersonation series june 2024",
        "ICE IMPERSONATION",
        "impersonating an ICE agent",
        "fake ICE",
        "anti-ICE",
        "heroin sales",
        "Guerrero",
        "zero",
        "cbpd 23-01058",
        "hotplate removal",
        "deportment",
        "FEDERAL DETAINER",
        "JUVENILE DETAINER",
        "287(b) vehicle",
        "287pc",
        "PC 287",
        "23-07287",
        "26-13287",
        "hit and run on I-205",
        "exit I-200 north",
        "Wanted Person (Arrest Warrant/Fugitive)",
        "Wanted Person (Arrest Warrant/Fugitive) - warrant",
        "marshall 417 veh",
        "undocumented vehicle",
        "armed and dangerous - y6808703",
    ],
)
def test_words_that_only_look_like_immigration_are_not(text):
    for lexicon in (LEXICON, AT_HOME):
        found = said(text, lexicon)
        assert Kind.IMMIGRATION not in found.kinds
        assert Kind.AUTHORITY not in found.kinds


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Immigration violation", Matter.UNSPECIFIED),
        ("IMMIGRATION", Matter.UNSPECIFIED),
        ("Imigration", Matter.UNSPECIFIED),
        ("Deportation Warrant", Matter.UNSPECIFIED),
        ("ICE WARRANT", Matter.UNSPECIFIED),
        ("ice detainer", Matter.UNSPECIFIED),
        ("ICE HSI TARGET", Matter.UNSPECIFIED),
        ("287(g)", Matter.UNSPECIFIED),
        ("287 (G) detail", Matter.UNSPECIFIED),
        ("I-247A", Matter.UNSPECIFIED),
        ("warrant I-205", Matter.UNSPECIFIED),
        ("order of removal", Matter.UNSPECIFIED),
        ("Immigration (civil/administrative) - HSI", Matter.CIVIL),
        ("IMMIGRATION (CIVIL/ADMINISTRATIVE)", Matter.CIVIL),
        ("Immigration (criminal) -", Matter.CRIMINAL),
        ("illegal re-entry", Matter.CRIMINAL),
        ("8 USC 1326", Matter.CRIMINAL),
        ("human smuggling", Matter.CRIMINAL),
    ],
)
def test_an_immigration_purpose_is_civil_or_criminal_only_where_it_says_so(text, matter):
    found = said(text)
    assert found.kind is Kind.IMMIGRATION
    assert found.matter is matter


def test_the_purpose_and_the_authority_stand_side_by_side():
    found = said("Immigration Enforcement (Border Patrol Assist - Agent X)")
    assert found.kinds[:2] == (Kind.IMMIGRATION, Kind.AUTHORITY)
    assert found.authorities == ("border_patrol",)


@pytest.mark.parametrize(
    "text", ["HSI-Drug Lead", "HSI narcs", "HSI Fraud Investigation", "HSI IRS", "Fugitive DEA and HSI"]
)
def test_an_authority_beside_a_crime_is_a_flag_of_its_own(text):
    assert said(text).authority_with_crime


@pytest.mark.parametrize(
    "text", ["HSI", "HSI warrant atl", "HSI Task Force Investigation", "HSI Immigration/Drugs", "narcs"]
)
def test_and_only_that_is(text):
    assert not said(text).authority_with_crime


def test_a_dropdown_value_is_tried_before_any_word_of_it():
    found = read("Wanted Person (Arrest Warrant/Fugitive) - HSI", LEXICON)
    assert [span.term.id for span in found.spans] == [
        "dropdown: Wanted Person (Arrest Warrant/Fugitive)",
        "hsi",
    ]
    assert found.said.strength is Strength.DROPDOWN
    joined = said("Drugs/Narcotics, Wanted Person (Arrest Warrant/Fugitive)")
    assert joined.kinds == (Kind.CRIMINAL,)


def test_spans_point_into_the_text_as_it_was_written():
    text = "26-01234 (assist) HSI - immigration"
    found = {span.term.id: text[span.start : span.end] for span in read(text, LEXICON).spans}
    assert found["hsi"] == "HSI"
    assert found["immigration-word"] == "immigration"


def test_a_hit_needs_one_occurrence_outside_every_exclusion():
    assert said("ICE impersonation, report to ICE").authorities == ("ice",)
    assert said("ICE impersonation").authorities == ()


def test_what_is_taken_out_never_joins_what_stood_on_either_side():
    assert said("I 12345 CE").kinds == ()
    assert said("HS[NAME]I").authorities == ()


@pytest.mark.parametrize(
    "text", ["satg", "romanian theft group", "925 veh occupied by colombian national", "fbisatg"]
)
def test_a_nationality_is_a_kind_of_its_own_and_never_immigration(text):
    found = said(text)
    assert Kind.ORIGIN in found.kinds
    assert Kind.IMMIGRATION not in found.kinds
    assert Kind.ORIGIN not in said("chinese restaurant").kinds


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Uninformative.EMPTY),
        (" - ", Uninformative.EMPTY),
        ("24-12708", Uninformative.CASE_NUMBER_ONLY),
        ("10851", Uninformative.CASE_NUMBER_ONLY),
        ("dr 23-03701", Uninformative.LABELLED_NUMBER),
        ("IPD-24-13441", Uninformative.LABELLED_NUMBER),
        ("investigation 24-1", Uninformative.LABELLED_NUMBER),
        ("Investigation", Uninformative.VAGUE),
        ("invesitgation", Uninformative.VAGUE),
        ("In Progress Investigation", Uninformative.VAGUE),
        ("criminal justice", Uninformative.VAGUE),
        ("involved vehicle", Uninformative.NO),
        ("theft", Uninformative.NO),
        ("HSI", Uninformative.NO),
        ("siu tip", Uninformative.NO),
    ],
)
def test_a_text_that_states_nothing_says_why(text, why):
    assert said(text).uninformative is why
    assert said(text, AT_HOME).uninformative is why


def test_offence_numbers_are_the_usage_of_a_state_and_need_a_word_beside_them():
    assert Kind.CRIMINAL in said("459 suspect", AT_HOME).kinds
    assert Kind.CRIMINAL not in said("459 suspect").kinds
    assert Kind.CRIMINAL not in said("459", AT_HOME).kinds
    assert Kind.CRIMINAL in said("459pc").kinds


def test_two_columns_of_a_row_are_read_together():
    assert both(said("investigation"), said("Immigration (criminal)")).matter is Matter.CRIMINAL
    assert both(said(""), said("")).uninformative is Uninformative.EMPTY
    assert both(said("investigation"), said("")).uninformative is Uninformative.VAGUE
    assert both(said("HSI"), said("Robbery")).authority_with_crime


def test_a_very_long_text_is_read_to_its_end():
    """Nothing after the first page of a text is lost."""
    found = read("12-345 " * 100_000 + "HSI", LEXICON)
    assert found.said.authorities == ("hsi",)
    assert found.spans[0].start == 700_000


def test_the_lexicon_has_a_version_and_a_hash():
    assert LEXICON.version
    assert len(LEXICON.digest) == 64
    assert LEXICON.digest == AT_HOME.digest


@pytest.mark.parametrize("text", ["immig viol", "undoc subject", "undoc alien"])
def test_a_clipped_word_states_the_purpose_it_stands_for(text):
    """What officers abbreviate is read as what it abbreviates."""
    assert Kind.IMMIGRATION in said(text).kinds


@pytest.mark.parametrize("text", ["immigrant victim of robbery", "robbery, immigrant witness"])
def test_who_was_harmed_is_not_who_is_looked_for(text):
    """An immigrant named as victim or witness makes no immigration purpose."""
    assert said(text).kinds == (Kind.CRIMINAL,)
