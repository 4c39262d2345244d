"""What opens a door: the smallest sets of keys with which some request is allowed, among all complete requests.

A *key* is a group of facts that somebody could hold: a judge's warrant, a conviction, the person's consent. Keys of one
*family* exclude each other, as a request has one paper. What is not held is known not to be there. A door is open under
some keys where a request that holds these and no other is allowed, whatever the facts that are no keys turn out to be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frith.engine.every import Every, Search, Verdict
from frith.engine.known import fold, literals
from frith.engine.meaning import Meaning
from frith.engine.rails import Literal, Rail
from frith.errors import FrithError
from frith.model.decision import Answer, Role
from frith.model.facts import Facts, Value
from frith.model.law import Mode
from frith.model.term import And, Flag, Is, Not, Term

ALLOWED = frozenset((Answer.MAY, Answer.COMPLY))
MOST = 3
"""Keys that are tried together."""
MODES = {
    Role.BARS: Mode.BARS,
    Role.REQUIRES: Mode.REQUIRES,
    Role.PERMITS: Mode.PERMITS,
    Role.REFERS: Mode.REFERS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Keys of which a request holds one at most: what is so where none is held, and what each of them says."""

    closed: Term
    keys: Mapping[str, Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A smallest set of keys that opens, in the order of the families, with a request that shows it."""

    keys: tuple[str, ...]
    facts: Facts


class Ring:
    """The keys of some families among all requests: `shut` is holding none, `said` is holding what is said here."""

    def __init__(self, every: Every, families: Sequence[Family]) -> None:
        self.every = every
        self.held: dict[str, Any] = {}
        closed, said = [], []
        for family in families:
            none = every.certain(family.closed)
            keys = {
                name: every.name(f"key:{name}", every.certain(term)) for name, term in family.keys.items()
            }
            self.held |= keys
            closed.append(none)
            said.append(every.either(none, *keys.values()))
        self.watch = every.watch(self.held)
        self.shut = every.name("shut", every.both(*closed))
        self.said = every.name("said", every.both(*said))

    def exactly(self, keys: Collection[str]) -> Any:
        """These keys are held and no other is."""
        return self.every.both(
            self.said,
            *(
                formula if name in keys else self.every.negation(formula)
                for name, formula in self.held.items()
            ),
        )

    def at_most(self, number: int) -> Any:
        """No more than this many keys are held."""
        return self.every.both(self.said, self.every.z3.AtMost(*self.held.values(), number))

    def without(self, keys: Collection[str]) -> Any:
        """Not all of these keys are held."""
        return self.every.negation(self.every.both(*(self.held[name] for name in keys)))


def one_of(every: Every, answers: Collection[Answer]) -> Any:
    """The law gives one of these answers."""
    return every.either(*(every.laws[0].answer[each] for each in answers))


def answers(every: Every, *conditions: Any) -> Mapping[Answer, Facts]:
    """Every answer that some request within the conditions gets, each with such a request."""
    seen: dict[Answer, Facts] = {}
    with every.assuming(*conditions):
        while len(seen) < len(Answer):
            found = _settled(every.search(one_of(every, [each for each in Answer if each not in seen])))
            if found.verdict is Verdict.PROVED:
                break
            seen[every.laws[0].one.decide(found.facts).answer] = found.facts
    return seen


def doors(
    ring: Ring, wanted: Collection[Answer], most: int = MOST, known: Collection[Door] = ()
) -> tuple[Door, ...]:
    """Every smallest set of keys, of `most` at most, with which some request gets one of the wanted answers.

    Sets that hold all keys of one of the `known` doors are left out.
    """
    every = ring.every
    found: list[Door] = []
    with every.assuming(ring.said, one_of(every, wanted), *(ring.without(each.keys) for each in known)):
        for number in range(1, most + 1):
            with every.assuming(ring.at_most(number), *(ring.without(each.keys) for each in found)):
                found += _of_size(ring)
            blocked = [ring.without(each.keys) for each in found]
            if number < most and _settled(every.search(*blocked)).verdict is Verdict.PROVED:
                break
    return tuple(sorted(found, key=lambda door: (len(door.keys), _order(ring, door.keys))))


def _of_size(ring: Ring) -> Iterator[Door]:
    """The doors within what is assumed; each is ruled out once it is found."""
    every = ring.every
    blocked: list[Any] = []
    while True:
        found = _settled(every.search(*blocked, watch=ring.watch))
        if found.verdict is Verdict.PROVED:
            return
        keys = tuple(name for name in ring.held if name in found.held)
        blocked.append(ring.without(keys))
        yield Door(keys=keys, facts=found.facts)


def _order(ring: Ring, keys: tuple[str, ...]) -> tuple[int, ...]:
    places = list(ring.held)
    return tuple(places.index(each) for each in keys)


def speaking(every: Every, roles: Collection[Role], *conditions: Any) -> frozenset[str]:
    """Every provision that holds in one of these roles for some request within the conditions."""
    return heard(every, every.laws[0].of(*(MODES[role] for role in roles)), *conditions)


def heard(every: Every, names: Collection[str], *conditions: Any) -> frozenset[str]:
    """Those of the named provisions that certainly hold for some request within the conditions."""
    law = every.laws[0]
    left = set(names)
    with every.assuming(*conditions):
        while left:
            found = _settled(every.search(every.either(*(law.certain[name] for name in sorted(left)))))
            if found.verdict is Verdict.PROVED:
                break
            outcome = law.one.decide(found.facts)
            left -= {each.provision for each in outcome.reasons if each.role in MODES}
            left -= {each.provision for each in outcome.duties if each.certain}
    return frozenset(names) - left


def possible(every: Every, *conditions: Any) -> bool:
    """Some request meets the conditions."""
    return _settled(every.search(*conditions)).verdict is Verdict.REFUTED


def _settled(search: Search) -> Search:
    if search.verdict is Verdict.UNSETTLED:
        raise FrithError("the solver gave up before it was sure: ask about fewer things at once")
    return search


# ---- what is left of the law ----------------------------------------------------------------------------------------


def left(meaning: Meaning, *terms: Term) -> frozenset[object]:
    """What the law still says of complete requests that fit the terms.

    Where this is the same for two kinds of request, one answer to a question about keys holds for both.
    """
    known: dict[str, frozenset[Value]] = {}
    for fact, values in _pinned(terms):
        known[fact] = known.get(fact, values) & values

    def settled(literal: Literal) -> Rail:
        atom, given = literal.atom, known.get(literal.atom.fact)
        if given is None or not isinstance(atom, Is | Flag):
            return literal
        fits: frozenset[Value] = frozenset((True,)) if isinstance(atom, Flag) else frozenset(atom.values)
        if given <= fits:
            return not literal.negated
        return literal if given & fits else literal.negated

    found: set[object] = set()
    for name, rule in meaning.rules.items():
        loose = fold(rule.possibly, settled)
        if rule.provision.mode is not Mode.DUTY and loose is not False:
            found.add((name, fold(rule.certainly, settled), loose))
            found |= {(each.atom.fact, known.get(each.atom.fact)) for each in literals(loose)}
    return frozenset(found)


def _pinned(terms: Sequence[Term]) -> Iterator[tuple[str, frozenset[Value]]]:
    """The values that a fact can have where all of the terms hold, for facts that one of them names by itself."""
    for term in terms:
        match term:
            case And():
                yield from _pinned(term.parts)
            case Is():
                yield term.fact, frozenset(term.values)
            case Flag():
                yield term.fact, frozenset((True,))
            case Not(part=Flag(fact=fact)):
                yield fact, frozenset((False,))
            case _:
                pass
