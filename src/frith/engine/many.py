"""Many requests at once: the rails of the law as column expressions over a table.

The table has one column a fact (SQL's NULL is unknown) and, for an optional date, a column `fact__has` besides. Each
literal becomes a two-valued test of its own, so no engine's three-valued AND, OR, CASE or IN is relied on. Expressions are
Ibis', so the same meaning runs on any engine that Ibis speaks to; DuckDB is the embedded one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce
from operator import add, and_, or_
from typing import Any as Column

import ibis

from frith.engine.domain import Domain
from frith.engine.known import COMPARE, literals, under
from frith.engine.meaning import ASSUMED, Meaning, Rule, assumptions
from frith.engine.outcome import OPEN_ROLES, SETTLED_BY
from frith.engine.plain import HAS
from frith.engine.rails import All, Any, Literal, Rail
from frith.errors import FactError
from frith.model.decision import Answer
from frith.model.facts import ABSENT, FactKind, Facts, Vocabulary
from frith.model.law import Mode
from frith.model.term import Atom, Compare, Flag, Is, Present, facts_of

SORTS: Mapping[FactKind, Callable[[Column], bool]] = {
    FactKind.ENUM: lambda kind: kind.is_string(),
    FactKind.FLAG: lambda kind: kind.is_boolean(),
    FactKind.DATE: lambda kind: kind.is_date(),
}
GIVEN = ("answer", "deciding", "open", "active", "unsettled")
"""The columns that are added; a column of the table that has such a name gives way."""
Table = Column
Test = Column
"""A boolean column expression of Ibis, whose stubs don't tell columns apart, or a plain bool."""


def decide(table: Table, meaning: Meaning, vocabulary: Vocabulary, *, known: Facts | None = None) -> Table:
    """The table with `answer`, `deciding`, `open`, `active` and `unsettled` besides: ids sorted, separated by spaces.

    `known` are facts that every row shares; a column stands before them. A fact that is neither a column nor known is
    unknown. A row with a value outside its fact's list is answered refer, with nothing deciding, and so is every row
    where a known fact can't be read. Duties are among `active` and `unsettled`. FactError: a column of another type.
    """
    unread = Domain(vocabulary, (ASSUMED + name for name in assumptions(meaning))).problem(known or {})
    facts, columns = {} if unread else dict(known or {}), _columns(table, vocabulary)
    rails = relevant(meaning, columns, facts)
    added = _days(table, (rail for _, *both in rails for rail in both), facts, vocabulary)
    wide = table.mutate(sound__=_sound(table, vocabulary) & ibis.literal(not unread), **added)
    tested, atoms = _tested(wide, (rail for _, *both in rails for rail in both))
    named = {f"certain__{at}": _test(tested, certain, atoms) for at, (_, certain, _) in enumerate(rails)}
    named |= {f"possible__{at}": _test(tested, possible, atoms) for at, (*_, possible) in enumerate(rails)}
    named = {name: ibis.literal(test) if isinstance(test, bool) else test for name, test in named.items()}
    kept = [name for name in table.columns if name not in GIVEN]
    staged = tested.select(*kept, "sound__", **named)
    answered = staged.mutate(answer=_answer(staged, _rules(staged, rails)))
    rules = _rules(answered, rails)
    return answered.select(
        *kept,
        "answer",
        deciding=_deciding(answered, rules),
        open=_names(answered, ((r, p & ~c) for r, c, p in rules if r.provision.mode in OPEN_ROLES)),
        active=_names(answered, ((r, c) for r, c, _ in rules)),
        unsettled=_names(answered, ((r, p & ~c) for r, c, p in rules)),
    )


def relevant(meaning: Meaning, columns: frozenset[str], known: Facts) -> tuple[tuple[Rule, Rail, Rail], ...]:
    """The rules that can still be active, by id, each with its certain and its possible rail under the known facts.

    Two days whose relevant rules and rails are equal get equal answers, whatever else of the law changed between them.
    """
    found = []
    for rule in sorted(meaning.rules.values(), key=lambda each: each.provision.id):
        possible = under(rule.possibly, known, columns)
        if possible is not False:
            found.append((rule, under(rule.certainly, known, columns), possible))
    return tuple(found)


def _rules(table: Table, rails: tuple[tuple[Rule, Rail, Rail], ...]) -> list[tuple[Rule, Column, Column]]:
    return [(rule, table[f"certain__{at}"], table[f"possible__{at}"]) for at, (rule, *_) in enumerate(rails)]


def _columns(table: Table, vocabulary: Vocabulary) -> frozenset[str]:
    """The facts that the table has a column of; a column that holds nothing but NULL says nothing."""
    kinds = vocabulary.columns()
    kinds |= {name + HAS: FactKind.FLAG for name, fact in vocabulary.facts.items() if fact.optional}
    found = {name: kind for name, kind in table.schema().items() if name in kinds and not kind.is_null()}
    for name, kind in found.items():
        if not SORTS[kinds[name]](kind):
            what = f"column `{name}` holds {kind}, which is no {kinds[name]}"
            raise FactError(what, mend="words as text, yes or no as booleans, days as dates without a time")
    return frozenset(name.removesuffix(HAS) for name in found)


def _held(table: Table, name: str) -> bool:
    return name in table.columns and not table[name].type().is_null()


def _days(table: Table, rails: Iterable[Rail], facts: Facts, vocabulary: Vocabulary) -> dict[str, Column]:
    """The columns of days that the rails read and the table lacks.

    A day may stand beside a column as a known fact, and that an optional day exists follows from the day itself.
    """
    atoms = {literal.atom for rail in rails for literal in literals(rail)}
    names = {name for atom in atoms if isinstance(atom, Compare | Present) for name in facts_of(atom)}
    added: dict[str, Column] = {}
    for name in sorted(names):
        value, held = facts.get(name), _held(table, name)
        if not held:
            added[name] = ibis.literal(value if isinstance(value, date) else None, type="date")
        if vocabulary.facts[name].optional and not _held(table, name + HAS):
            known = ibis.literal(None if value is None else value is not ABSENT, type="boolean")
            here = (
                ibis.ifelse(table[name].notnull(), ibis.literal(value=True), ibis.null("boolean"))
                if held
                else known
            )
            added[name + HAS] = here
    return added


def _tested(table: Table, rails: Iterable[Rail]) -> tuple[Table, Mapping[Atom, int]]:
    """The table with two two-valued columns an atom: it is true, it is false. Where it is unknown, neither holds.

    Each atom is tested once, however many rails read it: a law of 140 provisions names 180 atoms 2,200 times.
    """
    atoms = {
        atom: at
        for at, atom in enumerate(dict.fromkeys(each.atom for rail in rails for each in literals(rail)))
    }
    columns: dict[str, Column] = {}
    for atom, at in atoms.items():
        plain = _atom(table, atom)
        columns |= {f"true__{at}": plain.fill_null(False), f"false__{at}": (~plain).fill_null(False)}  # noqa: FBT003
    return table.mutate(**columns), atoms


def _test(table: Table, rail: Rail, atoms: Mapping[Atom, int]) -> Test:
    match rail:
        case Literal():
            column = table[f"{str(rail.certain != rail.negated).lower()}__{atoms[rail.atom]}"]
            return column if rail.certain else ~column
        case All():
            return reduce(and_, (_test(table, part, atoms) for part in rail.parts))
        case Any():
            return reduce(or_, (_test(table, part, atoms) for part in rail.parts))
        case _:
            return bool(rail)


def _atom(table: Table, atom: Atom) -> Column:
    """NULL where it is unknown. No IN: DuckDB makes a join of each longer one, minutes for a law of a state."""
    match atom:
        case Is():
            return reduce(or_, (table[atom.fact] == value for value in sorted(atom.values)))
        case Flag():
            return table[atom.fact]
        case Present():
            return table[atom.fact + HAS]
        case Compare():
            return _compare(table, atom)


def _compare(table: Table, atom: Compare) -> Test:
    """NULL where a day is unknown, false where one is known not to exist."""
    other = table[atom.other] if isinstance(atom.other, str) else ibis.literal(atom.other)
    plain = COMPARE[atom.comparison](table[atom.fact], other)
    missing = [
        ~table[name + HAS].fill_null(True)  # noqa: FBT003  Ibis' own signature
        for name in (atom.fact, atom.other)
        if isinstance(name, str) and name + HAS in table.columns
    ]
    return ibis.ifelse(reduce(or_, missing), ibis.literal(value=False), plain) if missing else plain


def _sound(table: Table, vocabulary: Vocabulary) -> Test:
    """Every value is one of its fact's list."""
    tests = [
        table[name].isin(vocabulary.facts[name].values).fill_null(True)  # noqa: FBT003  unknown is sound
        for name, kind in vocabulary.columns().items()
        if kind is FactKind.ENUM and _held(table, name)
    ]
    return reduce(and_, tests, ibis.literal(value=True))


def _some(tests: Iterable[Test]) -> Test:
    return reduce(or_, tests, ibis.literal(value=False))


def _answer(table: Table, rules: list[tuple[Rule, Column, Column]]) -> Column:
    """The table of engine/outcome.py as one CASE over two-valued columns."""
    certain = {mode: _some(c for rule, c, _ in rules if rule.provision.mode is mode) for mode in Mode}
    possible = {mode: _some(p for rule, _, p in rules if rule.provision.mode is mode) for mode in Mode}
    loose = _some(possible[mode] & ~certain[mode] for mode in OPEN_ROLES)
    return ibis.cases(
        (~table["sound__"] | loose | certain[Mode.REFERS], str(Answer.REFER)),
        (certain[Mode.BARS] & ~certain[Mode.REQUIRES], str(Answer.DECLINE)),
        (certain[Mode.REQUIRES] & ~certain[Mode.BARS], str(Answer.COMPLY)),
        (~certain[Mode.REQUIRES] & ~certain[Mode.BARS], str(Answer.MAY)),
        else_=str(Answer.REFER),
    )


def _names(table: Table, tests: Iterable[tuple[Rule, Test]]) -> Column:
    """The ids of the rules whose test holds, in the order given."""
    parts: list[Column] = [
        ibis.ifelse(table["sound__"] & test, rule.provision.id + " ", "") for rule, test in tests
    ]
    return reduce(add, parts).strip() if parts else ibis.literal("")


def _deciding(table: Table, rules: list[tuple[Rule, Column, Column]]) -> Column:
    arms = [
        (
            table["answer"] == str(answer),
            _names(table, ((r, c) for r, c, _ in rules if r.provision.mode is mode)),
        )
        for answer, mode in SETTLED_BY.items()
    ]
    return ibis.cases(
        *arms, else_=_names(table, ((r, p) for r, _, p in rules if r.provision.mode in OPEN_ROLES))
    )


def columns_of(facts: Facts, vocabulary: Vocabulary) -> dict[str, str | bool | date | None]:
    """One request as a row of the table that `decide` reads."""
    row: dict[str, str | bool | date | None] = {}
    for name, kind in vocabulary.columns().items():
        value = facts.get(name)
        if kind is FactKind.DATE:
            if vocabulary.facts[name].optional:
                row[name + HAS] = None if value is None else isinstance(value, date)
            row[name] = value if isinstance(value, date) else None
        else:
            row[name] = value if isinstance(value, str | bool) else None
    return row
