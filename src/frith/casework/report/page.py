"""The page on a screening: every section in its order."""

from __future__ import annotations

from frith.casework.counsel import Counsel
from frith.casework.report.found import actors, kinds, reasons
from frith.casework.report.lawful import answers, rules, unchecked
from frith.casework.report.made import files, glossary, making
from frith.casework.report.meaning import meanings
from frith.casework.report.months import months
from frith.casework.report.opening import opening
from frith.casework.report.sentences import Sentences, load
from frith.casework.report.sheet import Page, set_in_html
from frith.casework.screening import Screening
from frith.errors import UsageError
from frith.evidence.precision import Precision
from frith.law.words import Words


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
    return set_in_html(compose(screening, counsel, words, precision=precision))


def compose(screening: Screening, counsel: Counsel, words: Words, *, precision: Precision | None) -> Page:
    """The page in words and measures, before it is set in HTML."""
    say = load(words)
    titles = {pack.id: say.text(pack.title) for pack in counsel.stack.packs}
    place = titles.get(screening.place, screening.place)
    return Page(
        language=words.language,
        title=say.say("page.title", place=place),
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
