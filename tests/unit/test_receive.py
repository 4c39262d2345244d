"""A request file becomes facts: clear words are understood, unclear ones are an error that says what to write."""

from datetime import date

import pytest

from frith.casework.receive import LARGEST, from_mapping, parse_request, read_request
from frith.casework.requesters import kind_of_agency
from frith.errors import FactError
from frith.law import pack
from frith.model.facts import ABSENT

VOCABULARY = pack.vocabulary(pack.shipped())
ASKS = [{"act": "disclose", "object": "home_address"}]
TODAY = date(2026, 10, 5)


def received(**data):
    return from_mapping({"asks": ASKS, **data}, VOCABULARY, resolve=kind_of_agency, today=TODAY)


def facts(**data):
    return received(**data).request.facts


def refused(**data):
    with pytest.raises(FactError) as error:
        received(**data)
    return str(error.value)


@pytest.mark.parametrize("paper", ["I-200", "i-200", "i_200", " I 200 ", {"kind": "I-200"}])
def test_a_paper_is_known_by_its_form(paper):
    assert facts(paper=paper)["paper"] == "i_200"


@pytest.mark.parametrize("key", ["judge_signed", "paper_judge_signed"])
@pytest.mark.parametrize("value", ["no", "No", False, "false"])
def test_what_is_seen_on_a_paper_stands_in_its_table_under_either_name(key, value):
    assert facts(paper={"kind": "I-200", key: value}) == {"paper": "i_200", "paper_judge_signed": False}


@pytest.mark.parametrize(
    ("requester", "kind"),
    [
        ("ICE", "ice"),
        ("ice_ero", "ice_ero"),
        ("ICE ERO", "ice_ero"),
        ("HSI", "ice_hsi"),
        ("U.S. Border Patrol", "border_patrol"),
        ("member of public", "member_of_public"),
        ({"agency": "ICE"}, "ice"),
        (
            {
                "agency": "Immigration and Customs Enforcement",
                "component": "Enforcement and Removal Operations",
            },
            "ice_ero",
        ),
        ({"agency": "Immigration and Customs Enforcement", "component": "field office"}, "ice"),
        ({"agency": "Department of Homeland Security", "component": "HSI"}, "ice_hsi"),
        ({"kind": "court"}, "court"),
        ({"requester_kind": "court"}, "court"),
        ({"agency": "ICE", "kind": "us_attorney"}, "us_attorney"),
    ],
)
def test_who_asks_is_known_by_kind_or_by_name(requester, kind):
    assert facts(requester=requester)["requester_kind"] == kind


@pytest.mark.parametrize(
    "requester", ["DHS", "Aldermere Police Department", "somebody", {"agency": "Ice Cream Shop"}, "", {}]
)
def test_a_name_that_could_be_two_stays_unknown(requester):
    assert "requester_kind" not in facts(requester=requester)


@pytest.mark.parametrize(
    ("behalf", "kind"),
    [
        ("none", "none"),
        ("None", "none"),
        ("NONE", "none"),
        ("Court", "court"),
        ("ice", "ice"),
        ("HSI", "ice_hsi"),
        ({"agency": "ICE ERO"}, "ice_ero"),
        ({"kind": "none"}, "none"),
    ],
)
def test_for_whom_somebody_asks(behalf, kind):
    assert facts(on_behalf_of=behalf)["on_behalf_of"] == kind


def test_letters_that_two_agencies_use_stay_unknown():
    assert facts(requester="dhs")["requester_kind"] == "dhs"
    assert facts(on_behalf_of="DHS") == {}


def test_none_is_known_and_left_out_is_unknown():
    given = facts(
        on_behalf_of="none", basis="none", facts={"listed_felony_on": "none", "record_classes": "none"}
    )
    assert (given["on_behalf_of"], given["basis"], given["listed_felony_on"]) == ("none", "none", ABSENT)
    assert given["record_classes__listed_felony"] is False
    assert facts() == {}


@pytest.mark.parametrize("word", ["", "unknown", "?", None, "desconocido"])
def test_words_for_unknown_leave_the_fact_out(word):
    assert facts(purpose=word, subject={"in_custody": word}, paper=word, requester={"kind": word}) == {}


@pytest.mark.parametrize("section", ["subject", "facts"])
def test_either_section_takes_any_fact(section):
    given = facts(**{section: {"in_custody": "sí", "paper_in_date": "no", "channel": "phone"}})
    assert given == {"in_custody": True, "paper_in_date": False, "channel": "phone"}


def test_sets_are_whole_unless_they_say_otherwise():
    whole = facts(facts={"record_classes": ["listed_felony"]})
    assert (whole["record_classes__listed_felony"], whole["record_classes__listed_misdemeanor"]) == (
        True,
        False,
    )
    assert facts(facts={"record_classes": ["listed_felony", "..."]}) == {
        "record_classes__listed_felony": True
    }
    assert "write none alone" in refused(facts={"record_classes": ["none", "listed_felony"]})


def test_act_and_object_may_stand_among_the_facts():
    data = {"asks": [{}], "facts": {"act": "disclose", "object": "home_address"}}
    request = from_mapping(data, VOCABULARY, resolve=kind_of_agency).request
    assert [(each.act, each.object) for each in request.asks] == [("disclose", "home_address")]
    assert request.facts == {}


def test_an_ask_has_facts_of_its_own():
    ask = {"act": "disclose", "object": "case_file", "publicly_available": True}
    assert received(asks=[ask]).request.asks[0].facts == {"publicly_available": True}


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T09:30:00Z", date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (None, TODAY),
    ],
)
def test_the_day_is_the_one_written_else_today(given, day):
    assert received(received=given).request.received == day


def test_a_day_with_a_time_in_toml_is_that_day():
    data = parse_request(b"received = 2026-03-01T09:30:00-08:00\nasks = [{}]\n", file="request.toml")
    assert from_mapping(data, VOCABULARY, resolve=kind_of_agency).request.received == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"purpse": "other"}, r"unknown key `purpse`: did you mean `purpose`"),
        ({"in_custody": True}, r"unknown key `in_custody`: write it under `[facts]`"),
        ({"act": "disclose"}, r"unknown key `act`: write `asks ="),
        ({"body": "librery"}, r"`librery` is no value of `body`: did you mean `library`"),
        ({"facts": {"in_custdy": "yes"}}, r"unknown fact `in_custdy`: did you mean `in_custody`"),
        ({"facts": {"five_years_before": "2020-01-01"}}, r"`five_years_before` is computed from the day"),
        ({"facts": {"in_custody": "perhaps"}}, r"`perhaps` is no value of `in_custody`: write yes or no"),
        ({"facts": {"in_custody": 1}}, r"`1` is no value of `in_custody`"),
        ({"facts": {"listed_felony_on": "1.2.2020"}}, r"write a day as 2024-12-09, or none"),
        ({"facts": [1]}, r"`facts` is not a table"),
        (
            {"paper": {"kind": "I-200", "judge": "no"}},
            r"unknown key `judge` in `paper`: did you mean `judge_signed`",
        ),
        ({"paper": ["I-200"]}, r"is no value of `paper`"),
        ({"paper": {"judge_signed": "yes", "paper_judge_signed": "no"}}, r"given twice, and not alike"),
        ({"purpose": "other", "facts": {"purpose": "customs_enforcement"}}, r"`purpose` is given twice"),
        ({"on_behalf_of": "nobody"}, r"`nobody` is no value of `on_behalf_of`"),
        ({"requester": ["ICE"]}, r"`requester` is not a table"),
        ({"requester": {"agency": 5}}, r"`agency` is not text"),
        ({"requester": {"name": "x"}}, r"unknown key `name` in `requester`"),
        ({"requester": "x" * 300}, r"too long for the name of an agency"),
        ({"received": "soon"}, r"`received` is not a day: `soon`"),
        ({"received": 20260301}, r"`received` is not a day: `20260301`"),
        ({"place": 3}, r"`place` is not text"),
        ({"asks": "disclose"}, r"`asks` is not a list of tables"),
        ({"asks": {"act": "disclose"}}, r"`asks` is not a list of tables"),
        ({"asks": ["disclose"]}, r"`asks` is not a list of tables"),
        ({"asks": []}, r"what is asked for is missing"),
        ({"asks": None}, r"what is asked for is missing"),
        ({"asks": [{"act": "fly"}]}, r"`fly` is no value of `act`"),
    ],
)
def test_what_cannot_be_understood_is_said_with_the_mend(data, said):
    assert said in refused(**data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty request"),
        (b" \n", "an empty request"),
        (b"\xff\xfe{}", "not written in UTF-8: save the file again as UTF-8"),
        (b"x" * (LARGEST + 1), "too large for a request"),
        (b'body = "library\n', "request:1: "),
        (b'{"asks": [}', "request:1: "),
        (b'{"a":' * 5000, "nested too deeply"),
        (b"a = " + b"[" * 5000, "nested too deeply"),
        (b'{"body": "library", "body": "police", "asks": [{}]}', "`body` is written twice"),
        (b'{"asks": ' + b"9" * 5000 + b"}", "a number is too long"),
        (b"received = 2026-02-30\n", "request:1: "),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, said):
    with pytest.raises(FactError) as error:
        from_mapping(parse_request(content, file="request"), VOCABULARY, resolve=kind_of_agency)
    assert said in str(error.value)


def test_a_bom_and_both_spellings_are_read(tmp_path):
    for name, text in (
        ("r.toml", 'body = "library"\n'),
        ("r.json", '{"body": "library"}'),
        ("r", ' {"body": "library"}'),
    ):
        (tmp_path / name).write_text("\ufeff" + text, encoding="utf-8")
        assert read_request(tmp_path / name) == {"body": "library"}


def test_a_json_file_holds_a_table(tmp_path):
    (tmp_path / "r.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(FactError, match="not a table of facts"):
        read_request(tmp_path / "r.json")


def test_folders_and_missing_files_are_named(tmp_path):
    with pytest.raises(FactError, match="a folder is no request: name a file in it"):
        read_request(tmp_path)
    with pytest.raises(FactError, match=r"gone\.toml: can't be read: no such file"):
        read_request(tmp_path / "gone.toml")


def test_somebody_elses_words_are_repeated_short_and_harmless():
    said = refused(body="\x1b[31m" + "x" * 5000)
    assert "\x1b" not in said
    assert len(said) < 800


def test_every_key_of_a_hostile_table_is_refused_in_short():
    said = refused(**{"\x1b]0;" + "k" * 100_000: 1})
    assert "\x1b" not in said
    assert len(said) < 400
