"""The page on the feature matrix: many places side by side, at a glance and in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from frith.casework.comparison.grid import Board, Stand, board, codes, picture, stands, total
from frith.casework.comparison.making import checked, versions
from frith.casework.comparison.naming import called
from frith.casework.comparison.page import FOLDER
from frith.casework.comparison.places import codes_in_words, in_words, others, rules
from frith.casework.matrix import Matrix
from frith.casework.report.drawing import Section
from frith.casework.report.opening import Opening, Tile
from frith.casework.report.sentences import load
from frith.casework.report.sheet import Page, set_in_html
from frith.casework.report.tables import Heading, Prose, Steps
from frith.casework.sides import Side
from frith.errors import UsageError
from frith.law.words import Words
from frith.model.law import Provision, Verification


def render(matrix: Matrix, sides: Sequence[Side], words: Words, *, made: date, language: str = "en") -> str:
    """The page as one string of HTML. Whatever comes from data is escaped; nothing is loaded, no script runs.

    `sides` are those that the matrix was made of, `words` those of every place whose provisions it names.
    """
    if words.language != language:
        raise UsageError(f"a page in `{language}` needs words in `{language}`, not in `{words.language}`")
    return set_in_html(compose(matrix, sides, words, made=made), parts="blocks.html", more=FOLDER)


def compose(matrix: Matrix, sides: Sequence[Side], words: Words, *, made: date) -> Page:
    """The page in words and measures, before it is set in HTML."""
    say = load(words, FOLDER)
    shown = board(matrix, called(sides, say), say)
    days = sorted({side.on for side in sides})
    about = [say.say("features.days" if len(days) > 1 else "features.day", day=say.day(days[-1]))]
    return Page(
        language=say.language,
        title=say.count("features.page", len(matrix.rows)),
        about=(*about, say.say("page.made", day=say.day(made))),
        opening=Opening(
            headline=say.count(
                "features.headline", len(matrix.rows), features=say.number(len(matrix.columns))
            ),
            points=tuple(_points(shown)),
            caution=tuple(_caution(shown, sides)),
            tiles=_tiles(shown),
        ),
        sections=(*_features(shown, sides, words), _making(shown, sides)),
        say=say,
    )


def features(matrix: Matrix, sides: Sequence[Side], words: Words) -> tuple[Section, ...]:
    """The sections on the matrix alone, for a page on something else."""
    say = load(words, FOLDER)
    return _features(board(matrix, called(sides, say), say), sides, words)


def _features(shown: Board, sides: Sequence[Side], words: Words) -> tuple[Section, ...]:
    say = shown.say
    return (
        _glance(shown),
        _others(shown, words),
        Section(
            id="places",
            title=say.say("features.places"),
            blocks=(Prose(text=say.say("features.places_lead"), tone="lead"), *in_words(shown, words)),
        ),
        Section(
            id="rules",
            title=say.say("features.rules"),
            blocks=(Prose(text=say.say("features.rules_lead"), tone="lead"), *rules(shown, sides, words)),
        ),
    )


def _points(shown: Board) -> Iterator[str]:
    """The door that most places bar, the one that most leave open, and the one that most leave to counsel."""
    for stand in (Stand.BARRED, Stand.SILENT, Stand.COUNSEL):
        found = Counter(
            door for row in shown.matrix.rows for door in shown.doors if stands(row.cells[door]) == (stand,)
        )
        if found:
            door, n = found.most_common(1)[0]
            yield shown.say.count(
                f"features.most_{stand}",
                n,
                door=shown.titles[door],
                all=shown.say.number(len(shown.matrix.rows)),
            )
    yield shown.say.say("features.computed")


def _caution(shown: Board, sides: Sequence[Side]) -> Iterator[str]:
    say = shown.say
    yield say.say("features.caution_silent")
    yield say.say("answer.caution_file")
    for side, name in zip(sides, shown.names, strict=True):
        if side.assumed:
            laws = "; ".join(say.text(each.title) for each in side.assumed)
            yield say.say("answer.caution_assumed", name=name, laws=laws)
    named = _named(shown)
    unchecked = sum(each.verified is not Verification.TEXT for each in named)
    if unchecked:
        yield say.say("answer.caution_unchecked", n=say.number(unchecked), all=say.number(len(named)))


def _named(shown: Board) -> tuple[Provision, ...]:
    """Every provision that a cell stands on, once."""
    return tuple({name: each for row in shown.matrix.rows for name, each in row.provisions.items()}.values())


def _tiles(shown: Board) -> tuple[Tile, ...]:
    counts = total(shown)
    return tuple(
        Tile(number=shown.say.number(counts[stand]), label=shown.say.say(f"features.tile_{stand}"))
        for stand in (Stand.BARRED, Stand.KEY, Stand.COUNSEL, Stand.SILENT)
    )


def _glance(shown: Board) -> Section:
    say = shown.say
    numbered = tuple(shown.titles[door] for door in shown.doors)
    return Section(
        id="glance",
        title=say.say("features.glance"),
        blocks=(
            Prose(text=say.say("features.glance_lead"), tone="lead"),
            picture(shown),
            Heading(text=say.say("features.numbers")),
            Steps(items=numbered),
            Heading(text=say.say("features.codes_title")),
            Prose(text=say.say("features.codes_lead")),
            codes_in_words(shown),
            codes(shown),
        ),
    )


def _others(shown: Board, words: Words) -> Section:
    say = shown.say
    return Section(
        id="others",
        title=say.say("features.others_title"),
        blocks=(Prose(text=say.say("features.others_lead"), tone="lead"), others(shown, words)),
    )


def _making(shown: Board, sides: Sequence[Side]) -> Section:
    say = shown.say
    seconds = f"{sum(row.seconds for row in shown.matrix.rows):.1f}".replace(".", say.say("number.decimal"))
    return Section(
        id="made",
        title=say.say("made.title"),
        blocks=(
            Steps(items=say.several("features.steps")),
            Prose(text=say.say("features.time", seconds=seconds)),
            checked(_named(shown), say),
            Heading(text=say.say("made.part_title")),
            versions(sides, say),
        ),
    )
