"""Every kind of difference: the case in words, and what either law answers by which provisions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from frith.casework.cases_words import Part, in_words
from frith.casework.compare import Comparison, Difference
from frith.casework.comparison.blocks import Case, Cases, More
from frith.casework.comparison.kinds import FIRST, SECOND, plain
from frith.casework.comparison.naming import Names
from frith.casework.report.drawing import Section, Shown
from frith.casework.report.sentences import opened
from frith.casework.report.tables import Definitions, Heading, Prose
from frith.model.decision import Answer

Numbered = Sequence[tuple[int, Difference]]


def cases(found: Comparison, names: Names) -> Section:
    """The kinds under the first act in which they occur: plain answers first, what counsel is asked folded away."""
    say = names.say
    numbers = count(1)
    groups: dict[str, list[tuple[int, Difference]]] = {}
    for each in found.differences:
        groups.setdefault(each.acts[0], []).append((next(numbers), each))
    used = {given for each in found.differences for given in each.answers}
    means = tuple(
        (opened(say.say(f"answers.word.{given}")), say.say(f"answers.means.{given}"))
        for given in Answer
        if given in used
    )
    blocks: list[Shown] = [Prose(text=say.say("cases.lead"), tone="lead"), Definitions(items=means)]
    if any(part.example for each in found.differences for part in _facts(each, names)):
        blocks.append(Prose(text=say.say("cases.day_note"), tone="quiet"))
    for act, kinds in groups.items():
        blocks += _group(opened(say.words.label("act", act)), kinds, names)
    return Section(id="cases", title=say.say("cases.title"), blocks=tuple(blocks))


def _group(act: str, kinds: Numbered, names: Names) -> list[Shown]:
    say = names.say
    sharp = [(number, each) for number, each in kinds if plain(each)]
    rest = [(number, each) for number, each in kinds if not plain(each)]
    blocks: list[Shown] = [Heading(text=act)]
    if sharp:
        blocks.append(_table(say.say("cases.table", act=act), sharp, names))
    if rest:
        table = _table(say.say("cases.table_refer", act=act), rest, names)
        summary = say.count("cases.more" if sharp else "cases.only", len(rest))
        blocks.append(More(summary=summary, blocks=(table,)))
    return blocks


def _table(caption: str, kinds: Numbered, names: Names) -> Cases:
    say = names.say
    return Cases(
        caption=caption,
        heads=(say.say("cases.request"), *names.called),
        any=say.say("cases.any"),
        headed=True,
        cases=tuple(_case(number, each, names) for number, each in kinds),
    )


def _facts(difference: Difference, names: Names) -> tuple[Part, ...]:
    return in_words(difference.case, names.sides[FIRST].counsel.vocabulary, names.say.words)


def _case(number: int, difference: Difference, names: Names) -> Case:
    say = names.say
    facts = _facts(difference, names)
    elsewhere = [act for act in difference.acts if act not in difference.case.get("act", ())]
    also = ", ".join(say.words.label("act", act) for act in elsewhere)
    one, other = (names.told(side, difference.answers[side], difference.by[side]) for side in (FIRST, SECOND))
    return Case(
        number=say.say("cases.number", n=say.number(number)),
        facts=tuple((opened(part.name), part.text) for part in facts),
        notes=(say.say("cases.also", acts=also),) if also else (),
        told=(one, other),
    )
