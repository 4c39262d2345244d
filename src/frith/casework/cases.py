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
from frith.engine.differences import Key, Kind, case
from frith.engine.every import Every
from frith.engine.space import Setting
from frith.engine.widening import Box

Cases = Mapping[Key, tuple[Box, float]]
"""For each kind its case, and the seconds that the solver took over it."""


def both(one: Side, other: Side) -> Every:
    """All requests under the two laws side by side; days are counted back from the later of the two days."""
    counsel = one.counsel
    setting = Setting(vocabulary=counsel.vocabulary, papers=counsel.papers, on=max(one.on, other.on))
    return Every(setting, one.one, other.one)


@dataclass(slots=True, kw_only=True)
class Desk:
    """Where kinds are handed in, and cases fetched."""

    hand_in: Callable[[Kind], None]
    fetch: Callable[[Callable[[float], None]], Cases]


@contextmanager
def desk(one: Side, other: Side, *, every: Every, workers: int) -> Iterator[Desk]:
    """Within this, kinds that are handed in are worked on by that many processes; by this one alone where it is 0."""
    if not workers:
        yield _alone(every)
        return
    # begun afresh, never forked: a copy of a solver at work would not be safe to use
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (_again(one), _again(other)))
    waiting: dict[Key, Future[tuple[Box, float]]] = {}

    def hand_in(kind: Kind) -> None:
        waiting[kind.key] = pool.submit(_work, kind)

    def fetch(progress: Callable[[float], None]) -> Cases:
        done: dict[Key, tuple[Box, float]] = {}
        for key, future in waiting.items():
            done[key] = future.result()
            progress(len(done) / len(waiting))
        return done

    try:
        yield Desk(hand_in=hand_in, fetch=fetch)
    finally:
        pool.shutdown(cancel_futures=True)


def spare() -> int:
    """The processes that can work beside this one on this machine: one for each other core, a few at most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores - 1, 4)


def _alone(every: Every) -> Desk:
    kinds: list[Kind] = []

    def fetch(progress: Callable[[float], None]) -> Cases:
        done: dict[Key, tuple[Box, float]] = {}
        for kind in kinds:
            done[kind.key] = (case(every, kind), 0.0)
            progress(len(done) / len(kinds))
        return done

    return Desk(hand_in=kinds.append, fetch=fetch)


Named = tuple[str, date, Path | None]
"""What a side is made from: a law that is ready to answer can't be handed to another process."""

_OWN: list[Every] = []
"""The solver of a process that works on cases."""


def _again(given: Side) -> Named:
    return given.name, given.on, given.packs


def _begin(*named: Named) -> None:
    one, other = (side(name, on=on, packs=packs) for name, on, packs in named)
    _OWN.append(both(one, other))


def _work(kind: Kind) -> tuple[Box, float]:
    every = _OWN[0]
    began = every.solving
    return case(every, kind), every.solving - began
