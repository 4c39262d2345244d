"""The section on what each finding means and does not mean, with the words that made it."""

from __future__ import annotations

from collections.abc import Mapping

from frith.casework.report.drawing import Block, Section, agency, counts
from frith.casework.report.sentences import Sentences, opened
from frith.casework.report.tables import Cell, Definitions, Heading, Prose, Table, code, heads, number, text
from frith.casework.screening import Finding, Screening

Precision = Mapping[str, tuple[float, float, int]]
"""By kind: the part of shown rows that are right (0 to 1), the part of right rows that are shown, reasons tried."""

BY_AGENCY = (Finding.AUTHORITY_ACTOR, Finding.OUTSIDE_RECIPIENT, Finding.HUB)
"""Kinds that come from who searched and not from a word."""


def meanings(screening: Screening, say: Sentences, precision: Precision) -> Section:
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
    return (*shown, counts(caption, named, whole=screening.read, say=say, id="terms"))


def _term(finding: Finding, term: str, say: Sentences) -> Cell:
    """A class of agency by its name; a word of the list letter by letter."""
    return text(opened(agency(term, say))) if finding in BY_AGENCY else code(term)


def _measured(precision: Precision, say: Sentences) -> tuple[Block, ...]:
    if not precision:
        return ()
    kinds = set(Finding)
    numbers = tuple(say.say(f"precision.{key}") for key in ("right", "found", "tried"))
    rows = tuple(
        (
            text(
                opened(say.say(f"finding.{kind}.name") if kind in kinds else say.name("purposes.word", kind))
            ),
            number(_percent(right, say)),
            number(_percent(found, say)),
            number(say.number(tried)),
        )
        for kind, (right, found, tried) in precision.items()
    )
    columns = heads(say.say("precision.column"), numbers=numbers)
    table = Table(caption=say.say("precision.table"), columns=columns, rows=rows)
    return Heading(text=say.say("precision.title")), Prose(text=say.say("precision.lead")), table


def _percent(part: float, say: Sentences) -> str:
    return say.share(round(part * 10_000), 10_000)
