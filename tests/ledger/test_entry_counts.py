"""What laws ask to be counted comes out of the entries alone; silence and false numbers are seen; small ones are hidden."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.law import pack
from frith.law.reports import read_reports
from frith.ledger.entry.counting import Range, count, standing
from frith.ledger.entry.make import release_of
from frith.ledger.entry.model import KINDS
from frith.ledger.entry.periods import lies_in, middle, span
from frith.ledger.entry.words import Grain
from frith.model.decision import Answer
from tests.ledger.counts_made import REPORT, RULES, WARRANT, WORDS, logged, totals, undone
from tests.ledger.entry_made import decisions


class TestEveryDemand:
    @pytest.mark.parametrize("place", pack.places(pack.shipped()))
    def test_each_count_of_each_law_is_drawn_or_said_not_to_be_kept(self, place):
        """A new count in a pack needs a rule, or has to be named among those that no entry can answer."""
        names = {name for each in read_reports(pack.load(place).packs[0]) for name in each.counts}
        assert names - set(RULES.counts) - RULES.not_kept == set()

    def test_no_count_is_both(self):
        assert set(RULES.counts) & RULES.not_kept == set()

    @pytest.mark.parametrize("name", RULES.counts)
    def test_a_rule_reads_fields_and_words_that_its_entries_can_hold(self, name):
        rule = RULES.counts[name]
        read = {*rule.where, *rule.maybe, *([rule.by] if rule.by else [])}
        assert read <= set(KINDS[rule.kind].__dataclass_fields__)
        assert not rule.part or rule.part in RULES.counts
        for field, held in [*rule.where.items(), *rule.maybe.items()]:
            assert held <= can_hold(field), field

    def test_a_rule_names_a_scope_that_is_there(self):
        assert {rule.scope for rule in RULES.counts.values()} - {""} <= set(RULES.scopes)

    def test_a_scope_reads_words_that_entries_can_hold(self):
        for fields in RULES.scopes.values():
            assert [field for field, held in fields.items() if not held <= can_hold(field)] == []


def can_hold(field):
    """Every word that may stand in the field, by day or by week."""
    if field in WORDS.classes:
        return WORDS.classes[field].words[Grain.DAY] | WORDS.classes[field].words[Grain.WEEK]
    return frozenset(WORDS.lists.get(field, tuple(Answer)))


class TestCounting:
    def test_the_counts_of_a_report(self):
        entries = logged(
            *decisions(),
            *decisions(body="jail", asks=[{"act": "detain", "object": "person_in_custody"}]),
            *decisions(**WARRANT, requester={"kind": "ice_hsi"}),
            *decisions(
                requester={"kind": "member_of_public"}, purpose="public_records", paper={"kind": "none"}
            ),
        )
        counted = count(entries, REPORT.counts, "2026", rules=RULES)
        assert {each.name: each.total.least for each in counted if each.kept} == {
            "requests": 3,
            "requests_by_requester": 3,
            "detainers": 2,
            "declined": 2,
            "complied": 1,
            "with_judicial_warrant": 1,
        }
        by = next(each for each in counted if each.name == "requests_by_requester")
        assert by.parts == {"ice_ero": Range(least=2, most=2), "ice_hsi": Range(least=1, most=1)}
        assert [each.name for each in counted if not each.kept] == ["complaints"]

    def test_a_request_counts_once_whatever_it_asks(self):
        asks = [{"act": "disclose", "object": each} for each in ("home_address", "contact", "release_date")]
        entries = logged(*decisions(asks=asks))
        assert len(entries) == 3
        assert totals(entries, "requests", "detainers", "requests_by_kind") == {
            "requests": (1, 1),
            "detainers": (1, 1),
            "requests_by_kind": (3, 3),
        }

    def test_what_nobody_said_makes_a_range(self):
        """A fax whose paper nobody described may be a detainer; it is not left out, and not counted for sure."""
        entries = logged(*decisions(), *decisions(paper=""))
        assert totals(entries, "requests", "detainers") == {"requests": (2, 2), "detainers": (1, 2)}

    def test_a_wide_class_of_a_small_site_makes_a_range(self):
        entries = logged(*decisions(), *decisions(body="library"))
        assert totals(entries, "detainers", "notification_requests") == {
            "detainers": (2, 2),
            "notification_requests": (1, 2),
        }

    def test_a_law_about_every_request_counts_every_request(self):
        entries = logged(
            *decisions(
                requester={"kind": "member_of_public"}, purpose="public_records", paper={"kind": "none"}
            )
        )
        assert totals(entries, "requests") == {"requests": (0, 0)}
        assert totals(entries, "requests", scope="all") == {"requests": (1, 1)}

    def test_a_count_may_be_of_other_entries_than_its_report(self):
        """Who asks for a certification is the victim, not an immigration agency."""
        asks = [{"act": "issue", "object": "helpfulness_certification"}]
        asked = decisions(
            requester={"kind": "data_subject"},
            purpose="visa_certification",
            paper={"kind": "none"},
            asks=asks,
        )
        entries = logged(*asked, release_of(asked[0], 1, words=WORDS, about=0))
        assert totals(
            entries, "requests", "certifications_asked", "certifications_signed", "certifications_refused"
        ) == {
            "requests": (0, 0),
            "certifications_asked": (1, 1),
            "certifications_signed": (1, 1),
            "certifications_refused": (0, 0),
        }

    def test_a_side_door_is_counted(self):
        """A local agency that asks for an immigration agency is in scope by whom it asks for."""
        entries = logged(
            *decisions(
                requester={"kind": "in_state_law_enforcement"},
                on_behalf_of="ice_hsi",
                purpose="criminal_investigation",
                paper={"kind": "none"},
            )
        )
        assert totals(entries, "requests") == {"requests": (1, 1)}

    def test_what_left_is_counted_apart(self):
        decision = decisions(**WARRANT)[0]
        entries = logged(decision, release_of(decision, 12, words=WORDS, about=0))
        counted = count(entries, ["access_given", "information_by_kind", "held"], "2026", rules=RULES)
        assert [(each.total.least, dict(each.parts)) for each in counted] == [
            (1, {}),
            (1, {"personal_information": Range(least=1, most=1)}),
            (0, {}),
        ]

    def test_a_correction_takes_an_entry_out_and_its_own_correction_puts_it_back(self):
        entries = logged(*decisions(), *decisions(), undone(1))
        assert totals(entries, "requests") == {"requests": (1, 1)}
        again = logged(*entries.values(), undone(2))
        assert totals(again, "requests") == {"requests": (2, 2)}
        assert set(standing(again)) == {0, 1, 3}


class TestPeriods:
    @pytest.mark.parametrize(
        ("period", "first", "after"),
        [
            ("2026", date(2026, 1, 1), date(2027, 1, 1)),
            ("2026-H2", date(2026, 7, 1), date(2027, 1, 1)),
            ("2026-Q3", date(2026, 7, 1), date(2026, 10, 1)),
            ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
            ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
            ("2026-02", date(2026, 2, 1), date(2026, 3, 1)),
        ],
    )
    def test_a_period_begins_and_ends(self, period, first, after):
        assert span(period) == (first, after)

    @given(st.dates(date(2020, 1, 1), date(2030, 12, 28)))
    def test_every_day_and_every_week_counts_once(self, day):
        week = f"{day.isocalendar().year:04}-W{day.isocalendar().week:02}"
        for on in (day.isoformat(), week):
            year = middle(on).year
            for parts in ([f"{y}" for y in (year - 1, year, year + 1)], [f"{year}-Q{n}" for n in range(1, 5)],
                          [f"{year}-H1", f"{year}-H2"], [f"{year}-{n:02}" for n in range(1, 13)]):  # fmt: skip
                assert sum(lies_in(on, each) for each in parts) == 1
        assert abs(middle(week) - day) <= timedelta(days=3)
