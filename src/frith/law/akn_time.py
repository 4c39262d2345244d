"""The spans of time of a law: from which of its events to which it, or one provision of it, was in force or stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from frith.law.akn_tree import node
from frith.law.calendar import ENDS
from frith.law.pack import full_names
from frith.model.law import Event, EventKind, Law, Provision

Span = tuple[int, ...]
"""The number of the event that begins it and, where one does, of the event that ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The spans of a law, each set of them under an id of its own; an empty id where there are none."""

    force: Mapping[tuple[Span, ...], str]
    stops: Mapping[int, tuple[Span, str]]

    def of(self, law: Law, provision: str = "") -> str:
        """The id of the spans in which the law, or the one provision, is in force."""
        return self.force.get(in_force_spans(law, provision), "")


def times(law: Law, provisions: tuple[Provision, ...]) -> Times:
    """Every span of the law and of its provisions."""
    sets = [in_force_spans(law), *(in_force_spans(law, each.id) for each in provisions)]
    distinct = list(dict.fromkeys(each for each in sets if each))
    return Times(
        force={spans: f"period_{n}" for n, spans in enumerate(distinct, 1)},
        stops={
            number: (_stopped(law, number), f"stop_{number}")
            for number, event in enumerate(law.events)
            if event.kind is EventKind.ENJOINED
        },
    )


def in_force_spans(law: Law, provision: str = "") -> tuple[Span, ...]:
    """The spans in which the law, or the one provision of it, is in force, courts apart."""
    spans: list[Span] = []
    for number, event in enumerate(law.events):
        if event.provisions and provision not in full_names(law, event):
            continue
        running = bool(spans) and len(spans[-1]) == 1
        if event.kind is EventKind.EFFECTIVE and not running:
            spans.append((number,))
        elif event.kind in ENDS and running:
            spans[-1] = (*spans[-1], number)
    return tuple(spans)


def _stopped(law: Law, number: int) -> Span:
    """From the injunction to the event that lifts it, if one did."""
    over = full_names(law, law.events[number])
    for later, event in enumerate(law.events[number + 1 :], number + 1):
        if event.kind is EventKind.DISSOLVED and full_names(law, event) in ((), over):
            return (number, later)
    return (number,)


def binding_days(law: Law, provision: Provision) -> tuple[tuple[date, ...], ...]:
    """The first day on which the provision binds and, where there is one, the first on which it does no longer."""
    found: list[tuple[date, ...]] = []
    for span in in_force_spans(law, provision.id):
        days = [law.events[number].on for number in span]
        first = max([days[0], *([provision.starts] if provision.starts else [])])
        ends = [*days[1:], *([provision.ends] if provision.ends else [])]
        if not ends:
            found.append((first,))
        elif first < min(ends):
            found.append((first, min(ends)))
    return tuple(found)


def temporal_data(all_times: Times) -> tuple[Element, ...]:
    """The element that holds every span; none where the law was never in force."""
    groups = [_group(name, spans, "#in_force") for spans, name in all_times.force.items()]
    groups += [_group(name, (span,), "#enjoined") for span, name in all_times.stops.values()]
    return (node("temporalData", {"source": "#frith"}, *groups),) if groups else ()


def _group(name: str, spans: tuple[Span, ...], what: str) -> Element:
    intervals = []
    for span in spans:
        ends = {side: f"#{event_id(n)}" for side, n in zip(("start", "end"), span, strict=False)}
        intervals.append(node("timeInterval", {"refersTo": what, **ends}))
    return node("temporalGroup", {"eId": name}, *intervals)


def event_id(number: int) -> str:
    """The id of an event of the law's history."""
    return f"event_{number + 1}"


def exact(event: Event) -> bool:
    """The day of the event is known, and not only days that it lies between."""
    return event.earliest == event.on
