"""From one request to a case: the facts that matter, each with every value that makes no difference.

The reader for one request proposes the values, one fact at a time; the solver then has to prove the whole case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from frith.engine.every import Every
from frith.model.facts import FactKind, Facts, Value
from frith.model.term import Is, atoms

Box = Mapping[str, tuple[Value, ...]]
"""Facts with the values that each may have."""
Same = Callable[[Mapping[str, Value]], bool]
"""Whether a request with these facts is still of the kind that is looked at."""


class Widening:
    """Requests for one act, under every law that is looked at."""

    def __init__(self, every: Every, act: str) -> None:
        self.every, self.act = every, act
        kinds = every.setting.papers.kinds.values()
        self._by_paper = frozenset(name for kind in kinds for name in kind.settles)
        self._asked: dict[str, set[frozenset[str]]] = defaultdict(set)
        for law in every.laws:
            for rule in law.one.meaning.by_act.get(act, law.one.meaning.by_act[""]):
                for atom in atoms(rule.active):
                    if isinstance(atom, Is):
                        self._asked[atom.fact].add(atom.values)

    def widened(self, facts: Facts, kept: Sequence[str], same: Same) -> Box:
        """The kept facts with all their values for which every request that fits is the same still.

        To be asked while the solver assumes that a request is *not* the same: a case holds where none is left then.
        """
        narrow: dict[str, tuple[Value, ...]] = {name: (facts[name],) for name in kept}
        rest = {"act": self.act, **{name: facts[name] for name in kept}}
        if not same(rest):  # what these facts settle together is more than the reader for one request sees
            rest = {name: facts[name] for name in facts if name in kept or name not in self._by_paper}
        wide = {name: self._values(name, rest, same) or narrow[name] for name in kept}
        if self._always(wide):
            return wide
        found = dict(narrow)
        for name in sorted(name for name in kept if len(wide[name]) > 1):
            tried = found | {name: wide[name]}
            if self._always(tried):
                found = tried
        return found

    def _always(self, box: Box) -> bool:
        return self.every.holds(*within(self.every, box))

    def _values(self, name: str, facts: Facts, same: Same) -> tuple[Value, ...]:
        """The values of an enum with which the request is the same; nothing for what is no enum."""
        fact = self.every.setting.vocabulary.facts.get(name)
        if fact is None or fact.kind is not FactKind.ENUM:
            return ()
        alike: dict[object, bool] = {}
        found = []
        for value in fact.values:
            kind = self._kind(name, value)
            if kind not in alike:
                alike[kind] = same({**facts, name: value})
            if alike[kind]:
                found.append(value)
        return tuple(found)

    def _kind(self, name: str, value: str) -> object:
        """What any provision can tell of the value: values of one kind get one answer. A kind of paper settles more."""
        if name == "paper":
            return value
        return frozenset(values for values in self._asked[name] if value in values)


def within(every: Every, box: Box) -> Iterator[Any]:
    """Formulas of which every one holds for a request that fits the box."""
    for name, values in box.items():
        yield every.either(*(every.equals(name, value) for value in values))
