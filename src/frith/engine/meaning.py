"""The meaning of the law that binds on a day: one term for each provision, exceptions included.

    active(p) = condition(p) and not (active(e1) or active(e2) or ...)     for every e that excepts p

An exception under a disputed reading holds only together with a flag, `assumed:NAME`, that no request can know: where it
decides, the answer is refer and the assumption is named. A court order that takes a provision away as to somebody is an
exception with that somebody as its condition. Everything else reads these terms; nothing else gives provisions meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from frith.engine.rails import Rail, certainly, possibly
from frith.law.calendar import Binding
from frith.model.law import Provision
from frith.model.term import And, Flag, Is, Not, Or, Term

ASSUMED = "assumed:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptor:
    """Something that takes a provision away: another provision or a court order, perhaps only under an assumption."""

    id: str
    term: Term
    assumption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One provision with its meaning: the term, and its two rails."""

    provision: Provision
    active: Term
    exceptors: tuple[Exceptor, ...]
    certainly: Rail
    possibly: Rail


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """The rules of one place on one day, by the full id of their provision."""

    binding: Binding
    rules: Mapping[str, Rule]

    @cached_property
    def by_act(self) -> Mapping[str, tuple[Rule, ...]]:
        """For each act some rule names, the rules that can be active for it; under "" those for any other act."""
        acts = {value for rule in self.rules.values() for value in _acts(rule) or ()}
        return {
            act: tuple(rule for rule in self.rules.values() if (named := _acts(rule)) is None or act in named)
            for act in ("", *sorted(acts))
        }


def meaning(binding: Binding) -> Meaning:
    """The rules of everything that binds. Raises nothing: packs are checked when they are read."""
    around = _exceptors(binding)
    done: dict[str, Rule] = {}

    def rule(name: str) -> Rule:
        if name not in done:
            provision = binding.provisions[name]
            found = []
            for id_, assumption, term in around.get(name, ()):
                inner = term if term is not None else rule(id_).active
                found.append(Exceptor(id=id_, term=inner, assumption=assumption))
            active = _active(provision.condition, found)
            done[name] = Rule(
                provision=provision,
                active=active,
                exceptors=tuple(found),
                certainly=certainly(active),
                possibly=possibly(active),
            )
        return done[name]

    return Meaning(binding=binding, rules={name: rule(name) for name in binding.provisions})


def _exceptors(binding: Binding) -> Mapping[str, list[tuple[str, str, Term | None]]]:
    """By provision: the id of each exceptor, its assumption, and its term where it is a court order."""
    around: dict[str, list[tuple[str, str, Term | None]]] = {}
    for name, targets in binding.excepts.items():
        for target in targets:
            around.setdefault(target, []).append((name, binding.provisions[name].assumption, None))
    for order in binding.suspensions:
        for target in order.targets:
            around.setdefault(target, []).append((order.id, "", order.condition))
    return around


def _active(condition: Term, exceptors: list[Exceptor]) -> Term:
    if not exceptors:
        return condition
    gone = tuple(
        And((Flag(ASSUMED + each.assumption), each.term)) if each.assumption else each.term
        for each in exceptors
    )
    return And((condition, Not(gone[0] if len(gone) == 1 else Or(gone))))


def _acts(rule: Rule) -> frozenset[str] | None:
    """The acts that the provision's head names; None where it speaks of every act."""
    condition = rule.provision.condition
    parts = condition.parts if isinstance(condition, And) else (condition,)
    named = [part.values for part in parts if isinstance(part, Is) and part.fact == "act"]
    return named[0] if named else None


def assumptions(meaning: Meaning) -> tuple[str, ...]:
    """The disputed readings that some rule of this meaning rests on, sorted."""
    return tuple(
        sorted({e.assumption for rule in meaning.rules.values() for e in rule.exceptors if e.assumption})
    )
