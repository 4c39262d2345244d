"""What the law says to each class of record, in the table `verdicts` of the workspace.

`verdicts`  one line a class: `class_id`, `answer`, the provisions that decide (`deciding`) and those left open (`open`),
            as ids separated by spaces
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import duckdb
import ibis

from frith.casework.counsel import Counsel
from frith.engine.interview import questions
from frith.engine.many import decide, relevant
from frith.evidence.facts import COLUMNS
from frith.evidence.period import Period
from frith.evidence.record import literal
from frith.evidence.stage import Staged
from frith.model.decision import Answer
from frith.model.facts import Facts, Value

Queries = dict[tuple[object, ...], str]
"""The written query for each law that is the same in all that matters to the rows at hand."""


class Spans:
    """The spans of days between which the law changed while the log was kept."""

    def __init__(self, staged: Staged, counsel: Counsel) -> None:
        self.counsel = counsel
        # a day of margin on both sides: the log's clock may be another than the place's
        first = staged.first.date() - timedelta(days=1) if staged.first else date.max
        last = staged.last.date() + timedelta(days=1) if staged.last else date.min
        self.start = first
        self.cuts = tuple(day for day in counsel.turning if first < day <= last)

    @property
    def period(self) -> Period:
        """The days on which a record's law changes, in the place's own time."""
        return Period(cuts=self.cuts, zone=self.counsel.stack.packs[0].timezone)

    def day(self, number: int) -> date:
        """A day of the span: what binds on it binds on all of them."""
        return self.cuts[number - 1] if number else self.start


def decide_classes(con: duckdb.DuckDBPyConnection, spans: Spans) -> None:
    """Every class of record has its answer. A record without a readable day is referred: which law bound is not known."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE verdicts AS
        SELECT class_id, '{Answer.REFER}' AS answer, '' AS deciding, '' AS open
        FROM record_classes WHERE request AND period IS NULL""")
    queries: Queries = {}
    for number, kind in _kinds(con):
        _decide_kind(con, spans, number, kind=kind, queries=queries)


def _kinds(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """Each span of days with each act, object and paper in it (as SQL).

    Most provisions fall away for one act and object, and what a kind of paper settles is the same for all of its rows.
    """
    heads = ("act", "object", "paper")
    rows = con.execute(f"""
        SELECT DISTINCT period, {", ".join(heads)} FROM record_classes WHERE request AND period IS NOT NULL
        ORDER BY ALL""").fetchall()
    return [
        (int(number), " AND ".join(["request", f"period = {number}", *map(_same, heads, values)]))
        for number, *values in rows
    ]


def _same(column: str, value: str | None) -> str:
    return f"{column} IS NULL" if value is None else f"{column} = {literal(value)}"


def _decide_kind(
    con: duckdb.DuckDBPyConnection, spans: Spans, number: int, *, kind: str, queries: Queries
) -> None:
    """Each distinct set of facts is decided once; what all of them share is folded into the law beforehand."""
    shared = _shared(con, kind)
    varying = tuple(name for name in COLUMNS if name not in shared)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE fact_sets AS
        SELECT DISTINCT hash({_listed()}) AS fact_set{"".join(f", {name}" for name in varying)}
        FROM record_classes WHERE {kind}""")
    counsel, on = spans.counsel, spans.day(number)
    known = counsel.settle(shared, on)
    rules = relevant(counsel.meaning(on), frozenset(varying), known)
    same_law = (varying, tuple((rule.provision.id, certain, possible) for rule, certain, possible in rules))
    if same_law not in queries:  # the law of another span may differ only where this log never goes
        backend = ibis.duckdb.from_connection(con)
        answered = decide(backend.table("fact_sets"), counsel.meaning(on), counsel.vocabulary, known=known)
        queries[same_law] = str(backend.compile(answered.select("fact_set", "answer", "deciding", "open")))
    con.execute(f"""
        INSERT INTO verdicts SELECT class_id, answer, deciding, open FROM record_classes
        JOIN ({queries[same_law]}) ON fact_set = hash({_listed()}) WHERE {kind}""")


def open_questions(con: duckdb.DuckDBPyConnection, spans: Spans) -> Mapping[str, int]:
    """For records that the log can't settle: what would settle them, and for how many records.

    Facts by name, and points of law that are in dispute, by the name of the assumption.
    """
    rows = con.execute(f"""
        SELECT period, sum(n), {_listed()} FROM record_classes JOIN verdicts USING (class_id)
        WHERE answer = '{Answer.REFER}' AND period IS NOT NULL GROUP BY ALL""").fetchall()
    found: dict[str, int] = {}
    for number, count, *values in rows:
        facts = {name: value for name, value in zip(COLUMNS, values, strict=True) if value is not None}
        for fact in _asked(facts, spans, number):
            found[fact] = found.get(fact, 0) + int(count)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _listed() -> str:
    return ", ".join(COLUMNS)


def _shared(con: duckdb.DuckDBPyConnection, kind: str) -> dict[str, Value]:
    """The facts that every record of the kind has alike; what follows from them is then known too."""
    tests = ", ".join(
        f"CASE WHEN count(*) = count({n}) AND min({n}) = max({n}) THEN min({n}) END" for n in COLUMNS
    )
    row = con.execute(f"SELECT {tests} FROM record_classes WHERE {kind}").fetchall()[0]
    return {name: value for name, value in zip(COLUMNS, row, strict=True) if value is not None}


def _asked(facts: dict[str, Value], spans: Spans, number: int) -> list[str]:
    counsel, on = spans.counsel, spans.day(number)

    def follow(known: Facts) -> Facts:
        return counsel.settle(known, on)

    asked = questions(counsel.one(on), follow(facts), vocabulary=counsel.vocabulary, settle=follow)
    return [each.fact for each in asked]
