"""What stands beside the answers: duties that only one law sets, and known requests that are answered again."""

from __future__ import annotations

from collections.abc import Sequence

from frith.casework.compare import Comparison
from frith.casework.comparison.blocks import Case, Cases, Rules
from frith.casework.comparison.kinds import FIRST, SECOND
from frith.casework.comparison.naming import Names, answer
from frith.casework.report.drawing import Section, Shown
from frith.casework.report.tables import Heading, Prose
from frith.casework.whatif import Again

TABLED = "en"
"""The language that tables of scenarios are written in."""


def duties(found: Comparison, names: Names) -> Section:
    """The duties that bind under one law and not under the other."""
    say = names.say
    blocks: list[Shown] = []
    if any(found.duties):
        blocks.append(Prose(text=say.say("duties.lead"), tone="lead"))
        for side, own in enumerate(found.duties):
            called = names.called[side]
            if own:
                blocks.append(Heading(text=say.say("duties.side", name=called)))
                blocks.append(Rules(rules=tuple(names.rule(side, each.id) for each in own)))
            else:
                blocks.append(Prose(text=say.say("duties.none_side", name=called)))
    else:
        blocks.append(Prose(text=say.say("duties.none")))
    return Section(id="duties", title=say.say("duties.title"), blocks=tuple(blocks))


def known(found: Comparison, names: Names) -> Section | None:
    """What becomes of test cases and of recorded decisions; nothing where none was given."""
    if not found.scenarios and not found.decisions:
        return None
    say = names.say
    blocks: list[Shown] = [Prose(text=say.say("known.lead"), tone="lead")]
    for rows, suffix, caption in (
        (found.scenarios, "", "known.table"),
        (found.decisions, "_decided", "known.decided"),
    ):
        changed = [each for each in rows if each.changed]
        everyone = say.number(len(rows))
        if changed:
            blocks.append(Prose(text=say.count(f"known.changed{suffix}", len(changed), all=everyone)))
            blocks.append(_table(say.say(caption), changed, names, then=say.say(f"known.then{suffix}")))
        elif rows:
            blocks.append(Prose(text=say.say(f"known.none{suffix}", n=everyone)))
    unlike = sum(any(each.answer is not row.known.answer for each in row.outcomes) for row in found.decisions)
    if unlike:
        everyone = say.number(len(found.decisions))
        blocks.append(Prose(text=say.count("known.unlike", unlike, all=everyone)))
    return Section(id="known", title=say.say("known.title"), blocks=tuple(blocks))


def _table(caption: str, rows: Sequence[Again], names: Names, *, then: str) -> Cases:
    say = names.say
    return Cases(
        caption=caption,
        heads=(say.say("known.request"), *names.called),
        any="",
        cases=tuple(_row(each, names, then) for each in rows),
    )


def _row(row: Again, names: Names, then: str) -> Case:
    say = names.say
    one, other = (
        names.told(side, row.outcomes[side].answer, row.outcomes[side].deciding) for side in (FIRST, SECOND)
    )
    recorded = answer(row.known.answer, say).text
    return Case(
        number=row.known.id,
        says=row.known.says,
        language="" if say.language == TABLED else TABLED,
        facts=((then, recorded),),
        told=(one, other),
    )
