"""Counts of a screening, out of the workspace: every number of the summary and the report is made here."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from frith.casework.screening import FileRead, Finding, MonthCount, RuleCount, Screening, TermCount
from frith.casework.verdicts import Spans, open_questions
from frith.evidence.classify import Classified
from frith.evidence.record import literal
from frith.evidence.stage import Staged
from frith.evidence.staged_file import StagedFile
from frith.model.decision import CAUTION

SILENT = ("vague", "case_number_only", "labelled_number", "case_number_field", "empty")
"""Why nothing in a row says what it was for; a row is one of these or none."""
KINDS = (
    "immigration",
    "immigration-authority-named",
    "criminal-stated",
    "national-origin",
    "other-stated",
    "none-stated",
)
TERMS = 40
"""How many words a report lists; the findings hold them all."""

QUARTER = "time_bucket(INTERVAL 15 minutes, event_time)"
"""SQL: a record's quarter of an hour. Clocks of the world differ by whole ones, so one of each is moved to its place."""

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The place's own time. Records of the profiles in `local` are in it already, all others are in UTC."""

    zone: str
    local: frozenset[str]

    def month(self, of: str) -> str:
        """SQL for the month of a column beside `profile`: `2025-03`, empty where there is no day."""
        home = f"{of} AT TIME ZONE 'UTC' AT TIME ZONE {literal(self.zone)}"
        own = ", ".join(literal(name) for name in ("", *sorted(self.local)))
        return f"coalesce(strftime(CASE WHEN profile IN ({own}) THEN {of} ELSE {home} END, '%Y-%m'), '')"

    def day(self, moment: datetime | None, profile: str) -> date | None:
        """The day on which the moment lies."""
        if moment is None or profile in self.local:
            return moment.date() if moment else None
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone)).date()


def screening(con: Connection, staged: Staged, spans: Spans, classified: Classified) -> Screening:
    """Everything that was found, in counts."""
    counsel, counted = spans.counsel, "FROM record_classes WHERE request"
    local = frozenset(file.profile.name for file in staged.files if file.profile.local)
    clock = Clock(zone=spans.period.zone, local=local)
    return Screening(
        place=counsel.stack.place,
        made=datetime.now(UTC).date(),
        files=_files(con, staged, clock),
        read=staged.read - staged.rejected,
        rejected=staged.rejected,
        repeats=staged.repeats,
        no_request=_sum(con, "SELECT sum(n) FROM record_classes WHERE NOT request"),
        months=_months(con, clock),
        findings=_findings(con),
        by_month=_by_month(con, clock),
        terms=_terms(con),
        actors=_pairs(con, f"SELECT actor_kind, sum(n) {counted} GROUP BY 1 ORDER BY 2 DESC, 1"),
        acts=_pairs(con, f"SELECT coalesce(act, 'unknown'), sum(n) {counted} GROUP BY 1 ORDER BY 2 DESC, 1"),
        purposes=_purposes(con),
        reasons=_sum(con, f"SELECT sum(n) {counted} AND raw_reason IS NOT NULL"),
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
            {
                **asdict(each),
                "first": _iso(each.first),
                "last": _iso(each.last),
                "notices": list(each.notices),
            }
            for each in found.files
        ],
        "profile": " ".join(sorted({each.profile for each in found.files})),
        "rows": {
            "read": found.read,
            "rejected": found.rejected,
            "repeats": found.repeats,
            "no_request": found.no_request,
            "counted": found.counted,
        },
        "months": dict(found.months),
        "findings": {str(kind): rows for kind, rows in found.findings.items()},
        "by_month": [asdict(each) for each in found.by_month],
        "terms": [asdict(each) for each in found.terms],
        "actors": dict(found.actors),
        "acts": dict(found.acts),
        "purposes": dict(found.purposes),
        "reasons": {"given": found.reasons, "missing": found.counted - found.reasons},
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


def _files(con: Connection, staged: Staged, clock: Clock) -> tuple[FileRead, ...]:
    repeats = dict(con.execute("SELECT source, count(*) FROM repeats GROUP BY 1").fetchall())
    return tuple(_file(each, repeats.get(source, 0), clock) for source, each in enumerate(staged.files))


def _file(each: StagedFile, repeats: int, clock: Clock) -> FileRead:
    stopped = (each.note.stopped,) if each.note.stopped else ()
    name = each.profile.name
    return FileRead(
        name=each.path.name,
        profile=name,
        rows=each.rows,
        rejected=each.rejected,
        repeats=repeats,
        first=clock.day(each.first, name),
        last=clock.day(each.last, name),
        notices=(*each.note.notices, *stopped),
    )


def _pairs(con: Connection, select: str) -> dict[str, int]:
    return {str(name): int(rows) for name, rows in con.execute(select).fetchall()}


def _sum(con: Connection, select: str) -> int:
    found = con.execute(select).fetchone()
    return int(found[0] or 0) if found else 0


def _months(con: Connection, clock: Clock) -> dict[str, int]:
    """Counted rows by month. Rows are joined to their classes only where some of them record no request."""
    some = _sum(con, "SELECT count(*) FROM record_classes WHERE NOT request")
    rows = (
        "(SELECT r.* FROM classified_rows r JOIN record_classes USING (class_id) WHERE request)"
        if some
        else "records"
    )
    return _pairs(
        con,
        f"""SELECT {clock.month("quarter")}, sum(n) FROM (
            SELECT profile, {QUARTER} AS quarter, count(*) AS n FROM {rows} GROUP BY ALL) GROUP BY 1 ORDER BY 1""",
    )


def _findings(con: Connection) -> dict[Finding, int]:
    found = _pairs(
        con, "SELECT kind, sum(n) FROM (SELECT unnest(kinds) AS kind, n FROM finding_classes) GROUP BY 1"
    )
    return {kind: found.get(str(kind), 0) for kind in Finding}


def _by_month(con: Connection, clock: Clock) -> tuple[MonthCount, ...]:
    rows = con.execute(f"""
        SELECT {clock.month("quarter")}, kind, sum(n) FROM (
            SELECT profile, quarter, unnest(kinds) AS kind, n FROM (
                SELECT profile, {QUARTER} AS quarter, kinds, count(*) AS n
                FROM classified_rows JOIN finding_classes USING (class_id) GROUP BY ALL))
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
    return {kind: found.get(kind, 0) for kind in KINDS}


def _uninformative(con: Connection) -> dict[str, int]:
    """Rows in which nothing says what they were for, by what stands there instead.

    A drop-down column that says it makes a row informative, whatever the reason. Where neither says a word, a number in
    a column of its own is told apart from nothing at all.
    """
    field = "CASE WHEN uninformative = 'empty' AND case_given THEN 'case_number_field' ELSE uninformative END"
    found = _pairs(con, f"SELECT {field}, sum(n) FROM record_classes WHERE request GROUP BY 1")
    return {why: found.get(why, 0) for why in SILENT}


def _answers(con: Connection) -> dict[str, int]:
    select = (
        "SELECT answer, sum(n) FROM record_classes JOIN verdicts USING (class_id) WHERE request GROUP BY 1"
    )
    found = _pairs(con, select)
    return {str(answer): found.get(answer, 0) for answer in CAUTION}


def _rules(con: Connection) -> tuple[RuleCount, ...]:
    rows = con.execute("""
        SELECT provision, answer, sum(n) FROM (
            SELECT unnest(string_split(deciding, ' ')) AS provision, answer, n
            FROM record_classes JOIN verdicts USING (class_id) WHERE request AND deciding <> '')
        GROUP BY ALL ORDER BY 3 DESC, 1, 2""").fetchall()
    return tuple(RuleCount(provision=name, answer=answer, rows=int(n)) for name, answer, n in rows)
