"""The cases of a comparison, worked out by several processes while the search for differences goes on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from frith.casework.sides import Side, side
from frith.engine.differences import Key, Kind, cases
from frith.engine.every import Every
from frith.engine.space import Setting
from frith.engine.widening import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """For each kind its case, and the seconds that the solver took over all of them in other processes."""

    boxes: Mapping[Key, Box]
    solving: float


def both(one: Side, other: Side) -> Every:
    """All requests under the two laws side by side; days are counted back from the later of the two days."""
    counsel = one.counsel
    setting = Setting(vocabulary=counsel.vocabulary, papers=counsel.papers, on=max(one.on, other.on))
    return Every(setting, one.one, other.one)


@dataclass(slots=True, kw_only=True)
class Desk:
    """Where the kinds of an act are handed in, and cases fetched."""

    hand_in: Callable[[tuple[Kind, ...]], None]
    fetch: Callable[[Callable[[float], None]], Cases]


@contextmanager
def desk(one: Side, other: Side, *, every: Every, workers: int) -> Iterator[Desk]:
    """Within this, kinds that are handed in are worked on by that many processes; by this one alone where it is 0."""
    if not workers:
        yield _alone(every)
        return
    # begun afresh, never forked: a copy of a solver at work would not be safe to use
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (_again(one), _again(other)))
    waiting: list[tuple[tuple[Kind, ...], Future[tuple[list[Box], float]]]] = []

    def hand_in(kinds: tuple[Kind, ...]) -> None:
        if kinds:
            waiting.append((kinds, pool.submit(_work, kinds)))

    def fetch(progress: Callable[[float], None]) -> Cases:
        boxes: dict[Key, Box] = {}
        solving = 0.0
        for number, (kinds, future) in enumerate(waiting, start=1):
            found, took = future.result()
            boxes |= {kind.key: box for kind, box in zip(kinds, found, strict=True)}
            solving += took
            progress(number / len(waiting))
        return Cases(boxes=boxes, solving=solving)

    try:
        yield Desk(hand_in=hand_in, fetch=fetch)
    finally:
        pool.shutdown(cancel_futures=True)


def spare() -> int:
    """The processes that can work beside this one on this machine: one for each other core, a few at most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores - 1, 4)


def _alone(every: Every) -> Desk:
    handed: list[tuple[Kind, ...]] = []

    def fetch(progress: Callable[[float], None]) -> Cases:
        boxes: dict[Key, Box] = {}
        for number, kinds in enumerate(handed, start=1):
            boxes |= {kind.key: box for kind, box in zip(kinds, cases(every, kinds), strict=True)}
            progress(number / len(handed))
        return Cases(boxes=boxes, solving=0.0)

    return Desk(hand_in=handed.append, fetch=fetch)


Named = tuple[str, date, Path | None]
"""What a side is made from: a law that is ready to answer can't be handed to another process."""

_OWN: list[Every] = []
"""The solver of a process that works on cases."""


def _again(given: Side) -> Named:
    return given.name, given.on, given.packs


def _begin(*named: Named) -> None:
    one, other = (side(name, on=on, packs=packs) for name, on, packs in named)
    _OWN.append(both(one, other))


def _work(kinds: tuple[Kind, ...]) -> tuple[list[Box], float]:
    every = _OWN[0]
    began = every.solving
    return list(cases(every, kinds)), every.solving - began
