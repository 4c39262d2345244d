"""A comparison on a terminal: kinds of request by act, both answers with their citations, and what else differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from frith.casework.cases_words import in_words
from frith.casework.compare import Comparison, Difference
from frith.casework.sides import Side
from frith.casework.whatif import Again
from frith.law.words import Words
from frith.model.decision import Answer
from frith.model.law import Provision

Said = Mapping[str, Any]
LETTERS = ("A", "B")
SHOWN = 20
"""Rows of what is known already that are printed before the rest is left to `--json`."""


def lines(found: Comparison, words: tuple[Words, Words], said: Said, *, refer: bool) -> Iterator[str]:
    """The comparison as lines of text; with `refer` also the differences in which one side refers to counsel."""
    for letter, side, word in zip(LETTERS, found.sides, words, strict=True):
        yield from _side(letter, side, word, said)
    yield ""
    yield _sum(found, said)
    yield said["complete"]
    sharp = [each for each in found.differences if refer or Answer.REFER not in each.answers]
    for act, group in groupby(sharp, key=lambda each: each.acts[0]):
        yield ""
        yield words[0].label("act", act).upper()
        for each in group:
            yield from _difference(each, found.sides, words, said)
    if len(sharp) < len(found.differences):
        yield ""
        yield said["refers"].format(count=len(found.differences) - len(sharp))
    yield ""
    yield from _duties(found, words, said)
    yield from _known(found, said)
    yield said["seconds"].format(seconds=f"{found.seconds:.1f}", solver=f"{found.solving:.1f}")


def _side(letter: str, side: Side, words: Words, said: Said) -> Iterator[str]:
    top = side.counsel.stack.packs[0]
    place = words.of(top.title, file=f"{top.folder}/pack.toml")
    yield said["side"].format(letter=letter, place=place, date=words.day(side.on))
    if side.assumed:
        titles = [
            words.of(law.title, file=f"{top.folder}/laws/{law.id}.toml").strip() for law in side.assumed
        ]
        yield said["assumed"].format(laws="; ".join(titles))


def _sum(found: Comparison, said: Said) -> str:
    count = len(found.differences)
    if not found.whole:
        return str(said["early"].format(count=count))
    return str(said["found" if count > 1 else "found_one" if count else "none"].format(count=count))


def _difference(
    each: Difference, sides: tuple[Side, Side], words: tuple[Words, Words], said: Said
) -> Iterator[str]:
    yield ""
    for letter, answer, names, side in zip(LETTERS, each.answers, each.by, sides, strict=True):
        cites = "; ".join(dict.fromkeys(_cite(side.provision(name), said) for name in names))
        yield f"  {letter}  {said['answer'][answer]}: {cites or said['silent']}"
    parts = in_words(each.case, sides[0].counsel.vocabulary, words[0])
    yield f"     {said['fits'] if parts else said['any']}"
    yield from (f"       {part.line}" for part in parts)
    if len(each.acts) > 1:
        acts = ", ".join(words[0].label("act", act) for act in each.acts[1:])
        yield f"     {said['also'].format(acts=acts)}"


def _cite(provision: Provision, said: Said) -> str:
    return f"{provision.cite} ({said['verified'][provision.verified]})"


def _duties(found: Comparison, words: tuple[Words, Words], said: Said) -> Iterator[str]:
    if not any(found.duties):
        yield said["duties_none"]
        return
    yield said["duties"]
    for letter, own, word in zip(LETTERS, found.duties, words, strict=True):
        for each in own:
            place = each.id.partition("/")[0]
            yield f"  {letter}  {word.do(place, each.do)} ({_cite(each, said)})"
    yield ""


def _known(found: Comparison, said: Said) -> Iterator[str]:
    for rows, key in ((found.scenarios, "scenarios"), (found.decisions, "decisions")):
        if not rows:
            continue
        changed = [row for row in rows if row.changed]
        unlike = sum(any(each.answer is not row.known.answer for each in row.outcomes) for row in rows)
        yield said[key].format(asked=len(rows), changed=len(changed), unlike=unlike)
        yield from (_row(row, said) for row in changed[:SHOWN])
        if len(changed) > SHOWN:
            yield f"  {said['more'].format(count=len(changed) - SHOWN)}"
        yield ""


def _row(row: Again, said: Said) -> str:
    answers = " → ".join(said["answer"][each.answer] for each in row.outcomes)
    return f"  {row.known.id}: {answers}" + (f"  ({row.known.says})" if row.known.says else "")
