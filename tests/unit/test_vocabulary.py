"""The closed list of facts: what ships, and what a list that is wrong is told."""

import os
from datetime import date, timedelta

import pytest

from frith.errors import PackError
from frith.law.pack import shipped, vocabulary
from frith.law.vocabulary import load_vocabulary
from frith.model.facts import FactKind, years_before

WORDS = vocabulary()
SMALL = """\
[body]
kind = "enum"
entity = "Body"
values = ["a", "b", "c"]
[body.groups]
ab = ["a", "b"]
all = ["ab", "c"]
[act]
kind = "enum"
entity = "Action"
values = ["go"]
[object]
kind = "enum"
entity = "Object"
values = ["it"]
[seen]
kind = "flag"
[on]
kind = "date"
optional = true
[before]
kind = "date"
computed = "years_before:5"
[many]
kind = "set"
values = ["x", "y"]
[other]
kind = "enum"
entity = "Body"
like = "body"
extra = ["none"]
"""


def read(folder, text):
    (folder / "facts.toml").write_text(text, encoding="utf-8")
    return load_vocabulary(folder)


class TestSmallList:
    def test_groups_hold_groups(self, tmp_path):
        body = read(tmp_path, SMALL).facts["body"]
        assert body.groups == {"ab": {"a", "b"}, "all": {"a", "b", "c"}}
        assert body.expand("ab") == {"a", "b"}
        assert body.expand("c") == {"c"}
        assert body.expand("d") == frozenset()

    def test_a_fact_may_be_like_another_and_have_more(self, tmp_path):
        other = read(tmp_path, SMALL).facts["other"]
        assert other.values == ("a", "b", "c", "none")
        assert other.expand("all") == {"a", "b", "c"}, "what is extra is in no group"

    def test_sets_are_spread_over_flags(self, tmp_path):
        words = read(tmp_path, SMALL)
        columns = words.columns()
        assert columns["many__x"] is columns["many__y"] is columns["seen"] is FactKind.FLAG
        assert "many" not in columns
        assert words.member("many__x") == (words.facts["many"], "x")
        assert words.member("many__z") is words.member("seen") is words.member("body__a") is None

    def test_what_follows_from_the_day_is_computed(self, tmp_path):
        facts = read(tmp_path, SMALL).facts
        assert [name for name, fact in facts.items() if fact.computed] == ["before"]
        assert [name for name, fact in facts.items() if fact.optional] == ["on"]


FAULTS = {
    "no act": ("[act]", "[acts]", "no fact `act`", "write `[act]`"),
    "a kind that is none": (
        'kind = "flag"',
        'kind = "flog"',
        "`flog` is not a kind of fact",
        "date, enum, flag, set",
    ),
    "no kind": ('[seen]\nkind = "flag"', "[seen]", "`kind` is missing", 'write `kind = "..."`'),
    "a key that nothing reads": ("optional = true", "optinal = true", "unknown key `optinal`", "`optional`"),
    "a fact that is no table": ("[body]", "stray = 1\n[body]", "`stray` is not a table", "write `[stray]`"),
    "a group of strangers": ('ab = ["a", "b"]', 'ab = ["a", "z"]', "group `ab` names `z`", ""),
    "a group that holds itself": ('ab = ["a", "b"]', 'ab = ["a", "all"]', "holds itself", "break the circle"),
    "a group that is no list": ('ab = ["a", "b"]', 'ab = "a"', "`ab` is not a list of texts", "write `ab"),
    "groups that are no table": (
        "[body.groups]\n",
        "groups = 3\n[x.groups]\n",
        "`groups` is not a table",
        "name =",
    ),
    "values that are no list": (
        'values = ["x", "y"]',
        "values = 3",
        "`values` is not a list of texts",
        "write `values",
    ),
    "like nothing": (
        'like = "body"',
        'like = "bodies"',
        "like a fact that stands nowhere above it",
        "move it down",
    ),
    "computed from nothing": (
        "years_before:5",
        "days_before:5",
        "`days_before:5` can't be computed",
        "years_before:5",
    ),
    "computed from no number": ("years_before:5", "years_before:x", "can't be computed", "years_before:5"),
    "TOML that is none": ('kind = "flag"', "kind = flag", "invalid value", "mend the TOML"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_list_that_is_wrong_is_told_so(tmp_path, fault):
    old, new, what, mend = FAULTS[fault]
    assert SMALL.count(old) == 1
    with pytest.raises(PackError) as caught:
        read(tmp_path, SMALL.replace(old, new))
    assert what in caught.value.what
    assert mend in caught.value.mend
    assert caught.value.file == str(tmp_path / "facts.toml")


def test_no_list_is_told_so(tmp_path):
    with pytest.raises(PackError, match="can't be read"):
        load_vocabulary(tmp_path)


class TestShippedList:
    def test_every_group_holds_only_values_and_at_least_one(self):
        for fact in WORDS.facts.values():
            for group, values in fact.groups.items():
                assert values, (fact.name, group)
                assert values <= set(fact.values), (fact.name, group)
                assert group not in fact.values, (
                    "a group and a value of one name would be one word for two things"
                )

    def test_values_are_words_that_stand_once(self):
        for fact in WORDS.facts.values():
            assert len(set(fact.values)) == len(fact.values), fact.name
            assert all(
                value.replace("_", "").isalnum() and value == value.lower() for value in fact.values
            ), fact.name

    def test_kinds_have_what_they_need(self):
        for fact in WORDS.facts.values():
            assert bool(fact.values) == (fact.kind in (FactKind.ENUM, FactKind.SET)), fact.name
            assert bool(fact.entity) == (fact.kind is FactKind.ENUM), fact.name
            assert not fact.optional or fact.kind is FactKind.DATE, fact.name
            assert not fact.computed or fact.kind is FactKind.DATE, fact.name

    def test_a_folder_without_a_list_uses_the_shipped_one(self, tmp_path):
        assert vocabulary(tmp_path) == WORDS == load_vocabulary(shipped())
        assert set(read(tmp_path, SMALL).facts) == set(vocabulary(tmp_path).facts)

    def test_no_column_stands_for_two_things(self):
        columns = WORDS.columns()
        assert not {name for name in columns if name.endswith("__has")}
        flat = sum(len(fact.values) if fact.kind is FactKind.SET else 1 for fact in WORDS.facts.values())
        assert len(columns) == flat


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2024, 2, 29), 5, date(2019, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
        (date(2000, 2, 29), 100, date(1900, 2, 28)),
        (date(2025, 2, 28), 5, date(2020, 2, 28)),
        (date(2025, 3, 1), 15, date(2010, 3, 1)),
        (date(2024, 12, 31), 15, date(2009, 12, 31)),
        (date(16, 1, 1), 15, date(1, 1, 1)),
        (date(15, 6, 1), 15, date.min),
        (date(1, 1, 1), 5, date.min),
        (date(4, 2, 29), 15, date.min),
    ],
)
def test_years_are_counted_by_the_calendar(day, years, expected):
    assert years_before(day, years) == expected


def test_no_day_is_counted_past_its_own():
    """Every day of four years: the same day or, in a year without it, the day before; never a day count."""
    day = date(2021, 1, 1)
    while day < date(2025, 1, 1):
        back = years_before(day, 15)
        assert (back.year, back.month) == (day.year - 15, day.month)
        assert back.day == day.day or (day.month, day.day, back.day) == (2, 29, 28)
        day += timedelta(days=1)


def test_a_list_is_read_once_until_its_file_is_written_again(tmp_path):
    (tmp_path / "facts.toml").write_text(SMALL, encoding="utf-8")
    first = load_vocabulary(tmp_path)
    assert load_vocabulary(tmp_path) is first
    (tmp_path / "facts.toml").write_text(SMALL.replace('"c"', '"d"'), encoding="utf-8")
    os.utime(tmp_path / "facts.toml", ns=(0, 0))  # clocks are coarse: two writes may fall on one tick
    assert "d" in load_vocabulary(tmp_path).facts["body"].values
