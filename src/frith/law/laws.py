"""Read laws/<law>.toml: one instrument of law with its history."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from frith.errors import LONGEST
from frith.law.cedar import condition
from frith.law.files import Table, near, read_toml
from frith.model.facts import Vocabulary
from frith.model.law import Event, EventKind, Law, Source, Verification, Votes

KEYS = {"title", "short", "cite", "kind", "verification", "note", "source", "event"}
EVENT_KEYS = {
    "kind", "on", "between", "says", "votes", "urgency", "as_to", "provisions", "sources", "verification",
}  # fmt: skip
KINDS = (
    "statute",
    "ordinance",
    "resolution",
    "charter",
    "directive",
    "policy",
    "regulation",
    "constitution",
    "doctrine",
    "bill",
)


def read_law(path: Path, *, place: str, vocabulary: Vocabulary) -> Law:
    """The law of one file; PackError names the file, the line and the mend."""
    top = read_toml(path)
    top.only(KEYS)
    if not top.string("cite").strip():
        raise top.wrong("`cite` is empty", key="cite", mend="a law without a citation can't be shown")
    kind = top.string("kind")
    if kind not in KINDS:
        raise top.wrong(f"`{kind}` is no kind of law", key="kind", mend="one of " + ", ".join(KINDS))
    verification = word(top, "verification", Verification)
    sources = tuple(_source(table) for table in top.tables("source"))
    events = [_event(table, verification, vocabulary) for table in top.tables("event")]
    _check_sources(top, sources, events)
    return Law(
        id=path.stem,
        place=place,
        title=top.texts("title", ("en",)),
        short=top.string("short", default=""),
        cite=top.string("cite"),
        kind=kind,
        verification=verification,
        note=top.texts("note"),
        sources=sources,
        events=tuple(sorted(events, key=lambda event: (event.on, event.earliest))),
    )


Word = TypeVar("Word", bound=StrEnum)


def word(table: Table, key: str, kind: type[Word], *, default: Word | None = None) -> Word:
    """A value of a closed list; PackError names the nearest one."""
    text = table.string(key, default=default)
    try:
        return kind(text)
    except ValueError as why:
        known = [str(each) for each in kind]
        mend = near(text, known) or "one of " + ", ".join(known)
        raise table.wrong(f"`{text}` is no value of `{key}`", key=key, mend=mend) from why


def _source(table: Table) -> Source:
    table.only({"id", "what", "where"})
    return Source(id=table.string("id"), what=table.string("what", default=""), where=table.string("where"))


def _event(table: Table, verification: Verification, vocabulary: Vocabulary) -> Event:
    table.only(EVENT_KEYS)
    earliest, latest = _days(table)
    as_to = table.string("as_to", default="")
    kind = word(table, "kind", EventKind)
    if as_to and kind is not EventKind.ENJOINED:
        raise table.wrong("`as_to` belongs to an `enjoined` event", key="as_to", mend="remove it")
    where = str(table.path)
    return Event(
        kind=kind,
        on=latest,
        earliest=earliest,
        says=table.texts("says"),
        votes=_votes(table),
        urgency=bool(table.data.get("urgency", False)),
        as_to=condition(as_to, file=where, line=table.line("as_to"), vocabulary=vocabulary)
        if as_to
        else None,
        as_to_text=as_to,
        provisions=table.strings("provisions"),
        sources=table.strings("sources"),
        verification=word(table, "verification", Verification, default=verification),
    )


def _days(table: Table) -> tuple[date, date]:
    between = table.data.get("between")
    if between is None:
        return table.day("on"), table.day("on")
    if not isinstance(between, list) or len(between) != 2:
        raise table.wrong("`between` is not two days", key="between", mend="write `[2024-12-04, 2024-12-09]`")
    first, last = (table.as_day(each, "between") for each in between)
    if first > last:
        raise table.wrong("`between` runs backwards", key="between", mend="write the earlier day first")
    return first, last


def _votes(table: Table) -> Votes | None:
    value = table.data.get("votes")
    if value is None:
        return None
    known = [each.name for each in fields(Votes)]
    unknown = [name for name in value if name not in known] if isinstance(value, dict) else []
    if unknown:
        what = f"`{unknown[0][:LONGEST]}` is no count of a vote"
        raise table.wrong(what, key="votes", mend=f"one of {', '.join(known)}; no vote stands by a name")
    if (
        not isinstance(value, dict)
        or not {"ayes", "noes"} <= set(value)
        or not all(map(_count, value.values()))
    ):
        raise table.wrong(
            "`votes` is not a count", key="votes", mend="write `{ ayes = 13, noes = 0, absent = 2 }`"
        )
    return Votes(**value)


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def counts(votes: Votes) -> dict[str, int]:
    """The counts by name, in the order in which they are written."""
    return asdict(votes)


def _check_sources(top: Table, sources: tuple[Source, ...], events: list[Event]) -> None:
    known = {source.id for source in sources}
    for event in events:
        for name in event.sources:
            if name not in known:
                raise top.wrong(
                    f"source `{name}` is not listed", key="sources", mend=near(name, known) or "list it"
                )
