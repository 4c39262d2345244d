"""How each provision came out for one request, exceptions included: the rule path that counsel reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frith.engine.kleene import Truth, evaluate
from frith.engine.meaning import ASSUMED, Exceptor, Meaning, Rule
from frith.model.facts import Facts
from frith.model.law import Mode
from frith.model.term import atoms, facts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One exception to a provision: whether it holds, and under which disputed reading if any."""

    id: str
    holds: Truth
    assumption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One provision: whether what it speaks of is so, which exceptions hold, and whether it is active in the end."""

    provision: str
    mode: Mode
    speaks: Truth
    exceptions: tuple[Taken, ...]
    active: Truth
    unknown: tuple[str, ...]


def account(meaning: Meaning, facts: Facts) -> tuple[Account, ...]:
    """Every provision that binds, those that matter most first: active, then open, then excepted, then silent."""
    found = [_account(rule, facts) for rule in meaning.rules.values()]
    rank = {Truth.TRUE: 0, Truth.UNKNOWN: 1, Truth.FALSE: 2}
    return tuple(sorted(found, key=lambda each: (rank[each.active], rank[each.speaks], each.provision)))


def _account(rule: Rule, facts: Facts) -> Account:
    speaks, active = evaluate(rule.provision.condition, facts), evaluate(rule.active, facts)
    return Account(
        provision=rule.provision.id,
        mode=rule.provision.mode,
        speaks=speaks,
        exceptions=tuple(_taken(each, facts) for each in rule.exceptors),
        active=active,
        unknown=tuple(sorted(set(_unknown(rule, facts)))) if active is Truth.UNKNOWN else (),
    )


def _taken(exceptor: Exceptor, facts: Facts) -> Taken:
    holds = evaluate(exceptor.term, facts)
    if exceptor.assumption and holds is not Truth.FALSE:
        assumed = facts.get(ASSUMED + exceptor.assumption)
        holds = Truth.UNKNOWN if assumed is None else holds if assumed is True else Truth.FALSE
    return Taken(id=exceptor.id, holds=holds, assumption=exceptor.assumption)


def _unknown(rule: Rule, facts: Facts) -> Iterator[str]:
    for atom in atoms(rule.active):
        if evaluate(atom, facts) is Truth.UNKNOWN:
            yield from (name for name in facts_of(atom) if name not in facts)
