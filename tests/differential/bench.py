"""Terms on a bench: any term through every reader, without a pack around it."""

from datetime import date
from functools import cache

from frith.engine.authorizer import Authorizer
from frith.engine.kleene import Truth, evaluate
from frith.engine.meaning import Meaning, meaning
from frith.engine.one import One
from frith.law.calendar import Binding
from frith.law.pack import vocabulary
from frith.model.decision import Role
from frith.model.law import Mode, Provision, Verification
from tests.differential.rows import Rows

VALUES = {Role.BARS: Truth.TRUE, Role.MAY_BAR: Truth.UNKNOWN}


@cache
def shipped():
    """The facts that ship."""
    return vocabulary()


def provision(name, condition, mode=Mode.BARS) -> Provision:
    """A provision of no law, with a condition of its own."""
    return Provision(
        id=name, law="toy/bench", cite="-", mode=mode, condition=condition, excepts=(), assumption="",
        verified=Verification.TEXT, sources=(), starts=None, ends=None, do="", within="", scope="", file="-", line=1,
    )  # fmt: skip


def meaning_of(terms) -> Meaning:
    """A law with one bar a term."""
    provisions = {
        f"toy/bench/t{at:04}": provision(f"toy/bench/t{at:04}", term) for at, term in enumerate(terms)
    }
    excepts = dict.fromkeys(provisions, ())
    return meaning(
        Binding(place="toy", on=date(2024, 2, 29), provisions=provisions, excepts=excepts, suspensions=())
    )


def truths(reader, terms, requests) -> list[list[Truth]]:
    """For each request, what the reader makes of each term."""
    if reader == "kleene":
        return [[evaluate(term, facts) for term in terms] for facts in requests]
    law = meaning_of(terms)
    if reader == "many":
        outcomes = Rows(law, shipped()).decide(requests)
    else:
        one = {"one": One, "cedar": Authorizer}[reader](law, shipped())
        outcomes = [one.decide(facts) for facts in requests]
    return [_values(each, law) for each in outcomes]


def _values(outcome, law) -> list[Truth]:
    assert not outcome.problem
    found = {each.provision: VALUES[each.role] for each in outcome.reasons}
    return [found.get(name, Truth.FALSE) for name in law.rules]


READERS = ("kleene", "one", "many", "cedar")
