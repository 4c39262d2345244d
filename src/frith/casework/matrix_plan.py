"""What the feature matrix asks: its columns, the keys that are tried and the requests meant, read from matrix.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from frith.casework.describe import describe
from frith.engine.keys import Family
from frith.errors import UsageError, quoted
from frith.model.facts import FactKind, Vocabulary
from frith.model.term import And, Flag, Not, Or, Term

SOME = "some"
"""Of a list of facts: at least one of its members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One question to the law: what is asked, of whom, and the keys that could open it."""

    id: str
    asks: Term
    who: tuple[str, ...]
    families: tuple[Family, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that the matrix asks, in terms over one list of facts."""

    base: Term
    columns: tuple[Column, ...]
    read: tuple[str, ...]
    who: Mapping[str, Term]
    splits: tuple[Mapping[str, Term], ...]
    codes: Mapping[str, str]
    absorbs: Mapping[str, frozenset[str]]
    papers: tuple[str, ...]
    settings: Mapping[str, tuple[str, ...]]


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("matrix.toml").read_text(encoding="utf-8"))


def matrix_words(language: str) -> Mapping[str, Any]:
    """The words of the matrix in one language; UsageError where there are none."""
    found = _tables().get(language)
    if not isinstance(found, dict) or "code" not in found:
        raise UsageError(f"no words in language {quoted(language)}: there is en, es")
    return found


def merges() -> Mapping[str, tuple[str, ...]]:
    """Names for keys that open a door each alike, the widest first."""
    return {name: tuple(keys) for name, keys in _tables()["merge"].items()}


def plan(vocabulary: Vocabulary) -> Plan:
    """What the matrix asks, in the facts of the vocabulary; FactError where these lack a word that it needs."""
    tables = _tables()
    read = tables["read"]
    keys = [(family["id"], key) for family in tables["family"] for key in family["key"]]
    return Plan(
        base=_fits(tables["base"], vocabulary),
        columns=tuple(_column(each, vocabulary) for each in tables["column"]),
        read=tuple(read["columns"]),
        who={name: _fits(pairs, vocabulary) for name, pairs in tables["who"].items()},
        splits=tuple(
            {name: _fits(pairs, vocabulary) for name, pairs in split["ways"].items()}
            for split in tables["split"]
        ),
        codes={key["id"]: key["code"] for _, key in keys},
        absorbs={code: frozenset(lesser) for code, lesser in tables["absorbs"].items()},
        papers=tuple(key["id"] for family, key in keys if family == "paper"),
        settings={name: tuple(value) for name, value in read.items() if name != "columns"},
    )


def _column(table: Mapping[str, Any], vocabulary: Vocabulary) -> Column:
    instead = table.get("closed", {})
    families = (
        Family(
            closed=_fits(instead.get(each["id"], each["closed"]), vocabulary),
            keys={key["id"]: _fits(key["opens"], vocabulary) for key in each["key"]},
        )
        for each in _tables()["family"]
    )
    return Column(
        id=table["id"],
        asks=_fits(table["asks"], vocabulary),
        who=tuple(table["who"]),
        families=tuple(families),
    )


def _fits(pairs: Iterable[str], vocabulary: Vocabulary) -> Term:
    """Every NAME=VALUE holds; of a list, `none` says that no member does and `some` that one does."""
    return And(tuple(_holds(pair, vocabulary) for pair in pairs))


def _holds(pair: str, vocabulary: Vocabulary) -> Term:
    name, _, value = pair.partition("=")
    fact = vocabulary.facts.get(name)
    if fact is None or fact.kind is not FactKind.SET:
        return describe((pair,), (), vocabulary).when
    members = tuple(Flag(f"{name}__{each}") for each in fact.values)
    return Or(members) if value == SOME else And(tuple(Not(each) for each in members))
