"""Places, laws, events and provisions: the law as data, frozen once it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frith.model.term import Term

Text = Mapping[str, str]
"""The same sentence by language code."""

DRAFT = "draft"
"""The kind of a pack that holds a bill: the place that would make it law is the one above it."""


class Verification(StrEnum):
    """How far the words of a law were seen."""

    TEXT = "text"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class Mode(StrEnum):
    """How a provision speaks."""

    BARS = "bars"
    REQUIRES = "requires"
    PERMITS = "permits"
    REFERS = "refers"
    DUTY = "duty"


class EventKind(StrEnum):
    """What can happen to a law."""

    INTRODUCED = "introduced"
    COMMITTEE = "committee"
    AMENDED = "amended"
    FIRST_READING = "first_reading"
    SECOND_READING = "second_reading"
    ADOPTED = "adopted"
    SIGNED = "signed"
    UNSIGNED = "unsigned"
    VETOED = "vetoed"
    OVERRIDDEN = "overridden"
    FAILED = "failed"
    FILED = "filed"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    EFFECTIVE = "effective"
    ENJOINED = "enjoined"
    DISSOLVED = "dissolved"
    AMENDED_BY = "amended_by"
    REPEALED = "repealed"
    SUNSET = "sunset"
    COURT = "court"
    NOTED = "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """A vote, in counts. Who abstains is in the room and votes neither way; who is excused is away with leave."""

    ayes: int
    noes: int
    abstain: int = 0
    absent: int = 0
    excused: int = 0

    @property
    def present(self) -> int:
        """The members in the room, whether they voted or not."""
        return self.ayes + self.noes + self.abstain


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement about the law was read."""

    id: str
    what: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of a law's life. Where the day is not known, `on` is the latest day it can be and `earliest` the first.

    Counting from the latest day means that nothing binds before it must.
    """

    kind: EventKind
    on: date
    earliest: date
    says: Text
    votes: Votes | None
    urgency: bool
    as_to: Term | None
    as_to_text: str
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    verification: Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One instrument of law: an ordinance, statute, directive or order, with its history."""

    id: str
    place: str
    title: Text
    short: str
    cite: str
    kind: str
    verification: Verification
    note: Text
    sources: tuple[Source, ...]
    events: tuple[Event, ...]

    @property
    def path(self) -> str:
        """Its id with its place: `place/law`."""
        return f"{self.place}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One rule of one law."""

    id: str
    law: str
    cite: str
    mode: Mode
    condition: Term
    excepts: tuple[str, ...]
    assumption: str
    verified: Verification
    sources: tuple[str, ...]
    starts: date | None
    ends: date | None
    do: str
    within: str
    scope: str
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A question of law that is still disputed."""

    name: str
    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The law of one place."""

    id: str
    title: Text
    kind: str
    parent: str
    version: str
    digest: str
    languages: tuple[str, ...]
    timezone: str
    contacts: Mapping[str, Mapping[str, Text]]
    assumptions: tuple[Assumption, ...]
    laws: tuple[Law, ...]
    provisions: tuple[Provision, ...]
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The packs that speak for a place, the place itself first, then what lies above it."""

    packs: tuple[Pack, ...]

    @property
    def place(self) -> str:
        """The id of the place itself."""
        return self.packs[0].id

    @property
    def laws(self) -> tuple[Law, ...]:
        """Every law of the stack, the place's own first."""
        return tuple(law for pack in self.packs for law in pack.laws)

    @property
    def provisions(self) -> Mapping[str, Provision]:
        """Every provision of the stack by its full id."""
        return {provision.id: provision for pack in self.packs for provision in pack.provisions}
