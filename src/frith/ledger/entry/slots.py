"""What may stand in one field of an entry. Each kind of slot knows its values and says in words what does not fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from frith.errors import quoted
from frith.ledger.entry.words import Grain, Words
from frith.model.decision import Answer

PLACE = re.compile(r"[a-z]+(-[a-z]+)*", re.ASCII)
PATH = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
PROVISION = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*/[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*", re.ASCII)
VERSION = re.compile(r"[0-9]+(\.[0-9]+)*(\+sha256\.[0-9a-f]{32})?", re.ASCII)
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?", re.ASCII)
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
WEEK = re.compile(r"\d{4}-W\d\d", re.ASCII)
COUNT = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)
LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""


def week_of(day: date) -> str:
    """The ISO week that the day lies in."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def grain_of(on: str) -> Grain:
    """How finely the time is written."""
    return Grain.WEEK if "W" in on else Grain.DAY


def _among(value: object, known: Collection[str]) -> bool:
    return isinstance(value, str) and value in known


class Slot(Protocol):
    """`problem` says what is wrong with a value as JSON has it, or nothing."""

    def problem(self, value: object, words: Words, grain: Grain) -> str: ...


@dataclass(frozen=True, slots=True)
class Class:
    """The class of a fact's value, as finely as the entry's time allows; `either` where no event stands behind it."""

    name: str
    either: bool = False

    def problem(self, value: object, words: Words, grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        if _among(value, words.classes[self.name].words[grain]):
            return ""
        other = Grain.WEEK if grain is Grain.DAY else Grain.DAY
        if _among(value, words.classes[self.name].words[other]):
            if self.either:
                return ""
            return f"{quoted(value)} may not stand beside a {grain}"
        return f"{quoted(value)} is not one of its words"


@dataclass(frozen=True, slots=True)
class Listed:
    """A word of a closed list."""

    name: str

    def problem(self, value: object, words: Words, _grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        return "" if _among(value, words.lists[self.name]) else f"{quoted(value)} is not one of its words"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer."""

    def problem(self, value: object, _words: Words, _grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        return "" if _among(value, tuple(Answer)) else f"{quoted(value)} is not an answer"


@dataclass(frozen=True, slots=True)
class Matches:
    """Text of one shape; which of those that fit are real is asked by the linter."""

    pattern: re.Pattern[str]
    what: str
    also: str = ""

    def problem(self, value: object, _words: Words, _grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        if isinstance(value, str) and (self.pattern.fullmatch(value) or (self.also and value == self.also)):
            return ""
        return f"{quoted(value)} is not {self.what}"


@dataclass(frozen=True, slots=True)
class Time:
    """A day or an ISO week; `only` where the kind of entry allows one of them alone."""

    only: Grain | None = None

    def problem(self, value: object, _words: Words, grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        if self.only and grain is not self.only:
            return f"{quoted(value)} is not a {self.only}"
        if not isinstance(value, str):
            return f"{quoted(value)} is neither a day nor a week"
        try:
            if WEEK.fullmatch(value):
                day = date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
                return "" if week_of(day) == value else f"{quoted(value)} is no week"
            return "" if date.fromisoformat(value).isoformat() == value else f"{quoted(value)} is no day"
        except ValueError:
            return f"{quoted(value)} is neither a day nor a week"


@dataclass(frozen=True, slots=True)
class Index:
    """The place of another entry in the log; `none` where there may be none."""

    optional: bool = False

    def problem(self, value: object, _words: Words, _grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        if self.optional and value == "none":
            return ""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
            return f"{quoted(value)} is not the index of an entry"
        return ""


@dataclass(frozen=True, slots=True)
class Band:
    """A number, said as a range."""

    def problem(self, value: object, words: Words, _grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        return "" if _among(value, words.bands.words) else f"{quoted(value)} is not one of the bands"


@dataclass(frozen=True, slots=True)
class Sorted:
    """Different values of one slot, in order; `size` of them where that is fixed, and then they may be alike."""

    each: Slot
    size: int = 0

    def problem(self, value: object, words: Words, grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        if not isinstance(value, list):
            return f"{quoted(value)} is not a list"
        for one in value:
            if found := self.each.problem(one, words, grain):
                return found
        if value != sorted(value) or (not self.size and len(set(value)) != len(value)):
            return "its values are not in order, or one stands twice"
        return "" if self.size in (0, len(value)) else f"it holds `{len(value)}` values, not `{self.size}`"


@dataclass(frozen=True, slots=True)
class Keyed:
    """Values of one slot by keys of another; at least one."""

    key: Slot
    each: Slot

    def problem(self, value: object, words: Words, grain: Grain) -> str:
        """What is wrong with the value, or nothing."""
        if not isinstance(value, Mapping) or not value:
            return f"{quoted(value)} is not a table"
        found = [
            self.key.problem(name, words, grain) or self.each.problem(one, words, grain)
            for name, one in value.items()
        ]
        return next(filter(None, found), "")
