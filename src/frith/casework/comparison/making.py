"""How the page was made: the method, the time it took, and the versions with which anyone gets the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from frith.casework.compare import Comparison
from frith.casework.comparison.naming import Names
from frith.casework.comparison.opening import cited
from frith.casework.report.drawing import Section
from frith.casework.report.sentences import Sentences, opened
from frith.casework.report.tables import Cell, Heading, Look, Prose, Steps, Table, code, heads, number, text
from frith.casework.sides import Side
from frith.model.law import Provision, Verification


def making(found: Comparison, names: Names) -> Section:
    """The method in a few sentences, and the packs of both laws."""
    say = names.say
    time = say.say("made.time", seconds=_seconds(found.seconds, say), solver=_seconds(found.solving, say))
    return Section(
        id="made",
        title=say.say("made.title"),
        blocks=(
            Steps(items=say.several("made.steps")),
            Prose(text=f"{time} {say.count('made.shared', found.shared)}"),
            checked(cited(found), say),
            Heading(text=say.say("made.part_title")),
            versions(found.sides, say),
        ),
    )


def checked(named: Sequence[Provision], say: Sentences) -> Table:
    """How many of the rules that the page names were read in their official text, and how many were not."""
    counts = Counter(each.verified for each in named)
    return Table(
        caption=say.say("made.checked"),
        columns=heads(say.say("made.how_far"), numbers=(say.say("made.rules"),)),
        rows=tuple(
            (
                Cell(text=opened(say.say(f"rules.verified.{each}")), look=Look.MARK, tone=each),
                number(say.number(counts[each])),
            )
            for each in Verification
        ),
    )


def versions(sides: Sequence[Side], say: Sentences) -> Table:
    """Every pack that was asked, once, with its version and digest."""
    rows: dict[tuple[str, str], str] = {}
    for side in sides:
        titles = {pack.id: say.text(pack.title) for pack in side.counsel.stack.packs}
        rows |= {(place, version): titles[place] for place, version in side.counsel.versions.items()}
    return Table(
        caption=say.say("made.versions"),
        columns=heads(say.say("made.part"), say.say("made.version")),
        rows=tuple(
            (text(opened(say.say("made.pack", place=title))), code(version))
            for (_, version), title in rows.items()
        ),
    )


def _seconds(seconds: float, say: Sentences) -> str:
    return f"{seconds:.1f}".replace(".", say.say("number.decimal"))
