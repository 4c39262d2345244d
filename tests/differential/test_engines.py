"""The same expressions on another engine: what Ibis writes for SQLite answers as what it writes for DuckDB."""

import warnings
from datetime import date
from itertools import product

import ibis
import pyarrow as pa
import pytest

from frith.casework.counsel import Counsel
from frith.engine.many import decide
from frith.law import pack

DAY = date(2026, 3, 1)
SHARED = {
    "body": "police",
    "act": "disclose",
    "object": "vehicle_location",
    "system": "alpr",
    "paper": "none",
}
VARYING = {
    "requester_kind": (
        "own_body",
        "border_patrol",
        "in_state_law_enforcement",
        "data_hub",
        None,
        "no such agency",
    ),
    "requester_function": ("immigration_enforcement", "criminal_investigation", None),
    "on_behalf_of": ("ice_hsi", "none", None),
    "purpose": ("civil_immigration", "criminal_investigation", None),
}
WANTED = ("answer", "deciding", "open", "active", "unsettled")


def answers(engine: str) -> list[dict]:
    """Every combination of a log's facts, unknown ones and one that can't be read among them, decided on the engine."""
    counsel = Counsel(pack.default_place())
    rows = [dict(zip(VARYING, values, strict=True)) for values in product(*VARYING.values())]
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in VARYING}
    table = pa.table(columns | {"number": pa.array(range(len(rows)), pa.int64())})
    with warnings.catch_warnings():  # Ibis 12 calls DuckDB 2 by an old name
        warnings.simplefilter("ignore", DeprecationWarning)
        connection = getattr(ibis, engine).connect()
        asked = connection.create_table("asked", table)
        known = counsel.settle(SHARED, DAY)
        answered = decide(asked, counsel.meaning(DAY), counsel.vocabulary, known=known)
        return connection.to_pyarrow(answered.order_by("number").select(*WANTED)).to_pylist()


@pytest.mark.parametrize("other", ["sqlite"])
def test_another_engine_answers_alike(other):
    """Answer, deciding, open and active provisions are equal row by row, and all kinds of answers are among them."""
    embedded = answers("duckdb")
    assert answers(other) == embedded
    assert {row["answer"] for row in embedded} == {"decline", "may", "refer"}
