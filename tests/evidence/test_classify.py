"""Records classified: the facts are words of the law, NULL is unknown, and every row is in exactly one class."""

import datetime as dt
import tomllib
from importlib import resources

import pytest

from frith.errors import LogError
from frith.evidence.classify import classify
from frith.evidence.facts import COLUMNS, authority
from frith.evidence.period import Period
from tests.evidence.logs import HEADER, column, row, staged

FACTS = tomllib.loads((resources.files("frith") / "packs" / "facts.toml").read_text("utf-8"))
NETWORK = "Org Name,Reason,Search Time,Offense Type,On Behalf Of\n"


def words_of(fact):
    entry = FACTS[fact]
    return {*FACTS[entry.get("like", fact)]["values"], *entry.get("extra", ())}


def classified(folder, content, *, period=None, **options):
    con, found = staged(folder, content, **options)
    classify(con, found, home_state="CA", period=period)
    return con


def facts_of(con):
    names = ", ".join(COLUMNS)
    found = con.execute(f"SELECT raw_reason, {names} FROM record_classes ORDER BY class_id").fetchall()
    return {reason: {n: v for n, v in zip(COLUMNS, values, strict=True) if v} for reason, *values in found}


def test_a_network_log_says_who_asked_for_whom_and_why(tmp_path):
    lines = [
        "Houston TX PD,Immigration (civil/administrative) - HSI,2026-03-01,,",
        "Acworth GA PD,HSI,2026-03-01,,",
        "Irvine CA PD,theft,2026-03-01,,",
        "US Border Patrol,T21 case,2026-03-01,,",
        "US Border Patrol,Border patrol,2026-03-01,,",
        "Marshall TX PD,HSI-Drug Lead,2026-03-01,,",
        "Somewhere PD,24-1234,2026-03-01,,",
        "Houston TX PD,assist,2026-03-01,,ICE ERO",
        "Houston TX PD,investigation,2026-03-01,Immigration (criminal),",
        "Houston TX PD,dhs,2026-03-01,,",
        "Houston TX PD,romanian crew,2026-03-01,,",
        "Houston TX PD,ICE warrant,2026-03-01,,",
        "Houston TX PD,patrol,2026-03-01,,None",
        "Houston TX PD,with HSI,2026-03-01,,N/A",
    ]
    found = facts_of(classified(tmp_path, NETWORK + "\n".join(lines)))
    base = {
        "body": "police",
        "act": "disclose",
        "object": "vehicle_location",
        "system": "alpr",
        "paper": "none",
    }
    out, immigration = (
        {"requester_kind": "out_of_state_agency"},
        {"requester_function": "immigration_enforcement"},
    )
    crime = {"purpose": "criminal_investigation"}
    assert found == {
        # the name of an agency in a reason does not say that the search was for it: `on_behalf_of` stays unknown
        "Immigration (civil/administrative) - HSI": base
        | out
        | immigration
        | {"purpose": "civil_immigration"},
        "HSI": base | out,
        "theft": base
        | crime
        | {"requester_kind": "in_state_law_enforcement", "requester_function": "criminal_investigation"}
        | {"on_behalf_of": "none"},
        "T21 case": base | {"requester_kind": "border_patrol"},
        "Border patrol": base | {"requester_kind": "border_patrol"},
        "HSI-Drug Lead": base | out | crime,
        "24-1234": base,
        "assist": base | out | {"on_behalf_of": "ice_ero"},
        "investigation": base | out | immigration | {"purpose": "criminal_immigration"},
        "dhs": base | out,
        "romanian crew": base | out,
        "ICE warrant": base | out | immigration | {"purpose": "immigration_unspecified"},
        # the row's own word that it was for nobody else counts, unless its reason names somebody
        "patrol": base | out | {"on_behalf_of": "none"},
        "with HSI": base | out,
    }


def test_every_fact_is_a_word_of_the_law(tmp_path):
    reasons = [
        "HSI",
        "ICE",
        "ERO x",
        "CBP",
        "USBP",
        "USCIS",
        "FBI",
        "ICE HSI",
        "HSI CBP",
        "immigration",
        "theft",
        "x",
    ]
    con = classified(tmp_path, NETWORK + "".join(f"US ICE,{reason},2026-03-01,,\n" for reason in reasons))
    for fact in COLUMNS:
        assert set(column(con, f"SELECT {fact} FROM record_classes WHERE {fact} IS NOT NULL")) <= words_of(
            fact
        )


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["hsi"], "ice_hsi"),
        (["ice", "hsi"], "ice_hsi"),
        (["ice", "ero"], "ice_ero"),
        (["cbp", "border_patrol"], "border_patrol"),
        (["hsi", "cbp"], "dhs"),
        (["hsi", "dea"], "ice_hsi"),
        (["dea"], "federal_law_enforcement"),
        (["dhs_unclear"], ""),
        (["task_force_unclear", "federal_unclear"], ""),
        ([], ""),
    ],
)
def test_authorities_named_together_become_one_only_where_they_are(names, kind):
    assert authority(names) == kind


def test_an_agencys_own_log_is_of_its_own_users(tmp_path):
    con = classified(tmp_path, HEADER + row(1, "HSI", portal="okaloosa-county-fl-so") + row(2, "theft"))
    found = facts_of(con)
    assert found["HSI"]["requester_kind"] == "own_body"
    assert not {"purpose", "on_behalf_of"} & set(found["HSI"])
    assert (found["HSI"]["body"], found["theft"]["body"]) == ("sheriff", "police")


def test_a_federal_name_in_an_own_log_is_not_taken_for_an_own_user(tmp_path):
    header = "ID,Org_Name,Total_Networks_Searched,Reason,Search_Time\n"
    con = classified(
        tmp_path, header + "1,U.S. Border Patrol,3,case,2026-01-01\n", profile="organization-audit"
    )
    assert facts_of(con)["case"]["requester_kind"] == "border_patrol"


def test_an_audit_of_one_organisation_that_names_two_is_refused(tmp_path):
    header = "ID,Org_Name,Total_Networks_Searched,Reason,Search_Time\n"
    with pytest.raises(LogError, match=r"2 organisations search .* --profile network-audit"):
        classified(
            tmp_path, header + "1,A PD,3,x,2026-01-01\n2,B PD,3,x,2026-01-01\n", profile="organization-audit"
        )


def test_rows_count_once_and_come_back_to_their_class(tmp_path):
    lines = [
        row(number, reason) for number, reason in enumerate(["theft", "HSI", "theft", "", "HSI", "theft"])
    ]
    con = classified(tmp_path, HEADER + "".join(lines))
    counts = dict(con.execute("SELECT coalesce(raw_reason, ''), n FROM record_classes").fetchall())
    assert counts == {"theft": 3, "HSI": 2, "": 1}
    both = "classified_rows JOIN record_classes USING (class_id)"
    named = column(con, f"SELECT row FROM {both} WHERE list_contains(authorities, 'hsi')")
    assert sorted(named) == [2, 5]
    assert column(con, "SELECT count(*) FROM classified_rows") == [6]


def test_the_evidence_names_the_spans(tmp_path):
    con = classified(tmp_path, HEADER + row(1, "assist HSI drugs"))
    found = con.execute(
        "SELECT purpose_kind, authority_with_crime, [raw_reason[s.start + 1:s.end] FOR s IN spans] "
        "FROM record_classes"
    ).fetchone()
    assert found == ("immigration-authority-named", True, ["HSI", "drugs"])


def test_the_law_of_the_day_is_that_of_the_place(tmp_path):
    times = ["2024-12-11T07:59:59Z", "2024-12-11T08:00:00Z", "2025-06-01T00:00:00Z", ""]
    period = Period(cuts=(dt.date(2024, 12, 11), dt.date(2025, 1, 1)), zone="America/Los_Angeles")
    con = classified(
        tmp_path, HEADER + "".join(row(n, time=time) for n, time in enumerate(times)), period=period
    )
    rows = con.execute(
        "SELECT row, period FROM classified_rows JOIN record_classes USING (class_id) ORDER BY row"
    )
    assert rows.fetchall() == [(1, 0), (2, 1), (3, 2), (4, None)]


def test_times_without_a_zone_are_the_places_own(tmp_path):
    period = Period(cuts=(dt.date(2024, 12, 11),), zone="America/Los_Angeles")
    con = classified(
        tmp_path, "Reason,DateTime\na,2024-12-10 23:59:59\nb,2024-12-11 00:00:00\n", period=period
    )
    assert con.execute("SELECT raw_reason, period FROM record_classes ORDER BY 1").fetchall() == [
        ("a", 0),
        ("b", 1),
    ]


def test_one_law_for_all_rows_is_counted_without_reading_a_time(tmp_path):
    period = Period(cuts=(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
    con = classified(tmp_path, HEADER + row(1), period=period)
    assert column(con, "SELECT period FROM record_classes") == [1]


def test_a_jails_charge_is_a_request_only_where_it_is_a_detainer(tmp_path):
    header = "booking_seq,charge_literal,disposition_date,disposition_type\n"
    lines = (
        "1,THEFT,2000-01-01,X\n2,ICE DETAINER,2000-01-01,RELEASED TO ICE\n3,FEDERAL DETAINER,2000-01-01,X\n"
    )
    con = classified(tmp_path, header + lines)
    found = facts_of(con)
    assert found["THEFT"] == {}
    assert found["ICE DETAINER"]["requester_kind"] == "ice"
    assert found["ICE DETAINER"]["act"] == "transfer"
    assert found["ICE DETAINER"]["paper"] == "i_247"
    assert "requester_kind" not in found["FEDERAL DETAINER"]
    assert column(con, "SELECT count(*) FROM record_classes WHERE request") == [2]
