"""The head of the page: how many kinds of difference there are, which law stands apart, and what this can't show."""

from __future__ import annotations

from collections.abc import Iterator

from frith.casework.compare import Comparison
from frith.casework.comparison.kinds import FIRST, SECOND, Apart, Only, counted
from frith.casework.comparison.naming import Names
from frith.casework.report.opening import Opening, Tile
from frith.model.law import Provision, Verification


def opening(found: Comparison, names: Names) -> Opening:
    """The answer in plain words; that nothing differs is said as readily as that much does."""
    return Opening(
        headline=_headline(found, names),
        points=tuple(_points(found, names)),
        caution=tuple(_caution(found, names)),
        tiles=_tiles(found, names) if found.differences else (),
    )


def _headline(found: Comparison, names: Names) -> str:
    if found.differences:
        return names.say.count("answer.kinds", len(found.differences))
    return names.say.say("answer.none" if found.whole else "answer.none_early")


def _points(found: Comparison, names: Names) -> Iterator[str]:
    say, counts = names.say, counted(found.differences)
    if found.differences:
        acts = {act for each in found.differences for act in each.acts}
        every = names.sides[FIRST].counsel.vocabulary.facts["act"].values
        yield say.count("answer.acts", len(acts), all=say.number(len(every)))
    for only in Only:
        for side in (FIRST, SECOND):
            if n := counts.get(Apart(side=side, only=only), 0):
                yield say.count(f"answer.{only}", n, name=names.called[side])
    known = (*found.scenarios, *found.decisions)
    if known:
        changed = sum(each.changed for each in known)
        yield say.count("answer.changed", changed, all=say.number(len(known)))
    if found.whole:
        yield say.say("answer.whole" if found.differences else "answer.whole_none")
    else:
        yield say.say("answer.early")


def _caution(found: Comparison, names: Names) -> Iterator[str]:
    say = names.say
    if found.differences:
        yield say.say("answer.caution_kinds")
    yield say.say("answer.caution_complete")
    yield say.say("answer.caution_file")
    for side, name in zip(found.sides, names.called, strict=True):
        if side.assumed:
            laws = "; ".join(say.text(each.title) for each in side.assumed)
            yield say.say("answer.caution_assumed", name=name, laws=laws)
    named = cited(found)
    unchecked = sum(each.verified is not Verification.TEXT for each in named)
    if unchecked:
        yield say.say("answer.caution_unchecked", n=say.number(unchecked), all=say.number(len(named)))


def cited(found: Comparison) -> tuple[Provision, ...]:
    """Every provision that the page names, once."""
    named: dict[str, Provision] = {}
    for number, side in enumerate(found.sides):
        for each in found.differences:
            named |= {name: side.provision(name) for name in each.by[number]}
        named |= {each.id: each for each in found.duties[number]}
        for row in (*found.scenarios, *found.decisions):
            if row.changed:
                named |= {name: side.provision(name) for name in row.outcomes[number].deciding}
    return tuple(named.values())


def _tiles(found: Comparison, names: Names) -> tuple[Tile, ...]:
    say, counts = names.say, counted(found.differences)
    asks = sum(n for each, n in counts.items() if each.only is Only.ASKS)
    bars = (
        Tile(
            number=say.number(counts.get(Apart(side=side, only=Only.BARS), 0)),
            label=say.say("answer.tile_bars", name=names.called[side]),
        )
        for side in (FIRST, SECOND)
    )
    return (
        Tile(number=say.number(len(found.differences)), label=say.say("answer.tile_kinds")),
        *bars,
        Tile(number=say.number(asks), label=say.say("answer.tile_asks")),
    )
