"""The rows that the law, or a reader, has something to say about: why, with what answer, and by which words.

`finding_classes`  one line for each class of record that is a finding: `class_id`, `kinds`, `answer`, `deciding`
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from frith.casework.screening import Finding
from frith.evidence.record import harmless, literal

IMMIGRATION = "'ice', 'ice_ero', 'ice_hsi', 'cbp', 'border_patrol', 'dhs', 'uscis'"
OUTSIDE = f"""{IMMIGRATION}, 'federal_law_enforcement', 'federal_other', 'us_attorney', 'doj_immigration_court',
              'out_of_state_agency', 'delegated_287g_agency', 'data_broker', 'private_party'"""
STATED = "list_contains(purpose_kinds, 'immigration')"

TESTS = {
    Finding.BARRED: "answer = 'decline'",
    Finding.IMMIGRATION_PURPOSE: STATED,
    Finding.AUTHORITY_NAMED: f"list_contains(purpose_kinds, 'immigration-authority-named') AND NOT {STATED} "
    "AND NOT authority_with_crime",
    Finding.AUTHORITY_WITH_CRIME: "authority_with_crime",
    Finding.AUTHORITY_ACTOR: f"actor_kind IN ({IMMIGRATION})",
    Finding.OUTSIDE_RECIPIENT: f"actor_kind IN ({OUTSIDE})",
    Finding.HUB: "actor_kind = 'data_hub'",
    Finding.NATIONAL_ORIGIN: "list_contains(purpose_kinds, 'national-origin')",
}
"""What makes a class a finding of each kind. The tests read evidence and answer; they decide nothing."""

PARQUET, CSV = "findings.parquet", "findings.csv"
TEXTS = ("file", "portal", "actor", "on_behalf_of", "reason", "case_number", "offense_type")


def mark(con: duckdb.DuckDBPyConnection) -> None:
    """The table `finding_classes` stands in the workspace."""
    kinds = ", ".join(f"CASE WHEN {test} THEN {literal(str(kind))} END" for kind, test in TESTS.items())
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE finding_classes AS
        SELECT * FROM (
            SELECT class_id, list_filter([{kinds}], lambda kind: kind IS NOT NULL) AS kinds, answer, deciding, n,
                   coalesce(spans, []) AS spans, coalesce(offense_spans, []) AS offense_spans, actor_kind
            FROM record_classes JOIN verdicts USING (class_id) WHERE request)
        WHERE len(kinds) > 0""")


def write(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """`findings.parquet` and `findings.csv` stand in the folder, rows in the order of the log.

    Both hold the log's own words, for whoever may read the log; the report and the summary hold none of them. In the CSV
    every text is harmless to a spreadsheet and a terminal; the Parquet file has it letter by letter.
    """
    mark(con)
    con.execute(f"""
        COPY (SELECT file, row, event_time, portal, actor, on_behalf_of, reason, case_number, offense_type,
                     kinds, answer, deciding, actor_kind, spans, offense_spans
              FROM classified_rows JOIN finding_classes USING (class_id) ORDER BY source, row)
        TO {literal(str(folder / PARQUET))} (FORMAT parquet, COMPRESSION zstd)""")
    texts = ", ".join(f"{harmless(name)} AS {name}" for name in TEXTS)
    con.execute(f"""
        COPY (SELECT row, event_time, {texts}, array_to_string(kinds, ' ') AS kinds, answer, deciding, actor_kind,
                     array_to_string(list_transform(list_concat(spans, offense_spans), lambda span: span.term), ' ')
                     AS terms
              FROM read_parquet({literal(str(folder / PARQUET))}))
        TO {literal(str(folder / CSV))} (FORMAT csv, HEADER)""")
