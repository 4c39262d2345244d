"""Silence and false numbers are seen; small numbers are hidden."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.errors import PackError
from frith.ledger.entry.counting import Range, load_rules
from frith.ledger.entry.returns import Misfit, misfits, silent
from frith.ledger.entry.suppress import hold_parts, suppress
from tests.ledger.counts_made import RULES, WORDS, YEAR, logged, nil, told, undone
from tests.ledger.entry_made import decisions


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
