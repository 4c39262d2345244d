"""The table of words by which a council's record is read: legistar.toml beside this file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from frith.law.files import OBEYED, read_toml
from frith.law.files import Table as Toml
from frith.law.laws import KINDS, word
from frith.model.law import EventKind, Text, Votes

NAME = "legistar.toml"
FIELDS = (
    "file", "name", "title", "id", "guid", "type", "status", "local_law", "number", "enacted", "changed", "history",
    "day", "action", "body", "outcome", "votes", "vote",
)  # fmt: skip
SAYS = ("failed", "body", "unknown", "uncounted")
DRAFT = ("title", "law", "status", "enacted", "not_enacted", "noted")
LONGEST = 600
"""Letters of a title or a name that are kept."""
UNNAMED = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What an action is in the life of a law, and in words."""

    kind: EventKind
    says: Text
    body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The words of the record, in small letters, with what they mean."""

    version: str
    persons: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]
    votes: Mapping[str, str]
    counts: tuple[str, ...]
    outcomes: Mapping[str, str]
    failed: Mapping[str, EventKind]
    says: Mapping[str, Text]
    draft: Mapping[str, Text]
    actions: Mapping[str, Action]

    def field(self, data: Mapping[str, Any], name: str) -> tuple[str, Any]:
        """The spelling of the field that the record has, and what stands there; None where it has none."""
        spellings = self.fields[name]
        key = next((each for each in spellings if each in data), spellings[0])
        return key, data.get(key)

    def kind(self, name: str) -> str:
        """The kind of law that a record of this type would become."""
        return self.kinds.get(name.casefold(), "bill")

    def vote(self, name: str) -> str:
        """The count that a vote word belongs to; empty where nobody knows it."""
        return self.votes.get(name.casefold(), "")

    def knows(self, name: str, outcome: str) -> bool:
        """The table knows the action, and how the record says that it ended."""
        return name.casefold() in self.actions and (not outcome or outcome.casefold() in self.outcomes)

    def action(self, name: str, *, outcome: str, body: str) -> tuple[EventKind, Text]:
        """What an action is, and in words; a note where the table does not know it."""
        if not self.knows(name, outcome):
            told = ", ".join(filter(None, (name, outcome))) or UNNAMED
            return EventKind.NOTED, self.say("unknown", says={}, action=told)
        found = self.actions[name.casefold()]
        says = self.say("body", says=found.says, body=body) if found.body and body else found.says
        if outcome and self.outcomes[outcome.casefold()] == "failed":
            return self.failed.get(found.kind, EventKind.NOTED), self.say("failed", says=says)
        return found.kind, says

    def say(self, key: str, *, says: Text, **slots: object) -> Text:
        """The sentence in every language, around one that is said already."""
        return {
            language: sentence.format_map({"says": says.get(language, ""), **slots})
            for language, sentence in self.says[key].items()
        }


def load_table(packs: Path) -> Table:
    """The table of the folder of packs, else the one that ships; PackError names the line and the mend."""
    own = packs / NAME
    top = read_toml(own if own.exists() else Path(__file__).with_name(NAME))
    top.only(
        {"version", "persons", "fields", "kinds", "votes", "outcomes", "failed", "says", "draft", "action"}
    )
    counts = tuple(each.name for each in fields(Votes))
    return Table(
        version=top.string("version"),
        persons=frozenset(top.strings("persons")),
        fields={name: _spellings(top, name) for name in FIELDS},
        kinds=_meanings(top, "kinds", KINDS),
        votes=_meanings(top, "votes", counts),
        counts=counts,
        outcomes=_meanings(top, "outcomes", ("passed", "failed")),
        failed=_failed(top),
        says=_texts(top, "says", SAYS),
        draft=_texts(top, "draft", DRAFT),
        actions=dict(_actions(top)),
    )


def _section(top: Toml, name: str) -> Toml:
    data = top.data.get(name)
    if not isinstance(data, Mapping):
        raise top.wrong(f"`[{name}]` is missing", mend="copy it from the table that ships")
    return Toml(top.path, top.text, data, top.line(name + "]"))


def _spellings(top: Toml, name: str) -> tuple[str, ...]:
    section = _section(top, "fields")
    section.only(FIELDS)
    found = section.strings(name)
    if not found:
        raise section.wrong(f"`{name}` has no spelling", key=name, mend=f'write `{name} = ["..."]`')
    return found


def _failed(top: Toml) -> Mapping[str, EventKind]:
    section = _section(top, "failed")
    section.only([str(each) for each in EventKind])
    return {key: word(section, key, EventKind) for key in section.data}


def _texts(top: Toml, name: str, keys: tuple[str, ...]) -> Mapping[str, Text]:
    """The sentences of a section, each in both languages."""
    section = _section(top, name)
    section.only(keys)
    return {key: section.texts(key, ("en", "es")) for key in keys}


def _meanings(top: Toml, name: str, known: tuple[str, ...]) -> Mapping[str, str]:
    """Each word of a section with the key that it stands under."""
    section = _section(top, name)
    section.only(known)
    return {each.casefold(): key for key in section.data for each in section.strings(key)}


def _actions(top: Toml) -> list[tuple[str, Action]]:
    found = []
    for each in top.tables("action"):
        each.only({"words", "kind", "says", "body"})
        action = Action(
            kind=word(each, "kind", EventKind),
            says=each.texts("says", ("en", "es")),
            body=bool(each.data.get("body", False)),
        )
        found += [(name.casefold(), action) for name in each.strings("words")]
    return found


def plain(text: str, persons: frozenset[str]) -> str:
    """The text on one line, with nothing that a screen would obey and no name of a person, cut where it is long."""
    shown = OBEYED.sub(" ", text).encode("utf-8", "replace").decode("utf-8")
    for name in sorted(persons, key=len, reverse=True):
        if name in shown:
            shown = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", UNNAMED, shown)
    shown = " ".join(shown.split())
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + UNNAMED
