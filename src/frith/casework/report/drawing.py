"""From counts to figures: the chart, its description for those who can't see it, and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from frith.casework.report.charts import Bar, Bars, Figure, Stack, clip, lengths, pieces
from frith.casework.report.sentences import Sentences, opened
from frith.casework.report.tables import (
    Cell,
    Definitions,
    Heading,
    Prose,
    Steps,
    Table,
    heads,
    number,
    text,
)

Block = Prose | Heading | Steps | Definitions | Table | Figure
Counted = Sequence[tuple[str, int]]
"""Names with their rows, in the order they are shown."""


class Shown(Protocol):
    """Whatever a template can set: `kind` says how."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page; the id is what its link in the contents leads to."""

    id: str
    title: str
    blocks: tuple[Shown, ...]


def figure(id: str, counted: Counted, *, whole: int, say: Sentences) -> Figure:
    """Bars and their table, in the words that stand under the id."""
    title = say.say(f"{id}.chart")
    named = [(text(opened(name)), rows) for name, rows in counted]
    return Figure(
        caption=title, chart=bars(id, counted, say=say), table=table(id, named, whole=whole, say=say)
    )


def bars(id: str, counted: Counted, *, say: Sentences) -> Bars:
    """The counts as bars under one another."""
    widths = lengths([rows for _, rows in counted])
    drawn = tuple(
        Bar(label=clip(opened(name)), value=say.number(rows), width=width)
        for (name, rows), width in zip(counted, widths, strict=True)
    )
    parts = "; ".join(f"{name}: {say.rows(rows)}" for name, rows in counted)
    return Bars(id=id, title=say.say(f"{id}.chart"), desc=say.say(f"{id}.desc", parts=parts), bars=drawn)


def stacked(id: str, counted: Counted, *, tones: Sequence[str], say: Sentences) -> Figure:
    """One bar for the whole, cut into the counts, and the table whose swatches say which piece is which."""
    whole = sum(rows for _, rows in counted)
    toned = list(zip(counted, tones, strict=True))
    parts = "; ".join(f"{name}: {say.rows(rows)}, {say.share(rows, whole)}" for name, rows in counted)
    chart = Stack(
        id=id,
        title=say.say(f"{id}.chart"),
        desc=say.say(f"{id}.desc", parts=parts),
        pieces=pieces([(rows, say.share(rows, whole), tone) for (_, rows), tone in toned]),
    )
    named = [(text(opened(name), tone=tone), rows) for (name, rows), tone in toned]
    return Figure(caption=chart.title, chart=chart, table=table(id, named, whole=whole, say=say))


def table(id: str, named: Sequence[tuple[Cell, int]], *, whole: int, say: Sentences) -> Table:
    """Rows and their share of the whole, in the words that stand under the id."""
    return counts(say.say(f"{id}.table"), [(cell, rows) for cell, rows in named], whole=whole, say=say, id=id)


def counts(caption: str, named: Sequence[tuple[Cell, int]], *, whole: int, say: Sentences, id: str) -> Table:
    """The same under a caption of its own."""
    columns = heads(say.say(f"{id}.column"), numbers=(say.say("columns.rows"), say.say("columns.share")))
    cells = tuple((cell, number(say.number(rows)), number(say.share(rows, whole))) for cell, rows in named)
    return Table(caption=caption, columns=columns, rows=cells)


def in_order(found: Mapping[str, int], order: Sequence[str]) -> tuple[str, ...]:
    """The words that were counted, known ones first and in their order."""
    return (*(each for each in order if each in found), *sorted(each for each in found if each not in order))


def agency(word: str, say: Sentences) -> str:
    """What a class of agency is called; no class is `unknown`, and a word that is no class is shown as it is."""
    if word in say.words.shared.tables.get("label", {}).get("requester_kind", {}):
        return say.words.label("requester_kind", word)
    return say.name("actors.word", word or "unknown")
