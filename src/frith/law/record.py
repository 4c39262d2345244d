"""Laws on a day as plain data: what other programs read, and what a page or a terminal draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frith.errors import UsageError
from frith.law import pack as packs_of
from frith.law import words as words_of
from frith.law.calendar import binding
from frith.law.files import near
from frith.law.laws import counts as counted
from frith.law.lifecycle import Due, State, state
from frith.law.process import Process, read_process
from frith.law.standing import Phrases, kind, load_phrases, needs, sentence, status
from frith.model.law import DRAFT, Event, Law, Pack, Provision, Source, Stack

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The laws of a place and of those above it, with the way each place makes law, in one language."""

    stack: Stack
    processes: dict[str, tuple[Process, ...]]
    phrases: Phrases

    def state(self, law: Law, on: date) -> State:
        """The law on that day."""
        return state(law, self.processes[law.place], on)

    def laws(self, *, own: bool = False) -> tuple[Law, ...]:
        """Every law, or only the place's own."""
        return self.stack.packs[0].laws if own else self.stack.laws

    def find(self, name: str) -> Law:
        """The law by its id, or by its id with its place; UsageError names the nearest."""
        found = [law for law in self.laws() if name in (law.path, law.id)]
        exact = [law for law in found if law.path == name]
        if len(found) == 1 or exact:
            return (exact or found)[0]
        if found:
            raise UsageError(f"`{name}` is several laws: " + ", ".join(law.path for law in found))
        hint = near(name, {each for law in self.laws() for each in (law.id, law.path)})
        raise UsageError(f"no law `{name}` at `{self.stack.place}`: {hint or 'see `frith law list`'}")


def shelf(place: str, packs: Path | None, language: str) -> Shelf:
    """The laws that speak for a place, read and checked."""
    folder, stack = packs_of.folder(packs), packs_of.load(place, packs)
    if language not in words_of.languages(folder):
        known = ", ".join(words_of.languages(folder))
        raise UsageError(f"no words in language `{language}`: there is {known}")
    words = words_of.load(folder, tuple(each.id for each in stack.packs), language)
    return Shelf(
        stack=stack,
        processes=_processes(stack),
        phrases=load_phrases(folder, words, packs_of.vocabulary(packs)),
    )


def _processes(stack: Stack) -> dict[str, tuple[Process, ...]]:
    """How each place makes law; a draft that does not say it is made as the place above it makes its laws."""
    found: dict[str, tuple[Process, ...]] = {}
    for each in reversed(stack.packs):
        found[each.id] = read_process(each)
        if each.kind == DRAFT and not found[each.id]:
            found[each.id] = found.get(each.parent, ())
    return found


def place_data(pack: Pack, phrases: Phrases) -> Data:
    """A place and its pack."""
    return {
        "id": pack.id,
        "title": phrases.pick(pack.title),
        "kind": pack.kind,
        "parent": pack.parent,
        "version": pack.version,
        "laws": len(pack.laws),
        "provisions": len(pack.provisions),
    }


def law_data(law: Law, now: State, shelf: Shelf) -> Data:
    """A law on a day: its status with everything that it rests on."""
    phrases = shelf.phrases
    return {
        "id": law.id,
        "place": law.place,
        "title": phrases.pick(law.title),
        "short": law.short,
        "cite": law.cite,
        "kind": law.kind,
        "status": status(now, phrases),
        "in_force": now.in_force,
        "since": now.since[0].on.isoformat() if now.since else "",
        "verification": str(law.verification),
        "note": phrases.pick(law.note) if law.note else "",
        "votes": [_vote(event) for event in now.happened if event.votes is not None],
        "due": [due_data(each, now, phrases) for each in now.due],
        "next": sentence(now.due[0], now, phrases) if now.due else "",
        "enjoined": [_enjoined(event, shelf) for event in now.enjoined],
        "sources": [_source(each) for each in _known_then(law, now)],
    }


def _source(source: Source) -> Data:
    return {"id": source.id, "what": source.what, "where": source.where}


def _known_then(law: Law, now: State) -> list[Source]:
    """The sources without those that only a later event names: on that day nobody had them."""
    by_then = {name for event in now.happened for name in event.sources}
    later = {name for event in law.events for name in event.sources} - by_then
    return [each for each in law.sources if each.id not in later]


def _vote(event: Event) -> Data:
    counts = event.votes
    if counts is None:
        return {}
    day, kind_of = event.on.isoformat(), str(event.kind)
    return {"on": day, "kind": kind_of, **counted(counts), "sources": list(event.sources)}


def due_data(due: Due, now: State, phrases: Phrases) -> Data:
    """A step still due. `earliest` and `latest` stand there only where they can be counted."""
    days = {"earliest": due.earliest, "latest": due.latest, "earliest_if_urgent": due.urgent}
    return {
        "step": str(due.step),
        "says": sentence(due, now, phrases),
        "needs": needs(due, now, phrases),
        "cite": due.rule.cite,
        "verification": str(due.rule.verification),
        "rule": phrases.pick(due.rule.says),
        "about": due.about,
        **{name: day[0].isoformat() for name, day in days.items() if day},
    }


def _enjoined(event: Event, shelf: Shelf) -> Data:
    return {
        "as_to": shelf.phrases.whom(event),
        "condition": event.as_to_text,
        "since": event.on.isoformat(),
        "provisions": list(event.provisions),
        "says": shelf.phrases.pick(event.says),
        "sources": list(event.sources),
    }


def event_data(event: Event, on: date, phrases: Phrases) -> Data:
    """One event of a law's history; `by_then`: it lies on or before the day."""
    counts = event.votes
    return {
        "on": event.on.isoformat(),
        "earliest": event.earliest.isoformat(),
        "kind": str(event.kind),
        "label": kind(event, phrases),
        "says": phrases.pick(event.says),
        "votes": counted(counts) if counts else {},
        "urgency": event.urgency,
        "provisions": list(event.provisions),
        "sources": list(event.sources),
        "verification": str(event.verification),
        "by_then": event.on <= on,
    }


def provision_data(provision: Provision, *, binds: bool, shelf: Shelf) -> Data:
    """One provision of a law, and whether it binds."""
    place, law, name = provision.id.split("/", 2)
    words = shelf.phrases.words
    return {
        "id": provision.id,
        "cite": provision.cite,
        "mode": str(provision.mode),
        "says": words.says(place, law, name),
        "do": words.do(place, provision.do) if provision.do else "",
        "within": provision.within,
        "excepts": list(provision.excepts),
        "if_assumed": provision.assumption,
        "verified": str(provision.verified),
        "sources": list(provision.sources),
        "scope": provision.scope,
        "binds": binds,
    }


def history_data(law: Law, on: date, shelf: Shelf) -> Data:
    """A law on a day with its whole history, what came later included, and every source."""
    return {
        **law_data(law, shelf.state(law, on), shelf),
        "sources": [_source(each) for each in law.sources],
        "history": [event_data(each, on, shelf.phrases) for each in law.events],
    }


def full_data(law: Law, on: date, shelf: Shelf) -> Data:
    """A law with its whole history and its provisions, those that bind on the day marked."""
    held = binding(shelf.stack, on).provisions
    own = [each for each in shelf.stack.provisions.values() if each.law == law.path]
    return {
        **history_data(law, on, shelf),
        "provisions": [provision_data(each, binds=each.id in held, shelf=shelf) for each in own],
    }
