"""Which unknown facts still matter, most decisive first: the questions to ask are derived from the law itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from frith.engine.known import literals, under
from frith.engine.meaning import ASSUMED
from frith.engine.one import One
from frith.model.decision import Answer, Outcome, Question
from frith.model.facts import ABSENT, FactKind, Facts, Value, Vocabulary
from frith.model.law import Mode
from frith.model.term import Atom, Compare, Flag, Is

Settle = Callable[[Facts], Facts]
"""Facts with everything that follows from them."""


def questions(one: One, facts: Facts, *, vocabulary: Vocabulary, settle: Settle) -> tuple[Question, ...]:
    """The unknown facts that can still change the answer, most decisive first, then the disputed points of law.

    Empty where the answer is settled, or where it is *refer* whatever the facts turn out to be.
    """
    got = one.decide(facts)
    sent = any(one.meaning.rules[name].provision.mode is Mode.REFERS for name in _certain(got))
    if got.answer is not Answer.REFER or not got.open or sent:
        return ()
    atoms = _open_atoms(one, got, facts)
    disputed = sorted({a.fact for a in atoms if isinstance(a, Flag) and a.fact.startswith(ASSUMED)})
    names = sorted(
        {name for atom in atoms for name in _names(atom) if name not in facts and name not in disputed}
    )
    asked = dict.fromkeys(_question(name, vocabulary) for name in names)
    weights = {fact: _weight(fact, one, vocabulary, facts, settle) for fact in asked}
    ranked = sorted(
        (fact for fact in asked if weights[fact] > (0.0, 0.0)), key=lambda f: (weights[f], f), reverse=True
    )
    late = [fact for fact in asked if fact not in ranked]
    return (
        *(Question(fact=fact) for fact in (*ranked, *late)),
        *(Question(fact=name.removeprefix(ASSUMED), assumption=True) for name in disputed),
    )


def _certain(got: Outcome) -> set[str]:
    return {reason.provision for reason in got.reasons if reason.provision not in got.open}


def _open_atoms(one: One, got: Outcome, facts: Facts) -> list[Atom]:
    """The atoms that the open rules still hang on once the known facts are folded away."""
    columns = frozenset(one.facts) - frozenset(facts)
    found: list[Atom] = []
    for name in got.open:
        rule = one.meaning.rules[name]
        for rail in (rule.possibly, rule.certainly):
            found += [each.atom for each in literals(under(rail, facts, columns))]
    return found


def _names(atom: Atom) -> Iterator[str]:
    yield atom.fact
    if isinstance(atom, Compare) and isinstance(atom.other, str):
        yield atom.other


def _question(name: str, vocabulary: Vocabulary) -> str:
    """A set's member is asked about through its set."""
    member = vocabulary.member(name)
    return member[0].name if member else name


def _weight(fact: str, one: One, vocabulary: Vocabulary, facts: Facts, settle: Settle) -> tuple[float, float]:
    """The share of the fact's possible values that would settle the answer, and the share of open provisions closed."""
    now = len(one.decide(facts).open)
    outcomes = [one.decide(settle({**facts, **more})) for more in _values(fact, one, vocabulary)]
    settled = sum(1 for each in outcomes if each.answer is not Answer.REFER or not each.open)
    closed = sum(max(0, now - len(each.open)) for each in outcomes)
    return settled / len(outcomes), closed / (now * len(outcomes))


def _values(fact: str, one: One, vocabulary: Vocabulary) -> list[dict[str, Value]]:
    """One value of each class that the law tells apart: values no provision distinguishes count once."""
    entry = vocabulary.facts[fact]
    match entry.kind:
        case FactKind.FLAG:
            return [{fact: True}, {fact: False}]
        case FactKind.SET:
            nothing: dict[str, Value] = {f"{fact}__{value}": False for value in entry.values}
            return [nothing, *({**nothing, f"{fact}__{value}": True} for value in entry.values)]
        case FactKind.DATE:
            days = {
                each.other for each in one.atoms if isinstance(each, Compare) and isinstance(each.other, date)
            }
            days |= {date(1990, 1, 1), date(2090, 1, 1)}
            found: list[dict[str, Value]] = [
                {fact: day + timedelta(days=n)} for day in sorted(days) for n in (0, 1)
            ]
            return [*found, {fact: ABSENT}] if entry.optional else found
        case _:
            tests = [each.values for each in one.atoms if isinstance(each, Is) and each.fact == fact]
            classes = {tuple(value in test for test in tests): value for value in reversed(entry.values)}
            return [{fact: value} for value in classes.values()]
