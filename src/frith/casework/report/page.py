"""The page: every section in its order, set in HTML that loads nothing and runs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from frith.casework.counsel import Counsel
from frith.casework.report.drawing import Section
from frith.casework.report.found import actors, kinds, reasons
from frith.casework.report.lawful import answers, rules, unchecked
from frith.casework.report.made import files, glossary, making
from frith.casework.report.meaning import meanings
from frith.casework.report.months import months
from frith.casework.report.opening import Opening, opening
from frith.casework.report.sentences import FOLDER, Sentences, load
from frith.casework.screening import Screening
from frith.errors import UsageError
from frith.evidence.precision import Precision
from frith.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything that the template sets; it adds nothing of its own."""

    language: str
    title: str
    place: str
    about: tuple[str, ...]
    opening: Opening
    sections: tuple[Section, ...]
    say: Sentences


def render(
    screening: Screening,
    counsel: Counsel,
    words: Words,
    *,
    language: str = "en",
    precision: Precision | None = None,
) -> str:
    """The report as one string of HTML. Whatever comes from data is escaped; nothing is loaded, no script runs.

    The words must hold those of every place of the counsel's stack.
    """
    if words.language != language:
        raise UsageError(f"a report in `{language}` needs words in `{language}`, not in `{words.language}`")
    page = compose(screening, counsel, words, precision=precision)
    room = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (FOLDER / "style.css").read_text(encoding="utf-8")
    return room.get_template("page.html").render(page=page, style=style)


def compose(screening: Screening, counsel: Counsel, words: Words, *, precision: Precision | None) -> Page:
    """The page in words and measures, before it is set in HTML."""
    say = load(words)
    titles = {pack.id: say.text(pack.title) for pack in counsel.stack.packs}
    place = titles.get(screening.place, screening.place)
    return Page(
        language=words.language,
        title=say.say("page.title", place=place),
        place=place,
        about=_about(screening, say),
        opening=opening(screening, say, unchecked=unchecked(screening, counsel)),
        sections=(
            reasons(screening, say),
            kinds(screening, say),
            months(screening, say),
            actors(screening, say),
            answers(screening, counsel, say),
            rules(screening, counsel, say),
            meanings(screening, say, precision),
            files(screening, say),
            making(screening, counsel, say),
            glossary(say),
        ),
        say=say,
    )


def _about(screening: Screening, say: Sentences) -> tuple[str, ...]:
    days = [day for each in screening.files for day in (each.first, each.last) if day]
    period = say.say("page.no_period")
    if days:
        period = say.say("page.period", first=say.day(min(days)), last=say.day(max(days)))
    made = say.say("page.made", day=say.day(screening.made))
    return say.count("page.files", len(screening.files)), period, made, say.say("page.row")
