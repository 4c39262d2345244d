"""How a card is written: at 80 columns, on a terminal with or without colour, or as plain text for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from frith.casework.card import AskCard, Card, CardDuty, CardReason
from frith.law.words import Words
from frith.model.decision import Answer

WIDTH = 80
MOST = 5
"""Reasons, questions and duties that one ask shows. A card is read standing; `frith explain` shows the rest."""

MARK = {Answer.DECLINE: "[X]", Answer.COMPLY: "[!]", Answer.MAY: "[+]", Answer.REFER: "[?]"}
COLOUR = {Answer.DECLINE: "red", Answer.COMPLY: "yellow", Answer.MAY: "green", Answer.REFER: "magenta"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph: its hanging mark, its words, and whether it is a heading."""

    words: str
    mark: str = ""
    heading: bool = False

    def wrapped(self, width: int) -> list[str]:
        """The lines of the paragraph, the second and later ones standing under the first one's words."""
        return wrap(
            self.words,
            width,
            initial_indent=self.mark,
            subsequent_indent=" " * len(self.mark),
            break_long_words=False,
            break_on_hyphens=False,
        )


def plain(card: Card, words: Words) -> str:
    """The card as text, for paper, mail and files."""
    title = Line(words=card.headline, mark=f"{MARK[card.answer]} ").wrapped(WIDTH - 4)
    rule = "=" * WIDTH
    body = [each for line in _lines(card, words) for each in (line.wrapped(WIDTH) or [""])]
    return "\n".join([rule, *(f"  {each}" for each in title), rule, "", *body]) + "\n"


def show(card: Card, words: Words, console: Console | None = None) -> None:
    """The card stands on the terminal. Word and mark give the answer; colour only repeats it."""
    out = console or Console(highlight=False)
    out.width = min(out.width, WIDTH)
    title = Text(f"{MARK[card.answer]} {card.headline}", style="bold")
    out.print(Panel(title, border_style=COLOUR[card.answer]))
    for line in _lines(card, words):
        style = "bold" if line.heading else ""
        for each in line.wrapped(out.width) or [""]:
            out.print(Text(each, style=style))


def _lines(card: Card, words: Words) -> Iterator[Line]:
    """What stands below the headline, in the order in which it is needed."""
    yield from _part(words.card("section_say"), [Line(words=f"“{card.aloud}”", mark="  ")])
    steps = [Line(words=step, mark=f"  {number}. ") for number, step in enumerate(card.steps, 1)]
    yield from _part(words.card("section_do"), steps)
    called = [
        Line(words=f"{each.title}. {each.how}".rstrip(". ") + ".", mark="  - ") for each in card.contacts
    ]
    yield from _part(words.card("section_call"), called)
    if len(card.asks) > 1:
        yield from (Line(words=words.card("several")), Line(words=""))
    for ask in card.asks:
        yield from _ask(ask, words, several=len(card.asks) > 1)
    always = [Line(words=each, mark="  - ") for each in card.always]
    yield from _part(words.card("section_always"), always)
    yield Line(words=f"{card.law_of}. {card.small_print}")


def _ask(ask: AskCard, words: Words, *, several: bool) -> Iterator[Line]:
    yield Line(words=ask.asked, heading=True)
    if several:
        yield Line(words=ask.headline, mark=f"{MARK[ask.answer]} ")
    yield Line(words="")
    questions = [Line(words=each, mark=f"  {number}. ") for number, each in enumerate(ask.questions, 1)]
    disputed = [Line(words=each, mark="  - ") for each in ask.disputed]
    if questions or disputed:
        first = [Line(words=words.card("questions_first"), mark="  ")] if questions else []
        yield from _part(words.card("section_questions"), [*first, *_few(questions, words), *disputed])
    reasons = [_reason(each) for each in ask.reasons] or [Line(words=ask.note, mark="  - ")]
    yield from _part(words.card("section_why"), _few(reasons, words))
    if ask.duties:
        yield from _part(
            words.card("section_duties"), _few([_duty(each, words) for each in ask.duties], words)
        )


def _part(heading: str, lines: Sequence[Line]) -> Iterator[Line]:
    yield Line(words=heading, heading=True)
    yield from lines
    yield Line(words="")


def _few(lines: Sequence[Line], words: Words) -> Sequence[Line]:
    """As many as one reads, and how many more there are."""
    if len(lines) <= MOST:
        return lines
    return [*lines[:MOST], Line(words=words.card("more", count=str(len(lines) - MOST)), mark="  - ")]


def _reason(reason: CardReason) -> Line:
    return Line(words=f"{reason.says} ({reason.cite}: {reason.part}; {reason.checked})", mark="  - ")


def _duty(duty: CardDuty, words: Words) -> Line:
    when = ", ".join(each for each in (duty.due, "" if duty.certain else words.card("duty_open")) if each)
    timed = f"{duty.do.rstrip('.')}: {when}." if when else duty.do
    return Line(words=f"{timed} ({duty.cite})", mark="  - ")
