# ruff: noqa: S608 - every name and text in the SQL is written by record.py, which quotes it
"""Many files as one table of records, with their bad rows and their repeats beside it.

Three views stand in the connection afterwards:
`records`   source, file, row, profile, event_time (UTC, or local where the profile's zone is unstated) and the texts
`rejected`  file, line, row, columns, reason, text
`repeats`   source, row of records that came before; they are not in `records`
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .profile import Repeats
from .reader import stage_file
from .record import harmless, literal
from .staged_file import StagedFile

# Records are found again by a 64-bit hash of portal and record id: among 100 million of them a chance meeting of two
# different ones has odds of about 1 in 3,700.
MEMORY = "512MB"

_NO_REJECTED = (
    "SELECT '' AS file, CAST(NULL AS BIGINT) AS line, CAST(NULL AS BIGINT) AS row, CAST(NULL AS INTEGER) AS columns, "
    "'' AS reason, '' AS text WHERE false"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What was staged. `read` = `records` + `repeats` + `rejected`."""

    files: tuple[StagedFile, ...]
    repeats: int
    changed: (
        int  # repeats whose reason, time or offence differs from the first: the log was altered in between
    )

    @property
    def read(self) -> int:
        """How many rows were seen."""
        return sum(file.note.rows + file.note.aside for file in self.files)

    @property
    def rejected(self) -> int:
        """How many rows are no records."""
        return sum(file.rejected for file in self.files)

    @property
    def records(self) -> int:
        """How many rows the view `records` has."""
        return sum(file.rows for file in self.files) - self.repeats

    @property
    def undated(self) -> int:
        """How many records have no time."""
        return sum(file.note.undated for file in self.files)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader of the result should know about the files."""
        found = []
        for file in self.files:
            found += [f"{file.path}: {notice}" for notice in file.note.notices]
            if file.note.stopped:
                found.append(f"{file.path}: {file.note.stopped}")
            if not file.rows:
                found.append(f"{file.path}: no rows")
        return tuple(found)

    @property
    def first(self) -> dt.datetime | None:
        """The earliest time in the files."""
        return min((file.first for file in self.files if file.first), default=None)

    @property
    def last(self) -> dt.datetime | None:
        """The latest time in the files."""
        return max((file.last for file in self.files if file.last), default=None)


def open_workspace(work: Path) -> duckdb.DuckDBPyConnection:
    """A connection of bounded memory that spills into the work folder and fetches nothing from the network."""
    (work / "spill").mkdir(parents=True, exist_ok=True)
    return duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(work / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )


def stage(
    con: duckdb.DuckDBPyConnection, paths: Sequence[Path], *, work: Path, profile: str = "", owner: str = ""
) -> Staged:
    """The files' rows stand in the views `records`, `rejected` and `repeats`.

    `profile` names the profile of all files, or is empty to recognise each by its columns. `owner` is the agency whose
    log it is, for files that don't say.
    """
    files = tuple(stage_file(con, path, work=work, profile=profile) for path in paths)
    selects = [file.select(source, owner) for source, file in enumerate(files)]
    repeats, changed = _find_repeats(con, files, selects)
    union = " UNION ALL ".join(selects)
    kept = f"SELECT * FROM ({union}) ANTI JOIN repeats USING (source, row)" if repeats else union
    con.execute(f"CREATE OR REPLACE TEMP VIEW records AS {kept}")
    rejected = [sql for file in files if (sql := file.select_rejected())]
    con.execute(f"CREATE OR REPLACE TEMP VIEW rejected AS {' UNION ALL '.join(rejected) or _NO_REJECTED}")
    return Staged(files=files, repeats=repeats, changed=changed)


def write_rejected(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    """The rejected rows stand in a CSV file that a spreadsheet can open without running anything."""
    columns = f"{harmless('file')} AS file, line, row, columns, reason, {harmless('text')} AS text"
    con.execute(f"""
        COPY (SELECT {columns} FROM rejected ORDER BY rejected.file, row)
        TO {literal(str(target))} (FORMAT csv, HEADER)""")


def _find_repeats(
    con: duckdb.DuckDBPyConnection, files: Sequence[StagedFile], selects: Sequence[str]
) -> tuple[int, int]:
    """Every record but the first of its portal and id is in the table `repeats`; how many, and how many differ."""
    con.execute("CREATE OR REPLACE TEMP TABLE repeats (source INTEGER, row BIGINT)")
    watched = [selects[source] for source in _overlapping(files)]
    if not watched:
        return 0, 0
    union, key = " UNION ALL ".join(watched), "hash(portal, record_id)"
    # Two passes: the first holds one number a record and mostly finds nothing, the second only what it found.
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE again AS SELECT {key} AS key FROM ({union})
        WHERE record_id IS NOT NULL GROUP BY key HAVING count(*) > 1""")
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
        SELECT source, row, again.key, hash(reason, event_time, offense_type) AS content
        FROM ({union}) JOIN again ON again.key = {key} WHERE record_id IS NOT NULL""")
    con.execute("""
        INSERT INTO repeats SELECT source, row FROM repeated
        QUALIFY row_number() OVER (PARTITION BY key ORDER BY source, row) > 1""")
    found = con.execute("""
        SELECT (SELECT count(*) FROM repeats), count(*) FILTER (content <> first) FROM (
            SELECT content, first_value(content) OVER (PARTITION BY key ORDER BY source, row) AS first FROM repeated)
        """).fetchone()
    con.execute("DROP TABLE repeated")
    con.execute("DROP TABLE again")
    return (int(found[0]), int(found[1])) if found else (0, 0)


def _overlapping(files: Sequence[StagedFile]) -> list[int]:
    """The files in which a record may stand that stood before: in itself, or in another of an overlapping time."""
    able = [
        source for source, file in enumerate(files) if file.profile.repeats is not Repeats.NONE and file.rows
    ]
    return [
        source
        for source in able
        if files[source].profile.repeats is Repeats.WITHIN
        or any(_meet(files[source], files[other]) for other in able if other != source)
    ]


def _meet(one: StagedFile, other: StagedFile) -> bool:
    if not (one.first and one.last and other.first and other.last):
        return True
    return one.first <= other.last and other.first <= one.last
