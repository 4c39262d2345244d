"""What must come out of real public records when they go through the whole verb, up to the files that people read."""

import json

import pyarrow.parquet as pq
import pytest

from frith.casework.screen import NAMES
from tests.evidence.test_public_records import LOGS
from tests.unit.commands import run
from tests.unit.screen_logs import screened_files

PLACES = {"CA": "us-ca-los-angeles", "FL": "us", "TX": "us"}
STATED = (
    "immigration-purpose-stated",
    "immigration-authority-named",
    "immigration-authority-named-crime-stated",
    "immigration-authority-searched",
)


@pytest.fixture(scope="module")
def data(shared):
    return shared / "data"


@pytest.fixture(scope="module")
def logs(data, tmp_path_factory):
    """Each of the four logs, screened: its folder and its summary."""
    done = {}
    for name, (file, state) in LOGS.items():
        out = tmp_path_factory.mktemp("screened") / name
        done[name] = (out, screened_files(out, [data / file], place=PLACES[state]))
    return done


def findings(out, columns=("kinds", "reason")):
    return pq.read_table(out / "findings.parquet", columns=list(columns)).to_pylist()


@pytest.mark.parametrize(
    ("name", "rows"), [("portals", 45_273), ("irvine", 44_659), ("okaloosa", 7_273), ("smpd", 4_103)]
)
def test_no_search_states_an_immigration_purpose(logs, name, rows):
    out, told = logs[name]
    assert told["rows"] == {"read": rows, "rejected": 0, "repeats": 0, "no_request": 0, "counted": rows}
    assert told["purposes"]["immigration"] == 0
    assert [told["findings"][kind] for kind in STATED] == [0, 0, 0, 0]
    assert not [row for row in findings(out) if set(row["kinds"]) & set(STATED)]


def test_the_word_ice_in_irvine_is_no_finding(logs):
    out, _ = logs["irvine"]
    assert not [row for row in findings(out) if "ice" in (row["reason"] or "").casefold().split()]


def test_a_fugitive_from_a_drop_down_and_the_number_287_are_no_findings(logs):
    for name in LOGS:
        for row in findings(logs[name][0]):
            assert "fugitive" not in (row["reason"] or "").casefold(), name
            assert "287" not in (row["reason"] or ""), name
    assert logs["smpd"][1]["purposes"]["criminal-stated"] >= 443


# In per cent of the rows with a text of a reason, as the readers counted. The readers counted the portals before some were
# held out, and every reader's "vague" is another list of words; bare numbers come out to the first digit.
@pytest.mark.parametrize(
    ("name", "vague", "number", "near"),
    [
        ("portals", 21.5, 19.4, (3.0, 2.5)),
        ("irvine", 1.2, 62.8, (0.2, 0.06)),
        ("okaloosa", 21.9, 1.3, (0.8, 0.06)),
        ("smpd", 34.0, 1.0, (0.4, 0.06)),
    ],
)
def test_the_share_of_reasons_that_say_nothing(logs, name, vague, number, near):
    told = logs[name][1]
    given, silent = told["reasons"]["given"], told["uninformative"]
    assert 100 * silent["vague"] / given == pytest.approx(vague, abs=near[0])
    assert 100 * silent["case_number_only"] / given == pytest.approx(number, abs=near[1])


@pytest.mark.parametrize(
    ("name", "silent", "reasons"),
    [
        ("portals", (5_982, 5_314, 527, 2_338, 10_809), (24_880, 20_393)),
        ("irvine", (505, 28_060, 4_426, 0, 4), (44_659, 0)),  # four are signs alone
        ("okaloosa", (1_543, 96, 15, 0, 9), (7_264, 9)),
        ("smpd", (1_407, 41, 5, 0, 0), (4_103, 0)),
    ],
)
def test_the_exact_counts_of_reasons_that_say_nothing(logs, name, silent, reasons):
    told = logs[name][1]
    assert tuple(told["uninformative"].values()) == silent
    assert tuple(told["reasons"].values()) == reasons


def test_no_row_is_barred_or_allowed_on_a_guess(logs):
    """In an agency's own log nothing says for whom a search was done; only a stated crime is read as written."""
    for name in ("portals", "irvine", "smpd"):
        told = logs[name][1]
        assert told["answers"]["decline"] == 0
        assert told["answers"]["may"] <= told["purposes"]["criminal-stated"]
        assert told["unsettled"]["on_behalf_of"] >= told["answers"]["refer"] - told["months"].get("", 0)


def test_weekly_scrapes_come_to_the_unique_searches(data, logs, tmp_path):
    folder = data / "flock-ca-portal-audit"
    told = screened_files(tmp_path / "scrapes", [folder / "search_audit_all_scrapes.csv.gz"])
    unique = logs["portals"][1]
    assert told["rows"] == {
        "read": 106_800,
        "rejected": 0,
        "repeats": 61_527,
        "no_request": 0,
        "counted": unique["rows"]["counted"],
    }
    for key in ("purposes", "uninformative", "findings", "answers", "months"):
        assert told[key] == unique[key], key


def test_detainers_and_how_they_ended(data, tmp_path):
    told = screened_files(
        tmp_path / "jail",
        [data / "travis-ice-detainers" / "charges.csv.gz"],
        profile="jail-charges",
        place="us",
    )
    assert told["rows"]["read"] == 24_839
    assert told["rows"]["counted"] == 9_602 + 146 + 30
    assert told["actors"] == {"ice": 9_602, "unknown": 176}
    assert told["findings"]["immigration-authority-searched"] == 9_602
    # 7,928 detainers of ICE ended with a release to ICE, and so did one hold of another agency
    assert told["acts"] == {"transfer": 7_928 + 1, "detain": 9_778 - 7_929}
    reasons = {row["reason"] for row in findings(tmp_path / "jail")}
    assert not {reason for reason in reasons if reason.startswith(("FEDERAL", "JUVENILE"))}


@pytest.mark.parametrize(
    "file",
    [
        "slp-immigration-reasons/slp_immigration_reasons.csv",
        "irvine-alpr/A2_receives_data_from.csv",
        "flock-ca-portal-sharing/sharing_edges_latest.csv.gz",
        "us-agencies-287g-ori/agreements.csv.gz",
        "nyc-311-sample/311_service_requests_2018.csv",
    ],
)
def test_a_table_that_is_no_log_is_refused(data, tmp_path, file):
    ran = run("screen", data / file, "--out", tmp_path / "out", "--place", "us")
    assert ran.code == 1
    assert "no profile knows these columns" in ran.err
    assert not (tmp_path / "out").exists()


def test_the_report_says_what_the_silence_of_a_log_does_not_mean(logs):
    out, told = logs["portals"]
    report = (out / "report.html").read_text("utf-8")
    assert "is not “no immigration use”" in report
    assert "55.2%" in report
    assert sorted(each.name for each in out.iterdir()) == sorted(NAMES)
    assert json.loads((out / "summary.json").read_text("utf-8")) == told
