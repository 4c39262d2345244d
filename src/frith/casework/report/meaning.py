"""The section on what each finding means and does not mean, with the words that made it."""

from __future__ import annotations

from frith.casework.report.drawing import Block, Section, agency, counts
from frith.casework.report.sentences import Sentences, opened
from frith.casework.report.tables import Cell, Definitions, Heading, Prose, Table, code, heads, number, text
from frith.casework.screening import Finding, Screening
from frith.evidence.precision import Precision

BY_AGENCY = (Finding.AUTHORITY_ACTOR, Finding.OUTSIDE_RECIPIENT, Finding.HUB)
"""Kinds that come from who searched and not from a word."""


def meanings(screening: Screening, say: Sentences, precision: Precision | None) -> Section:
    """What each kind means, its limit, and the words that made it, counted."""
    blocks: list[Block] = [Prose(text=say.say("terms.lead"), tone="lead")]
    for finding in Finding:
        blocks += _one(finding, screening, say)
    return Section(id="terms", title=say.say("terms.title"), blocks=(*blocks, *_measured(precision, say)))


def _one(finding: Finding, screening: Screening, say: Sentences) -> tuple[Block, ...]:
    name = say.say(f"finding.{finding}.name")
    says = tuple(
        (say.say(f"terms.{part}"), say.say(f"finding.{finding}.{part}")) for part in ("means", "limit")
    )
    shown: tuple[Block, ...] = (Heading(text=opened(name)), Definitions(items=says))
    if not screening.findings.get(finding, 0):
        return (*shown, Prose(text=say.say("terms.none"), tone="quiet"))
    made = sorted((each for each in screening.terms if each.finding is finding), key=lambda one: -one.rows)
    if not made:
        return shown
    named = [(_term(finding, each.term, say), each.rows) for each in made]
    caption = say.say("terms.table", name=name)
    return (*shown, counts(caption, named, whole=screening.counted, say=say, id="terms"))


def _term(finding: Finding, term: str, say: Sentences) -> Cell:
    """A class of agency by its name; a word of the list letter by letter."""
    return text(opened(agency(term, say))) if finding in BY_AGENCY else code(term)


def _measured(precision: Precision | None, say: Sentences) -> tuple[Block, ...]:
    """How often the list was right where people had read the reasons, with the counts that the shares come from."""
    if precision is None:
        return ()
    counts = tuple(say.say(f"precision.{key}") for key in ("shown", "right", "there", "found"))
    rows = tuple(
        (
            text(opened(say.say(f"finding.{kind}.name"))),
            number(say.number(score.shown)),
            number(say.share(score.right, score.shown)),
            number(say.number(score.there)),
            number(say.share(score.right, score.there)),
        )
        for kind, score in precision.kinds.items()
    )
    lead = say.say("precision.lead", n=say.number(precision.texts), day=say.day(precision.date))
    columns = heads(say.say("precision.column"), numbers=counts)
    table = Table(caption=say.say("precision.table"), columns=columns, rows=rows)
    return Heading(text=say.say("precision.title")), Prose(text=lead), table
