"""From what can be seen on a paper to what it is, or to `show it to counsel`. It never guesses.

A kind is recognised when all of this holds, and for that kind alone:

1. one of its marks was seen in full;
2. nothing was seen that rules it out;
3. nothing was seen that such a paper does not show;
4. what was seen does not contradict itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from frith.model.facts import Facts, Value
from frith.model.paper import Issuer, JudgeSigns, PaperKind, Papers

SIGNED, ISSUED = "paper_judge_signed", "paper_court_issued"


class JudgeMark(StrEnum):
    """What can be said of a judge. Only `SEEN` says that there is a judge's signature."""

    NEVER = "never"
    SEEN = "seen"
    ABSENT = "absent"
    LOOK = "look"
    CLERK_SEEN = "clerk_seen"
    CLERK_LOOK = "clerk_look"
    CLERK_MAY = "clerk_may"
    NOTHING = "nothing"


class Doubt(StrEnum):
    """Why a paper is not recognised."""

    NOTHING_FITS = "nothing_fits"
    SEVERAL_FIT = "several_fit"
    CONTRADICT = "contradict"
    NOT_THIS = "not_this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A kind of paper beside what was seen."""

    kind: PaperKind
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    rules_out: tuple[str, ...]
    marked: bool

    @property
    def stands(self) -> bool:
        """Nothing that was seen speaks against it, and a mark of it was seen in full."""
        return self.marked and self.open

    @property
    def open(self) -> bool:
        """Nothing that was seen speaks against it."""
        return not self.unexpected and not self.rules_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The paper is of this kind; `facts` follow from the kind and from what was seen."""

    candidate: Candidate
    judge: JudgeMark
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotTell:
    """Show the paper to counsel. `nearest` are the closest kinds; `facts` only what was seen."""

    doubt: Doubt
    nearest: tuple[Candidate, ...]
    facts: Facts


Look = Recognised | CannotTell


def recognise(papers: Papers, seen: Collection[str]) -> Look:
    """What the paper is, by what was seen on it."""
    facts, agree = _shown(papers, seen)
    near = tuple(_ranked(papers, seen))
    standing = [each for each in near if each.stands]
    if not agree:
        return CannotTell(doubt=Doubt.CONTRADICT, nearest=near[:3], facts=facts)
    if len(standing) == 1:
        return _recognised(standing[0], facts)
    doubt = Doubt.SEVERAL_FIT if len([each for each in near if each.open]) > 1 else Doubt.NOTHING_FITS
    return CannotTell(doubt=doubt, nearest=near[:3], facts=facts)


def describe(papers: Papers, kind: str, seen: Collection[str] = ()) -> Look:
    """What a paper of this kind is, unless what was seen on it speaks against the kind."""
    facts, agree = _shown(papers, seen)
    candidate = _beside(papers.kinds[kind], frozenset(seen))
    if not agree:
        return CannotTell(doubt=Doubt.CONTRADICT, nearest=(candidate,), facts=facts)
    if not candidate.open:
        return CannotTell(doubt=Doubt.NOT_THIS, nearest=(candidate,), facts=facts)
    return _recognised(candidate, facts)


def _recognised(candidate: Candidate, shown: Facts) -> Recognised:
    facts: Facts = {"paper": candidate.kind.id, **candidate.kind.settles, **shown}
    return Recognised(candidate=candidate, judge=_judge(candidate.kind, facts), facts=facts)


def _judge(kind: PaperKind, facts: Facts) -> JudgeMark:
    """What may be said of a judge: a signature that was not seen is never spoken of as there."""
    if kind.settles.get(SIGNED) is False:
        return JudgeMark.NEVER
    if kind.issuer is Issuer.REQUESTER:
        return JudgeMark.NOTHING
    if kind.judge is JudgeSigns.NO:
        return JudgeMark.CLERK_SEEN if facts.get(ISSUED) is True else JudgeMark.CLERK_LOOK
    if facts.get(SIGNED) is True:
        return JudgeMark.SEEN
    if kind.judge is JudgeSigns.MAYBE and facts.get(ISSUED) is True:
        return JudgeMark.CLERK_MAY
    return JudgeMark.ABSENT if facts.get(SIGNED) is False else JudgeMark.LOOK


def _shown(papers: Papers, seen: Iterable[str]) -> tuple[Facts, bool]:
    """The facts that were seen, less those seen to be so and not so; and whether there were none of these."""
    values: dict[str, set[Value]] = {}
    for cue in seen:
        for fact, value in papers.cues[cue].shows.items():
            values.setdefault(fact, set()).add(value)
    single = {fact: next(iter(found)) for fact, found in values.items() if len(found) == 1}
    return single, len(single) == len(values)


def _ranked(papers: Papers, seen: Collection[str]) -> list[Candidate]:
    """The kinds that share something with what was seen, the closest first; a rare cue counts for more."""
    shared = Counter(cue for kind in papers.kinds.values() for cue in kind.cues)
    beside = [_beside(kind, frozenset(seen)) for kind in papers.kinds.values()]
    near = [each for each in beside if each.matched]
    return sorted(near, key=lambda each: (not each.open, -sum(1 / shared[cue] for cue in each.matched)))


def _beside(kind: PaperKind, seen: frozenset[str]) -> Candidate:
    return Candidate(
        kind=kind,
        matched=tuple(cue for cue in kind.cues if cue in seen),
        missing=tuple(cue for cue in kind.cues if cue not in seen),
        unexpected=tuple(sorted(seen - set(kind.cues) - kind.not_cues)),
        rules_out=tuple(sorted(seen & kind.not_cues)),
        marked=any(mark <= seen for mark in kind.marks),
    )
