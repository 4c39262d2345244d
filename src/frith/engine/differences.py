"""Where two laws answer differently: every kind of request, each with what makes it so and a case that always holds.

A *kind* is a pair of answers with the provision on either side that makes it: one that the other law does not have. Each
complete request that the two laws answer differently is of one of the kinds found, or the search says that it stopped
early. For each kind one case is worked out: facts such that every complete request that fits them is of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from frith.engine.every import Every, Verdict
from frith.engine.widening import Box, Widening, within
from frith.model.decision import Answer, Outcome
from frith.model.facts import FactKind, Facts, Value
from frith.model.term import Term

MOST = 200
"""Kinds of difference that are looked for in one act."""

Key = tuple[Answer, Answer, str, str]
"""Two answers, and on either side the provision that makes it; empty where both laws have it or none is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of request that two laws answer differently, with one such request."""

    key: Key
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All kinds of difference, with the acts in which each occurs; `whole`: the solver has shown that there is no other."""

    kinds: tuple[Kind, ...]
    acts: Mapping[Key, tuple[str, ...]]
    whole: bool


def differences(
    every: Every,
    usual: Sequence[Term] = (),
    *,
    met: Callable[[tuple[Kind, ...]], None] = lambda _: None,
    progress: Callable[[float], None] = lambda _: None,
) -> Found:
    """Every kind of complete request that the first and the second law of `every` answer differently.

    `usual` describes requests that people would rather read, best first: a kind that has such a one is shown by it.
    `met` is told the kinds that are new in an act when the act is done, `progress` the part of the work that is done.
    """
    search = _Search(every, usual)
    acts = every.setting.vocabulary.facts["act"].values
    whole, differ = True, _differ(every)
    for number, act in enumerate(acts):
        before = len(search.kinds)
        with every.afresh(*_of(every, act), differ):
            whole &= search.of_act(act)
        met(tuple(search.kinds.values())[before:])
        progress((number + 1) / len(acts))
    ways = {key: tuple(where) for key, where in search.acts.items()}
    return Found(kinds=tuple(search.kinds.values()), acts=ways, whole=whole)


def _differ(every: Every) -> Any:
    first, second = every.laws
    alike = (every.both(first.answer[each], second.answer[each]) for each in Answer)
    return every.negation(every.either(*alike))


def _of(every: Every, act: str) -> tuple[Any, Any, Any]:
    """Complete requests for the act."""
    return every.realisable, every.complete, every.equals("act", act)


class _Search:
    """What was found so far."""

    def __init__(self, every: Every, usual: Sequence[Term]) -> None:
        self.every = every
        rather = [every.both(every.plain, every.certain(each)) for each in usual]
        self.among = (*rather, every.plain, every.constant(value=True))
        self.kinds: dict[Key, Kind] = {}
        self.acts: dict[Key, list[str]] = {}

    def of_act(self, act: str) -> bool:
        """Every kind of difference in the act is among the kinds; false where there may be more."""
        every = self.every
        for among in self.among:
            with every.assuming(among):
                for key in (key for key, acts in self.acts.items() if act in acts):
                    every.rule_out(of_kind(every, key))
                for _ in range(MOST):
                    found = every.search()
                    if found.verdict is not Verdict.REFUTED:
                        break
                    every.rule_out(of_kind(every, self._keep(found.facts, act)))
        return found.verdict is Verdict.PROVED

    def _keep(self, facts: Facts, act: str) -> Key:
        """The kind of the request: a provision that was named before is named again, so that the kinds stay few."""
        outcomes = [law.one.decide(facts) for law in self.every.laws]
        first, second = (_makers(self.every, number, each) for number, each in enumerate(outcomes))
        options = [(outcomes[0].answer, outcomes[1].answer, *pair) for pair in product(first, second)]
        key = next((each for each in options if each in self.kinds), options[0])
        if key not in self.kinds:
            self.kinds[key] = Kind(key=key, facts=facts)
        self.acts.setdefault(key, []).append(act)
        return key


def of_kind(every: Every, key: Key) -> Any:
    """The two laws give these answers, each by its provision where one is named."""
    parts = []
    for law, answer, name in zip(every.laws, key[:2], key[2:], strict=True):
        parts.append(law.answer[answer])
        if name:
            parts.append(law.possible[name] if answer is Answer.REFER else law.certain[name])
    return every.both(*parts)


def _makers(every: Every, number: int, outcome: Outcome) -> list[str]:
    """What may be named for the answer: provisions that only this law has; nothing where a request may be granted."""
    if outcome.answer is Answer.MAY:
        return [""]
    there = every.laws[1 - number].certain
    return [name for name in outcome.deciding if name not in there] or [""]


# ---- a case that always holds ---------------------------------------------------------------------------------------


def cases(every: Every, kinds: Sequence[Kind]) -> Iterator[Box]:
    """For each of the kinds facts with values that each may have: every complete request that fits them is of the kind.

    The kinds must be met in one act, and of that act the cases speak.
    """
    if not kinds:
        return
    act = str(kinds[0].facts["act"])
    widening = Widening(every, act)
    with every.afresh(*_of(every, act)):
        for kind in kinds:
            with every.assuming(every.negation(of_kind(every, kind.key))):
                needed = _needed(every, kind.facts)
                box = widening.widened(kind.facts, needed, _same(every, kind.key))
            yield {"act": (act,), **box}


def holding(every: Every, act: str, told: Iterable[tuple[Key, Box]]) -> Iterator[Key]:
    """The kinds whose case, found in another act, holds in this one too."""
    with every.afresh(*_of(every, act)):
        for key, box in told:
            rest = {name: values for name, values in box.items() if name != "act"}
            if every.holds(*within(every, rest), every.negation(of_kind(every, key))):
                yield key


def _needed(every: Every, facts: Facts) -> list[str]:
    """Facts of the request that make it what it is, whatever else is so: words rather than days, flags and lists."""
    columns = every.setting.vocabulary.columns()
    free = [name for name in facts if name in columns and name != "act" and not _computed(every, name)]
    order = sorted(free, key=lambda name: columns[name] is FactKind.ENUM)
    needed = every.needed({name: every.equals(name, facts[name]) for name in order})
    return [name for name in free if name in needed]


def _computed(every: Every, name: str) -> bool:
    fact = every.setting.vocabulary.facts.get(name)
    return fact is not None and fact.computed


def _same(every: Every, key: Key) -> Callable[[Mapping[str, Value]], bool]:
    """Whether a request with these facts is of the kind."""

    def same(given: Mapping[str, Value]) -> bool:
        known = every.setting.settle(given)
        for law, answer, name in zip(every.laws, key[:2], key[2:], strict=True):
            outcome = law.one.decide(known)
            if outcome.answer is not answer or (name and name not in outcome.deciding):
                return False
        return True

    return same
