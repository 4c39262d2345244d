"""What laws ask to be counted comes out of the entries alone; silence and false numbers are seen; small ones are hidden."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.api import counsel
from frith.errors import PackError
from frith.law import pack
from frith.law.reports import read_reports
from frith.ledger.entry.counting import Range, count, load_rules, standing
from frith.ledger.entry.make import release_of
from frith.ledger.entry.model import KINDS, Correction, CountReturn, NilReturn
from frith.ledger.entry.periods import lies_in, middle, span
from frith.ledger.entry.returns import Misfit, Period, misfits, silent
from frith.ledger.entry.suppress import hold_parts, suppress
from frith.ledger.entry.words import Grain
from frith.model.decision import Answer
from tests.ledger.entry_made import PLACE, TOY, decisions, words

RULES, WORDS = load_rules(), words()
YEAR = Period(demand=f"{PLACE}/yearly", period="2026", scope="immigration")
REPORT = read_reports(counsel(PLACE, TOY).stack.packs[0])[0]
WARRANT = {"paper": {"kind": "ao_93", "judge_signed": True}}


def logged(*entries):
    return dict(enumerate(entries))


def totals(entries, *names, period="2026", scope="immigration"):
    counted = count(entries, names, period, rules=RULES, scope=scope)
    return {each.name: (each.total.least, each.total.most) for each in counted}


def nil(unit, *, returning="all", period="2026"):
    packs = decisions()[0].packs
    return NilReturn(
        place=PLACE,
        on="2026-W48",
        packs=packs,
        unit=unit,
        demand=YEAR.demand,
        period=period,
        returning=returning,
    )


def told(**counts):
    packs = decisions()[0].packs
    return CountReturn(
        place=PLACE, on="2026-W48", packs=packs, demand=YEAR.demand, period="2026", counts=counts
    )


def undone(index):
    return Correction(
        place=PLACE, on="2026-W48", packs=decisions()[0].packs, about=index, why="entered_twice"
    )


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


class TestSilence:
    UNITS = ("police", "jail", "civil")

    def test_who_neither_entered_nor_returned_is_named(self):
        assert silent(logged(*decisions()), self.UNITS, YEAR, WORDS) == ("civil", "jail")
        assert silent(logged(*decisions(), nil("jail")), self.UNITS, YEAR, WORDS) == ("civil",)

    def test_some_is_not_all(self):
        assert silent(logged(nil("jail", returning="some")), ("jail",), YEAR, WORDS) == ("jail",)

    def test_another_year_is_no_answer(self):
        assert silent(logged(nil("jail", period="2025")), ("jail",), YEAR, WORDS) == ("jail",)

    def test_a_request_of_another_year_is_no_answer(self):
        old = replace(decisions()[0], on="2025-11-23")
        assert silent(logged(old), ("police",), YEAR, WORDS) == ("police",)

    def test_a_wider_class_that_had_nothing_speaks_for_its_units(self):
        assert silent(logged(nil("law_enforcement")), self.UNITS, YEAR, WORDS) == ("civil",)

    def test_a_wider_class_that_had_something_speaks_for_none(self):
        assert silent(logged(*decisions(body="library")), self.UNITS, YEAR, WORDS) == (
            "civil",
            "jail",
            "police",
        )


class TestMisfits:
    def test_a_nil_return_beside_a_request(self):
        entries = logged(*decisions(), nil("police"), nil("jail"))
        assert misfits(entries, YEAR, rules=RULES, words=WORDS) == (
            Misfit(index=1, what="police", said="0", held=Range(least=1, most=1)),
        )

    def test_a_nil_return_is_held_against_requests_of_its_own_time_and_units(self):
        """Three asks are one request; a prosecutor's may be among law enforcement's; last year's and a school's are not."""
        asks = [{"act": "disclose", "object": each} for each in ("home_address", "contact", "release_date")]
        entries = logged(
            *decisions(asks=asks),
            *decisions(body="prosecutor"),
            *decisions(body="school"),
            replace(decisions()[0], on="2025-11-23"),
            nil("police"),
        )
        (found,) = misfits(entries, YEAR, rules=RULES, words=WORDS)
        assert (found.index, found.held) == (6, Range(least=1, most=2))

    def test_a_return_for_another_time_is_not_judged(self):
        entries = logged(
            *decisions(), nil("police", period="2025"), replace(told(detainers="0"), period="2025")
        )
        assert misfits(entries, YEAR, rules=RULES, words=WORDS) == ()

    def test_some_units_may_have_had_nothing(self):
        assert (
            misfits(logged(*decisions(), nil("police", returning="some")), YEAR, rules=RULES, words=WORDS)
            == ()
        )

    def test_a_nil_return_that_may_be_right(self):
        """A request to some local agency does not show that the civil departments were asked."""
        entries = logged(*decisions(body="library"), nil("civil"))
        assert misfits(entries, YEAR, rules=RULES, words=WORDS) == ()
        wider = logged(*decisions(body="library"), nil("local_agency"))
        assert [each.what for each in misfits(wider, YEAR, rules=RULES, words=WORDS)] == ["local_agency"]

    def test_fifteen_where_the_ledger_holds_198(self):
        """The faxes to the stations were entered where they arrived; whoever counted never saw them."""
        fax = decisions()[0]
        entries = logged(*[fax] * 198, told(detainers="10-49", declined="100-499"))
        assert misfits(entries, YEAR, rules=RULES, words=WORDS) == (
            Misfit(index=198, what="detainers", said="10-49", held=Range(least=198, most=198)),
        )

    def test_a_return_that_was_corrected_is_no_misfit(self):
        entries = logged(*decisions(), told(detainers="10-49"), undone(1), told(detainers="1-9"))
        assert misfits(entries, YEAR, rules=RULES, words=WORDS) == ()

    @pytest.mark.parametrize(
        ("number", "said", "fits"),
        [
            (0, "0", True),
            (1, "0", False),
            (0, "1-9", False),
            (9, "1-9", True),
            (10, "1-9", False),
            (10, "10-49", True),
        ],
    )
    def test_a_band_fits_its_numbers(self, number, said, fits):
        entries = logged(*[decisions()[0]] * number, told(detainers=said))
        assert (misfits(entries, YEAR, rules=RULES, words=WORDS) == ()) is fits

    def test_a_count_that_no_entry_answers_is_no_misfit(self):
        assert misfits(logged(told(complaints="1000+")), YEAR, rules=RULES, words=WORDS) == ()


class TestSmallNumbers:
    def test_a_small_number_and_one_more_are_held_back(self):
        shown = suppress({"a": 3, "b": 12, "c": 40, "d": 0}, below=10)
        assert (dict(shown.cells), shown.held, shown.total) == ({"c": 40, "d": 0}, {"a", "b"}, 55)

    def test_nothing_is_held_back_where_nothing_is_small(self):
        shown = suppress({"a": 10, "b": 0}, below=10)
        assert (dict(shown.cells), shown.held, shown.total) == ({"a": 10, "b": 0}, frozenset(), 10)

    def test_a_number_at_the_line_is_shown_and_may_be_held_back_for_another(self):
        assert suppress({"a": 10, "b": 40}, below=10).held == frozenset()
        assert suppress({"a": 9, "b": 10, "c": 40}, below=10).held == {"a", "b"}

    def test_no_more_is_held_back_than_must_be(self):
        """1 and 10 add up to 11: either may be 1 to 10, which is as many as it takes."""
        assert suppress({"a": 1, "b": 10, "c": 40}, below=10).held == {"a", "b"}

    def test_one_small_number_alone_takes_the_total_along(self):
        shown = suppress({"a": 3, "b": 0}, below=10)
        assert (dict(shown.cells), shown.held, shown.total) == ({"b": 0}, {"a"}, None)

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.integers(0, 12), min_size=1, max_size=4), st.integers(2, 5))
    def test_nobody_can_work_out_what_is_held_back(self, numbers, below):
        """Every way to fill the held cells that fits what is shown: each held cell can be `below` numbers at least."""
        cells = {f"c{at}": number for at, number in enumerate(numbers)}
        shown = suppress(cells, below=below)
        assert all(number == 0 or number >= below for number in shown.cells.values())
        assert all(cells[name] == number for name, number in shown.cells.items())
        if shown.total is None or not shown.held:
            return
        rest = shown.total - sum(shown.cells.values())
        ways = [way for way in product(range(1, rest + 1), repeat=len(shown.held)) if sum(way) == rest]
        assert all(len({way[at] for way in ways}) >= below for at in range(len(shown.held)))

    def test_a_part_that_leaves_a_small_rest_is_held_back(self):
        counts = {"requests": 40, "declined": 38, "complied": 2}
        parts = {"declined": "requests", "complied": "requests"}
        assert hold_parts(counts, parts, below=10) == {"declined", "complied"}
        assert hold_parts({"requests": 40, "declined": 20}, parts, below=10) == frozenset()
        assert hold_parts({"requests": 0, "declined": 0}, parts, below=10) == frozenset()

    def test_a_rest_at_the_line_is_no_small_rest(self):
        parts = {"declined": "requests"}
        assert hold_parts({"requests": 40, "declined": 30}, parts, below=10) == frozenset()
        assert hold_parts({"requests": 40, "declined": 31}, parts, below=10) == {"declined"}
        assert hold_parts({"requests": 10, "declined": 0}, parts, below=10) == frozenset()

    def test_a_part_of_what_is_not_shown_gives_nothing_away(self):
        parts = {"declined": "requests"}
        assert hold_parts({"declined": 38}, parts, below=10) == frozenset()
        assert hold_parts({"requests": 5, "declined": 0}, parts, below=10) == {"requests"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[count.x]\nkind = "person"\n', "`person` is not a kind of entry"),
        ('[count.x]\nkind = "decision"\nwhere = 3\n', "`where` is not a table"),
        ('[count.x]\nkind = "decision"\nwhen = "now"\n', "unknown key `when`"),
        ("[counts]\n", "unknown key `counts`"),
    ],
)
def test_rules_that_cannot_be_read(tmp_path, text, said):
    path = tmp_path / "counts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=said):
        load_rules(path)
