"""A law's history in Akoma Ntoso: its events, the steps of its making with their votes, and what changed it later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from xml.etree.ElementTree import Element

from frith.law.akn_names import section
from frith.law.akn_time import Times, event_id, exact
from frith.law.akn_tree import node
from frith.law.pack import full_names
from frith.law.process import Process
from frith.law.record import Shelf
from frith.model.law import Event, EventKind, Law, Provision

STEPS = (
    EventKind.INTRODUCED,
    EventKind.COMMITTEE,
    EventKind.AMENDED,
    EventKind.FIRST_READING,
    EventKind.SECOND_READING,
    EventKind.ADOPTED,
    EventKind.SIGNED,
    EventKind.UNSIGNED,
    EventKind.VETOED,
    EventKind.OVERRIDDEN,
    EventKind.FAILED,
    EventKind.FILED,
    EventKind.WITHDRAWN,
    EventKind.PUBLISHED,
)
DECIDE = tuple(
    each
    for each in STEPS
    if each
    not in (EventKind.INTRODUCED, EventKind.COMMITTEE, EventKind.FIRST_READING, EventKind.SECOND_READING)
)
"""The steps that say by their kind what came of them."""
READINGS = (EventKind.FIRST_READING, EventKind.SECOND_READING, EventKind.ADOPTED)
TYPES = {
    EventKind.AMENDED: "amendment",
    EventKind.AMENDED_BY: "amendment",
    EventKind.REPEALED: "repeal",
    EventKind.SUNSET: "repeal",
}
CHANGES = {
    EventKind.AMENDED_BY: ("textualMod", "substitution"),
    EventKind.REPEALED: ("textualMod", "repeal"),
    EventKind.SUNSET: ("legalSystemMod", "expiration"),
    EventKind.ENJOINED: ("efficacyMod", "inapplication"),
    EventKind.DISSOLVED: ("efficacyMod", "entryIntoEfficacy"),
}
"""What the standard calls a change; its list of types has no better word for a court's order than a law not applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A law with everything that its history is written from; `made`: the event that dates the work."""

    law: Law
    provisions: tuple[Provision, ...]
    shelf: Shelf
    on: date
    made: tuple[Event, ...]
    times: Times

    @property
    def process(self) -> tuple[Process, ...]:
        """How such a law is made there, where that is on file."""
        return tuple(each for each in self.shelf.processes[self.law.place] if self.law.kind in each.kinds)

    def source(self, event: Event) -> str:
        """Where the event was read first; the program itself where no source is named."""
        return self.sources(event).partition(" ")[0] or "#frith"

    def sources(self, event: Event) -> str:
        """Every source of the event."""
        return self.links(event.sources)

    def links(self, sources: tuple[str, ...]) -> str:
        """The sources by their ids in this document; one that the law does not list keeps its name."""
        order = {source.id: f"#source_{n}" for n, source in enumerate(self.law.sources, 1)}
        return " ".join(order.get(name, name) for name in sources)

    def parts(self, event: Event) -> tuple[str, ...]:
        """What of this document the event is about."""
        names = full_names(self.law, event)
        return tuple(f"#{section(each)}" for each in self.provisions if each.id in names) or ("#body",)


def lifecycle(history: History) -> tuple[Element, ...]:
    """Every event of the law, those after the day included and marked."""
    events = [_event(history, number, event) for number, event in enumerate(history.law.events)]
    return (node("lifecycle", {"source": "#frith"}, *events),) if events else ()


def _event(history: History, number: int, event: Event) -> Element:
    phrases = history.shelf.phrases
    born = event in history.made
    attributes = {
        "eId": event_id(number),
        "date": event.on.isoformat(),
        "source": history.source(event),
        "refersTo": f"#kind_{event.kind}",
        "type": "generation" if born else TYPES.get(event.kind, ""),
        "originatingExpression": "true" if born else "",
        "frith:kind": str(event.kind),
        "frith:earliest": "" if exact(event) else event.earliest.isoformat(),
        "frith:sources": history.sources(event),
        "frith:verification": str(event.verification),
        "frith:urgency": "true" if event.urgency else "",
        "frith:by-then": "true" if event.on <= history.on else "false",
    }
    says = phrases.pick(event.says)
    return node("eventRef", attributes, *([node("frith:says", {}, says)] if says else []))


def workflow(history: History) -> tuple[Element, ...]:
    """The steps of the law's making, and whatever else was voted on."""
    steps = [
        node("step", {
            "eId": f"step_{number + 1}",
            "date": event.on.isoformat(),
            "by": "#place",
            "refersTo": f"#kind_{event.kind}",
            "outcome": outcome(history, event),
            "href": f"#{event_id(number)}",
        })
        for number, event in enumerate(history.law.events)
        if event.kind in STEPS or event.votes is not None
    ]  # fmt: skip
    return (node("workflow", {"source": "#frith"}, *steps),) if steps else ()


def outcome(history: History, event: Event) -> str:
    """What came of the step; of a reading only where its counts and the number of ayes it takes are on file."""
    if event.kind in READINGS and event.votes is not None:
        for process in history.process:
            return "#outcome_carried" if event.votes.ayes >= process.council.ayes else "#outcome_failed"
    return f"#kind_{event.kind}" if event.kind in DECIDE else ""


def analysis(history: History) -> tuple[Element, ...]:
    """What changed the law, and its votes in counts."""
    changes, votes = list(_changes(history)), list(_votings(history))
    parts = [
        *([node("passiveModifications", {}, *changes)] if changes else []),
        *([node("parliamentary", {}, *votes)] if votes else []),
    ]
    return (node("analysis", {"source": "#frith"}, *parts),) if parts else ()


def _changes(history: History) -> Iterator[Element]:
    for number, event in enumerate(history.law.events):
        if event.kind in CHANGES:
            tag, type_of = CHANGES[event.kind]
            parts = [node("destination", {"href": part}) for part in history.parts(event)]
            incomplete = (
                "true" if event.kind is EventKind.AMENDED_BY else ""
            )  # which words changed is not on file
            attributes = {
                "eId": f"change_{number + 1}", "type": type_of, "incomplete": incomplete,
                "refersTo": f"#kind_{event.kind}", "frith:event": f"#{event_id(number)}",
            }  # fmt: skip
            source = node("source", {"href": history.source(event)})
            yield node(tag, attributes, source, *parts, *_stop(history, number, event))


def _stop(history: History, number: int, event: Event) -> Iterator[Element]:
    """For how long an injunction stands, and as to whom."""
    if event.kind is EventKind.ENJOINED:
        yield node("application", {"period": f"#{history.times.stops[number][1]}"})
        if event.as_to is not None:
            whom = history.shelf.phrases.whom(event)
            yield node("condition", {}, node("frith:as-to", {"condition": event.as_to_text}, whom))


def _votings(history: History) -> Iterator[Element]:
    for number, event in enumerate(history.law.events):
        if event.votes is not None:
            counts = {name: n for name, n in asdict(event.votes).items() if n or name in {"ayes", "noes"}}
            yield node(
                "voting",
                {
                    "eId": f"vote_{number + 1}",
                    "outcome": outcome(history, event) if event.kind in READINGS else "",
                    "refersTo": f"#kind_{event.kind}",
                    "href": f"#{event_id(number)}",
                },
                *(
                    node("count", {
                        "eId": f"vote_{number + 1}__{name}", "value": str(n), "refersTo": f"#count_{name}",
                    })
                    for name, n in counts.items()
                ),
            )  # fmt: skip


def kinds(history: History) -> Iterator[Element]:
    """The concept of each kind of event that the history holds, and of those that it refers to."""
    found = {event.kind for event in history.law.events}
    for each in EventKind:
        if each in found:
            yield node("TLCConcept", {
                "eId": f"kind_{each}",
                "href": f"/akn/ontology/concept/frith/event.{each}",
                "showAs": history.shelf.phrases.word("kind", str(each)),
            })  # fmt: skip
