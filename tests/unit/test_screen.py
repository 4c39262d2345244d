"""A log through the whole verb: every format, the law of each row's day, and the same meaning as for one request."""

import csv
from datetime import date, datetime, timedelta

import pytest

from frith import api
from frith.casework.screen import NAMES, home_state
from frith.casework.screening import Finding
from frith.casework.verdicts import Spans, decide_classes
from frith.demo.generate import write_log
from frith.evidence.classify import classify
from frith.evidence.facts import COLUMNS
from frith.evidence.stage import open_workspace, stage
from frith.law import pack
from tests.unit.screen_logs import (
    FORMATS,
    PLACE,
    ROWS,
    as_csv,
    found,
    listed,
    screened,
    screened_files,
    summary,
)

STATE, CITY = "us-ca/values/a-1-D", "us-ca-los-angeles/ordinance-188441/share-indirect"
PLATES = "us-ca/alpr/55-b"
COUNTS = ("rows", "months", "findings", "by_month", "terms", "actors", "acts", "purposes", "reasons", "uninformative",
          "answers", "rules", "unsettled")  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The folder that a screening of the made-up log leaves."""
    folder = tmp_path_factory.mktemp("plain")
    screened(folder, as_csv())
    return folder / "out"


def rules(told):
    return {(each["provision"], each["answer"]): each["rows"] for each in told["rules"]}


def test_everything_that_was_promised_stands_in_the_folder_and_nothing_else(plain):
    assert sorted(each.name for each in plain.iterdir()) == sorted(NAMES)


def test_every_row_is_counted_once_in_each_way_of_counting(plain):
    told = summary(plain)
    assert told["rows"] == {"read": 15, "rejected": 0, "repeats": 0, "no_request": 0, "counted": 15}
    assert sum(told["answers"].values()) == sum(told["actors"].values()) == sum(told["months"].values()) == 15
    assert told["reasons"] == {"given": 12, "missing": 3}
    assert told["months"] == {"": 1, "2026-03": 7, "2026-04": 7}
    assert told["actors"] == {
        "in_state_law_enforcement": 11,
        "out_of_state_agency": 2,
        "border_patrol": 1,
        "data_hub": 1,
    }


def test_a_row_in_which_nothing_says_why_is_counted_under_what_stands_there(plain):
    assert summary(plain)["uninformative"] == {
        "vague": 2,
        "case_number_only": 1,
        "labelled_number": 0,
        "case_number_field": 1,
        "empty": 1,
    }


def test_purposes_and_findings_keep_a_name_apart_from_a_purpose(plain):
    told = summary(plain)
    assert told["purposes"]["immigration"] == told["findings"]["immigration-purpose-stated"] == 2
    assert told["findings"]["immigration-authority-named"] == 1
    assert told["findings"]["immigration-authority-named-crime-stated"] == 1
    assert told["findings"]["immigration-authority-searched"] == 1
    assert told["findings"]["outside-agency-searched"] == 3
    assert told["findings"]["hub-searched"] == 1
    assert told["findings"]["national-origin-word"] == told["purposes"]["national-origin"] == 1
    kinds = {row["row"]: row["kinds"] for row in found(plain)}
    assert kinds[13] == ["barred-by-law", "immigration-purpose-stated"]
    assert "immigration-authority-named" not in kinds[12]


def test_findings_stand_in_the_order_of_the_log_with_what_made_them(plain):
    rows = found(plain)
    assert [row["row"] for row in rows] == sorted(row["row"] for row in rows)
    stated = next(row for row in rows if row["row"] == 8)
    assert stated["answer"] == "decline"
    assert [(span["term"], span["start"], span["end"]) for span in stated["spans"]] == [
        ("immigration-word", 0, 11)
    ]
    assert [row["row"] for row in rows] == [int(row["row"]) for row in listed(plain)]
    assert all(set(row["kinds"]) <= set(Finding) for row in rows)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "log.csv"])
def test_the_same_rows_give_the_same_counts_in_every_format(tmp_path, plain, name):
    told = screened(tmp_path, FORMATS[name], name)
    assert {key: told[key] for key in COUNTS} == {key: summary(plain)[key] for key in COUNTS}
    without_file = [{**row, "file": ""} for row in found(tmp_path / "out")]
    assert without_file == [{**row, "file": ""} for row in found(plain)]


def test_many_files_of_several_kinds_are_one_log(tmp_path):
    for name in ("log.csv", "log.parquet", "log.xlsx"):
        (tmp_path / name).write_bytes(FORMATS[name])
    told = screened_files(
        tmp_path / "out", [tmp_path / name for name in ("log.csv", "log.parquet", "log.xlsx")]
    )
    assert told["rows"] == {"read": 45, "rejected": 0, "repeats": 30, "no_request": 0, "counted": 15}
    assert [each["repeats"] for each in told["files"]] == [0, 15, 15]


def on_days(*moments, reason="immigration", actor="Corvane PD (CA)"):
    return as_csv([(moment, actor, "", reason, "", "") for moment in moments])


def test_each_row_is_held_against_the_law_of_its_own_day(tmp_path):
    """The ordinance took effect on 2024-12-09; the state's law bound before."""
    told = screened(tmp_path, on_days("2024-12-08T20:00:00Z", "2024-12-09T20:00:00Z", "2025-01-09T20:00:00Z"))
    assert rules(told) == {(STATE, "decline"): 3, (CITY, "decline"): 2}
    assert [row["deciding"].split() for row in found(tmp_path / "out")] == [
        [STATE],
        [CITY, STATE],
        [CITY, STATE],
    ]


def test_a_law_begins_at_midnight_where_the_place_is(tmp_path):
    told = screened(tmp_path, on_days("2024-12-09T07:59:59Z", "2024-12-09T08:00:00Z"))
    assert [row["deciding"].split() for row in found(tmp_path / "out")] == [[STATE], [CITY, STATE]]
    assert told["files"][0]["first"] == "2024-12-08"


def test_months_are_those_of_the_place(tmp_path):
    told = screened(tmp_path, on_days("2026-03-01T07:59:00Z", "2026-03-01T08:00:00Z", "2026-04-01T06:59:00Z"))
    assert told["months"] == {"2026-02": 1, "2026-03": 2}
    by_month = {(each["month"], each["finding"]): each["rows"] for each in told["by_month"]}
    assert by_month["2026-02", "immigration-purpose-stated"] == 1
    assert by_month["2026-03", "immigration-purpose-stated"] == 2


def test_a_clock_without_a_zone_is_the_places_own(tmp_path):
    text = "reason,date_time\nimmigration,2024-12-08 23:59:59\nimmigration,2024-12-09 00:00:00\n"
    told = screened(tmp_path, text)
    assert told["profile"] == "reason-and-time"
    assert told["files"][0]["first"], told["files"][0]["last"] == ("2024-12-08", "2024-12-09")
    first, second = found(tmp_path / "out")
    assert not any(name.startswith("us-ca-los-angeles/ordinance") for name in first["deciding"].split())
    assert any(name.startswith("us-ca-los-angeles/ordinance") for name in second["deciding"].split())


def test_a_row_without_a_day_is_for_counsel_because_no_one_knows_which_law_bound(tmp_path):
    told = screened(tmp_path, on_days("", "2025-01-09T20:00:00Z"))
    assert told["answers"] == {"refer": 1, "decline": 1, "comply": 0, "may": 0}
    assert told["months"] == {"": 1, "2025-01": 1}
    assert told["unsettled"] == {}


@pytest.mark.parametrize(
    ("actor", "kind", "answer", "rule"),
    [
        ("Corvane PD (CA)", "in_state_law_enforcement", "may", ""),
        ("Ashcombe County SO (TX)", "out_of_state_agency", "decline", PLATES),
        ("[Inactive] Larkmoor PD (IL)", "out_of_state_agency", "decline", PLATES),
        ("DEA Task Force - Kestrel Valley (CA)", "federal_law_enforcement", "decline", PLATES),
        ("Homeland Security Investigations - Corvane (CA)", "ice_hsi", "decline", PLATES),
        ("Three Vales Regional Fusion Center (CA)", "data_hub", "refer", f"{PLATES}-hub"),
        ("Federal Mills PD (CA)", "in_state_law_enforcement", "may", ""),
        ("Nobody Knows", "unknown", "refer", PLATES),
    ],
)
def test_who_searched_decides_before_why(tmp_path, actor, kind, answer, rule):
    told = screened(tmp_path, on_days("2026-03-02T10:00:00Z", reason="robbery", actor=actor))
    assert told["actors"] == {kind: 1}
    assert told["answers"][answer] == 1
    assert (rule in {name for name, _ in rules(told)}) == bool(rule)


def test_a_search_for_somebody_else_is_held_against_whom_it_was_for(tmp_path):
    def row(whom):
        return ("2026-03-02T10:00:00Z", "Corvane PD (CA)", whom, "robbery", "", "")

    told = screened(tmp_path, as_csv([row("ICE ERO"), row("none"), row("")]))
    assert (told["answers"]["may"], told["answers"]["decline"] + told["answers"]["refer"]) == (2, 1)


def test_an_owner_says_whose_log_it_is_where_the_file_does_not(tmp_path):
    text = "reason,date_time\nimmigration,2026-03-02 10:00\n"
    screened(tmp_path, text, owner="Corvane PD (CA)")
    assert [row["portal"] for row in found(tmp_path / "out")] == ["Corvane PD (CA)"]


def test_another_place_has_another_law(tmp_path):
    told = screened(tmp_path, as_csv(ROWS), place="us")
    assert told["answers"]["decline"] == 0
    assert told["place"] == "us"
    assert list(told["packs"]) == ["us"]


JAIL = (
    "booking_seq,charge_code,charge_literal,disposition_date,disposition_type\n"
    "1,9,ICE DETAINER,2026-03-02,RELEASED TO ICE\n"
    "2,9,ICE DETAINER,2026-03-02,DETAINER LIFTED\n"
    "3,9,FEDERAL DETAINER,2026-03-02,RELEASED\n"
    "4,9,THEFT,2026-03-02,RELEASED\n"
)


def test_a_row_that_records_no_request_is_read_and_put_to_no_law(tmp_path):
    told = screened(tmp_path, JAIL)
    assert told["rows"] == {"read": 4, "rejected": 0, "repeats": 0, "no_request": 1, "counted": 3}
    assert told["actors"] == {"ice": 2, "unknown": 1}
    assert told["acts"] == {"detain": 2, "transfer": 1}
    assert sum(told["answers"].values()) == sum(told["months"].values()) == 3
    assert {row["row"] for row in found(tmp_path / "out")} == {1, 2}


def test_no_row_that_records_a_request_is_said_as_such(tmp_path):
    told = screened(tmp_path, JAIL.splitlines()[0] + "\n" + JAIL.splitlines()[-1] + "\n")
    assert told["rows"]["counted"] == 0
    assert "No row records a request" in (tmp_path / "out" / "report.html").read_text("utf-8")


def noted(con):
    """Each distinct set of facts with the span of days it lies in, and what was answered."""
    rows = con.execute(f"""
        SELECT DISTINCT period, answer, deciding, open, {", ".join(COLUMNS)}
        FROM record_classes JOIN verdicts USING (class_id) WHERE period IS NOT NULL""").fetchall()
    return [(*row[:4], dict(zip(COLUMNS, row[4:], strict=True))) for row in rows]


def jail_years(path):
    """Detainers of many years, some with a paper that the row names and some without."""
    kinds = ("ICE DETAINER", "FEDERAL DETAINER", "IMMIGRATION HOLD", "ICE HOLD")
    ends = ("RELEASED TO ICE", "LIFTED", "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(JAIL.splitlines()[0].split(","))
        for number in range(600):
            day = date(2012, 1, 1) + timedelta(days=9 * number)
            writer.writerow([number, 9, kinds[number % 4], day, ends[number % 3]])


@pytest.mark.parametrize("kind", ["searches", "jail"])
def test_many_rows_at_once_are_answered_as_each_would_be_alone(tmp_path, kind):
    path = tmp_path / "log.csv"
    if kind == "jail":
        jail_years(path)
    else:
        write_log(path, rows=3_000, seed=7)
    counsel = api.counsel(PLACE)
    con = open_workspace(tmp_path / "work")
    staged = stage(con, [path], work=tmp_path / "work")
    spans = Spans(staged, counsel)
    classify(con, staged, home_state=home_state(counsel.stack), period=spans.period)
    decide_classes(con, spans)
    rows = noted(con)
    assert len(rows) > 20
    for period, answer, deciding, open_, facts in rows:
        on = spans.day(period)
        known = {name: value for name, value in facts.items() if value is not None}
        alone = counsel.one(on).decide(counsel.settle(known, on))
        assert (answer, deciding.split(), open_.split()) == (
            alone.answer,
            list(alone.deciding),
            list(alone.open),
        ), known
    con.close()


def test_every_span_of_days_is_decided_by_a_day_within_it(tmp_path):
    """The law of any day between two cuts is the law of the day that stands for them."""
    counsel = api.counsel(PLACE)
    path = tmp_path / "log.csv"
    path.write_bytes(on_days("2017-06-01T12:00:00Z", "2026-10-01T12:00:00Z"))
    con = open_workspace(tmp_path / "work")
    spans = Spans(stage(con, [path], work=tmp_path / "work"), counsel)
    con.close()
    assert spans.cuts
    for number in range(len(spans.cuts) + 1):
        first = spans.day(number)
        last = (
            spans.cuts[number] - timedelta(days=1)
            if number < len(spans.cuts)
            else datetime(2026, 10, 1).date()
        )
        assert counsel.span(first) == counsel.span(last)


@pytest.mark.parametrize(
    ("place", "state"), [("us", ""), ("us-ca", "CA"), ("us-ca-los-angeles", "CA"), ("us-ma-boston", "MA")]
)
def test_a_city_lies_in_its_state_whether_or_not_that_state_has_a_pack(place, state):
    assert home_state(pack.load(place)) == state
