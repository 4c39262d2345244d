"""Lint a pack with its scenarios: what it says, and whether anything shows that it says it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frith.casework.counsel import Counsel
from frith.engine.kleene import Truth, evaluate
from frith.errors import FactError, PackError
from frith.law.lint import Problem, Weight, from_error, static
from frith.law.scenarios import Scenario, read_scenarios
from frith.model.decision import Outcome
from frith.model.facts import Facts
from frith.model.law import DRAFT, Mode
from frith.model.term import Term


def lint(place: str, packs: Path | None = None) -> list[Problem]:
    """Everything wrong with a place's own pack, scenarios included; empty where nothing is.

    The rows of a draft say what it would mean: its laws count as in force.
    """
    try:
        counsel = Counsel(place, packs)
        if counsel.stack.packs[0].kind == DRAFT:
            counsel = Counsel(place, packs, frozenset(law.path for law in counsel.stack.packs[0].laws))
        scenarios = read_scenarios(counsel.stack.packs[0], counsel.vocabulary, counsel.papers)
    except PackError as error:
        return from_error(error)
    except FactError as error:
        what = ": ".join(filter(None, (error.what, error.mend)))
        return [Problem(rule="unreadable", weight=Weight.ERROR, what=what, file=error.file, line=error.line)]
    outcomes = [(each, counsel.one(each.on).decide(each.facts)) for each in scenarios]
    return [
        *static(counsel.stack),
        *(problem for each, got in outcomes for problem in _row(each, got, counsel)),
        *_coverage(counsel, outcomes),
    ]


def _row(each: Scenario, got: Outcome, counsel: Counsel) -> Iterator[Problem]:
    def wrong(rule: str, what: str) -> Problem:
        what = f"scenario `{each.id}`: {what}"
        return Problem(rule=rule, weight=Weight.ERROR, what=what, file=each.file, line=each.line)

    binding = counsel.meaning(each.on).binding.provisions
    known = counsel.stack.provisions
    for name in (*each.provisions, *each.duties):
        if name not in known:
            yield wrong("unknown-provision", f"no provision `{name}`")
        elif name not in binding:
            yield wrong("not-binding", f"`{name}` does not bind on {each.on}")
    if got.answer is not each.answer:
        because = ", ".join(got.deciding) or got.problem or "no provision speaks"
        yield wrong("wrong-answer", f"expected {each.answer}, the law says {got.answer} ({because})")
    elif got.deciding != each.provisions:
        expected, decided = " ".join(each.provisions) or "nothing", " ".join(got.deciding) or "nothing"
        yield wrong("wrong-provisions", f"expected {expected}; what decides is {decided}")
    certain = {duty.provision for duty in got.duties if duty.certain}
    for name in each.duties:
        if name in binding and name not in certain:
            yield wrong("missing-duty", f"`{name}` is not among the duties")


def _coverage(counsel: Counsel, outcomes: list[tuple[Scenario, Outcome]]) -> Iterator[Problem]:
    """Every provision of the pack decides some row, every exception takes something away, every duty arises."""
    decided = {name for _, got in outcomes for name in got.deciding}
    decided |= {duty.provision for _, got in outcomes for duty in got.duties if duty.certain}
    excepting = {name for each, _ in outcomes for name in _fired(counsel, each)}
    for provision in counsel.stack.packs[0].provisions:
        shown = provision.id in (excepting if provision.excepts else decided)
        if not shown and not (
            provision.excepts and provision.id in decided and provision.mode is not Mode.PERMITS
        ):
            what = "takes nothing away in any scenario" if provision.excepts else "decides no scenario"
            yield Problem(
                rule="idle-exception" if provision.excepts else "idle-provision",
                weight=Weight.ERROR,
                what=f"`{provision.id}` {what}",
                file=provision.file,
                line=provision.line,
            )


def _fired(counsel: Counsel, each: Scenario) -> Iterator[str]:
    """The exceptions that take a provision away which would be active without them, or leave it open."""
    for rule in counsel.meaning(each.on).rules.values():
        if rule.exceptors and _possible(rule.provision.condition, each.facts):
            yield from (found.id for found in rule.exceptors if _possible(found.term, each.facts))


def _possible(term: Term, facts: Facts) -> bool:
    return evaluate(term, facts) is not Truth.FALSE
