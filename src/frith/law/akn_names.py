"""What a law is called under the Akoma Ntoso Naming Convention: the IRI of the work, of a version, and of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from frith.law.akn_tree import slug
from frith.model.law import DRAFT, Event, EventKind, Law, Provision, Stack

NO_COUNTRY = "zz"
"""ISO 3166 leaves this code to its users: it stands before a place whose id names no country."""

MADE = (
    EventKind.ADOPTED,
    EventKind.SECOND_READING,
    EventKind.FIRST_READING,
    EventKind.SIGNED,
    EventKind.UNSIGNED,
    EventKind.OVERRIDDEN,
    EventKind.PUBLISHED,
    EventKind.EFFECTIVE,
)
"""The steps that make an act, the one that dates it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A law as a work: `act` once it has taken effect, `bill` before. `made`: the event that dates it, where one does."""

    country: str
    doctype: str
    subtype: str
    day: date
    dated: str
    number: str
    made: tuple[Event, ...]

    @property
    def iri(self) -> str:
        """The IRI of the work."""
        parts = (self.country, self.doctype, self.subtype, self.dated, self.number)
        return "/akn/" + "/".join(part for part in parts if part)

    def version(self, language: str, on: date) -> str:
        """The IRI of the work in a language as it stood on a day."""
        return f"{self.iri}/{language}@{on.isoformat()}"


def work(law: Law, stack: Stack, on: date) -> Work:
    """The law as a work on that day."""
    doctype = "act" if took_effect(law, on) else "bill"
    made = _made(law) if doctype == "act" else law.events[:1]
    day = made[0].on if made else on
    known = not made or made[0].earliest == made[0].on
    return Work(
        country=_country(law, stack),
        doctype=doctype,
        subtype=law.kind if law.kind != doctype else "",
        day=day,
        dated=day.isoformat() if known else str(day.year),
        number=slug(law.id),
        made=made,
    )


def took_effect(law: Law, on: date) -> bool:
    """Some of the law was in force on that day or before, whatever ended since."""
    return any(event.kind is EventKind.EFFECTIVE and event.on <= on for event in law.events)


def _made(law: Law) -> tuple[Event, ...]:
    """The event that dates the act: the last of its most telling kind up to the first day of effect."""
    began = next(event for event in law.events if event.kind is EventKind.EFFECTIVE)
    before = [event for event in law.events if event.on <= began.on]
    found = ([event for event in before if event.kind is kind] for kind in MADE)
    return next((events[-1:][0],) for events in found if events)


def _country(law: Law, stack: Stack) -> str:
    """Country and jurisdiction; a draft's are those of the place above it."""
    place = next((p.parent for p in stack.packs if p.id == law.place and p.kind == DRAFT), "") or law.place
    name = slug(place).lower()
    return name if re.fullmatch(r"[a-z]{2}(-.+)?", name) else f"{NO_COUNTRY}-{name}"


def section(provision: Provision) -> str:
    """The id of the provision's section."""
    return f"sec_{slug(provision.id.rpartition('/')[2])}"


def file_name(law: Law, language: str, on: date) -> str:
    """What the file of a law as it stood on a day is called."""
    return f"{slug(law.place)}__{slug(law.id)}__{language}__{on.isoformat()}.xml"
