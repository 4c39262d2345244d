"""The sections on how the numbers were made: files, method, versions and the words of the report."""

from __future__ import annotations

from datetime import date

from frith.casework.counsel import Counsel
from frith.casework.report.drawing import Block, Section
from frith.casework.report.sentences import Sentences, opened
from frith.casework.report.tables import (
    Cell,
    Definitions,
    Heading,
    Prose,
    Steps,
    Table,
    code,
    heads,
    number,
    text,
)
from frith.casework.screening import FileRead, Screening

NOTICES = "en"
"""The language that readers of files write their notices in."""


def files(screening: Screening, say: Sentences) -> Section:
    """What was read, what could not be, and what stood out."""
    title = say.say("files.title")
    if not screening.files:
        return Section(id="files", title=title, blocks=(Prose(text=say.say("files.none")),))
    blocks: list[Block] = [Prose(text=say.say("files.lead"), tone="lead"), _files(screening, say)]
    blocks.append(Prose(text=say.say("files.counted", rows=say.rows(screening.counted))))
    if screening.no_request:
        blocks.append(Prose(text=say.count("files.no_request", screening.no_request)))
    noticed = [(each.name, notice) for each in screening.files for notice in each.notices]
    if noticed:
        blocks += [Heading(text=say.say("files.notices")), _notices(noticed, say)]
    return Section(id="files", title=title, blocks=tuple(blocks))


def _files(screening: Screening, say: Sentences) -> Table:
    counts = ("read", "rejected", "repeats")

    def day(day: date | None) -> Cell:
        return text(say.words.day(day) if day else say.say("files.no_day"))

    def row(each: FileRead) -> tuple[Cell, ...]:
        numbers = (number(say.number(n)) for n in (each.rows, each.rejected, each.repeats))
        return (code(each.name), code(each.profile), day(each.first), day(each.last), *numbers)

    days = ("file", "profile", "first", "last")
    return Table(
        caption=say.say("files.table"),
        columns=heads(
            *(say.say(f"files.{key}") for key in days),
            numbers=tuple(say.say(f"files.{key}") for key in counts),
        ),
        rows=tuple(row(each) for each in screening.files),
    )


def _notices(noticed: list[tuple[str, str]], say: Sentences) -> Table:
    language = "" if say.language == NOTICES else NOTICES
    return Table(
        caption=say.say("files.notice_table"),
        columns=heads(say.say("files.file"), say.say("files.notice")),
        rows=tuple((code(name), Cell(text=notice, language=language)) for name, notice in noticed),
    )


def making(screening: Screening, counsel: Counsel, say: Sentences) -> Section:
    """The method in a few sentences, what it was done with, and what its words mean."""
    titles = {each.id: say.text(each.title) for each in counsel.stack.packs}
    packs = [
        (text(opened(say.say("made.pack", place=titles.get(place, place)))), code(version))
        for place, version in screening.packs.items()
    ]
    lists = [
        (text(opened(say.say(f"made.{part}"))), code(getattr(screening, part)))
        for part in ("lexicon", "registry")
    ]
    table = Table(
        caption=say.say("made.table"),
        columns=heads(say.say("made.part"), say.say("made.version")),
        rows=(*packs, *lists),
    )
    return Section(
        id="made",
        title=say.say("made.title"),
        blocks=(Steps(items=say.several("made.steps")), Heading(text=say.say("made.versions")), table),
    )


def glossary(say: Sentences) -> Section:
    """What the words of the report mean."""
    items = tuple(
        (opened(say.say(f"glossary.{key}.term")), say.say(f"glossary.{key}.means"))
        for key in say.keys("glossary")
    )
    return Section(id="glossary", title=say.say("page.glossary"), blocks=(Definitions(items=items),))
