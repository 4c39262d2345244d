"""What a request can be, as formulas over one variable for each flat fact: the ground that `every` stands on.

A fact is a value with a flag of its own that says whether it is known; a date that may not exist has a second one. Only
what a request can say counts: what the day and the kind of paper settle, and a set's list that is whole or names members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any as Formula

from frith.engine.known import COMPARE
from frith.engine.meaning import ASSUMED
from frith.engine.rails import All, Any, Literal, Rail, certainly
from frith.law.requests import settle
from frith.model.facts import ABSENT, FactKind, Facts, Value, Vocabulary, years_before
from frith.model.paper import Papers
from frith.model.term import Atom, Compare, Flag, Is, Present, Term

LIKELY = date(1950, 1, 1)
"""Days before this one are shown only where no other day does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a request can be at all: the facts, the papers, and the day it is received."""

    vocabulary: Vocabulary
    papers: Papers
    on: date

    def settle(self, facts: Facts) -> dict[str, Value]:
        """The facts with everything that follows from them on that day."""
        return settle(facts, self.on, vocabulary=self.vocabulary, papers=self.papers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One flat fact: whether it is known, whether it exists, and what it is."""

    known: Formula
    present: Formula
    value: Formula


class Space:
    """All requests at once, before any law: variables, what ties them together, and rails over them."""

    def __init__(self, setting: Setting, disputed: Iterable[str], *, z3: Formula) -> None:
        self.z3, self.setting = z3, setting
        self.context = z3.Context()
        self._made: dict[Rail, Formula] = {}
        self._equal: dict[tuple[str, Value], Formula] = {}
        self._sorts: dict[str, dict[str, Formula]] = {}
        assumed = [ASSUMED + name for name in disputed]
        columns = setting.vocabulary.columns() | dict.fromkeys(assumed, FactKind.FLAG)
        self.variables = {name: self._variable(name, kind) for name, kind in columns.items()}
        self.realisable = self.both(*self._realisable())
        self.complete = self.both(
            *(each.known for name, each in self.variables.items() if name not in assumed)
        )
        self.plain = self.both(*self._plainly())

    def _variable(self, name: str, kind: FactKind) -> Variable:
        known, yes = self._bool(f"{name}?"), self.constant(value=True)
        match kind:
            case FactKind.ENUM:
                values = self.setting.vocabulary.facts[name].values
                sort, words = self.z3.EnumSort(name, [f"{name}={each}" for each in values], ctx=self.context)
                self._sorts[name] = dict(zip(values, words, strict=True))
                return Variable(known=known, present=yes, value=self.z3.Const(name, sort))
            case FactKind.DATE:
                day = self.z3.Int(name, ctx=self.context)
                optional = self.setting.vocabulary.facts[name].optional
                return Variable(known=known, present=self._bool(f"{name}!") if optional else yes, value=day)
            case _:
                return Variable(known=known, present=yes, value=self._bool(name))

    def _bool(self, name: str) -> Formula:
        return self.z3.Bool(name, ctx=self.context)

    def constant(self, *, value: bool) -> Formula:
        """True or false as a formula."""
        return self.z3.BoolVal(value, ctx=self.context)

    def both(self, *parts: Formula) -> Formula:
        """All of the formulas; true where there are none."""
        return self.z3.And(*parts, self.constant(value=True))

    def either(self, *parts: Formula) -> Formula:
        """Some of the formulas; false where there are none."""
        return self.z3.Or(*parts, self.constant(value=False))

    def negation(self, part: Formula) -> Formula:
        """Not this formula."""
        return self.z3.Not(part)

    def equals(self, name: str, value: Value) -> Formula:
        """The fact is known and has this value; the same formula is made once."""
        if (name, value) not in self._equal:
            self._equal[name, value] = self._equals(name, value)
        return self._equal[name, value]

    def _equals(self, name: str, value: Value) -> Formula:
        own = self.variables[name]
        if value is ABSENT:
            return self.both(own.known, self.negation(own.present))
        if isinstance(value, date):
            return self.both(own.known, own.present, own.value == value.toordinal())
        if isinstance(value, bool):
            return self.both(own.known, own.value == value)
        return self.both(own.known, own.value == self._sorts[name][str(value)])

    def pinned(self, facts: Facts) -> Formula:
        """These facts are known, and nothing else is."""
        rest = (each.known for name, each in self.variables.items() if name not in facts)
        held = (self.equals(name, value) for name, value in facts.items())
        return self.both(*held, *map(self.negation, rest))

    # ---- what a request can be ----

    def days(self) -> Iterator[Formula]:
        """Every day is a day of the calendar."""
        for name, kind in self.setting.vocabulary.columns().items():
            if kind is FactKind.DATE:
                day = self.variables[name].value
                yield self.both(day >= date.min.toordinal(), day <= date.max.toordinal())

    def _realisable(self) -> Iterator[Formula]:
        """No request knows how a dispute ends; days are counted back; a paper settles what its kind settles.

        A fact that contradicts the kind of paper is left unknown, as `settle` leaves it.
        """
        for name, own in self.variables.items():
            if name.startswith(ASSUMED):
                yield self.negation(own.known)
        for fact in self.setting.vocabulary.facts.values():
            if fact.computed:
                yield self.equals(fact.name, years_before(self.setting.on, fact.years_before))
            if fact.kind is FactKind.SET:
                members = [self.variables[f"{fact.name}__{value}"] for value in fact.values]
                whole = self.both(*(each.known for each in members))
                named = self.both(*(self.z3.Implies(each.known, each.value) for each in members))
                yield self.either(whole, named)
        for paper, name, value in self._settled():
            unknown = self.negation(self.variables[name].known)
            yield self.z3.Implies(paper, self.either(unknown, self.equals(name, value)))

    def _settled(self) -> Iterator[tuple[Formula, str, Value]]:
        for kind in self.setting.papers.kinds.values():
            shown = self.equals("paper", kind.id)
            for name, value in kind.settles.items():
                yield shown, name, value

    def _plainly(self) -> Iterator[Formula]:
        """Requests that people would rather read: what is asked, papers that keep to their kind, days of a lifetime."""
        yield from (self.variables[name].known for name in ("act", "object"))
        for paper, name, value in self._settled():
            yield self.z3.Implies(paper, self.equals(name, value))
        for fact in self.setting.vocabulary.facts.values():
            if fact.kind is FactKind.DATE and not fact.computed:
                day = self.variables[fact.name].value
                yield self.both(day >= LIKELY.toordinal(), day <= self.setting.on.toordinal())

    # ---- rails ----

    def certain(self, term: Term) -> Formula:
        """The term is true whatever is unknown."""
        return self.rail(certainly(term))

    def rail(self, rail: Rail) -> Formula:
        """The rail as a formula; the same rail is made once."""
        if rail not in self._made:
            match rail:
                case Literal():
                    made = self._literal(rail)
                case All():
                    made = self.both(*map(self.rail, rail.parts))
                case Any():
                    made = self.either(*map(self.rail, rail.parts))
                case _:
                    made = self.constant(value=rail)
            self._made[rail] = made
        return self._made[rail]

    def _literal(self, literal: Literal) -> Formula:
        known, true = self._atom(literal.atom)
        wanted = self.negation(true) if literal.negated else true
        return self.both(known, wanted) if literal.certain else self.either(self.negation(known), wanted)

    def _atom(self, atom: Atom) -> tuple[Formula, Formula]:
        """Whether the atom is settled, and what it is then."""
        own = self.variables[atom.fact]
        match atom:
            case Is():
                words = self._sorts[atom.fact]
                listed = (own.value == words[value] for value in sorted(atom.values) if value in words)
                return own.known, self.either(*listed)
            case Flag():
                return own.known, own.value
            case Present():
                return own.known, own.present
            case Compare():
                return self._compare(atom, own)

    def _compare(self, atom: Compare, own: Variable) -> tuple[Formula, Formula]:
        compare = COMPARE[atom.comparison]
        if isinstance(atom.other, date):
            return own.known, self.both(own.present, compare(own.value, atom.other.toordinal()))  # type: ignore[arg-type]
        other = self.variables[atom.other]
        gone = self.either(*(self.both(each.known, self.negation(each.present)) for each in (own, other)))
        settled = self.either(gone, self.both(own.known, other.known))
        return settled, self.both(own.present, other.present, compare(own.value, other.value))
