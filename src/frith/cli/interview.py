"""The interview: ask at the terminal only what still matters, most decisive first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import click

from frith.casework.choices import choices, inside
from frith.casework.counsel import Counsel
from frith.casework.decide import decide
from frith.errors import FactError, printable
from frith.law.requests import fact_value
from frith.law.words import Words
from frith.model.decision import Request
from frith.model.facts import Fact, FactKind, Value, Vocabulary

FIRST = ("act", "object")
"""Without these there is nothing to decide, so they come before anything the law could rank."""
ENOUGH, NONE = ".", "0"
"""What ends the interview, and what says that there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Where questions are put and answers read; tests give one of their own."""

    say: Callable[[str], None]
    read: Callable[[str], str]


class _Enough(Exception):
    """The person wants to be asked no more."""


def at_terminal() -> Terminal:
    """The person in front of the screen. Questions go beside the output, which may be read by a program."""

    def read(prompt: str) -> str:
        return str(click.prompt(prompt, default="", show_default=False, prompt_suffix=" ", err=True))

    return Terminal(say=lambda text: click.echo(text, err=True), read=read)


def interview(
    request: Request, counsel: Counsel, *, words: Words, terminal: Terminal, on: date | None = None
) -> Request:
    """The request with what was answered. Empty lines mean "I don't know"; the interview ends once nothing matters.

    Where neither act nor object is known there is nothing to ask about: that goes to counsel as it is.
    """
    person = _Person(counsel.vocabulary, words, terminal)
    passed = set(FIRST)
    try:
        for at, ask in enumerate(request.asks):
            for name in FIRST:
                if not getattr(ask, name):
                    request = _headed(request, at, person.asked(name))
        while fact := _next(request, counsel, on, passed):
            passed.add(fact)
            request = replace(request, facts={**request.facts, **person.asked(fact)})
    except _Enough:
        pass
    return request


def _headed(request: Request, at: int, given: dict[str, Value]) -> Request:
    """The request with an act or an object for one of its asks."""
    ask = request.asks[at]
    named = replace(ask, act=str(given.get("act", ask.act)), object=str(given.get("object", ask.object)))
    return replace(request, asks=(*request.asks[:at], named, *request.asks[at + 1 :]))


def _next(request: Request, counsel: Counsel, on: date | None, passed: set[str]) -> str:
    """The most decisive fact not yet asked for; empty where nothing matters any more."""
    named = [each for each in decide(request, counsel, on=on).asks if each.ask.act or each.ask.object]
    questions = (question for each in named for question in each.questions if not question.assumption)
    return next((question.fact for question in questions if question.fact not in passed), "")


class _Person:
    """Somebody who is asked one question at a time, until the answer can be read."""

    def __init__(self, vocabulary: Vocabulary, words: Words, terminal: Terminal) -> None:
        self.vocabulary, self.words, self.terminal = vocabulary, words, terminal

    def asked(self, name: str) -> dict[str, Value]:
        """What the answer says; nothing given is unknown."""
        fact = self.vocabulary.facts[name]
        self.terminal.say("\n" + self.words.ask(name))
        lines = self._shown(fact, () if fact.kind is FactKind.DATE else choices(fact))
        while True:
            picked = self._picked(fact, lines)
            if len(picked) == 1 and _is_group(fact, picked[0]):
                lines = self._shown(fact, choices(fact, inside(fact, picked[0])))
                continue
            try:
                return self._value(fact, picked)
            except FactError:
                again = "interview_again_day" if fact.kind is FactKind.DATE else "interview_again"
                self.terminal.say("  " + self.words.card(again, given=printable(" ".join(picked))[:40]))

    def _shown(self, fact: Fact, lines: tuple[str, ...]) -> tuple[str, ...]:
        """The lines, which now stand numbered on the terminal with how to answer below."""
        for number, line in enumerate(lines, 1):
            more = " ..." if _is_group(fact, line) else ""
            self.terminal.say(f"  {number:>2}  {self.words.label(fact.name, line)}{more}")
        for key in self._hints(fact):
            self.terminal.say(f"      {self.words.card(key)}")
        return lines

    def _picked(self, fact: Fact, lines: tuple[str, ...]) -> list[str]:
        """The words typed, numbers of the list turned into its words."""
        given = self.terminal.read("  >").strip()
        if given == ENOUGH:
            raise _Enough
        named = {self.words.label(fact.name, line).lower(): line for line in lines}
        if given.lower() in named:
            return [named[given.lower()]]
        return [lines[int(w) - 1] if _counts(w) and 0 < int(w) <= len(lines) else w for w in given.split()]

    def _hints(self, fact: Fact) -> tuple[str, ...]:
        if fact.kind is FactKind.DATE:
            return ("interview_day", "interview_unknown")
        return (
            ("interview_several", "interview_unknown")
            if fact.kind is FactKind.SET
            else ("interview_unknown",)
        )

    def _value(self, fact: Fact, picked: list[str]) -> dict[str, Value]:
        if not picked:
            return {}
        none = picked == [NONE] and (fact.kind is FactKind.SET or fact.optional)
        value: object = "none" if none else picked if fact.kind is FactKind.SET else " ".join(picked)
        return fact_value(fact.name, value, self.vocabulary)


def _is_group(fact: Fact, word: str) -> bool:
    return word in fact.groups and word not in fact.values


def _counts(word: str) -> bool:
    """The word is a number of the list; other scripts' digits and endless ones are not."""
    return word.isascii() and word.isdigit() and len(word) < 4
