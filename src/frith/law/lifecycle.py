"""A law on a day: in force or not, and what is still due, counted from its events and the place's process.

Only events up to the day count: on that day nobody knew the rest. Where the day of an event is known only roughly, its
latest day counts, so that nothing is taken to have happened before it must have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frith.law.calendar import ENDS, in_force, injunctions
from frith.law.course import Course, Why, course, effect_rule, silence_ends, stopped
from frith.law.process import After, Effect, Process, Rule, Silence
from frith.model.law import Event, EventKind, Law

Days = tuple[date, ...]
"""One day, or none where it can't be known."""


class Step(StrEnum):
    """What a law can still have to go through, in order."""

    FIRST_VOTE = "first_vote"
    SECOND_VOTE = "second_vote"
    FINAL_VOTE = "final_vote"
    EXECUTIVE = "executive"
    OVERRIDE = "override"
    PUBLICATION = "publication"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One step that is still due, the rule that makes it so, and the days between which it can be taken.

    `urgent`: the earliest day of effect if the measure should pass with an urgency clause. `about`: a day rests on a
    rule whose days are known only roughly.
    """

    step: Step
    rule: Rule
    earliest: Days = ()
    latest: Days = ()
    urgent: Days = ()
    about: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A law on a day; `maybe` is an effect that may have come already, its exact day being unknown.

    `stopped`: the event that ended a bill on its way.
    """

    law: Law
    on: date
    in_force: bool
    since: tuple[Event, ...]
    ended: tuple[Event, ...]
    maybe: tuple[Event, ...]
    enjoined: tuple[Event, ...]
    happened: tuple[Event, ...]
    stopped: tuple[Event, ...]
    course: Course
    due: tuple[Due, ...]
    process: tuple[Process, ...]


def state(law: Law, processes: tuple[Process, ...], on: date) -> State:
    """The law as it stood on that day."""
    happened = tuple(event for event in law.events if event.on <= on)
    whole = tuple(event for event in happened if not event.provisions)
    bound = in_force(law, on)
    ended = () if bound else tuple(event for event in whole if event.kind in ENDS)[-1:]
    process = tuple(each for each in processes if law.kind in each.kinds)
    so_far = course(happened, process[0]) if process else Course()
    dead = () if bound or ended else stopped(whole)
    pending = bool(process) and not (bound or ended or dead)
    return State(
        law=law,
        on=on,
        in_force=bound,
        since=_began(whole) if bound else (),
        ended=ended,
        maybe=() if bound or ended else _maybe(law, on),
        enjoined=injunctions(law, on),
        happened=happened,
        stopped=dead,
        course=so_far,
        due=_due(so_far, process[0], on) if pending else (),
        process=process,
    )


def _began(whole: tuple[Event, ...]) -> tuple[Event, ...]:
    """The event since which the law is in force without a break."""
    began: tuple[Event, ...] = ()
    for event in whole:
        if event.kind is EventKind.EFFECTIVE:
            began = began or (event,)
        elif event.kind in ENDS:
            began = ()
    return began


def _maybe(law: Law, on: date) -> tuple[Event, ...]:
    return tuple(
        each for each in law.events if each.kind is EventKind.EFFECTIVE and each.earliest <= on < each.on
    )


def pocketed(now: State) -> Days:
    """The day on which silence killed the measure; empty where it did not."""
    if not now.process or now.stopped:
        return ()
    return silence_ends(now.course, now.process[0], on=now.on, means=Silence.VETOED)


def _due(so_far: Course, process: Process, on: date) -> tuple[Due, ...]:
    """The steps still due, each with the earliest day that the steps before it leave open."""
    if so_far.vetoed:
        return _override(so_far, process)
    if silence_ends(so_far, process, on=on, means=Silence.VETOED):
        return ()
    steps: list[Due] = []
    day = _vote(so_far, process, steps)
    day = _executive(so_far, process, on, (steps, day))
    if process.publication and not so_far.published:
        rule = process.publication[0]
        took = min((way.days for way in rule.ways), default=0)
        day = _later(day, took)
        steps.append(Due(step=Step.PUBLICATION, rule=rule.rule, earliest=day, about=_about(steps)))
    effect = effect_rule(so_far, process)
    start = _later(_start(so_far, effect, day), effect.days)
    sooner = (
        () if so_far.passed else tuple(each for rule in process.urgency for each in _later(day, rule.days))
    )
    steps.append(Due(step=Step.EFFECT, rule=effect.rule, earliest=start, urgent=sooner, about=_about(steps)))
    return tuple(steps)


def _later(day: Days, days: int) -> Days:
    return tuple(each + timedelta(days=days) for each in day)


def _about(steps: list[Due]) -> bool:
    return any(step.about for step in steps)


def _vote(so_far: Course, process: Process, steps: list[Due]) -> Days:
    """Add the vote that is due; the day on which the measure passed, or can pass at the earliest."""
    if so_far.passed:
        return (so_far.passed[0].on,)
    readings = process.readings
    if not so_far.vote or so_far.why is Why.FAILED:
        steps.append(Due(step=Step.FIRST_VOTE, rule=process.council.rule))
        return ()
    step = Step.SECOND_VOTE if so_far.votes == 1 else Step.FINAL_VOTE
    day = _later((so_far.vote[0].on,), readings.days_between)
    steps.append(Due(step=step, rule=_vote_rule(so_far, process), earliest=day, about=readings.about))
    return day


def _vote_rule(so_far: Course, process: Process) -> Rule:
    """The rule that makes another vote due: the one the first vote failed to meet, else the number of votes."""
    enough = process.readings.first_is_enough
    return enough[0].rule if enough and so_far.why is not Why.MORE_NEEDED else process.readings.rule


def _executive(so_far: Course, process: Process, on: date, so: tuple[list[Due], Days]) -> Days:
    """Add the signature that is due; the day on which the measure was approved, or can be at the earliest."""
    steps, day = so
    if so_far.approved:
        return (so_far.approved[0].on,)
    silent = silence_ends(so_far, process, on=on, means=Silence.APPROVED)
    if silent or so_far.published or not process.executive:
        return silent or day
    executive = process.executive[0]
    latest = _later(day, executive.days) if so_far.passed else ()
    steps.append(
        Due(step=Step.EXECUTIVE, rule=executive.rule, earliest=day, latest=latest, about=_about(steps)),
    )
    return day


def _override(so_far: Course, process: Process) -> tuple[Due, ...]:
    vetoed = (so_far.vetoed[0].on,)
    return tuple(
        Due(step=Step.OVERRIDE, rule=rule.rule, earliest=vetoed, latest=_later(vetoed, rule.days))
        for executive in process.executive
        for rule in executive.override
    )


def _start(so_far: Course, effect: Effect, day: Days) -> Days:
    """The day that the days to effect are counted from, where it is known or can be bounded."""
    took = {
        After.ADOPTION: so_far.passed,
        After.APPROVAL: so_far.approved,
        After.PUBLICATION: so_far.published,
    }[effect.after]
    return (took[0].on,) if took else day
