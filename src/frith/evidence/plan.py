"""How a file will be staged: its shape, where its header stands, its profile, which column is which field."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from frith.errors import LogError

from . import parquet, sheet
from .profile import Profile, named, plain_name, recognise
from .record import listed
from .sniff import PREAMBLE, Kind, Shape, sniff

# Part of every key: raise it when staged files of an earlier form must not be used again.
FORM = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A file whose shape, header and profile are known. `folder` is its own, for this content and profile."""

    shape: Shape
    header: tuple[str, ...]
    header_at: int
    profile: Profile
    mapping: Mapping[str, int]  # canonical field → place in the header
    folder: Path

    @property
    def header_lines(self) -> int:
        """How many physical lines come before the first row."""
        return self.shape.ends[self.header_at] if self.shape.ends else self.header_at + 1


def plan(con: duckdb.DuckDBPyConnection, path: Path, *, work: Path, profile: str) -> Plan:
    """The plan for the file; `profile` is a profile's name, or empty to recognise it by its columns."""
    shape = sniff(path)
    if shape.kind is Kind.PARQUET:
        shape = replace(shape, rows=(tuple(parquet.columns(con, path)),))
    elif shape.kind is Kind.SHEET:
        shape = replace(shape, rows=sheet.first_rows(path, PREAMBLE))
    header_at, found = _header(shape, profile)
    return Plan(
        shape=shape,
        header=shape.rows[header_at],
        header_at=header_at,
        profile=found,
        mapping=_mapping(shape.rows[header_at], found, path),
        folder=work / "staged" / _key(path, found),
    )


def _key(path: Path, profile: Profile) -> str:
    stat = path.stat()
    marks = (FORM, str(path.resolve()), str(stat.st_size), str(stat.st_mtime_ns), profile.digest)
    return hashlib.sha256("\0".join(marks).encode()).hexdigest()[:24]


def _header(shape: Shape, profile: str) -> tuple[int, Profile]:
    """Which of the first rows names the columns, and the profile it belongs to; a title may stand above it."""
    rows = [(place, row) for place, row in enumerate(shape.rows) if any(cell.strip() for cell in row)]
    if not rows:
        raise LogError("the file has no columns", file=str(shape.path), mend="ask for the export again")
    chosen = named(profile) if profile else None
    first: LogError | None = None
    for place, row in rows:
        try:
            return place, _required(chosen, row, shape.path) if chosen else recognise(
                row, file=str(shape.path)
            )
        except LogError as why:
            first = first or why
    raise first or LogError("the file has no columns", file=str(shape.path))


def _required(chosen: Profile, row: tuple[str, ...], path: Path) -> Profile:
    missing = chosen.missing(frozenset(map(plain_name, row)))
    if missing:
        raise LogError(
            f"profile `{chosen.name}` needs {listed(missing)} and finds {listed(row)}",
            file=str(path),
            mend="name another profile, or map the columns in a TOML file",
        )
    return chosen


def _mapping(header: tuple[str, ...], profile: Profile, path: Path) -> dict[str, int]:
    places: dict[str, list[int]] = {}
    for place, column in enumerate(header):
        places.setdefault(plain_name(column), []).append(place)
    mapping = {}
    for field, names in profile.columns.items():
        name = next((name for name in names if name in places), "")
        if len(places.get(name, ())) > 1:
            twice = " and ".join(str(place + 1) for place in places[name])
            raise LogError(
                f"columns {twice} are both called `{name}`", file=str(path), mend="rename one of them"
            )
        if name:
            mapping[field] = places[name][0]
    return mapping
