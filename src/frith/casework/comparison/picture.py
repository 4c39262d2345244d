"""The picture of a comparison: for each act, how often only the one law and only the other stands apart, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frith.casework.compare import Comparison, Difference
from frith.casework.comparison.blocks import Mark, Stretch, Strip, Strips
from frith.casework.comparison.kinds import FIRST, SECOND, Apart, Only, by_act, counted, pairs
from frith.casework.comparison.naming import Names, answer
from frith.casework.report.drawing import Section, Shown
from frith.casework.report.sentences import opened
from frith.casework.report.tables import Column, Look, Prose, Table, number, text

LONGEST = 40.0
"""Per cent of the strip that the longest bar takes: half of it, less the room for its number."""
GAP = 1.2
"""Per cent between a bar and its number."""
MIDDLE = 50.0
TONES = {Only.BARS: "decline", Only.ORDERS: "comply", Only.ASKS: "refer"}


def acts(found: Comparison, names: Names) -> Section:
    """The acts in which the laws differ, drawn and as a table, and the pairs of answers."""
    say = names.say
    every = names.sides[FIRST].counsel.vocabulary.facts["act"].values
    rows = {act: kinds for act, kinds in by_act(found.differences, every).items() if kinds}
    blocks: list[Shown] = [
        Prose(text=say.say("acts.lead"), tone="lead"),
        _strips(rows, names),
        _table(rows, names),
    ]
    same = [say.words.label("act", act) for act in every if act not in rows]
    if same:
        blocks.append(Prose(text=say.say("acts.same", acts="; ".join(same))))
    blocks.append(_pairs(found.differences, names))
    return Section(id="acts", title=say.say("acts.title"), blocks=tuple(blocks))


def _sides(kinds: Sequence[Difference]) -> tuple[dict[Only, int], dict[Only, int]]:
    """What is counted on either side, in the order in which it is drawn from the middle."""
    counts = counted(kinds)
    one, other = ({only: counts.get(Apart(side=side, only=only), 0) for only in Only} for side in (0, 1))
    return one, other


def _strips(rows: Mapping[str, Sequence[Difference]], names: Names) -> Strips:
    say = names.say
    sums = {act: _sides(kinds) for act, kinds in rows.items()}
    most = max((sum(side.values()) for both in sums.values() for side in both), default=1) or 1
    used = [only for only in Only if any(side[only] for both in sums.values() for side in both)]
    return Strips(
        id="acts-picture",
        title=say.say("acts.chart"),
        desc=say.say(
            "acts.desc", parts="; ".join(_part(act, *both, names=names) for act, both in sums.items())
        ),
        heads=tuple(say.say("acts.only", name=name) for name in names.called),
        key=tuple((TONES[only], "", opened(say.say(f"acts.word.{only}"))) for only in used),
        strips=tuple(_strip(act, both, most=most, names=names) for act, both in sums.items()),
        axis=True,
    )


def _part(act: str, one: Mapping[Only, int], other: Mapping[Only, int], *, names: Names) -> str:
    say, (first, second) = names.say, names.called
    n, m = (say.number(sum(side.values())) for side in (one, other))
    return say.say("acts.part", act=say.words.label("act", act), one=first, other=second, n=n, m=m)


def _strip(act: str, both: tuple[dict[Only, int], dict[Only, int]], *, most: int, names: Names) -> Strip:
    stretches: list[Stretch] = []
    marks: list[Mark] = []
    for side, counts in zip((FIRST, SECOND), both, strict=True):
        done = 0.0
        for only, n in counts.items():
            width = LONGEST * n / most
            start = MIDDLE + done if side == SECOND else MIDDLE - done - width
            if n:
                stretches.append(Stretch(start=round(start, 2), width=round(width, 2), tone=TONES[only]))
            done += width
        at = MIDDLE + done + GAP if side == SECOND else MIDDLE - done - GAP
        marks.append(
            Mark(
                text=names.say.number(sum(counts.values())),
                at=round(at, 2),
                anchor="start" if side == SECOND else "end",
            )
        )
    return Strip(
        name=opened(names.say.words.label("act", act)), stretches=tuple(stretches), marks=tuple(marks)
    )


def _table(rows: Mapping[str, Sequence[Difference]], names: Names) -> Table:
    """The same in numbers; what occurs nowhere has no column."""
    say = names.say
    sums = {act: counted(kinds) for act, kinds in rows.items()}
    every = [Apart(side=side, only=only) for side in (FIRST, SECOND) for only in Only]
    used = [each for each in every if any(counts.get(each) for counts in sums.values())]
    heads = (
        say.say("acts.column", name=names.called[each.side], only=say.say(f"acts.word.{each.only}"))
        for each in used
    )
    return Table(
        caption=say.say("acts.table"),
        columns=(
            Column(head=say.say("acts.act")),
            Column(head=say.say("acts.all"), look=Look.NUMBER),
            *(Column(head=head, look=Look.NUMBER) for head in heads),
        ),
        rows=tuple(
            (
                text(opened(say.words.label("act", act))),
                number(say.number(len(rows[act]))),
                *(number(say.number(counts.get(each, 0))) for each in used),
            )
            for act, counts in sums.items()
        ),
        pinned=True,
    )


def _pairs(differences: Sequence[Difference], names: Names) -> Table:
    say = names.say
    return Table(
        caption=say.say("pairs.table"),
        columns=(
            *(Column(head=name) for name in names.called),
            Column(head=say.say("pairs.number"), look=Look.NUMBER),
        ),
        rows=tuple(
            (*(answer(each, say) for each in both), number(say.number(n))) for both, n in pairs(differences)
        ),
    )
