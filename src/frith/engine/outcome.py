"""From active provisions to an answer: the one table that every reader uses.

| required | barred | referred | answer  |
|----------|--------|----------|---------|
| no       | yes    | no       | decline |
| yes      | no     | no       | comply  |
| no       | no     | no       | may     |
| anything else, an unknown included | refer   |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from frith.model.decision import Answer, Duty, Outcome, Reason, Role
from frith.model.law import Mode, Provision

CERTAIN_ROLES = {
    Mode.BARS: Role.BARS,
    Mode.REQUIRES: Role.REQUIRES,
    Mode.PERMITS: Role.PERMITS,
    Mode.REFERS: Role.REFERS,
}
OPEN_ROLES = {Mode.BARS: Role.MAY_BAR, Mode.REQUIRES: Role.MAY_REQUIRE, Mode.REFERS: Role.MAY_REFER}
SETTLED_BY = {Answer.DECLINE: Mode.BARS, Answer.COMPLY: Mode.REQUIRES, Answer.MAY: Mode.PERMITS}


def answer_of(certain: Mapping[Mode, bool], possible: Mapping[Mode, bool]) -> Answer:
    """The row of the table, given which modes are certainly and possibly active."""
    if any(possible[mode] and not certain[mode] for mode in OPEN_ROLES) or certain[Mode.REFERS]:
        return Answer.REFER
    match certain[Mode.REQUIRES], certain[Mode.BARS]:
        case False, True:
            return Answer.DECLINE
        case True, False:
            return Answer.COMPLY
        case False, False:
            return Answer.MAY
        case _:
            return Answer.REFER


def outcome(certain: Iterable[Provision], unsettled: Iterable[Provision]) -> Outcome:
    """The answer with what decides it; `unsettled` are active for some completion of what is unknown."""
    held, loose = sorted(certain, key=_id), sorted(unsettled, key=_id)
    sure = {mode: any(each.mode is mode for each in held) for mode in Mode}
    answer = answer_of(sure, {mode: sure[mode] or any(each.mode is mode for each in loose) for mode in Mode})
    reasons = [Reason(provision=p.id, role=CERTAIN_ROLES[p.mode]) for p in held if p.mode in CERTAIN_ROLES]
    reasons += [Reason(provision=p.id, role=OPEN_ROLES[p.mode]) for p in loose if p.mode in OPEN_ROLES]
    if answer is Answer.REFER:
        deciding = [each.provision for each in reasons if each.role is not Role.PERMITS]
    else:
        deciding = [p.id for p in held if p.mode is SETTLED_BY[answer]]
    return Outcome(
        answer=answer,
        deciding=tuple(sorted(deciding)),
        reasons=tuple(reasons),
        duties=tuple(
            Duty(provision=p.id, certain=sure)
            for sure, some in ((True, held), (False, loose))
            for p in some
            if p.mode is Mode.DUTY
        ),
        open=tuple(p.id for p in loose if p.mode in OPEN_ROLES),
    )


def refused(problem: str) -> Outcome:
    """The answer where a fact can't be read: an error opens no door."""
    return Outcome(answer=Answer.REFER, deciding=(), reasons=(), duties=(), open=(), problem=problem)


def _id(provision: Provision) -> str:
    return provision.id
