"""Facts: the closed list of what a provision may ask, and the values that a request gives.

A value is a word of an enum, yes or no, or a day. A fact that is missing from a mapping is unknown; `ABSENT` says that an
optional fact is known not to exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum


class FactKind(StrEnum):
    """What a fact's value is."""

    ENUM = "enum"
    FLAG = "flag"
    DATE = "date"
    SET = "set"


class Absence(Enum):
    """Known not to exist, which is not the same as unknown."""

    ABSENT = "none"


ABSENT = Absence.ABSENT

Value = str | bool | date | Absence
Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One entry of the list: its name, its kind, and for an enum its values and their groups."""

    name: str
    kind: FactKind
    entity: str = ""
    values: tuple[str, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    optional: bool = False
    years_before: int = 0

    @property
    def computed(self) -> bool:
        """It follows from the day of the request, so nobody is asked for it."""
        return self.years_before > 0

    def expand(self, word: str) -> frozenset[str]:
        """The values that a value or a group stands for; empty where the word is neither."""
        if word in self.groups:
            return self.groups[word]
        return frozenset((word,)) if word in self.values else frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All facts by name, in the order of the list."""

    facts: Mapping[str, Fact]

    def member(self, name: str) -> tuple[Fact, str] | None:
        """The set fact and its member that a flag named `fact__member` stands for."""
        fact, _, value = name.partition("__")
        found = self.facts.get(fact)
        if found is not None and found.kind is FactKind.SET and value in found.values:
            return found, value
        return None

    def columns(self) -> dict[str, FactKind]:
        """The flat columns that readers know: sets are spread over one flag a member."""
        flat: dict[str, FactKind] = {}
        for fact in self.facts.values():
            if fact.kind is FactKind.SET:
                flat |= {f"{fact.name}__{value}": FactKind.FLAG for value in fact.values}
            else:
                flat[fact.name] = fact.kind
        return flat


def years_before(day: date, years: int) -> date:
    """The same calendar day so many years earlier; 29 February becomes 28 February where the year has none.

    A calendar begins with year 1: whatever lies before it is its first day.
    """
    if day.year <= years:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
