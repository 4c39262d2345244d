"""Which values a fact may have. Every reader asks here first, because a value that can't be read must open no door."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date, datetime

from frith.errors import quoted
from frith.model.facts import ABSENT, Fact, FactKind, Facts, Vocabulary


class Domain:
    """The flat facts that a request may give, each with the values it may have."""

    def __init__(self, vocabulary: Vocabulary, assumed: Iterable[str] = ()) -> None:
        columns = vocabulary.columns()
        self._flags = frozenset(
            (*assumed, *(name for name, kind in columns.items() if kind is FactKind.FLAG))
        )
        self._values: dict[str, Container[object]] = {
            name: _values(vocabulary.facts[name])
            for name, kind in columns.items()
            if kind is not FactKind.FLAG
        }
        self.names = self._flags | frozenset(self._values)

    def problem(self, facts: Facts) -> str:
        """What can't be read, in words; empty where every value is one of its fact's.

        A flag is exactly true or false: 1 equals True in Python, but no reader would take it for set.
        """
        try:
            for name, value in facts.items():
                if name not in self._flags if value.__class__ is bool else value not in self._values[name]:
                    return f"{quoted(value)} is no value of {quoted(name)}"
        except (KeyError, TypeError):
            return f"{quoted(name)} can't be read: no such fact, or a value of another kind"
        return ""


def _values(fact: Fact) -> Container[object]:
    return _Days(fact.optional) if fact.kind is FactKind.DATE else frozenset(fact.values)


class _Days:
    """Every calendar day, and `ABSENT` where the fact may not exist. A day with a time can't be compared with a day."""

    def __init__(self, optional: bool) -> None:  # noqa: FBT001  read by name in one place
        self.optional = optional

    def __contains__(self, value: object) -> bool:
        if value is ABSENT:
            return self.optional
        return isinstance(value, date) and not isinstance(value, datetime)
