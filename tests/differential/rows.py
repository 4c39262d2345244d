"""Requests through the table reader, given back in the shape of the other readers."""

import ibis
import pyarrow as pa

from frith.engine.many import HAS, columns_of, decide
from frith.engine.outcome import outcome
from frith.model.decision import Outcome
from frith.model.facts import FactKind

TYPES = {FactKind.ENUM: pa.string(), FactKind.FLAG: pa.bool_(), FactKind.DATE: pa.date32()}


def table_of(requests, vocabulary) -> pa.Table:
    """One row a request, one typed column a fact, and its number."""
    types = {name: TYPES[kind] for name, kind in vocabulary.columns().items()}
    types |= {name + HAS: pa.bool_() for name, fact in vocabulary.facts.items() if fact.optional}
    rows = [columns_of(facts, vocabulary) for facts in requests]
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in types.items()}
    return pa.table(columns | {"number": pa.array(range(len(rows)), pa.int64())})


def decide_rows(requests, meaning, vocabulary, connection=None) -> list[Outcome]:
    """What the table reader says of each, rebuilt into outcomes so that they can be compared whole.

    The table says which provisions are active; a wrong answer, a missing or a spare provision makes the rebuilt outcome
    differ, and the answer column itself is checked here.
    """
    connection = connection or ibis.duckdb.connect()
    name = connection.create_table("requests", table_of(requests, vocabulary), overwrite=True)
    answered = decide(name, meaning, vocabulary).order_by("number")
    wanted = ("answer", "deciding", "open", "active", "unsettled")
    found = connection.to_pyarrow(answered.select(*wanted)).to_pylist()
    provisions = meaning.binding.provisions
    outcomes = []
    for row in found:
        certain = [provisions[each] for each in row["active"].split()]
        unsettled = [provisions[each] for each in row["unsettled"].split()]
        got = outcome(certain, unsettled)
        assert row["answer"] == got.answer
        assert tuple(row["deciding"].split()) == got.deciding
        assert tuple(row["open"].split()) == got.open
        outcomes.append(got)
    return outcomes
