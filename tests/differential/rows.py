"""Requests through the table reader, given back in the shape of the other readers."""

import warnings

import ibis
import pyarrow as pa

from frith.engine.many import HAS, columns_of, decide
from frith.engine.outcome import outcome
from frith.model.decision import Answer, Outcome
from frith.model.facts import FactKind

TYPES = {FactKind.ENUM: pa.string(), FactKind.FLAG: pa.bool_(), FactKind.DATE: pa.date32()}
WANTED = ("answer", "deciding", "open", "active", "unsettled")


def table_of(requests, vocabulary) -> pa.Table:
    """One row a request, one typed column a fact, and its number."""
    types = {name: TYPES[kind] for name, kind in vocabulary.columns().items()}
    types |= {name + HAS: pa.bool_() for name, fact in vocabulary.facts.items() if fact.optional}
    rows = [columns_of(facts, vocabulary) for facts in requests]
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in types.items()}
    return pa.table(columns | {"number": pa.array(range(len(rows)), pa.int64())})


class Rows:
    """The table reader of one meaning: the query is written once, and any number of tables is asked.

    `known` are facts that every row shares: their columns are left out, as a log lacks them.
    """

    def __init__(self, meaning, vocabulary, known=None, left_out=()):
        self.meaning, self.vocabulary = meaning, vocabulary
        self.left_out = [name + end for name in (*(known or ()), *left_out) for end in ("", HAS)]
        self.connection = ibis.duckdb.connect()
        answered = decide(self._fill([{}]), meaning, vocabulary, known=known)
        self.query = str(self.connection.compile(answered.order_by("number").select(*WANTED)))

    def _fill(self, requests):
        with warnings.catch_warnings():  # Ibis 12 calls DuckDB 2 by an old name
            warnings.simplefilter("ignore", DeprecationWarning)
            table = table_of(requests, self.vocabulary)
            table = table.drop_columns([name for name in self.left_out if name in table.column_names])
            return self.connection.create_table("requests", table, overwrite=True)

    def decide(self, requests) -> list[Outcome]:
        """What the table reader says of each, rebuilt into outcomes so that they can be compared whole.

        The table says which provisions are active; a wrong answer, a missing or a spare provision makes the rebuilt
        outcome differ, and the answer and the names of what decides are checked here.
        """
        self._fill(requests)
        found = self.connection.raw_sql(self.query).fetchall()
        return [self._outcome(dict(zip(WANTED, row, strict=True))) for row in found]

    def _outcome(self, row) -> Outcome:
        provisions = self.meaning.binding.provisions
        got = outcome(
            [provisions[each] for each in row["active"].split()],
            [provisions[each] for each in row["unsettled"].split()],
        )
        assert (row["answer"], row["deciding"].split(), row["open"].split()) == (
            str(got.answer),
            list(got.deciding),
            list(got.open),
        )
        assert row["answer"] in set(Answer)
        return got


def decide_rows(requests, meaning, vocabulary) -> list[Outcome]:
    """What the table reader says of each request."""
    return Rows(meaning, vocabulary).decide(requests)
