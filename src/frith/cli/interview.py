"""The interview: ask at the terminal only what still matters, most decisive first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import click

from frith.casework.counsel import Counsel
from frith.casework.decide import decide
from frith.errors import FactError
from frith.law.requests import fact_value
from frith.law.words import Words
from frith.model.decision import Ask, Question, Request
from frith.model.facts import Fact, FactKind, Value, Vocabulary

FIRST = ("act", "object")
"""Without these there is nothing to decide, so they come before anything the law could rank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Where questions are put and answers read; tests give one of their own."""

    say: Callable[[str], None]
    read: Callable[[str], str]


def at_terminal() -> Terminal:
    """The person in front of the screen."""

    def read(prompt: str) -> str:
        return str(click.prompt(prompt, default="", show_default=False, err=True))

    return Terminal(say=lambda text: click.echo(text, err=True), read=read)


def interview(request: Request, counsel: Counsel, words: Words, terminal: Terminal) -> Request:
    """The request with what was answered. Empty lines mean "I don't know"; the interview ends once nothing matters."""
    passed: set[str] = set()
    ask = request.asks[0] if request.asks else Ask(act="", object="")
    first = {name: getattr(ask, name) or _first(name, counsel, words, terminal) for name in FIRST}
    ask = Ask(act=first["act"], object=first["object"], facts=ask.facts)
    request = replace(request, asks=(ask, *request.asks[1:]))
    while question := _next(request, counsel, request.received, passed):
        given = _put(counsel.vocabulary.facts[question.fact], words, terminal)
        passed.add(question.fact)
        request = replace(request, facts={**request.facts, **given})
    return request


def _first(name: str, counsel: Counsel, words: Words, terminal: Terminal) -> str:
    return str(_put(counsel.vocabulary.facts[name], words, terminal).get(name, ""))


def _next(request: Request, counsel: Counsel, on: date, passed: set[str]) -> Question | None:
    for each in decide(request, counsel, on=on).asks:
        for question in each.questions:
            if not question.assumption and question.fact not in passed:
                return question
    return None


def _put(fact: Fact, words: Words, terminal: Terminal) -> dict[str, Value]:
    """One question, put until the answer can be read; nothing given is unknown."""
    terminal.say("\n" + words.ask(fact.name))
    choices = _choices(fact)
    for number, value in enumerate(choices, 1):
        terminal.say(f"  {number:>2}  {words.label(fact.name, value)}")
    terminal.say(f"      {words.card('interview_unknown')}")
    while True:
        given = terminal.read("  >").strip()
        try:
            return _read(fact, choices, given)
        except FactError as error:
            terminal.say(f"  {error}")


def _choices(fact: Fact) -> Sequence[str]:
    return ("yes", "no") if fact.kind is FactKind.FLAG else fact.values


def _read(fact: Fact, choices: Sequence[str], given: str) -> dict[str, Value]:
    """A number of the list or a word of it; several of them for a set."""
    picked = [choices[int(w) - 1] if w.isdigit() and 0 < int(w) <= len(choices) else w for w in given.split()]
    if not picked:
        return {}
    value: object = picked if fact.kind is FactKind.SET else " ".join(picked)
    return fact_value(fact.name, value, Vocabulary(facts={fact.name: fact}))
