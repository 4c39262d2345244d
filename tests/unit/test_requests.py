"""Words of a request into facts: every kind of fact, every way to write it, and what is refused in words."""

from datetime import date, datetime, time

import pytest

from frith.errors import FactError
from frith.law.pack import shipped, vocabulary
from frith.law.papers import read_papers
from frith.law.requests import fact_value, settle
from frith.model.facts import ABSENT, FactKind

WORDS = vocabulary()
PAPERS = read_papers(shipped())
CLASSES = WORDS.facts["record_classes"].values
NOBODY = {f"record_classes__{each}": False for each in CLASSES}
BOTH = NOBODY | {"record_classes__listed_felony": True, "record_classes__listed_misdemeanor": True}
DAY = date(2024, 2, 29)

READ = [
    # a word of a list; papers are printed with hyphens
    ("paper", "i_247a", {"paper": "i_247a"}),
    ("paper", "I-247A", {"paper": "i_247a"}),
    ("paper", " i-247a ", {"paper": "i_247a"}),
    ("paper", "AO 93C", {"paper": "ao_93c"}),
    ("paper", "none", {"paper": "none"}),
    ("act", "Disclose", {"act": "disclose"}),
    ("on_behalf_of", "none", {"on_behalf_of": "none"}),
    # yes and no, in both languages, and as TOML and JSON write them
    *(("in_custody", each, {"in_custody": True}) for each in ("yes", "YES", " y ", "true", "si", "sí", "Sí", True)),
    *(("in_custody", each, {"in_custody": False}) for each in ("no", "No", "n", "false", False)),
    # days
    ("listed_felony_on", "2024-02-29", {"listed_felony_on": DAY}),
    ("listed_felony_on", " 2024-02-29 ", {"listed_felony_on": DAY}),
    ("listed_felony_on", DAY, {"listed_felony_on": DAY}),
    ("listed_felony_on", "none", {"listed_felony_on": ABSENT}),
    ("listed_felony_on", "NONE", {"listed_felony_on": ABSENT}),
    # sets: what is left out of a whole list is not so, what is left out of a part is unknown
    ("record_classes", "listed_felony", NOBODY | {"record_classes__listed_felony": True}),
    ("record_classes", "Listed-Felony", NOBODY | {"record_classes__listed_felony": True}),
    ("record_classes", "listed_felony+...", {"record_classes__listed_felony": True}),
    ("record_classes", ["listed_felony", "..."], {"record_classes__listed_felony": True}),
    ("record_classes", ("listed_felony",), NOBODY | {"record_classes__listed_felony": True}),
    ("record_classes", "listed_felony+listed_misdemeanor", BOTH),
    ("record_classes", "listed_misdemeanor, listed_felony", BOTH),
    ("record_classes", "listed_felony listed_felony listed_misdemeanor", BOTH),
    ("record_classes", ["listed_felony", "listed_misdemeanor"], BOTH),
    ("record_classes", "none", NOBODY),
    ("record_classes", ["none"], NOBODY),
    ("record_classes", [], NOBODY),
    ("record_classes", "...", {}),
    ("record_classes", ["..."], {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "given", "expected"), READ, ids=[f"{name}={given}" for name, given, _ in READ]
)
def test_what_is_read(name, given, expected):
    assert fact_value(name, given, WORDS) == expected


@pytest.mark.parametrize("name", [name for name, fact in WORDS.facts.items() if not fact.computed])
@pytest.mark.parametrize("given", ["", "  ", "unknown", "Unknown", "?", "desconocido"])
def test_unknown_is_no_value_of_any_fact(name, given):
    assert fact_value(name, given, WORDS) == {}


@pytest.mark.parametrize("name", [name for name, fact in WORDS.facts.items() if fact.kind is FactKind.ENUM])
def test_every_word_of_every_list_is_read(name):
    fact = WORDS.facts[name]
    for value in fact.values:
        assert fact_value(name, value, WORDS) == {name: value}
        assert fact_value(name, value.upper().replace("_", "-"), WORDS) == {name: value}


REFUSED = [
    ("paper", "i_248", "`i_247`"),
    ("paper", "detainer", "i_200"),
    ("paper", "paper", "one of i_200, "),
    ("paper", True, "one of i_200"),
    ("paper", 200, "`i_200`"),
    ("paper", None, "`none`"),
    ("paper", ["i_200"], ""),
    ("purpose", "civil_imigration", "`civil_immigration`"),
    ("in_custody", "perhaps", "write yes or no"),
    ("in_custody", "none", "write yes or no"),
    ("in_custody", 1, "write yes or no"),
    ("in_custody", 0, "write yes or no"),
    ("in_custody", None, "write yes or no"),
    ("in_custody", [True], "write yes or no"),
    ("listed_felony_on", "2023-02-29", "write a day as 2024-12-09, or none where there is none"),
    ("listed_felony_on", "2024-02-29T10:00", "write a day"),
    ("listed_felony_on", "2024-02-29 10:00:00", "write a day"),
    ("listed_felony_on", "29.02.2024", "write a day"),
    ("listed_felony_on", "02/29/2024", "write a day"),
    ("listed_felony_on", "2024-13-01", "write a day"),
    ("listed_felony_on", "٢٠٢٤-٠٢-٢٩", "write a day"),
    ("listed_felony_on", "yesterday", "write a day"),
    ("listed_felony_on", datetime(2024, 2, 29, 10, 0), "write a day without a time"),
    ("listed_felony_on", datetime(2024, 2, 29), "write a day without a time"),
    ("listed_felony_on", time(10, 0), "write a day"),
    ("listed_felony_on", True, "write a day"),
    ("listed_felony_on", 20240229, "write a day"),
    ("listed_felony_on", None, "write a day"),
    ("record_classes", "listed", "`listed_felony`"),
    ("record_classes", "listed_felony+listed", "`listed_felony`"),
    ("record_classes", ["listed_felony", "none"], "write none alone"),
    ("record_classes", "none+...", "write none alone"),
    ("record_classes", [5], "one of"),
    ("record_classes", [None], ""),
    ("record_classes", {"listed_felony": True}, ""),
    ("record_classes", 7, "one of"),
    ("record_classes", None, ""),
]


@pytest.mark.parametrize(
    ("name", "given", "mend"), REFUSED, ids=[f"{name}={given}" for name, given, _ in REFUSED]
)
def test_what_is_refused(name, given, mend):
    with pytest.raises(FactError) as caught:
        fact_value(name, given, WORDS, file="r.toml", line=3)
    error = caught.value
    assert (error.file, error.line) == ("r.toml", 3)
    assert error.what.startswith("`")
    assert f"is no value of `{name}`" in error.what
    assert mend in error.mend
    assert error.mend


@pytest.mark.parametrize(
    ("name", "what", "mend"),
    [
        ("in_custdy", "unknown fact `in_custdy`", "did you mean `in_custody`"),
        ("qqqq", "unknown fact `qqqq`", "facts.md"),
        ("record_classes__listed_felony", "unknown fact", "`record_classes`"),
        ("assumed:wide", "unknown fact `assumed:wide`", ""),
        ("listed_felony_on__has", "unknown fact", "`listed_felony_on`"),
        ("", "unknown fact ``", ""),
        ("five_years_before", "`five_years_before` is computed from the day", "leave it out"),
        ("fifteen_years_before", "is computed from the day", "leave it out"),
    ],
)
def test_what_nobody_may_say(name, what, mend):
    """No fact of that name, a member by itself, a disputed reading, or a day that is counted."""
    with pytest.raises(FactError) as caught:
        fact_value(name, "yes", WORDS)
    assert what in caught.value.what
    assert mend in caught.value.mend


class TestSettle:
    """What follows from what is known."""

    def settled(self, on=DAY, **facts):
        return settle(facts, on, vocabulary=WORDS, papers=PAPERS)

    def test_days_are_counted_back(self):
        assert self.settled() == {
            "five_years_before": date(2019, 2, 28),
            "fifteen_years_before": date(2009, 2, 28),
        }
        assert self.settled(on=date(2025, 3, 1))["five_years_before"] == date(2020, 3, 1)
        assert self.settled(on=date.min)["fifteen_years_before"] == date.min

    def test_the_kind_of_paper_settles_what_follows_from_it(self):
        found = self.settled(paper="i_200")
        assert found["paper_judge_signed"] is False
        assert found["paper_court_named"] is False
        assert found["paper_matter"] == "civil_immigration"
        assert "paper_in_date" not in found, "only looking can tell"

    def test_a_court_form_does_not_say_that_a_judge_signed(self):
        assert "paper_judge_signed" not in self.settled(paper="ao_93")

    def test_what_was_seen_and_agrees_stays(self):
        assert self.settled(paper="i_200", paper_judge_signed=False)["paper_judge_signed"] is False

    def test_what_was_seen_and_contradicts_its_kind_is_unknown(self):
        found = self.settled(paper="i_200", paper_judge_signed=True, in_custody=True)
        assert "paper_judge_signed" not in found
        assert found["in_custody"] is True
        assert "paper_matter" not in self.settled(paper="i_200", paper_matter="other_criminal")

    def test_a_paper_that_nobody_knows_settles_nothing(self):
        assert self.settled(paper="spam") == self.settled() | {"paper": "spam"}

    def test_what_is_given_is_not_changed(self):
        given = {"paper": "i_200", "paper_judge_signed": True}
        settle(given, DAY, vocabulary=WORDS, papers=PAPERS)
        assert given == {"paper": "i_200", "paper_judge_signed": True}

    @pytest.mark.parametrize("kind", WORDS.facts["paper"].values)
    def test_every_kind_settles_facts_of_the_list(self, kind):
        for name, value in self.settled(paper=kind).items():
            fact = WORDS.facts[name]
            assert fact.computed or (
                isinstance(value, bool) if fact.kind is FactKind.FLAG else value in fact.values
            )
