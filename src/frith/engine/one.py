"""One request: the rails of the law compiled to Python, one function for each act and object.

A fact is a local name, unknown is None, and each literal is a single test: a certain enum atom is `v in S`, a possible
one `v in S_or_unknown`. The function returns a bit pattern of what is active; patterns are turned into an Outcome once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property

from frith.engine.domain import Domain
from frith.engine.known import under
from frith.engine.meaning import ASSUMED, Meaning, Rule, assumptions
from frith.engine.outcome import outcome, refused
from frith.engine.rails import All, Any, Literal, Rail
from frith.model.decision import Outcome
from frith.model.facts import ABSENT, Facts, Vocabulary
from frith.model.term import Atom, Compare, Flag, Is, Present, atoms

HEADS = ("act", "object")

Pattern = Callable[[Callable[[str], object]], int]


class One:
    """Answers requests under one meaning; make it once for a place and a day."""

    def __init__(self, meaning: Meaning, vocabulary: Vocabulary) -> None:
        self.meaning = meaning
        self._domain = Domain(vocabulary, (ASSUMED + name for name in assumptions(meaning)))
        self._compiled: dict[tuple[object, object], tuple[Pattern, tuple[Rule, ...]]] = {}
        self._outcomes: dict[tuple[object, object], dict[int, Outcome]] = {}

    @property
    def facts(self) -> frozenset[str]:
        """The flat facts that a request may give, assumptions included."""
        return self._domain.names

    @cached_property
    def atoms(self) -> frozenset[Atom]:
        """Every atom that some rule reads."""
        return frozenset(atom for rule in self.meaning.rules.values() for atom in atoms(rule.active))

    def decide(self, facts: Facts) -> Outcome:
        """The outcome for these facts; what is missing is unknown. A value outside its list is refer, with the problem."""
        problem = self._domain.problem(facts)
        if problem:
            return refused(problem)
        key = (facts.get("act"), facts.get("object"))
        if key not in self._compiled:
            self._compiled[key] = self._compile(facts)
            self._outcomes[key] = {}
        pattern, rules = self._compiled[key]
        bits = pattern(facts.get)
        known = self._outcomes[key]
        if bits not in known:
            known[bits] = _outcome(bits, rules)
        return known[bits]

    def _compile(self, facts: Facts) -> tuple[Pattern, tuple[Rule, ...]]:
        """The rules that can be active for this act and object, as one function."""
        fixed = {name: facts[name] for name in HEADS if name in facts}
        open_ = self._domain.names - frozenset(HEADS)
        act = str(facts.get("act", ""))
        listed = self.meaning.by_act
        candidates = listed.get(act, listed[""]) if act else tuple(self.meaning.rules.values())
        kept: list[tuple[Rule, Rail, Rail]] = []
        for rule in candidates:
            possible = under(rule.possibly, fixed, open_)
            if possible is not False:
                kept.append((rule, under(rule.certainly, fixed, open_), possible))
        return _function([(certain, possible) for _, certain, possible in kept]), tuple(
            rule for rule, *_ in kept
        )


def _outcome(bits: int, rules: tuple[Rule, ...]) -> Outcome:
    certain = [rule.provision for at, rule in enumerate(rules) if bits >> (2 * at) & 1]
    unsettled = [rule.provision for at, rule in enumerate(rules) if bits >> (2 * at) & 2]
    return outcome(certain, unsettled)


def _function(rails: list[tuple[Rail, Rail]]) -> Pattern:
    """Write and compile the function. Only names made here and `repr` of plain values stand in its text."""
    writer = _Writer()
    body = []
    for at, (certain, possible) in enumerate(rails):
        sure, loose = 1 << (2 * at), 2 << (2 * at)
        test = writer.expression(certain)
        value = (
            str(sure)
            if test == "True"
            else str(loose)
            if test == "False"
            else f"({sure} if {test} else {loose})"
        )
        body.append(f"    if {writer.expression(possible)}: n |= {value}")
    loads = [f"    {local} = g({fact!r})" for fact, local in sorted(writer.locals.items())]
    source = "\n".join(["def pattern(g):", *loads, "    n = 0", *body, "    return n"])
    scope: dict[str, object] = dict(writer.constants)
    exec(compile(source, "<law>", "exec"), scope)  # noqa: S102  built from frozen terms alone, never from a request
    return scope["pattern"]  # type: ignore[return-value]


class _Writer:
    """Rails as Python expressions over local names, one for each fact."""

    def __init__(self) -> None:
        self.locals: dict[str, str] = {}
        self.constants: dict[str, object] = {"ABSENT": ABSENT}
        self._sets: dict[frozenset[object], str] = {}

    def expression(self, rail: Rail) -> str:
        match rail:
            case Literal():
                return self._literal(rail)
            case All():
                return "(" + " and ".join(self.expression(part) for part in rail.parts) + ")"
            case Any():
                return "(" + " or ".join(self.expression(part) for part in rail.parts) + ")"
            case _:
                return str(rail)

    def _local(self, fact: str) -> str:
        return self.locals.setdefault(fact, f"f{len(self.locals)}")

    def _constant(self, values: frozenset[object]) -> str:
        name = self._sets.setdefault(values, f"S{len(self._sets)}")
        self.constants[name] = values
        return name

    def _literal(self, literal: Literal) -> str:
        atom, negated, certain = literal.atom, literal.negated, literal.certain
        name = self._local(atom.fact)
        match atom:
            case Is():
                values = frozenset(atom.values) if certain != negated else frozenset((*atom.values, None))
                return f"{name} {'not in' if negated else 'in'} {self._constant(values)}"
            case Flag():
                return f"{name} is {'' if certain else 'not '}{certain != negated}"
            case Present():
                absent = f"{name} is ABSENT" if negated else f"{name} is not ABSENT"
                return f"({name} is not None and {absent})" if certain else f"({name} is None or {absent})"
            case Compare():
                return self._compare(atom, name, negated=negated, certain=certain)

    def _compare(self, atom: Compare, name: str, *, negated: bool, certain: bool) -> str:
        if isinstance(atom.other, date):
            other = f"D{atom.other.toordinal()}"
            self.constants[other] = atom.other
        else:
            other = self._local(atom.other)
        absent = f"({name} is ABSENT or {other} is ABSENT)"
        unknown = f"({name} is None or {other} is None)"
        plain = f"{name} {atom.comparison} {other}"
        known = (
            f"{absent} or (not {unknown} and not {plain})"
            if negated
            else (f"not {absent} and not {unknown} and {plain}")
        )
        return f"({known})" if certain else f"({known} or (not {absent} and {unknown}))"
