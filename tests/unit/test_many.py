"""The table reader: columns that hold NULL, columns that are not there, facts that every row shares, and bad values."""

import warnings
from datetime import date, datetime
from itertools import product

import ibis
import pyarrow as pa
import pytest

from frith.engine.kleene import Truth, evaluate
from frith.engine.many import columns_of, decide
from frith.engine.one import One
from frith.errors import FactError
from frith.model.facts import ABSENT
from frith.model.term import And, Compare, Comparison, Flag, Is, Not, Or, Present
from tests.differential.bench import meaning_of, shipped
from tests.strategies import DAY, MIDDLE

FELONY, OTHER = "listed_felony_on", "listed_misdemeanor_on"
COLUMNS = {
    "purpose": pa.string(),
    "act": pa.string(),
    "in_custody": pa.bool_(),
    FELONY: pa.date32(),
    OTHER: pa.date32(),
    FELONY + "__has": pa.bool_(),
    OTHER + "__has": pa.bool_(),
    "five_years_before": pa.date32(),
}


@pytest.fixture(scope="module")
def connection():
    return ibis.duckdb.connect()


def asked(connection, law, rows, *, known=None, columns=None):
    """The answered rows of a table that has just these columns."""
    types = {name: COLUMNS[name] for name in (columns if columns is not None else COLUMNS)}
    table = pa.table({name: pa.array([row.get(name) for row in rows], kind) for name, kind in types.items()})
    table = table.append_column("n", pa.array(range(len(rows)), pa.int64()))
    with warnings.catch_warnings():  # Ibis 12 calls DuckDB 2 by an old name
        warnings.simplefilter("ignore", DeprecationWarning)
        held = connection.create_table("asked", table, overwrite=True)
        answered = decide(held, law, shipped(), known=known).order_by("n")
        found = connection.to_pyarrow(answered).to_pylist()
    assert set(found[0]) == {*types, "n", "answer", "deciding", "open", "active", "unsettled"}
    return found


def values(row, law):
    """What the row says of each term of the law."""
    sure, loose = row["active"].split(), row["unsettled"].split()
    return [
        Truth.TRUE if name in sure else Truth.UNKNOWN if name in loose else Truth.FALSE for name in law.rules
    ]


TERMS = [Compare(FELONY, sign, OTHER) for sign in Comparison]
TERMS += [Compare(FELONY, Comparison.BEFORE, MIDDLE), Compare(OTHER, Comparison.NOT_BEFORE, MIDDLE)]
TERMS += [
    Present(FELONY),
    Present(OTHER),
    And((Present(FELONY), Compare(FELONY, Comparison.SAME, "five_years_before"))),
]
TERMS += [Not(term) for term in TERMS]
DAYS = [MIDDLE, MIDDLE + DAY, ABSENT, None]


@pytest.mark.parametrize("shared", DAYS, ids=str)
@pytest.mark.parametrize("name", [FELONY, OTHER])
def test_a_day_that_every_row_shares_meets_a_column(connection, name, shared):
    """One side of a comparison is a column, the other known, known not to exist, or neither."""
    law = meaning_of(TERMS)
    known = {} if shared is None else {name: shared}
    column = OTHER if name == FELONY else FELONY
    facts = [{} if day is None else {column: day} for day in DAYS]
    rows = [columns_of(each, shipped()) for each in facts]
    for columns in ([column, column + "__has"], [column, column + "__has", "purpose", "in_custody"]):
        found = asked(connection, law, rows, known=known, columns=columns)
        for each, row in zip(facts, found, strict=True):
            assert values(row, law) == [evaluate(term, known | each) for term in TERMS], (known, each)


@pytest.mark.parametrize(("left", "right"), list(product(DAYS[1:], DAYS[1:])), ids=str)
def test_days_that_every_row_shares(connection, left, right):
    """No column at all: the answer is the same for every row, and is Kleene's."""
    law = meaning_of(TERMS)
    known = {name: day for name, day in ((FELONY, left), (OTHER, right)) if day is not None}
    (row,) = asked(connection, law, [{"purpose": "other"}], known=known, columns=["purpose"])
    assert values(row, law) == [evaluate(term, known) for term in TERMS]


def test_that_a_day_exists_follows_from_the_day_where_no_column_says_so(connection):
    law = meaning_of(TERMS)
    found = asked(connection, law, [{FELONY: MIDDLE}, {}], columns=[FELONY])
    assert values(found[0], law) == [evaluate(term, {FELONY: MIDDLE}) for term in TERMS]
    assert values(found[1], law) == [evaluate(term, {}) for term in TERMS]


def test_a_column_can_say_that_a_day_exists_and_not_which(connection):
    """Only `__has`: existing is known, every comparison is not; not existing settles both."""
    law = meaning_of([Present(FELONY), Compare(FELONY, Comparison.SAME, MIDDLE)])
    has = FELONY + "__has"
    found = asked(connection, law, [{has: True}, {has: False}, {has: None}], columns=[has])
    assert [values(row, law) for row in found] == [
        [Truth.TRUE, Truth.UNKNOWN],
        [Truth.FALSE, Truth.FALSE],
        [Truth.UNKNOWN, Truth.UNKNOWN],
    ]


def test_what_is_neither_a_column_nor_known_is_unknown(connection):
    law = meaning_of([Flag("in_custody"), Not(Flag("in_custody")), Is("purpose", frozenset(("other",)))])
    (row,) = asked(connection, law, [{"act": "disclose"}], columns=["act"])
    assert values(row, law) == [Truth.UNKNOWN] * 3
    assert row["answer"] == "refer"


def test_a_column_stands_before_what_every_row_shares(connection):
    law = meaning_of([Flag("in_custody")])
    found = asked(
        connection,
        law,
        [{"in_custody": False}, {"in_custody": None}],
        known={"in_custody": True},
        columns=["in_custody"],
    )
    assert [row["answer"] for row in found] == ["may", "refer"]


def test_a_law_of_nothing_lets_everything_be(connection):
    found = asked(connection, meaning_of([]), [{"act": "disclose"}], columns=["act"])
    assert {name: found[0][name] for name in ("answer", "deciding", "open", "active", "unsettled")} == {
        "answer": "may", "deciding": "", "open": "", "active": "", "unsettled": "",
    }  # fmt: skip


def test_a_column_of_the_log_that_has_an_answers_name_gives_way(connection):
    table = pa.table({"answer": ["mine"], "open": [1], "act": ["disclose"]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        held = connection.create_table("named", table, overwrite=True)
        (row,) = connection.to_pyarrow(decide(held, meaning_of([Flag("in_custody")]), shipped())).to_pylist()
    assert (row["answer"], row["open"]) == ("refer", "toy/bench/t0000")


BAR = [Or((Is("purpose", frozenset(("civil_immigration",))), Flag("in_custody")))]


@pytest.mark.parametrize(
    "word", ["", " ", "Civil_Immigration", "civil_immigration ", "spam", "NULL", "x" * 10_000, "'; --"]
)
def test_a_word_outside_its_list_is_refer(connection, word):
    """Whatever the other columns say, and although the rule alone would have decided."""
    law = meaning_of(BAR)
    rows = [{"purpose": word, "in_custody": flag} for flag in (True, False, None)] + [
        {"purpose": "other", "in_custody": False}
    ]
    found = asked(connection, law, rows)
    assert [(row["answer"], row["deciding"], row["active"]) for row in found[:3]] == [("refer", "", "")] * 3
    assert found[3]["answer"] == "may"


def test_a_word_outside_its_list_is_refer_where_no_rule_reads_the_fact(connection):
    found = asked(connection, meaning_of(BAR), [{"act": "sing", "purpose": "other", "in_custody": False}])
    assert found[0]["answer"] == "refer"


@pytest.mark.parametrize(
    "known",
    [{"purpose": "spam"}, {"purpose": ["other"]}, {"purpose": True}, {"in_custody": 1}, {"in_custody": "yes"},
     {"nobody": True}, {FELONY: datetime(2015, 6, 15, 10, 0)}, {FELONY: "2015-06-15"}, {"five_years_before": ABSENT},
     {"record_classes": "listed_felony"}, {"purpose": None}],
    ids=str,
)  # fmt: skip
def test_a_shared_fact_that_cannot_be_read_is_refer_for_every_row(connection, known):
    law = meaning_of(BAR)
    found = asked(connection, law, [{"act": "disclose"}, {"act": "notify"}], known=known, columns=["act"])
    assert [(row["answer"], row["deciding"]) for row in found] == [("refer", "")] * 2
    assert One(law, shipped()).decide(known).answer == "refer"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("in_custody", pa.int64()), ("in_custody", pa.string()), ("purpose", pa.int64()), ("purpose", pa.bool_()),
     (FELONY, pa.timestamp("us")), (FELONY, pa.string()), (FELONY + "__has", pa.int64())],
)  # fmt: skip
def test_a_column_of_another_type_is_an_error_in_words(connection, name, kind):
    """A flag of ones and zeros would be taken bit by bit; a day with a time would miss its own day."""
    table = pa.table({name: pa.array([None], kind)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        held = connection.create_table("typed", table, overwrite=True)
    with pytest.raises(FactError, match=f"column `{name}` holds .*, which is no ") as caught:
        decide(held, meaning_of(BAR), shipped())
    assert caught.value.mend


def test_a_column_of_nothing_but_null_is_no_column(connection):
    """An export often has a column that was never filled in, which has no type at all."""
    law = meaning_of([Flag("in_custody"), Compare(FELONY, Comparison.BEFORE, MIDDLE), Present(FELONY)])
    table = ibis.memtable(
        pa.table({"in_custody": pa.nulls(2), FELONY: pa.nulls(2), "act": ["disclose", "notify"]})
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = connection.to_pyarrow(decide(table, law, shipped())).to_pylist()
    assert [values(row, law) for row in found] == [[Truth.UNKNOWN] * 3] * 2


def test_one_request_becomes_one_row():
    """Every flat fact is a column; an optional day has another that says whether it exists."""
    row = columns_of(
        {"purpose": "other", "in_custody": False, FELONY: ABSENT, OTHER: date(2020, 2, 29)}, shipped()
    )
    assert (row["purpose"], row["in_custody"], row["sealed_record"]) == ("other", False, None)
    assert (row[FELONY], row[FELONY + "__has"]) == (None, False)
    assert (row[OTHER], row[OTHER + "__has"]) == (date(2020, 2, 29), True)
    assert "five_years_before__has" not in row
    assert set(shipped().columns()) < set(row)
