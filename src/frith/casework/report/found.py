"""The sections on what was found: what reasons say, kinds of finding, and who searched."""

from __future__ import annotations

from frith.casework.report.drawing import Block, Section, agency, figure, in_order, stacked
from frith.casework.report.sentences import Sentences
from frith.casework.report.tables import Prose
from frith.casework.screening import Finding, Screening


def reasons(screening: Screening, say: Sentences) -> Section:
    """How many reasons say nothing, and what purposes are stated."""
    silent, stated = screening.uninformative, screening.purposes
    counted = [(word, silent[word]) for word in in_order(silent, say.keys("reasons.word"))]
    counted.append(("informative", screening.counted - sum(silent.values())))
    blocks: list[Block] = [Prose(text=say.say("reasons.lead"), tone="lead")]
    if screening.counted:
        named = [(say.name("reasons.word", word), rows) for word, rows in counted]
        blocks.append(stacked("reasons", named, tones=[word for word, _ in counted], say=say))
    if any(stated.values()):
        order = in_order(stated, say.keys("purposes.word"))
        purposes = [(say.name("purposes.word", word), stated[word]) for word in order]
        blocks.append(figure("purposes", purposes, whole=screening.counted, say=say))
    return Section(id="reasons", title=say.say("reasons.title"), blocks=tuple(blocks))


def kinds(screening: Screening, say: Sentences) -> Section:
    """Rows by kind of finding; with none, what was looked for is said."""
    counted = [(say.say(f"finding.{each}.name"), screening.findings.get(each, 0)) for each in Finding]
    title = say.say("findings.title")
    if not any(rows for _, rows in counted):
        none = say.say("findings.none", kinds="; ".join(name for name, _ in counted))
        return Section(id="findings", title=title, blocks=(Prose(text=none),))
    lead = Prose(text=say.say("findings.lead"), tone="lead")
    drawn = figure("findings", counted, whole=screening.counted, say=say)
    return Section(id="findings", title=title, blocks=(lead, drawn))


def actors(screening: Screening, say: Sentences) -> Section:
    """Rows by kind of agency that searched, most first."""
    most_first = sorted(screening.actors.items(), key=lambda item: (-item[1], item[0]))
    counted = [(agency(word, say), rows) for word, rows in most_first if rows]
    title = say.say("actors.title")
    if not counted:
        return Section(id="actors", title=title, blocks=(Prose(text=say.say("actors.none")),))
    lead = Prose(text=say.say("actors.lead"), tone="lead")
    drawn = figure("actors", counted, whole=screening.counted, say=say)
    return Section(id="actors", title=title, blocks=(lead, drawn))
