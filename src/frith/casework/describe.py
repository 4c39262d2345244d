"""Requests as somebody writes them: a description of many, `NAME=VALUE`, and the facts of one as words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from frith.engine.questions import Said
from frith.errors import FactError, UsageError, quoted
from frith.law.files import near
from frith.law.requests import fact_value
from frith.model.facts import ABSENT, Fact, FactKind, Facts, Value, Vocabulary
from frith.model.term import FALSE, TRUE, And, Compare, Comparison, Flag, Is, Not, Present, Term


def describe(when: Iterable[str], unless: Iterable[str], vocabulary: Vocabulary) -> Said:
    """The requests that fit every NAME=VALUE of `when` and not every one of `unless`; FactError where a word is none."""
    fits = tuple(_described(pair, vocabulary) for pair in when)
    spares = tuple(_described(pair, vocabulary) for pair in unless)
    return Said(when=And(fits) if fits else TRUE, unless=And(spares) if spares else FALSE)


def _described(pair: str, vocabulary: Vocabulary) -> Term:
    name, equals, text = (each.strip() for each in pair.partition("="))
    if not equals:
        raise UsageError(f"{quoted(pair)} is not NAME=VALUE: write it as `purpose=civil_immigration`")
    fact = vocabulary.facts.get(name)
    if fact is not None and fact.kind is FactKind.ENUM:
        return _listed(fact, text)
    given = fact_value(name, text, vocabulary)
    if not given:
        raise UsageError(f"{quoted(pair)} says nothing: describe what is known")
    held = {flat: value for flat, value in given.items() if value is not False}
    return And(tuple(_holds(flat, value) for flat, value in (held or given).items()))


def _listed(fact: Fact, text: str) -> Term:
    """Values and groups of the fact, with commas between them: any one of them."""
    values: frozenset[str] = frozenset()
    for each in text.split(","):
        word = each.strip().lower().replace("-", "_").replace(" ", "_")
        found = fact.expand(word)
        if not found:
            mend = near(word, [*fact.values, *fact.groups]) or "see docs/reference/facts.md"
            raise FactError(f"{quoted(each)} is no value or group of `{fact.name}`", mend=mend)
        values |= found
    return Is(fact.name, values)


def _holds(name: str, value: Value) -> Term:
    if value is ABSENT:
        return Not(Present(name))
    if isinstance(value, date):
        return Compare(name, Comparison.SAME, value)
    return Flag(name) if value is True else Not(Flag(name))


def written(facts: Facts, vocabulary: Vocabulary) -> dict[str, str]:
    """The facts as words of a request: a set's members on one line, which ends in `...` where others may be so too."""
    found: dict[str, str] = {}
    for fact in vocabulary.facts.values():
        if fact.kind is FactKind.SET:
            members = {
                value: facts[flat] for value in fact.values if (flat := f"{fact.name}__{value}") in facts
            }
            named = [value for value, held in members.items() if held is True]
            if members:
                whole = len(members) == len(fact.values)
                found[fact.name] = " ".join(named + ([] if whole else ["..."])) or "none"
        elif fact.name in facts:
            found[fact.name] = _word(facts[fact.name])
    return found


def _word(value: Value) -> str:
    if value is ABSENT:
        return "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
