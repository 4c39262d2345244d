"""Counts of a screening, out of the workspace: every number of the summary and the report is made here."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import duckdb

from frith.casework.screening import FileRead, Finding, MonthCount, RuleCount, Screening, TermCount
from frith.casework.verdicts import Spans, open_questions
from frith.evidence.classify import Classified
from frith.evidence.stage import Staged
from frith.evidence.staged_file import StagedFile
from frith.model.decision import CAUTION

VAGUE, CASE, EMPTY = "vague", "case_number_only", "empty"
TERMS = 40
"""How many words a report lists; the findings hold them all."""

Connection = duckdb.DuckDBPyConnection


def screening(con: Connection, staged: Staged, spans: Spans, classified: Classified) -> Screening:
    """Everything that was found, in counts."""
    counsel = spans.counsel
    counted = "FROM record_classes WHERE request"
    return Screening(
        place=counsel.stack.place,
        made=datetime.now(UTC).date(),
        files=_files(con, staged),
        read=staged.read,
        rejected=staged.rejected,
        repeats=staged.repeats,
        months=_pairs(con, f"SELECT {_month('event_time')}, count(*) FROM records GROUP BY 1 ORDER BY 1"),
        findings=_findings(con),
        by_month=_by_month(con),
        terms=_terms(con),
        actors=_pairs(con, f"SELECT actor_kind, sum(n) {counted} GROUP BY 1 ORDER BY 2 DESC, 1"),
        purposes=_purposes(con),
        uninformative=_uninformative(con),
        answers=_answers(con),
        rules=_rules(con),
        unsettled=open_questions(con, spans),
        packs=counsel.versions,
        lexicon=classified.lexicon,
        registry=classified.registry,
    )


def summary(found: Screening) -> dict[str, Any]:
    """The screening as `summary.json` gives it to other programs."""
    return {
        "place": found.place,
        "made": found.made.isoformat(),
        "files": [
            {**asdict(each), "first": _iso(each.first), "last": _iso(each.last), "notices": list(each.notices)}
            for each in found.files
        ],
        "profile": " ".join(sorted({each.profile for each in found.files})),
        "rows": {"read": found.read, "rejected": found.rejected, "repeats": found.repeats},
        "months": dict(found.months),
        "findings": {str(kind): rows for kind, rows in found.findings.items()},
        "by_month": [asdict(each) for each in found.by_month],
        "terms": [asdict(each) for each in found.terms],
        "actors": dict(found.actors),
        "purposes": dict(found.purposes),
        "uninformative": dict(found.uninformative),
        "answers": dict(found.answers),
        "rules": [asdict(each) for each in found.rules],
        "unsettled": dict(found.unsettled),
        "packs": dict(found.packs),
        "lexicon": found.lexicon,
        "registry": found.registry,
    }


def _iso(day: object) -> str | None:
    return str(day) if day else None


def _files(con: Connection, staged: Staged) -> tuple[FileRead, ...]:
    repeats = dict(con.execute("SELECT source, count(*) FROM repeats GROUP BY 1").fetchall())
    return tuple(_file(each, repeats.get(source, 0)) for source, each in enumerate(staged.files))


def _file(each: StagedFile, repeats: int) -> FileRead:
    stopped = (each.note.stopped,) if each.note.stopped else ()
    return FileRead(
        name=each.path.name,
        profile=each.profile.name,
        rows=each.rows,
        rejected=each.rejected,
        repeats=repeats,
        first=each.first.date() if each.first else None,
        last=each.last.date() if each.last else None,
        notices=(*each.note.notices, *stopped),
    )


def _pairs(con: Connection, select: str) -> dict[str, int]:
    return {str(name): int(rows) for name, rows in con.execute(select).fetchall()}


def _month(column: str) -> str:
    return f"coalesce(strftime(date_trunc('month', {column}), '%Y-%m'), '')"


def _findings(con: Connection) -> dict[Finding, int]:
    found = _pairs(con, "SELECT kind, sum(n) FROM (SELECT unnest(kinds) AS kind, n FROM finding_classes) GROUP BY 1")
    return {kind: found.get(str(kind), 0) for kind in Finding}


def _by_month(con: Connection) -> tuple[MonthCount, ...]:
    rows = con.execute(f"""
        SELECT month, kind, count(*) FROM (
            SELECT {_month('event_time')} AS month, unnest(kinds) AS kind
            FROM classified_rows JOIN finding_classes USING (class_id))
        GROUP BY ALL ORDER BY ALL""").fetchall()
    return tuple(MonthCount(month=month, finding=Finding(kind), rows=int(n)) for month, kind, n in rows)


def _terms(con: Connection) -> tuple[TermCount, ...]:
    """The lexicon's words, or the class of agency, behind each kind of finding; a row counts once for each of them."""
    rows = con.execute(f"""
        WITH said AS (
            SELECT unnest(kinds) AS finding, n, actor_kind,
                   list_distinct(list_transform(list_concat(spans, offense_spans),
                                                lambda span: {{'kind': span.kind, 'term': span.term}})) AS spans
            FROM finding_classes),
        words AS (
            SELECT finding, n, unnest(spans) AS span FROM said
            WHERE finding IN ('{Finding.IMMIGRATION_PURPOSE}', '{Finding.AUTHORITY_NAMED}',
                              '{Finding.AUTHORITY_WITH_CRIME}', '{Finding.NATIONAL_ORIGIN}'))
        SELECT finding, span.term, sum(n) FROM words WHERE {_telling()} GROUP BY ALL
        UNION ALL
        SELECT finding, actor_kind, sum(n) FROM said
        WHERE finding IN ('{Finding.AUTHORITY_ACTOR}', '{Finding.OUTSIDE_RECIPIENT}', '{Finding.HUB}') GROUP BY ALL
        ORDER BY 3 DESC, 1, 2 LIMIT {TERMS}""").fetchall()
    return tuple(TermCount(finding=Finding(kind), term=term, rows=int(n)) for kind, term, n in rows)


def _telling() -> str:
    """SQL: the word is of the kind that made the finding, not one that happens to stand beside it."""
    return f"""CASE finding WHEN '{Finding.IMMIGRATION_PURPOSE}' THEN span.kind = 'immigration'
        WHEN '{Finding.NATIONAL_ORIGIN}' THEN span.kind = 'national-origin' ELSE true END"""


def _purposes(con: Connection) -> dict[str, int]:
    """Rows by what their text says. A row whose text says several things counts under each of them."""
    found = _pairs(
        con,
        """SELECT kind, sum(n) FROM (SELECT unnest(CASE WHEN len(purpose_kinds) = 0 THEN ['none-stated']
           ELSE purpose_kinds END) AS kind, n FROM record_classes WHERE request) GROUP BY 1""",
    )
    kinds = ("immigration", "immigration-authority-named", "criminal-stated", "national-origin", "other-stated")
    return {kind: found.get(kind, 0) for kind in (*kinds, "none-stated")}


def _uninformative(con: Connection) -> dict[str, int]:
    """Rows whose reason says nothing, by why. A number with a label says no more than the number."""
    found = _pairs(con, "SELECT uninformative, sum(n) FROM record_classes WHERE request GROUP BY 1")
    numbers = found.get(CASE, 0) + found.get("labelled_number", 0)
    return {VAGUE: found.get(VAGUE, 0), CASE: numbers, EMPTY: found.get(EMPTY, 0)}


def _answers(con: Connection) -> dict[str, int]:
    select = "SELECT answer, sum(n) FROM record_classes JOIN verdicts USING (class_id) WHERE request GROUP BY 1"
    found = _pairs(con, select)
    return {str(answer): found.get(answer, 0) for answer in CAUTION}


def _rules(con: Connection) -> tuple[RuleCount, ...]:
    rows = con.execute("""
        SELECT provision, answer, sum(n) FROM (
            SELECT unnest(string_split(deciding, ' ')) AS provision, answer, n
            FROM record_classes JOIN verdicts USING (class_id) WHERE request AND deciding <> '')
        GROUP BY ALL ORDER BY 3 DESC, 1, 2""").fetchall()
    return tuple(RuleCount(provision=name, answer=answer, rows=int(n)) for name, answer, n in rows)

