# ruff: noqa: S608 - every name and text in the SQL is written by record.py, which quotes it
"""One file, staged: what was read of it, and the SQL that yields its rows as canonical records."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .parquet import Terms
from .profile import Profile
from .record import FIELDS, TEXTS, literal, located, quoted

NOTE = "note.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What staging found out about a file; written last, so a folder with a note is a finished one."""

    table: str  # the Parquet file that holds the rows: a staged one in this folder, or the source itself
    canonical: bool  # the table's columns are the canonical ones already
    numbered: bool  # rows carry their own number, because some before them were set aside
    rows: int = 0
    bad: int = 0  # rows of the table that are no records, such as those with an unreadable time
    aside: int = 0  # rows that never reached the table
    undated: int = 0  # records without a time
    first: str = ""
    last: str = ""
    notices: tuple[str, ...] = ()
    stopped: str = ""

    def write(self, folder: Path) -> None:
        """The note stands in the folder, whole or not at all."""
        draft = folder / "note.draft"
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(folder / NOTE)

    @classmethod
    def read(cls, folder: Path) -> "Note":
        """The note of a finished folder."""
        raw = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return cls(**{**raw, "notices": tuple(raw["notices"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A file whose good rows can be queried. `rows` and `rejected` add up to the rows that were read."""

    path: Path
    profile: Profile
    folder: Path
    note: Note
    terms: Terms

    @property
    def rows(self) -> int:
        """How many rows are records."""
        return self.note.rows - self.note.bad

    @property
    def rejected(self) -> int:
        """How many rows are not."""
        return self.note.bad + self.note.aside

    @property
    def first(self) -> dt.datetime | None:
        """The earliest time in the file."""
        return dt.datetime.fromisoformat(self.note.first) if self.note.first else None

    @property
    def last(self) -> dt.datetime | None:
        """The latest time in the file."""
        return dt.datetime.fromisoformat(self.note.last) if self.note.last else None

    def select(self, source: int, owner: str) -> str:
        """SQL for the file's records; `owner` is whose log it is where no column says."""
        exprs = dict(self.terms.fields) or {field: quoted(field) for field in FIELDS}
        exprs = {**dict.fromkeys(FIELDS, "NULL"), **exprs}
        if owner:
            exprs["portal"] = f"coalesce({exprs['portal']}, {literal(owner)})"
        if self.profile.own:  # who searched, where no column says, is the agency whose log it is
            exprs["actor"] = f"coalesce({exprs['actor']}, {exprs['portal']})"
        texts = [f"CAST({exprs[field]} AS VARCHAR) AS {field}" for field in TEXTS]
        columns = [
            f"CAST({source} AS INTEGER) AS source",
            f"{literal(str(self.path))} AS file",
            f"{self._row()} AS row",
            f"{literal(self.profile.name)} AS profile",
            f"CAST({exprs['event_time']} AS TIMESTAMP) AS event_time",
            *texts,
        ]
        where = f" WHERE ({self.terms.bad}) IS NULL" if self.note.bad else ""
        return f"SELECT {', '.join(columns)} FROM {self._table()}{where}"

    def select_rejected(self) -> str:
        """SQL for the rows that are no records: file, line, row, columns, reason, text."""
        file = f"{literal(str(self.path))} AS file"
        parts = []
        if self.note.aside:
            at = located(self.folder / "rejected.parquet")
            parts.append(f"SELECT {file}, line, row, columns, reason, text FROM read_parquet({at})")
        if self.note.bad:
            parts.append(
                f"SELECT {file}, CAST(NULL AS BIGINT) AS line, {self._row()} AS row, CAST(NULL AS INTEGER) AS columns, "
                f"{self.terms.bad} AS reason, {_neutral(self.terms.bad_text)} AS text "
                f"FROM {self._table()} WHERE ({self.terms.bad}) IS NOT NULL"
            )
        return " UNION ALL ".join(parts)

    def _row(self) -> str:
        return "CAST(row AS BIGINT)" if self.note.numbered else "file_row_number + 1"

    def _table(self) -> str:
        return f"read_parquet({located(self.folder / self.note.table)}, file_row_number = true)"


def _neutral(expr: str) -> str:
    """SQL for the text shortened, on one line, and no formula to a spreadsheet, as `record.neutral` makes it."""
    flat = f"left(regexp_replace({expr}, '[[:cntrl:]]', ' ', 'g'), 200)"
    apostrophe = literal("'")
    return (
        f"CASE WHEN regexp_matches({expr}, '^\\s*[-=+@]') THEN concat({apostrophe}, {flat}) ELSE {flat} END"
    )
