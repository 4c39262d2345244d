"""Charts as measures: where each bar starts and how long it is. The template draws them as SVG.

Lengths along a chart are in per cent and heights in pixels, so that a chart fills a phone and a desk alike and its
letters keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from frith.casework.report.tables import Table

LONGEST = 30
"""Letters of a label: what fits on a phone beside a number of seven digits."""
SLIVER = 0.6
"""Per cent: the shortest bar that can still be seen. A bar of nothing has no length."""
TALL = 72
"""Pixels of the tallest column."""
WIDEST = 12.0
"""Per cent: one column alone must not look like a wall."""
ROOM = 16.0
"""Per cent of a bar that a share needs above its piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar with its label and number."""

    label: str
    value: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars under one another, the longest as wide as the chart."""

    kind: ClassVar[str] = "bars"
    id: str
    title: str
    desc: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of a bar; `tone` is its pattern."""

    share: str
    start: float
    width: float
    tone: str

    @property
    def has_room(self) -> bool:
        """Whether its share can be written above it without running into the next."""
        return self.width >= ROOM


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One bar cut into pieces that add up to the whole."""

    kind: ClassVar[str] = "stack"
    id: str
    title: str
    desc: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label under the columns, anchored so that it stays inside the chart."""

    label: str
    at: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One column of a small chart."""

    start: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small chart over time, with its name and its highest number in words."""

    id: str
    title: str
    desc: str
    most: str
    posts: tuple[Post, ...]
    ticks: tuple[Tick, ...]
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """Small charts of one kind, each with a scale of its own."""

    kind: ClassVar[str] = "panels"
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart and, beside it, the table that says the same."""

    kind: ClassVar[str] = "figure"
    caption: str
    chart: Bars | Stack | Panels
    table: Table


def clip(label: str) -> str:
    """The label, cut where it would run into its number; the table has it whole."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def lengths(values: Sequence[int]) -> tuple[float, ...]:
    """The values as per cent of the greatest; what is more than nothing can be seen."""
    most = max(values, default=0)
    return tuple(max(round(100 * each / most, 2), SLIVER) if each else 0.0 for each in values)


def pieces(parts: Sequence[tuple[int, str, str]]) -> tuple[Piece, ...]:
    """The parts (rows, share, tone) laid end to end; parts of nothing are left out."""
    whole = sum(rows for rows, _, _ in parts)
    laid: list[Piece] = []
    start = 0.0
    for rows, share, tone in parts:
        width = 100 * rows / whole if whole else 0.0
        if rows:
            laid.append(Piece(share=share, start=round(start, 2), width=round(width, 2), tone=tone))
        start += width
    return tuple(laid)


def posts(values: Sequence[int]) -> tuple[Post, ...]:
    """One column for each value, spread evenly; values of nothing have none."""
    slot = 100 / max(len(values), 1)
    width = min(slot * 0.76, WIDEST)
    most = max(values, default=0)
    return tuple(
        Post(
            start=round(slot * place + (slot - width) / 2, 2),
            width=round(width, 2),
            height=max(round(TALL * each / most, 1), 1.5),
        )
        for place, each in enumerate(values)
        if each
    )


def ticks(labels: Sequence[str]) -> tuple[Tick, ...]:
    """At most three labels, first, middle and last, so that they never run into one another."""
    if not labels:
        return ()
    slot = 100 / len(labels)
    if len(labels) <= 3:
        centers = [slot * (place + 0.5) for place in range(len(labels))]
        return tuple(
            Tick(label=each, at=round(at, 2), anchor="middle")
            for each, at in zip(labels, centers, strict=True)
        )
    middle = len(labels) // 2
    ends = (Tick(label=labels[0], at=0, anchor="start"), Tick(label=labels[-1], at=100, anchor="end"))
    if len(labels) == 4:  # no column stands near enough to the middle to leave room on both sides
        return ends
    return ends[0], Tick(label=labels[middle], at=round(slot * (middle + 0.5), 2), anchor="middle"), ends[1]
