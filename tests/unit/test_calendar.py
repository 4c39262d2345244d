"""What binds on a day: taking effect, ends, courts, and provisions with days of their own."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from frith.law import pack
from frith.law.calendar import binding, in_force, injunctions, turning_days
from frith.model.law import EventKind
from frith.model.term import Is
from tests.toy import TOY, counsel
from tests.toy.made import FILES, PLACE, write

LAW, PROVISIONS = "laws/code.toml", "provisions/code/code.provision"
TOP = FILES[LAW][: FILES[LAW].index("[[event]]")]
DAY = timedelta(days=1)
ALL = {"bar", "warrant", "log"}


def bound(folder, on):
    return {name.rpartition("/")[2] for name in binding(pack.load(PLACE, folder), on).provisions}


def law(folder, *events, provisions=FILES[PROVISIONS]):
    """The made pack with this history."""
    return write(
        folder, {LAW: TOP + "".join(f"[[event]]\n{each}\n" for each in events), PROVISIONS: provisions}
    )


EFFECTIVE = 'kind = "effective"\non = 2020-01-01'


class TestEffective:
    def test_from_the_day_itself(self, tmp_path):
        folder = law(tmp_path, EFFECTIVE)
        assert bound(folder, date(2019, 12, 31)) == set()
        assert bound(folder, date(2020, 1, 1)) == ALL
        assert bound(folder, date.max) == ALL

    def test_a_law_that_was_only_adopted_binds_nobody(self, tmp_path):
        folder = law(
            tmp_path,
            *(
                f'kind = "{kind}"\non = 2020-01-01'
                for kind in ("introduced", "adopted", "signed", "published")
            ),
        )
        assert bound(folder, date(2025, 1, 1)) == set()

    def test_an_unknown_day_counts_from_the_latest_it_can_be(self, tmp_path):
        folder = law(tmp_path, 'kind = "effective"\nbetween = [2020-01-01, 2020-01-10]')
        assert bound(folder, date(2020, 1, 9)) == set()
        assert bound(folder, date(2020, 1, 10)) == ALL

    def test_of_some_provisions_first(self, tmp_path):
        folder = law(
            tmp_path,
            'kind = "effective"\non = 2020-01-01\nprovisions = ["bar"]',
            'kind = "effective"\non = 2021-01-01',
        )
        assert bound(folder, date(2020, 6, 1)) == {"bar"}
        assert bound(folder, date(2021, 1, 1)) == ALL


class TestEnds:
    @pytest.mark.parametrize("kind", ["repealed", "sunset"])
    def test_from_the_day_itself(self, tmp_path, kind):
        folder = law(tmp_path, EFFECTIVE, f'kind = "{kind}"\non = 2022-01-01')
        assert bound(folder, date(2021, 12, 31)) == ALL
        assert bound(folder, date(2022, 1, 1)) == set()

    @pytest.mark.parametrize("name", ["bar", "made/code/bar"])
    def test_of_one_provision(self, tmp_path, name):
        folder = law(tmp_path, EFFECTIVE, f'kind = "repealed"\non = 2022-01-01\nprovisions = ["{name}"]')
        assert bound(folder, date(2022, 1, 1)) == ALL - {"bar"}

    def test_and_brought_back(self, tmp_path):
        folder = law(
            tmp_path, EFFECTIVE, 'kind = "sunset"\non = 2022-01-01', 'kind = "effective"\non = 2023-01-01'
        )
        assert bound(folder, date(2022, 6, 1)) == set()
        assert bound(folder, date(2023, 1, 1)) == ALL

    def test_in_whatever_order_they_are_written(self, tmp_path):
        folder = law(tmp_path, 'kind = "repealed"\non = 2022-01-01', EFFECTIVE)
        assert bound(folder, date(2021, 1, 1)) == ALL
        assert bound(folder, date(2022, 1, 1)) == set()


class TestDaysOfAProvision:
    def test_from_and_until(self, tmp_path):
        text = FILES[PROVISIONS].replace('@id("bar")', '@id("bar") @from("2021-07-01") @until("2024-07-01")')
        folder = law(tmp_path, EFFECTIVE, provisions=text)
        days = [date(2021, 6, 30), date(2021, 7, 1), date(2024, 6, 30), date(2024, 7, 1)]
        assert ["bar" in bound(folder, day) for day in days] == [False, True, True, False]
        assert bound(folder, days[0]) == ALL - {"bar"}

    def test_never_before_its_law(self, tmp_path):
        text = FILES[PROVISIONS].replace('@id("bar")', '@id("bar") @from("2015-01-01")')
        assert bound(law(tmp_path, EFFECTIVE, provisions=text), date(2019, 1, 1)) == set()


class TestCourts:
    ORDER = 'kind = "enjoined"\non = 2022-01-01'
    DISSOLVED = 'kind = "dissolved"\non = 2023-01-01'
    AS_TO = "as_to = 'context.requester_kind in Agency::\"federal\"'"

    def test_an_order_as_to_all_takes_the_law_away(self, tmp_path):
        folder = law(tmp_path, EFFECTIVE, self.ORDER, self.DISSOLVED)
        days = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]
        assert [bound(folder, day) for day in days] == [ALL, set(), set(), ALL]

    def test_an_order_over_one_provision(self, tmp_path):
        folder = law(
            tmp_path,
            EFFECTIVE,
            self.ORDER + '\nprovisions = ["bar"]',
            self.DISSOLVED + '\nprovisions = ["made/code/bar"]',
        )
        assert bound(folder, date(2022, 1, 1)) == ALL - {"bar"}
        assert bound(folder, date(2023, 1, 1)) == ALL

    def test_dissolved_for_all_ends_every_order(self, tmp_path):
        folder = law(
            tmp_path,
            EFFECTIVE,
            self.ORDER + '\nprovisions = ["bar"]',
            self.ORDER + '\nprovisions = ["log"]',
            self.DISSOLVED,
        )
        assert bound(folder, date(2022, 1, 1)) == {"warrant"}
        assert bound(folder, date(2023, 1, 1)) == ALL

    def test_dissolved_for_some_leaves_the_other_order(self, tmp_path):
        folder = law(
            tmp_path, EFFECTIVE, self.ORDER + '\nprovisions = ["log", "bar"]', self.ORDER + '\nprovisions = ["warrant"]',
            self.DISSOLVED + '\nprovisions = ["bar", "log"]',
        )  # fmt: skip
        assert bound(folder, date(2022, 6, 1)) == set()
        assert bound(folder, date(2023, 6, 1)) == ALL - {"warrant"}

    def test_an_order_as_to_somebody_leaves_the_law_and_says_as_to_whom(self, tmp_path):
        stack = pack.load(PLACE, law(tmp_path, EFFECTIVE, f"{self.ORDER}\n{self.AS_TO}", self.DISSOLVED))
        found = binding(stack, date(2022, 1, 1))
        (order,) = found.suspensions
        assert set(order.targets) == {f"made/code/{name}" for name in ALL} == set(found.provisions)
        assert isinstance(order.condition, Is)
        assert (order.id, order.condition.fact) == ("made/code/enjoined-2022-01-01", "requester_kind")
        assert (
            binding(stack, date(2021, 12, 31)).suspensions
            == binding(stack, date(2023, 1, 1)).suspensions
            == ()
        )

    def test_the_orders_that_stand(self, tmp_path):
        (made,) = pack.load(PLACE, law(tmp_path, EFFECTIVE, self.ORDER, self.DISSOLVED)).laws
        assert [each.kind for each in injunctions(made, date(2022, 6, 1))] == [EventKind.ENJOINED]
        assert injunctions(made, date(2023, 1, 1)) == injunctions(made, date(2021, 1, 1)) == ()

    def test_the_law_is_in_force_although_a_court_holds_it(self, tmp_path):
        (made,) = pack.load(PLACE, law(tmp_path, EFFECTIVE, self.ORDER)).laws
        assert in_force(made, date(2022, 6, 1))


class TestStack:
    """Two places, one above the other, with everything that can happen to a law."""

    def test_the_days_on_which_the_toy_turns(self):
        days = turning_days(pack.load("toy-city", TOY))
        assert [str(day) for day in days] == [
            "2015-01-01", "2018-01-01", "2019-01-01", "2020-01-01", "2021-07-01", "2022-01-01", "2023-01-01",
            "2023-09-01", "2024-03-01", "2024-06-01", "2024-07-01", "2025-01-01",
        ]  # fmt: skip

    @pytest.mark.parametrize("place", ["toy-city", "toy-state"])
    def test_between_two_turning_days_nothing_changes(self, place):
        """The law of a day is that of the turning day before it, and differs on every turning day."""
        stack = pack.load(place, TOY)
        days = turning_days(stack)

        def law_of(day):
            found = binding(stack, day)
            return (
                sorted(found.provisions),
                found.excepts,
                [(each.id, each.targets) for each in found.suspensions],
            )

        for first, second in zip(days, (*days[1:], date(2030, 1, 1)), strict=True):
            assert law_of(first) == law_of(second - DAY)
            assert law_of(first) != law_of(first - DAY)

    def test_an_exception_reaches_only_what_binds(self):
        found = counsel().meaning(date(2023, 10, 1)).binding
        assert "toy-city/trial/short" not in found.provisions, "repealed in September"
        assert found.excepts["toy-city/trial/all-code"] == tuple(
            each
            for each in counsel().stack.provisions
            if each.startswith("toy-city/code/") and each in found.provisions
        )
        assert "toy-city/code/own-paper" in found.excepts["toy-city/trial/all-code"]
        assert "toy-city/code/own-paper" not in counsel().meaning(date(2024, 7, 1)).binding.provisions

    def test_the_state_does_not_hear_the_city(self):
        assert all(
            name.startswith("toy-state/") for name in counsel("toy-state").meaning(date(2023, 1, 1)).rules
        )

    def test_one_reader_answers_for_a_whole_span_of_days(self):
        assert counsel().one(date(2023, 1, 1)) is counsel().one(date(2023, 8, 31))
        assert counsel().one(date(2023, 1, 1)) is not counsel().one(date(2023, 9, 1))
        assert counsel().span(date.min) == 0
        assert counsel().span(date.max) == len(counsel().turning)


@pytest.mark.parametrize("place", pack.places())
def test_shipped_law_changes_only_on_its_turning_days(place):
    stack = pack.load(place)
    days = turning_days(stack)
    for first, second in list(pairwise(days))[-12:]:
        assert set(binding(stack, first).provisions) == set(binding(stack, second - DAY).provisions)
