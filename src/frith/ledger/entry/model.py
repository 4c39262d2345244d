"""The entries of the ledger, one class a kind. Every field says which closed words may stand in it.

    decision          what the law answered to one ask of a request
    release           what left, or what help was given, and under which provisions
    route_opened      a standing way for information or help to leave
    route_redecided   ... looked at again under the law in force
    route_closed      ... ended
    law_in_effect     a law begins, ends, or is stopped by a court
    nil_return        units of a class say that there was nothing to report in a period
    count_return      what was reported for a period, each count as a band
    correction        an earlier entry no longer counts
    disposal          the keys of a month were destroyed, so that its sealed details can never be opened

No field holds a person, a name, free text, a case number or a time finer than a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from frith.ledger.entry.slots import (
    COUNT,
    MONTH,
    PATH,
    PERIOD,
    PLACE,
    PROVISION,
    VERSION,
    Answered,
    Band,
    Class,
    Index,
    Keyed,
    Listed,
    Matches,
    Slot,
    Sorted,
    Time,
)
from frith.ledger.entry.words import Grain


class Kind(StrEnum):
    """What an entry tells."""

    DECISION = "decision"
    RELEASE = "release"
    ROUTE_OPENED = "route_opened"
    ROUTE_REDECIDED = "route_redecided"
    ROUTE_CLOSED = "route_closed"
    LAW_IN_EFFECT = "law_in_effect"
    NIL_RETURN = "nil_return"
    COUNT_RETURN = "count_return"
    CORRECTION = "correction"
    DISPOSAL = "disposal"


def held(slot: Slot) -> Any:
    """A field of an entry with what may stand in it."""
    return field(metadata={"slot": slot})


PLACE_ID = Matches(PLACE, "the id of a place")
PACKS = Keyed(PLACE_ID, Matches(VERSION, "the version of a pack"))
PROVISIONS = Sorted(Matches(PROVISION, "the id of a provision"))
DEMAND = Matches(PATH, "the id of a report, as place/report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry says: the place, when, and the versions of the law that it was made under."""

    kind: ClassVar[Kind]
    place: str = held(PLACE_ID)
    on: str = held(Time())
    packs: Mapping[str, str] = held(PACKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Entry):
    """What decisions and releases both say: who was asked for what by whom, on which paper."""

    unit: str = held(Class("unit"))
    requester: str = held(Class("requester"))
    behalf: str = held(Class("behalf"))
    purpose: str = held(Class("purpose"))
    paper: str = held(Class("paper"))
    judge: str = held(Class("judge"))
    act: str = held(Class("act"))
    category: str = held(Class("category"))
    provisions: tuple[str, ...] = held(PROVISIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Asked):
    """The answer to one ask. `overall` answers the whole request, which its `first` ask stands for in counts."""

    kind = Kind.DECISION
    channel: str = held(Class("channel"))
    answer: str = held(Answered())
    overall: str = held(Answered())
    ask: str = held(Listed("ask"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Asked):
    """What left or was done; `about` is the decision that let it."""

    kind = Kind.RELEASE
    amount: str = held(Band())
    about: int | str = held(Index(optional=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Entry):
    """What every entry about a standing route says."""

    unit: str = held(Class("unit"))
    requester: str = held(Class("requester"))
    route: str = held(Listed("route"))
    system: str = held(Class("system"))
    category: str = held(Class("category"))
    provisions: tuple[str, ...] = held(PROVISIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteOpened(Route):
    """A route is open until the end of a month, when it must have been decided again."""

    kind = Kind.ROUTE_OPENED
    answer: str = held(Answered())
    until: str = held(Matches(MONTH, "a month", "no_end"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRedecided(Route):
    """The route of entry `about` was held against the law in force, with this answer."""

    kind = Kind.ROUTE_REDECIDED
    answer: str = held(Answered())
    until: str = held(Matches(MONTH, "a month", "no_end"))
    about: int = held(Index())


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteClosed(Route):
    """The route of entry `about` no longer leads out."""

    kind = Kind.ROUTE_CLOSED
    why: str = held(Listed("why_closed"))
    about: int = held(Index())


@dataclass(frozen=True, slots=True, kw_only=True)
class LawInEffect(Entry):
    """A step in the life of a law, on its day."""

    kind = Kind.LAW_IN_EFFECT
    on: str = held(Time(Grain.DAY))
    law: str = held(Matches(PATH, "the id of a law, as place/law"))
    event: str = held(Listed("event"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NilReturn(Entry):
    """All or some units of a class say: nothing to report for the demand in the period."""

    kind = Kind.NIL_RETURN
    on: str = held(Time(Grain.WEEK))
    unit: str = held(Class("unit", either=True))
    demand: str = held(DEMAND)
    period: str = held(Matches(PERIOD, "a year, half, quarter or month"))
    returning: str = held(Listed("returning"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CountReturn(Entry):
    """What was reported for the demand in the period: each count that the law names, as a band."""

    kind = Kind.COUNT_RETURN
    on: str = held(Time(Grain.WEEK))
    demand: str = held(DEMAND)
    period: str = held(Matches(PERIOD, "a year, half, quarter or month"))
    counts: Mapping[str, str] = held(Keyed(Matches(COUNT, "the name of a count"), Band()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Entry):
    """Entry `about` no longer counts. Where something takes its place, that is an entry of its own."""

    kind = Kind.CORRECTION
    on: str = held(Time(Grain.WEEK))
    about: int = held(Index())
    why: str = held(Listed("why_corrected"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal(Entry):
    """The record keys of a retention class and month are destroyed; two operators, by their roles, said so."""

    kind = Kind.DISPOSAL
    on: str = held(Time(Grain.WEEK))
    retention: str = held(Matches(PATH, "the id of a retention rule, as place/rule"))
    month: str = held(Matches(MONTH, "a month"))
    amount: str = held(Band())
    roles: tuple[str, ...] = held(Sorted(Listed("role"), size=2))


KINDS: Mapping[Kind, type[Entry]] = {
    each.kind: each
    for each in (
        Decision,
        Release,
        RouteOpened,
        RouteRedecided,
        RouteClosed,
        LawInEffect,
        NilReturn,
        CountReturn,
        Correction,
        Disposal,
    )
}
