"""How far a law has come on its way through a council: its events folded under the place's process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from frith.law.process import Effect, Process, Silence
from frith.model.law import Event, EventKind

STOPS = (EventKind.FAILED, EventKind.FILED, EventKind.WITHDRAWN)
"""A bill goes no further after one of these, unless a later step takes it up again."""
ASIDE = (EventKind.NOTED, EventKind.COURT)
"""These take no step."""


class Why(StrEnum):
    """Why the votes so far were not enough."""

    NONE_YET = "none_yet"
    AMENDED = "amended"
    NOT_UNANIMOUS = "not_unanimous"
    FEW_PRESENT = "few_present"
    MORE_NEEDED = "more_needed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Each step with the event that took it; an empty tuple where it was not taken."""

    votes: int = 0
    vote: tuple[Event, ...] = ()
    amended: tuple[Event, ...] = ()
    passed: tuple[Event, ...] = ()
    approved: tuple[Event, ...] = ()
    vetoed: tuple[Event, ...] = ()
    published: tuple[Event, ...] = ()
    why: Why = Why.NONE_YET


def course(happened: Iterable[Event], process: Process) -> Course:
    """How far these events brought the law."""
    so_far = Course()
    for event in happened:
        match event.kind:
            case EventKind.FIRST_READING | EventKind.SECOND_READING:
                so_far = _voted(so_far, event, process)
            case EventKind.ADOPTED:
                last = replace(so_far, votes=max(so_far.votes, process.readings.number - 1))
                so_far = _voted(last, event, process)
            case EventKind.AMENDED:
                so_far = _amended(so_far, event, process)
            case EventKind.SIGNED | EventKind.UNSIGNED | EventKind.OVERRIDDEN:
                so_far = replace(so_far, approved=(event,), vetoed=())
            case EventKind.VETOED:
                so_far = replace(so_far, vetoed=(event,))
            case EventKind.PUBLISHED:
                so_far = replace(so_far, published=(event,))
            case _:
                pass
    return so_far


def _voted(so_far: Course, event: Event, process: Process) -> Course:
    votes = so_far.votes + 1
    now = replace(so_far, votes=votes, vote=(event,), passed=())
    if event.votes is not None and event.votes.ayes < process.council.ayes:
        return replace(now, votes=0, why=Why.FAILED)
    if votes >= process.readings.number:
        return replace(now, passed=(event,))
    why = _not_enough(event, process)
    if not why:
        now = replace(now, passed=(event,))
        return _undone(now, process) if any(each.on == event.on for each in now.amended) else now
    return replace(now, why=why[0])


def _not_enough(event: Event, process: Process) -> tuple[Why, ...]:
    """Why a vote before the last does not adopt by itself; empty where it does."""
    for rule in process.readings.first_is_enough:
        if event.votes is None:
            return (Why.MORE_NEEDED,)
        if event.votes.present < rule.present:
            return (Why.FEW_PRESENT,)
        if rule.unanimous and event.votes.ayes < event.votes.present:
            return (Why.NOT_UNANIMOUS,)
        return ()
    return (Why.MORE_NEEDED,)


def _amended(so_far: Course, event: Event, process: Process) -> Course:
    """A change of text undoes what a first vote that day would have done alone; a last vote stands."""
    now = replace(so_far, amended=(event,))
    same_day = bool(now.passed) and now.passed[0].on == event.on
    return _undone(now, process) if same_day and now.votes < process.readings.number else now


def _undone(now: Course, process: Process) -> Course:
    strict = any(rule.not_if_amended for rule in process.readings.first_is_enough)
    return replace(now, passed=(), why=Why.AMENDED) if strict else now


def stopped(happened: tuple[Event, ...]) -> tuple[Event, ...]:
    """The event that ended the bill; empty where none did, or where a later step took it up again."""
    steps = [each for each in happened if each.kind not in ASIDE]
    return (steps[-1],) if steps and steps[-1].kind in STOPS else ()


def silence_ends(so_far: Course, process: Process, *, on: date, means: Silence) -> tuple[date, ...]:
    """The last day of a silence that has run out by now and means this; empty where there is none."""
    if not so_far.passed or so_far.approved or so_far.vetoed or so_far.published:
        return ()
    return tuple(
        last
        for executive in process.executive
        for last in (so_far.passed[0].on + timedelta(days=executive.days),)
        if executive.silence is means and last < on
    )


def needed(so_far: Course, process: Process) -> int:
    """The ayes that the measure itself needs: more where its last vote carried an urgency clause."""
    urgent_vote = so_far.vote and so_far.vote[0].urgency
    return max([process.council.ayes, *(rule.ayes for rule in process.urgency if urgent_vote)])


def urgent(so_far: Course, process: Process) -> bool:
    """The measure passed with an urgency clause and with the votes that one needs."""
    if not (so_far.passed and so_far.passed[0].urgency and process.urgency):
        return False
    votes = so_far.passed[0].votes
    return votes is not None and votes.ayes >= process.urgency[0].ayes


def effect_rule(so_far: Course, process: Process) -> Effect:
    """The rule that sets the day of effect: the urgency rule only once an urgency clause has passed."""
    return process.urgency[0] if urgent(so_far, process) else process.effect
