"""The law made ready to answer: one place, any day, packs read once."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cached_property
from pathlib import Path

from frith.engine.meaning import Meaning, meaning
from frith.engine.one import One
from frith.law import pack
from frith.law.calendar import binding, turning_days
from frith.law.papers import read_papers
from frith.law.requests import settle
from frith.model.facts import Facts, Value, Vocabulary
from frith.model.law import Stack
from frith.model.paper import Papers


class Counsel:
    """Everything a verb needs to ask the law of one place; meanings are made once for each span of days.

    The laws of `assumed` (paths) count as in force on every day: how a draft is tried out.
    """

    def __init__(self, place: str, packs: Path | None = None, assumed: frozenset[str] = frozenset()) -> None:
        self.packs, self.assumed = packs, assumed
        self.stack: Stack = pack.load(place, packs)
        self.vocabulary: Vocabulary = pack.vocabulary(packs)
        self._ones: dict[int, One] = {}

    @cached_property
    def papers(self) -> Papers:
        """The kinds of paper, with what follows from each."""
        return read_papers(pack.folder(self.packs))

    def settle(self, facts: Facts, on: date) -> dict[str, Value]:
        """The facts with everything that follows from them on that day."""
        return settle(facts, on, vocabulary=self.vocabulary, papers=self.papers)

    @cached_property
    def turning(self) -> tuple[date, ...]:
        """The days on which what binds can change."""
        return turning_days(self.stack)

    def span(self, on: date) -> int:
        """The number of the span of days, between two turning days, that the day lies in."""
        return bisect_right(self.turning, on)

    def one(self, on: date) -> One:
        """The reader for one request received on that day."""
        span = self.span(on)
        if span not in self._ones:
            self._ones[span] = One(meaning(binding(self.stack, on, self.assumed)), self.vocabulary)
        return self._ones[span]

    def meaning(self, on: date) -> Meaning:
        """The meaning of what binds on that day."""
        return self.one(on).meaning

    @property
    def versions(self) -> dict[str, str]:
        """The packs that answered: version and the first half of the digest, by id."""
        return {each.id: f"{each.version}+sha256.{each.digest[:32]}" for each in self.stack.packs}
