"""Which provisions bind on a day, and what takes them away from whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from frith.law.pack import full_names, targets
from frith.model.law import Event, EventKind, Law, Provision, Stack
from frith.model.term import TRUE, Term

ENDS = (EventKind.REPEALED, EventKind.SUNSET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A court order that takes provisions away as to those whom the condition describes."""

    id: str
    condition: Term
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """The law that binds at a place on a day: provisions by full id, what each excepts, and what courts suspended."""

    place: str
    on: date
    provisions: Mapping[str, Provision]
    excepts: Mapping[str, tuple[str, ...]]
    suspensions: tuple[Suspension, ...]


def binding(stack: Stack, on: date, assumed: frozenset[str] = frozenset()) -> Binding:
    """What binds on that day. Only events up to that day count; the laws of `assumed` (paths) count as in force."""
    held: dict[str, Provision] = {}
    suspensions: list[Suspension] = []
    for pack in stack.packs:
        by_law: dict[str, list[Provision]] = {}
        for provision in pack.provisions:
            by_law.setdefault(provision.law, []).append(provision)
        for law in pack.laws:
            ids = tuple(each.id for each in by_law.get(law.path, ()))
            suspended = _suspensions(law, on, ids)
            gone = {name for each in suspended if each.condition == TRUE for name in each.targets}
            suspensions += [each for each in suspended if each.condition != TRUE]
            for provision in by_law.get(law.path, ()):
                held_anyway = law.path in assumed and not ended(provision, on)
                if provision.id not in gone and (held_anyway or binds(provision, law, on)):
                    held[provision.id] = provision
    everything = stack.provisions
    excepts = {
        name: tuple(target for target in targets(each, everything) if target in held)
        for name, each in held.items()
    }
    return Binding(place=stack.place, on=on, provisions=held, excepts=excepts, suspensions=tuple(suspensions))


def in_force(law: Law, on: date, provision: str = "") -> bool:
    """The law, or the one provision of it, has taken effect by that day and has not ended."""
    state = False
    for event in law.events:
        if event.on > on or (event.provisions and provision not in full_names(law, event)):
            continue
        if event.kind is EventKind.EFFECTIVE:
            state = True
        elif event.kind in ENDS:
            state = False
    return state


def binds(provision: Provision, law: Law, on: date) -> bool:
    """The provision binds on that day, courts apart."""
    if provision.starts is not None and on < provision.starts:
        return False
    return not ended(provision, on) and in_force(law, on, provision.id)


def ended(provision: Provision, on: date) -> bool:
    """The last day on which the provision binds by its own words lies behind."""
    return provision.ends is not None and on >= provision.ends


def injunctions(law: Law, on: date) -> tuple[Event, ...]:
    """The injunctions that stand on that day; `dissolved` ends those before it over the same provisions."""
    standing: list[Event] = []
    for event in law.events:
        if event.on > on:
            continue
        if event.kind is EventKind.ENJOINED:
            standing.append(event)
        elif event.kind is EventKind.DISSOLVED:
            over = full_names(law, event)
            standing = [each for each in standing if over and over != full_names(law, each)]
    return tuple(standing)


def _suspensions(law: Law, on: date, ids: tuple[str, ...]) -> list[Suspension]:
    return [
        Suspension(
            id=f"{law.path}/enjoined-{event.on.isoformat()}",
            condition=event.as_to or TRUE,
            targets=full_names(law, event) or ids,
        )
        for event in injunctions(law, on)
    ]


def turning_days(stack: Stack) -> tuple[date, ...]:
    """The days on which what binds can change, sorted: between two of them one answer holds."""
    turning = {
        event.on
        for law in stack.laws
        for event in law.events
        if event.kind in (EventKind.EFFECTIVE, EventKind.ENJOINED, EventKind.DISSOLVED, *ENDS)
    }
    for provision in stack.provisions.values():
        turning |= {day for day in (provision.starts, provision.ends) if day is not None}
    return tuple(sorted(turning))
