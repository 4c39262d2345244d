"""The page on compared laws: every section in its order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from frith.casework.compare import Comparison
from frith.casework.comparison.beside import duties, known
from frith.casework.comparison.cases import cases
from frith.casework.comparison.making import making
from frith.casework.comparison.naming import names
from frith.casework.comparison.opening import opening
from frith.casework.comparison.picture import acts
from frith.casework.report.drawing import Section
from frith.casework.report.sentences import load
from frith.casework.report.sheet import Page, set_in_html
from frith.errors import UsageError
from frith.law.words import Words

FOLDER = Path(__file__).parent


def render(
    comparison: Comparison,
    words: Sequence[Words],
    *,
    made: date,
    language: str = "en",
    features: Sequence[Section] = (),
) -> str:
    """The page as one string of HTML. Whatever comes from data is escaped; nothing is loaded, no script runs.

    `words` are those of either side, in that order, in the language of the page; `features` are sections on the
    features of the two laws (see `features.features`).
    """
    for each in words:
        if each.language != language:
            raise UsageError(f"a page in `{language}` needs words in `{language}`, not in `{each.language}`")
    return set_in_html(
        compose(comparison, words, made=made, features=features), parts="blocks.html", more=FOLDER
    )


def compose(
    comparison: Comparison, words: Sequence[Words], *, made: date, features: Sequence[Section] = ()
) -> Page:
    """The page in words and measures, before it is set in HTML."""
    say = load(words[0], FOLDER)
    called = names(comparison, (words[0], words[1]), say)
    one, other = called.called
    days = [say.day(side.on) for side in comparison.sides]
    sections = (
        *((acts(comparison, called), cases(comparison, called)) if comparison.differences else ()),
        duties(comparison, called),
        known(comparison, called),
        *features,
        making(comparison, called),
    )
    return Page(
        language=say.language,
        title=say.say("page.title", one=one, other=other),
        about=(
            say.say("page.laws", one=one, other=other, day=days[0], against=days[1]),
            say.say("page.made", day=say.day(made)),
        ),
        opening=opening(comparison, called),
        sections=tuple(each for each in sections if each),
        say=say,
    )
