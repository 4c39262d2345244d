# ruff: noqa: S608 - every name and text in the SQL is written by record.py, which quotes it
"""A Parquet file, queried where it lies and never copied."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from frith.errors import LogError

from .record import literal, located, quoted
from .times import time_from_column, time_from_text

BAD_TIME = "a time in no known form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """SQL over a file's own columns: each canonical field, why a row is no record, and what stood there."""

    fields: tuple[tuple[str, str], ...]
    bad: str
    bad_text: str


def columns(con: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """The file's columns and their types."""
    try:
        rows = con.execute(f"DESCRIBE SELECT * FROM read_parquet({located(path)})").fetchall()
    except duckdb.Error as why:
        first = str(why).splitlines()[0]
        raise LogError(f"the Parquet file can't be read ({first})", file=str(path)) from why
    return {row[0]: row[1] for row in rows}


def terms(kinds: Mapping[str, str], named: Mapping[str, str]) -> Terms:
    """The terms for columns of these types, `named` by canonical field."""
    fields = {field: quoted(column) for field, column in named.items()}
    bad, bad_text = "NULL", "''"
    if raw := fields.get("event_time"):
        kind = kinds[named["event_time"]]
        fields["event_time"] = time_from_text(raw) if kind == "VARCHAR" else time_from_column(raw, kind)
        if kind == "VARCHAR":
            bad = f"CASE WHEN {raw} <> '' AND ({fields['event_time']}) IS NULL THEN {literal(BAD_TIME)} END"
            bad_text = raw
    return Terms(fields=tuple(fields.items()), bad=bad, bad_text=bad_text)
