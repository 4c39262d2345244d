"""Papers: what each kind is, and what can be seen on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from frith.model.facts import Facts
from frith.model.law import Verification


class JudgeSigns(StrEnum):
    """Whether a judge signs papers of a kind: what to look for. A signature is seen, never concluded."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


class Issuer(StrEnum):
    """Who makes papers of a kind."""

    AGENCY = "agency"
    COURT = "court"
    ATTORNEY = "attorney"
    REQUESTER = "requester"
    NOBODY = "nobody"


class Part(StrEnum):
    """Where on a paper to look, in the order of looking."""

    TOP = "top"
    SIGNATURE = "signature"
    TITLE = "title"
    FOOT = "foot"
    BODY = "body"
    WAY = "way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Something that can be seen, with the facts that whoever saw it knows."""

    id: str
    part: Part
    shows: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """One kind of paper.

    `marks` are sets of cues any one of which names the kind; `cues` all that such a paper may show, most
    telling first; `settles` the facts that follow from the kind alone.
    """

    id: str
    form: str
    issuer: Issuer
    judge: JudgeSigns
    effect: str
    life: tuple[str, ...]
    settles: Facts
    marks: tuple[frozenset[str], ...]
    cues: tuple[str, ...]
    not_cues: frozenset[str]
    verification: Verification
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Every kind of paper and every cue, in the order of their lists."""

    kinds: Mapping[str, PaperKind]
    cues: Mapping[str, Cue]
