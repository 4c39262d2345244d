"""A case in plain words: its facts in the order of the list, each with its values said as shortly as is true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frith.engine.widening import Box
from frith.law.words import Words, told
from frith.model.facts import Absence, Fact, FactKind, Value, Vocabulary

NONE = "none"
"""The value of an enum that says that there is nothing; it is never hidden in a group."""
WORTH = 2
"""A group must save at least so many words, exceptions counted, before it stands for its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One fact of a case. An `example` is one day for which the case holds; other days may do as well."""

    fact: str
    name: str
    text: str
    example: bool = False

    @property
    def line(self) -> str:
        """The fact and its values in one line."""
        return f"{self.name}: {self.text}"


def in_words(box: Box, vocabulary: Vocabulary, words: Words) -> tuple[Part, ...]:
    """The facts of the case in words; a fact that may have any value is left out, so nothing is left of `every request`.

    A group of the vocabulary stands for its values where all of them, or nearly all, may be.
    """
    said = sentences(words.language)
    parts: list[Part] = []
    for fact in vocabulary.facts.values():
        if fact.kind is FactKind.SET:
            text = _members(fact, box, words, said)
        elif fact.name in box and len(box[fact.name]) < _possible(fact):
            text = _values(fact, box[fact.name], words, said)
        else:
            text = ""
        if text:
            day = any(isinstance(value, date) for value in box.get(fact.name, ()))
            parts.append(Part(fact=fact.name, name=name(fact.name, words), text=text, example=day))
    return tuple(parts)


def name(fact: str, words: Words) -> str:
    """What the fact is called at the head of a line; one that a pack adds is called by its question."""
    names: Mapping[str, str] = sentences(words.language)["fact"]
    return names[fact] if fact in names else words.ask(fact)


def sentences(language: str) -> Mapping[str, Any]:
    """How cases are told in one language."""
    return told(Path(__file__).with_suffix(".toml"), language)


def _possible(fact: Fact) -> float:
    """How many values the fact can have; there is no end of days."""
    if fact.kind is FactKind.DATE:
        return float("inf")
    return 2 if fact.kind is FactKind.FLAG else len(fact.values)


def _members(fact: Fact, box: Box, words: Words, said: Mapping[str, Any]) -> str:
    """What the case says of the members of a set, those that are in it first."""
    sides: dict[Value, list[str]] = {True: [], False: []}
    for member in fact.values:
        values = box.get(f"{fact.name}__{member}", ())
        if len(values) == 1:
            sides[values[0]].append(words.label(fact.name, member))
    told = (
        said[key].format(values=_list(sides[value]))
        for key, value in (("has", True), ("lacks", False))
        if sides[value]
    )
    return "; ".join(told)


def _values(fact: Fact, values: Sequence[Value], words: Words, said: Mapping[str, Any]) -> str:
    if fact.kind is FactKind.ENUM:
        return _enum(fact, frozenset(map(str, values)), words, said)
    return _list([_one(fact, value, words, said) for value in values])


def _one(fact: Fact, value: Value, words: Words, said: Mapping[str, Any]) -> str:
    if isinstance(value, date):
        day: str = said["such_as"].format(day=words.day(value))
        return day
    if isinstance(value, Absence):
        return words.label(fact.name, value.value)
    return words.label(fact.name, ("no", "yes")[value is True] if isinstance(value, bool) else value)


# ---- many values of an enum in few words ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    """A value or a group, less the values that are not meant."""

    word: str
    less: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        return 1 + len(self.less)


def _enum(fact: Fact, values: frozenset[str], words: Words, said: Mapping[str, Any]) -> str:
    """The values by groups and what is left over, or what is not among them, where that is shorter."""
    rest = frozenset(fact.values) - values
    these, others = _cover(fact, values, words), _cover(fact, rest, words)
    if _weight(others) >= _weight(these):
        return _list([_term(fact, each, words, said) for each in these])
    but = _list([_term(fact, each, words, said) for each in others])
    if NONE in values:
        text: str = said["none_or_any_but"].format(none=words.label(fact.name, NONE), values=but)
    else:
        text = said["any_but"].format(values=but)
    return text


def _cover(fact: Fact, values: frozenset[str], words: Words) -> tuple[_Term, ...]:
    """Few terms that together mean exactly the values: the group that saves most first, then single values."""
    left, terms = set(values - {NONE}), []
    while best := max(_candidates(fact, values, left, words), key=lambda each: each[0], default=None):
        saved, term = best
        if saved < WORTH:
            break
        terms.append(term)
        left -= fact.groups[term.word]
    order = {value: at for at, value in enumerate(fact.values)}
    first = {term.word: min(order[each] for each in fact.groups[term.word]) for term in terms}
    found = [*terms, *(_Term(word=value) for value in left)]
    found.sort(key=lambda each: (first.get(each.word, order.get(each.word, 0)), each.word))
    return (*found, *([_Term(word=NONE)] if NONE in values else []))


def _candidates(fact: Fact, values: frozenset[str], left: set[str], words: Words) -> list[tuple[int, _Term]]:
    """Each group that could stand for some of what is left, with the words that it saves."""
    single = {words.label(fact.name, value) for value in fact.values}
    found: list[tuple[int, _Term]] = []
    for group, members in fact.groups.items():
        less = tuple(value for value in fact.values if value in members and value not in values)
        alike = words.label(fact.name, group) in single  # a reader could not tell it from one value
        if not alike and len(less) < len(members & values):
            term = _Term(word=group, less=less)
            found.append((len(members & left) - term.weight, term))
    return found


def _weight(terms: Sequence[_Term]) -> int:
    return sum(each.weight for each in terms)


def _term(fact: Fact, term: _Term, words: Words, said: Mapping[str, Any]) -> str:
    label = words.label(fact.name, term.word)
    if not term.less:
        return label
    but = ", ".join(words.label(fact.name, each) for each in term.less)
    text: str = said["group_but"].format(group=label, values=but)
    return text


def _list(texts: Sequence[str]) -> str:
    """The texts one after another; set further apart where one of them is a list itself."""
    return ("; " if any("," in each for each in texts) else ", ").join(texts)
