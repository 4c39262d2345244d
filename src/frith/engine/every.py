"""Every possible request: the rails of the law as formulas for a solver. The only door to z3.

No request is handed back before `one` has given it the whole outcome that the solver says.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from time import perf_counter
from typing import Any as Formula

from frith.engine.meaning import Rule, assumptions
from frith.engine.one import One
from frith.engine.outcome import OPEN_ROLES, answer_of, outcome
from frith.engine.space import Setting, Space
from frith.errors import FrithError
from frith.model.decision import Answer
from frith.model.facts import ABSENT, Facts, Value
from frith.model.law import Mode, Provision

SECONDS = 20
"""How long the solver may think about one thing."""
SURE = "certainly "
"""What stands before the name of a provision where it is meant to be active whatever is unknown."""


class Verdict(StrEnum):
    """What became of a question about all requests."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Proved: there is no such request. Refuted: there is one, and `facts` hold it. Unsettled: the solver gave up.

    `held` are the names of the watched formulas that are so for this request.
    """

    verdict: Verdict
    facts: Facts
    held: frozenset[str] = frozenset()


def solver_library() -> Formula:
    """The solver's module; FrithError says how to install it where it is missing."""
    try:
        import z3  # noqa: PLC0415  proofs are an extra, and nothing else may wait for a solver
    except ImportError as why:
        raise FrithError("proofs need the solver z3: install it with `pip install 'frith[proofs]'`") from why
    return z3


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Formulas by name, as the bits of one word between a one and a zero: one reading of a model tells them all."""

    names: tuple[str, ...]
    word: Formula

    def held(self, model: Formula) -> frozenset[str]:
        """The names of the formulas that are so in the model."""
        bits = f"{model.eval(self.word, model_completion=True).as_long():b}"
        return frozenset(name for name, bit in zip(self.names, bits[1:-1], strict=True) if bit == "1")


class Every(Space):
    """All requests at once under one law, or under several side by side; `solving` is what the solver took, in seconds."""

    def __init__(self, setting: Setting, *ones: One, seconds: float = SECONDS) -> None:
        disputed = {name for one in ones for name in assumptions(one.meaning)}
        super().__init__(setting, sorted(disputed), z3=solver_library())
        self._timeout = int(seconds * 1000)
        self._solver = self._new()
        self._solver.add(*self.days())
        self.solving = 0.0
        self._known = self.watch({name: each.known for name, each in self.variables.items()})
        self._present = self.watch({name: each.present for name, each in self.variables.items()})
        self.laws = tuple(Law(one, self, number) for number, one in enumerate(ones))

    def _new(self) -> Formula:
        solver = self.z3.Solver(ctx=self.context)
        solver.set("timeout", self._timeout)
        solver.set("smt.relevancy", 0)  # a third faster here: almost every fact bears on every question
        return solver

    def name(self, name: str, formula: Formula) -> Formula:
        """A name that stands for the formula, so that the solver reads it once."""
        named = self.z3.FreshBool(name, ctx=self.context)
        self._solver.add(named == formula)
        return named

    def find(self, *conditions: Formula) -> Search:
        """A request that can be made and meets the conditions, one that people would rather read where there is one."""
        found = self.search(self.realisable, self.plain, *conditions)
        return found if found.verdict is Verdict.REFUTED else self.search(self.realisable, *conditions)

    def search(self, *conditions: Formula, watch: Watch | None = None) -> Search:
        """Any facts that meet the conditions; FrithError where `one` does not answer them as the solver says."""
        with self.assuming(*conditions):
            verdict = self._check()
            if verdict is not Verdict.REFUTED:
                return Search(verdict=verdict, facts={})
            model = self._solver.model()
        facts = dict(self._facts(model))
        for law in self.laws:
            law.replay(facts, law.watch.held(model))
        return Search(verdict=Verdict.REFUTED, facts=facts, held=watch.held(model) if watch else frozenset())

    def _check(self, *literals: Formula) -> Verdict:
        """What the solver says of everything that it was told and of these."""
        began = perf_counter()
        result = self._solver.check(*literals)
        self.solving += perf_counter() - began
        if result == self.z3.unsat:
            return Verdict.PROVED
        return Verdict.REFUTED if result == self.z3.sat else Verdict.UNSETTLED

    def rule_out(self, *conditions: Formula) -> None:
        """Within the innermost `assuming`, what meets the conditions is not looked at any more."""
        self._solver.add(self.negation(self.both(*conditions)))

    def holds(self, *conditions: Formula) -> bool:
        """The solver has proved that no request meets the conditions."""
        with self.assuming(*conditions):
            return self._check() is Verdict.PROVED

    def needed(self, parts: Mapping[str, Formula], *conditions: Formula) -> frozenset[str]:
        """Names of parts that together with the conditions no request meets, none of which can be left out.

        Where several choices are left the first of `parts` are left out. All parts where there is no proof.
        """
        with self.assuming(*conditions):
            literals = {name: self.name(name, part) for name, part in parts.items()}
            names = {literal.get_id(): name for name, literal in literals.items()}
            if self._check(*literals.values()) is not Verdict.PROVED:
                return frozenset(parts)
            kept = {names[each.get_id()] for each in self._solver.unsat_core()}
            for name in parts:
                fewer = [literals[each] for each in kept - {name}]
                if name in kept and self._check(*fewer) is Verdict.PROVED:
                    kept = {names[each.get_id()] for each in self._solver.unsat_core()}
            return frozenset(kept)

    @contextmanager
    def assuming(self, *conditions: Formula) -> Iterator[None]:
        """Within this, every search is among what meets the conditions."""
        self._solver.push()
        try:
            self._solver.add(*conditions)
            yield
        finally:
            self._solver.pop()

    @contextmanager
    def afresh(self, *conditions: Formula) -> Iterator[None]:
        """As `assuming`, by a solver that simplifies everything under the conditions first: for many searches among them."""
        outer, self._solver = self._solver, self._new()
        try:
            self._solver.add(*outer.assertions(), *conditions)
            yield
        finally:
            self._solver = outer

    def watch(self, formulas: Mapping[str, Formula]) -> Watch:
        """The formulas, made ready to be read from a model all at once."""
        one, none = (self.z3.BitVecVal(bit, 1, ctx=self.context) for bit in (1, 0))
        bits = [self.z3.If(formula, one, none) for formula in (self.constant(value=True), *formulas.values())]
        return Watch(names=tuple(formulas), word=self.z3.Concat(*bits, none))

    def _facts(self, model: Formula) -> Iterator[tuple[str, Value]]:
        known, present = self._known.held(model), self._present.held(model)
        for name, own in self.variables.items():
            if name not in known:
                continue
            value = model.eval(own.value, model_completion=True)
            if name not in present:
                yield name, ABSENT
            elif self.z3.is_bool(value):
                yield name, bool(self.z3.is_true(value))
            elif self.z3.is_int_value(value):
                yield name, date.fromordinal(value.as_long())
            else:
                yield name, str(value.decl().name()).partition("=")[2]


class Law:
    """One meaning among all requests: which provisions are certainly and possibly active, and each answer."""

    def __init__(self, one: One, every: Every, number: int) -> None:
        self.one = one
        self.certain: dict[str, Formula] = {}
        self.possible: dict[str, Formula] = {}
        for name, rule in one.meaning.rules.items():
            for rails, rail in ((self.certain, rule.certainly), (self.possible, rule.possibly)):
                rails[name] = every.name(f"{number}:{name}", every.rail(rail))
        sure = {SURE + name: formula for name, formula in self.certain.items()}
        self.watch = every.watch(sure | self.possible)
        self._sure = {mode: every.either(*(self.certain[each] for each in self.of(mode))) for mode in Mode}
        self._open = {mode: every.either(*(self.possible[each] for each in self.of(mode))) for mode in Mode}
        self.answer = {answer: self._answer(answer, every) for answer in Answer}

    def of(self, *modes: Mode) -> list[str]:
        """The provisions that speak in one of these ways."""
        return [name for name, rule in self.one.meaning.rules.items() if rule.provision.mode in modes]

    def _answer(self, answer: Answer, every: Every) -> Formula:
        """The rows of the one table that end in this answer."""
        rows = []
        for sure, loose in product(product((False, True), repeat=3), repeat=2):
            certain = dict.fromkeys(Mode, False) | dict(zip(OPEN_ROLES, sure, strict=True))
            possible = dict.fromkeys(Mode, False) | dict(zip(OPEN_ROLES, loose, strict=True))
            if answer_of(certain, possible) is answer:
                held = [self._sure[mode] == certain[mode] for mode in OPEN_ROLES]
                rows.append(every.both(*held, *(self._open[mode] == possible[mode] for mode in OPEN_ROLES)))
        return every.either(*rows)

    def replay(self, facts: Facts, held: Container[str]) -> None:
        """`one` gives the facts the whole outcome that the solver says; FrithError where the two disagree."""
        rules = self.one.meaning.rules
        certain = [name for name in rules if SURE + name in held]
        loose = [name for name in rules if SURE + name not in held and name in held]
        said = outcome(_provisions(certain, rules), _provisions(loose, rules))
        got = self.one.decide(facts)
        if got != said:
            raise FrithError(
                f"disagreement: the solver says {said.answer} by {', '.join(said.deciding) or 'no provision'}, the "
                f"reader says {got.answer} by {', '.join(got.deciding) or 'no provision'}: don't rely on this proof"
            )


def _provisions(names: Iterable[str], rules: Mapping[str, Rule]) -> Iterator[Provision]:
    return (rules[name].provision for name in names)
