"""One column of the feature matrix for one place, found by asking the law over all complete requests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from frith.casework.matrix_cells import Code, Part
from frith.casework.matrix_plan import Column, Plan
from frith.engine.every import Every
from frith.engine.keys import ALLOWED, Door, Family, Ring, answers, doors, left, one_of, possible, speaking
from frith.model.decision import Answer, Role
from frith.model.law import Mode, Verification
from frith.model.term import Term

SHUT = (Role.BARS, Role.REFERS)
OPENED = (Role.PERMITS, Role.REQUIRES)


class Asked:
    """The doors of one law; made once for a place, so that its formulas are built once."""

    def __init__(self, every: Every, plan: Plan) -> None:
        self.every, self.plan = every, plan
        self.place = every.laws[0].one.meaning.binding.place
        self._rings: dict[tuple[Any, ...], Ring] = {}
        self._known: dict[tuple[Ring, frozenset[object]], Part] = {}

    def parts(self, column: Column) -> tuple[Part, ...]:
        """One part for each kind of body that is asked, more where requests of one kind get different answers."""
        ring = self._ring(column.families)
        found: list[Part] = []
        for who in column.who:
            found += self._of(ring, who, (column.asks, self.plan.who[who]))
        return tuple(found)

    def _ring(self, families: tuple[Family, ...]) -> Ring:
        key = tuple(family.closed for family in families)
        if key not in self._rings:
            self._rings[key] = Ring(self.every, families)
        return self._rings[key]

    def _of(self, ring: Ring, who: str, asked: tuple[Term, ...]) -> Iterator[Part]:
        whole = self._part(ring, (who, ""), asked)
        if whole.code is not Code.DEPENDS:
            yield whole
            return
        for split in self.plan.splits:
            ways = [(name, (*asked, term)) for name, term in split.items()]
            if not all(self._any(terms) for _, terms in ways):
                continue
            parts = [self._part(ring, (who, name), terms) for name, terms in ways]
            if all(each.code is not Code.DEPENDS for each in parts):
                yield from parts
                return
        yield whole

    def _any(self, terms: tuple[Term, ...]) -> bool:
        return possible(self.every, *map(self.every.certain, terms))

    def _part(self, ring: Ring, about: tuple[str, str], terms: tuple[Term, ...]) -> Part:
        """The part for the requests that fit the terms; where the law says the same of others, theirs."""
        key = (ring, left(self.every.laws[0].one.meaning, self.plan.base, *terms))
        if key not in self._known:
            with self.every.assuming(*map(self.every.certain, terms)):
                self._known[key] = self._found(ring)
        return replace(self._known[key], who=about[0], when=about[1])

    def _found(self, ring: Ring) -> Part:
        """How the door stands for the requests that are assumed."""
        given = frozenset(answers(self.every, ring.shut))
        if given and given <= ALLOWED:
            return self._open(ring, given)
        if given & ALLOWED:
            return self._made(Code.DEPENDS, speaking(self.every, (*SHUT, *OPENED), ring.shut))
        return self._shut(ring, given)

    def _open(self, ring: Ring, given: Collection[Answer]) -> Part:
        """Nobody needs a key: required, permitted by this place's own law, or left alone."""
        heard = speaking(self.every, OPENED, ring.shut)
        if given == {Answer.COMPLY}:
            return self._made(Code.REQUIRED, heard)
        if Answer.COMPLY in given:
            return self._made(Code.DEPENDS, heard)
        law = self.every.laws[0]
        own = [law.certain[name] for name in law.of(Mode.PERMITS) if name in heard and self._own(name)]
        if not own:
            return self._made(Code.SILENT, heard)
        always = self.every.holds(ring.shut, self.every.negation(self.every.either(*own)))
        return self._made(Code.ALLOWED if always else Code.DEPENDS, heard)

    def _shut(self, ring: Ring, given: Collection[Answer]) -> Part:
        """Nobody is let through without a key: what opens the door, and what leaves it to counsel."""
        heard = speaking(self.every, SHUT, ring.shut)
        found = doors(ring, ALLOWED)
        doubts = () if Answer.REFER in given else doors(ring, (Answer.REFER,), 1, found)
        opened = self._openers(ring, found, heard)
        code = _letters(found, self.plan) if found else Code.BARRED
        if given == {Answer.REFER}:
            code = Code.COUNSEL
        unsettled = [each.keys for each in doubts] if Answer.REFER not in given else [()]
        return self._made(code, heard | opened, (found, tuple(unsettled)))

    def _openers(self, ring: Ring, found: Collection[Door], heard: Collection[str]) -> frozenset[str]:
        """What the keys of the doors bring to life: exceptions to what shuts them, and requirements."""
        rules = self.every.laws[0].one.meaning.rules
        takes = {each.id for name in heard for each in rules[name].exceptors}
        if not found:
            return frozenset()
        held = self.every.either(*(ring.exactly(door.keys) for door in found))
        live = speaking(self.every, OPENED, held, one_of(self.every, ALLOWED))
        return frozenset(
            name for name in live if name in takes or rules[name].provision.mode is Mode.REQUIRES
        )

    def _made(
        self,
        code: str,
        heard: Collection[str],
        found: tuple[tuple[Door, ...], tuple[tuple[str, ...], ...]] = ((), ()),
    ) -> Part:
        ranks = {each: at for at, each in enumerate(_levels(self.every))}
        names = tuple(sorted(heard, key=lambda name: (ranks[place_of(name)], name)))
        return Part(
            who="",
            when="",
            code=code,
            doors=tuple(each.keys for each in found[0]),
            unsettled=found[1],
            provisions=names,
            speaks=tuple(dict.fromkeys(map(place_of, names))),
        )

    def _own(self, name: str) -> bool:
        return place_of(name) == self.place


def place_of(name: str) -> str:
    """The place whose pack holds the provision."""
    return name.partition("/")[0]


def _levels(every: Every) -> tuple[str, ...]:
    """The places of the stack in the order in which their provisions stand: the place itself first."""
    rules = every.laws[0].one.meaning.rules
    return tuple(dict.fromkeys(map(place_of, (every.laws[0].one.meaning.binding.place, *rules))))


def _letters(found: Collection[Door], plan: Plan) -> str:
    """The letters of the doors: those of keys together with ` + `, of others with ` / `.

    A door whose letter is absorbed by that of another, the rest alike, is left out.
    """
    sets = list(dict.fromkeys(frozenset(plan.codes[key] for key in door.keys) for door in found))
    order = {code: at for at, code in enumerate(dict.fromkeys(plan.codes.values()))}

    def absorbed(letters: frozenset[str]) -> bool:
        for greater, lesser in plan.absorbs.items():
            for each in letters & lesser:
                if (letters - {each}) | {greater} in sets:
                    return True
        return False

    kept = [sorted(each, key=order.__getitem__) for each in sets if not absorbed(each)]
    return " / ".join(" + ".join(each) for each in kept)


def weakest(found: Iterable[Verification]) -> Verification | None:
    """The one that was seen least; None where there is none."""
    return max(found, key=tuple(Verification).index, default=None)
