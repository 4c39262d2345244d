"""What can be asked about all requests at once, one small function each.

Two helpers take the condition: one looks for a request that breaks a promise, the other for provisions (or acts and
objects) that no request ever brings to life. Where a question speaks of *complete* requests, every fact is known but
the disputed points of law: a missing fact can only turn an answer into refer, so it would hide what is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from frith.engine.every import Every, Law, Verdict
from frith.engine.kleene import Truth, evaluate
from frith.engine.known import under
from frith.engine.meaning import Rule
from frith.engine.outcome import CERTAIN_ROLES
from frith.engine.rails import Rail, certainly, either
from frith.model.decision import Answer, Outcome
from frith.model.facts import FactKind, Facts, Value, Vocabulary
from frith.model.law import Mode
from frith.model.term import FALSE, TRUE, Term

ALLOWED = (Answer.MAY, Answer.COMPLY)
CLASH = (Mode.BARS, Mode.REQUIRES)
HEADS = ("act", "object")
MOST = 10
"""Counterexamples that are looked for where there can be several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The requests that a question is about: those that certainly fit `when`, and don't certainly fit `unless`."""

    when: Term = TRUE
    unless: Term = FALSE

    def fits(self, facts: Facts) -> bool:
        """Whether the question is about a request with these facts."""
        return evaluate(self.when, facts) is Truth.TRUE and evaluate(self.unless, facts) is not Truth.TRUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request that shows it: the facts that matter, as somebody would give them, and what each law answers."""

    facts: Facts
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict with what shows it: requests, or the names of what no request reaches."""

    verdict: Verdict
    cases: tuple[Case, ...] = ()
    names: tuple[str, ...] = ()


# ---- the questions --------------------------------------------------------------------------------------------------


def never_permits(every: Every, said: Said) -> Finding:
    """Proved where no request, whatever is unknown about it, is answered may or comply."""
    return _no_request(every, said, _allows(every, every.laws[0]))


def always_declines(every: Every, said: Said) -> Finding:
    """Proved where every complete request is answered decline."""
    return _no_request(every, said, every.complete, every.negation(every.laws[0].answer[Answer.DECLINE]))


def conflicts(every: Every, said: Said) -> Finding:
    """Proved where no request is certainly barred and certainly required; else one request for each pair that clashes."""
    law = every.laws[0]
    blocked = [every.either(*(law.certain[name] for name in law.of(mode))) for mode in CLASH]
    cases: list[Case] = []
    while len(cases) < MOST:
        found = _no_request(every, said, *blocked)
        if found.verdict is not Verdict.REFUTED:
            verdict = Verdict.REFUTED if cases else found.verdict
            return Finding(verdict=verdict, cases=tuple(cases))
        cases += found.cases
        blocked += _clashing(every, law, found.cases[0].outcomes[0])
    return Finding(verdict=Verdict.REFUTED, cases=tuple(cases))


def gaps(every: Every, said: Said) -> Finding:
    """Proved where some provision, duties apart, can speak of every act on every object; else the pairs left out."""
    alike: dict[tuple[Rail, Rail, Rail], list[str]] = {}
    for pair, rails in _spoken(every.laws[0], every.setting.vocabulary, said):
        alike.setdefault(rails, []).append(pair)
    options = {
        " ".join(pairs): every.both(every.rail(speaks), every.rail(when), every.negation(every.rail(unless)))
        for (speaks, when, unless), pairs in alike.items()
    }
    found = _never(every, Said(), options)
    return replace(found, names=tuple(sorted(pair for pairs in found.names for pair in pairs.split())))


def never_decides(every: Every, said: Said) -> Finding:
    """Proved where each provision, duties apart, decides some complete request; else those that never do."""
    law = every.laws[0]
    options = {name: law.certain[name] for name in law.of(Mode.BARS, Mode.REQUIRES, Mode.REFERS)}
    may = law.answer[Answer.MAY]
    options |= {name: every.both(law.certain[name], may) for name in law.of(Mode.PERMITS)}
    return _never(every, said, options)


def never_fires(every: Every, said: Said) -> Finding:
    """Proved where each exception can meet something that it takes away; else those that meet nothing."""
    law = every.laws[0]
    meets: dict[str, list[Any]] = {}
    for rule in law.one.meaning.rules.values():
        speaks = every.certain(rule.provision.condition)
        for each in rule.exceptors:
            meets.setdefault(each.id, []).append(every.both(speaks, every.certain(each.term)))
    return _never(every, said, {name: every.either(*found) for name, found in meets.items()})


def idle_duties(every: Every, said: Said) -> Finding:
    """Proved where each duty applies to some complete request; else those that never do."""
    law = every.laws[0]
    return _never(every, said, {name: law.certain[name] for name in law.of(Mode.DUTY)})


def only_narrows(every: Every, said: Said) -> Finding:
    """Proved where the second law allows no complete request that the first did not."""
    old, new = every.laws
    return _no_request(every, said, every.complete, _allows(every, new), every.negation(_allows(every, old)))


def only_widens(every: Every, said: Said) -> Finding:
    """Proved where the second law allows every complete request that the first did."""
    old, new = every.laws
    return _no_request(every, said, every.complete, _allows(every, old), every.negation(_allows(every, new)))


QUESTIONS: Mapping[str, Callable[[Every, Said], Finding]] = {
    "never-permits": never_permits,
    "always-declines": always_declines,
    "conflicts": conflicts,
    "gaps": gaps,
    "never-decides": never_decides,
    "never-fires": never_fires,
    "idle-duties": idle_duties,
    "only-narrows": only_narrows,
    "only-widens": only_widens,
}
TWO_DAYS = ("only-narrows", "only-widens")
"""Questions about the law of two days."""


def meant(every: Every, said: Said) -> Verdict:
    """Refuted where some request is meant at all; of a description that fits none, anything would be proved."""
    return every.find(*_about(every, said)).verdict


# ---- a request that breaks the promise ------------------------------------------------------------------------------


def _no_request(every: Every, said: Said, *conditions: Any) -> Finding:
    """Proved where no request that is meant meets the conditions; else one, with only the facts that matter."""
    found = every.find(*_about(every, said), *conditions)
    if found.verdict is not Verdict.REFUTED:
        return Finding(verdict=found.verdict)
    return Finding(verdict=Verdict.REFUTED, cases=(_case(every, said, found.facts),))


def _about(every: Every, said: Said) -> tuple[Any, Any]:
    return every.certain(said.when), every.negation(every.certain(said.unless))


def _allows(every: Every, law: Law) -> Any:
    return every.either(*(law.answer[answer] for answer in ALLOWED))


def _clashing(every: Every, law: Law, outcome: Outcome) -> Iterator[Any]:
    """Formulas that keep every bar of the outcome from meeting every requirement of it again."""
    by_role = [
        [each.provision for each in outcome.reasons if each.role is CERTAIN_ROLES[mode]] for mode in CLASH
    ]
    for pair in product(*by_role):
        yield every.negation(every.both(*(law.certain[name] for name in pair)))


def _case(every: Every, said: Said, facts: Facts) -> Case:
    """The request without the facts that can be unknown and change nothing: neither an answer nor what decides it."""

    def same(given: Facts) -> bool:
        known = every.setting.settle(given)
        return said.fits(known) and _answers(every, known) == wanted

    wanted = _answers(every, facts)
    given = _given(every, facts)
    for names in _droppable(every, given):
        fewer = {name: value for name, value in given.items() if name not in names}
        if len(fewer) < len(given) and _sayable(fewer, every) and same(fewer):
            given = fewer
    known = every.setting.settle(given)
    return Case(facts=given, outcomes=tuple(law.one.decide(known) for law in every.laws))


def _answers(every: Every, facts: Facts) -> list[tuple[Answer, tuple[str, ...], tuple[str, ...]]]:
    found = [law.one.decide(facts) for law in every.laws]
    return [(each.answer, each.deciding, each.open) for each in found]


def _given(every: Every, facts: Facts) -> dict[str, Value]:
    """The facts as somebody would have to give them: `settle` makes the facts of these.

    What the kind of paper settles and is unknown all the same was contradicted: the contradiction is given.
    """
    setting = every.setting
    given = {
        name: value
        for name, value in facts.items()
        if name not in setting.vocabulary.facts or not setting.vocabulary.facts[name].computed
    }
    kind = setting.papers.kinds.get(str(facts.get("paper", "")))
    for name, value in kind.settles.items() if kind else ():
        if name not in facts:
            fact = setting.vocabulary.facts[name]
            given[name] = (
                not value if fact.kind is FactKind.FLAG else next(v for v in fact.values if v != value)
            )
    return given


def _sayable(given: Facts, every: Every) -> bool:
    """Whether a request can say of each set what is known of it: its whole list, or members that it has."""
    for fact in every.setting.vocabulary.facts.values():
        if fact.kind is FactKind.SET:
            members = [given[name] for value in fact.values if (name := f"{fact.name}__{value}") in given]
            if False in members and len(members) < len(fact.values):
                return False
    return True


def _droppable(every: Every, given: Facts) -> Iterator[frozenset[str]]:
    """Facts to leave out, one after the other: sets, days and flags before words; what is asked always stays."""
    entries = every.setting.vocabulary.facts.values()
    for fact in entries:
        if fact.kind is FactKind.SET:
            members = [f"{fact.name}__{value}" for value in fact.values]
            yield frozenset(members)
            yield frozenset(name for name in members if given.get(name) is False)
            yield from (frozenset((name,)) for name in members)
    for kind in (FactKind.DATE, FactKind.FLAG, FactKind.ENUM):
        yield from (
            frozenset((each.name,)) for each in entries if each.kind is kind and each.name not in HEADS
        )


# ---- what no request reaches ----------------------------------------------------------------------------------------


def _never(every: Every, said: Said, options: Mapping[str, Any]) -> Finding:
    """Proved where each option holds for some complete request that is meant; else those that never do."""
    left, watch = dict(options), every.watch(options)
    never: dict[Verdict, list[str]] = {Verdict.PROVED: [], Verdict.UNSETTLED: []}
    with every.assuming(every.realisable, every.complete, *_about(every, said)):
        while left:
            # one at a time is quicker than any of them: each request found reaches others, too
            name = next(iter(left))
            found = every.search(left.pop(name), watch=watch)
            if found.verdict is not Verdict.REFUTED:
                never[found.verdict].append(name)
            left = {each: formula for each, formula in left.items() if each not in found.held}
    if never[Verdict.PROVED]:
        return Finding(verdict=Verdict.REFUTED, names=tuple(sorted(never[Verdict.PROVED])))
    open_ = tuple(sorted(never[Verdict.UNSETTLED]))
    return Finding(verdict=Verdict.UNSETTLED if open_ else Verdict.PROVED, names=open_)


def _spoken(law: Law, vocabulary: Vocabulary, said: Said) -> Iterator[tuple[str, tuple[Rail, Rail, Rail]]]:
    """For each act and object that is meant: what makes some provision speak, and what is left of `when` and `unless`.

    Act and object are folded away, so that pairs of which the law says the same are asked about once.
    """
    columns = law.one.facts - frozenset(HEADS)
    by_act, when, unless = law.one.meaning.by_act, certainly(said.when), certainly(said.unless)
    for act in vocabulary.facts["act"].values:
        rails = list(_speaking(by_act.get(act, by_act[""]), act, columns))
        for object_ in vocabulary.facts["object"].values:
            pair = {"act": act, "object": object_}
            left = under(when, pair, columns)
            if left is not False:
                speaks = either([under(rail, pair, columns) for rail in rails])
                yield f"{act}/{object_}", (speaks, left, under(unless, pair, columns))


def _speaking(rules: tuple[Rule, ...], act: str, columns: frozenset[str]) -> Iterator[Rail]:
    """The certain rails of the rules, duties apart, that can hold for the act."""
    for rule in rules:
        rail = under(rule.certainly, {"act": act}, columns | {"object"})
        if rule.provision.mode is not Mode.DUTY and rail is not False:
            yield rail
