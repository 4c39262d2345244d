"""What a screening found in a few lines, for a terminal; the same words as the page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from frith.casework.report.lawful import ORDER
from frith.casework.report.sentences import Sentences, load
from frith.casework.screening import Finding, Screening
from frith.law.words import Words

Lines = tuple[tuple[str, str], ...]
"""A table of two columns, its head first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Lines, and the tables that stand between them."""

    before: tuple[str, ...]
    tables: tuple[Lines, ...]
    after: tuple[str, ...]


def brief(screening: Screening, words: Words, report: Path) -> Brief:
    """The screening in brief, in the language of the words. Notices are the readers' own, in English."""
    say = load(words)
    numbers = {key: say.number(getattr(screening, key)) for key in ("read", "rejected", "repeats")}
    silent = sum(screening.uninformative.values())
    after = [say.say("answer.caution")]
    if silent:
        after.append(say.say("answer.caution_share", share=say.share(silent, screening.counted)))
    return Brief(
        before=(
            say.say("brief.rows", **numbers),
            *(f"  {each.name}: {notice}" for each in screening.files for notice in each.notices),
        ),
        tables=(_findings(screening, say), _answers(screening, say)),
        after=(*after, say.say("brief.report", path=str(report)), say.say("page.not_advice")),
    )


def _findings(screening: Screening, say: Sentences) -> Lines:
    named = [(say.say(f"finding.{each}.name"), screening.findings.get(each, 0)) for each in Finding]
    return _table("findings", named, say)


def _answers(screening: Screening, say: Sentences) -> Lines:
    named = [(say.say(f"law.answer.{each}"), screening.answers.get(each, 0)) for each in ORDER]
    return _table("law", named, say)


def _table(id: str, named: list[tuple[str, int]], say: Sentences) -> Lines:
    head = (say.say(f"{id}.column"), say.say("columns.rows"))
    return (head, *((name, say.number(rows)) for name, rows in named))
