"""What a screening found, in counts: the words that summary.json, the report and the tests share. It holds no row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Finding(StrEnum):
    """Why a row is shown. A row may be several of these at once."""

    BARRED = "barred-by-law"
    IMMIGRATION_PURPOSE = "immigration-purpose-stated"
    AUTHORITY_NAMED = "immigration-authority-named"
    AUTHORITY_WITH_CRIME = "immigration-authority-named-crime-stated"
    AUTHORITY_ACTOR = "immigration-authority-searched"
    OUTSIDE_RECIPIENT = "outside-agency-searched"
    HUB = "hub-searched"
    NATIONAL_ORIGIN = "national-origin-word"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """One file: what it was taken for, and what of it could be read."""

    name: str
    profile: str
    rows: int
    rejected: int
    repeats: int
    first: date | None
    last: date | None
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """A provision and how many rows it decided: for `refer` rows, those it bars or may bar."""

    provision: str
    answer: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCount:
    """Rows of one kind of finding in one month (`2025-03`; empty where rows bear no readable day)."""

    month: str
    finding: Finding
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCount:
    """A word of the lexicon, or a class of agency, that made findings; never the text it stood in."""

    finding: Finding
    term: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Everything a report says.

    `read` rows could be read, `rejected` rows could not. Of those read, `repeats` stood there before and `no_request` rows
    record no request at all; the rest is `counted`, and every other number counts these.
    """

    place: str
    made: date
    files: tuple[FileRead, ...]
    read: int
    rejected: int
    repeats: int
    no_request: int
    months: Mapping[str, int]
    findings: Mapping[Finding, int]
    by_month: tuple[MonthCount, ...]
    terms: tuple[TermCount, ...]
    actors: Mapping[str, int]
    acts: Mapping[str, int]
    purposes: Mapping[str, int]
    reasons: int
    uninformative: Mapping[str, int]
    answers: Mapping[str, int]
    rules: tuple[RuleCount, ...]
    unsettled: Mapping[str, int]
    packs: Mapping[str, str]
    lexicon: str
    registry: str

    @property
    def counted(self) -> int:
        """The rows behind every number."""
        return self.read - self.repeats - self.no_request
