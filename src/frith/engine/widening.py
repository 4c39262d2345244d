"""From one request to a case: the facts that matter, each with every value that makes no difference.

The reader for one request proposes the values, one fact at a time; the solver then has to prove the whole case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from frith.engine.every import Every
from frith.model.facts import FactKind, Facts, Value

Box = Mapping[str, tuple[Value, ...]]
"""Facts with the values that each may have."""


def widened(
    every: Every, facts: Facts, kept: Sequence[str], same: Callable[[Mapping[str, Value]], bool]
) -> Box:
    """The kept facts with all their values for which every request that fits is the same still.

    To be asked while the solver assumes that a request is *not* the same: a case holds where none is left then.
    """
    narrow: dict[str, tuple[Value, ...]] = {name: (facts[name],) for name in kept}
    rest = {name: facts[name] for name in kept}
    if not same(rest):  # what these facts settle together is more than the reader for one request sees
        by_paper = _paper_facts(every)
        rest = {name: value for name, value in facts.items() if name in kept or name not in by_paper}
    wide = {name: tuple(_values(every, name, rest, same)) or narrow[name] for name in kept}
    wider = {name for name in kept if len(wide[name]) > 1}
    if _always(every, wide):
        return wide
    found = dict(narrow)
    for name in sorted(wider, key=lambda each: (each == "act", each)):
        tried = found | {name: wide[name]}
        if _always(every, tried):
            found = tried
    return found


def _always(every: Every, box: Box) -> bool:
    return every.holds(*_within(every, box))


def _within(every: Every, box: Box) -> Iterator[Any]:
    for name, values in box.items():
        yield every.either(*(every.equals(name, value) for value in values))


def _values(
    every: Every, name: str, facts: Facts, same: Callable[[Mapping[str, Value]], bool]
) -> Iterator[Value]:
    """The values of an enum with which the request is the same; what is no enum keeps its own."""
    fact = every.setting.vocabulary.facts.get(name)
    if fact is None or fact.kind is not FactKind.ENUM:
        return
    for value in fact.values:
        if same({**facts, name: value}):
            yield value


def _paper_facts(every: Every) -> frozenset[str]:
    """Facts that follow from the kind of paper: another kind brings its own."""
    return frozenset(name for kind in every.setting.papers.kinds.values() for name in kind.settles)
