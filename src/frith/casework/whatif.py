"""What would become of requests that are known already, under one law and under another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frith.casework.sides import Side
from frith.errors import FactError, quoted
from frith.law.files import near
from frith.law.scenarios import read_scenarios
from frith.model.decision import Answer, Outcome
from frith.model.facts import ABSENT, FactKind, Facts, Value, Vocabulary
from frith.model.law import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A request that is known already: a row of a table of scenarios, or an ask of a recorded decision."""

    id: str
    says: str
    facts: Facts
    answer: Answer
    """What the table expects, or what was decided then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A known request, and what each law makes of it."""

    known: Known
    outcomes: tuple[Outcome, ...]

    @property
    def changed(self) -> bool:
        """The laws do not all give one answer."""
        return len({each.answer for each in self.outcomes}) > 1


def again(known: Iterable[Known], sides: tuple[Side, ...]) -> tuple[Again, ...]:
    """Each request under each law, as if it came in on that law's day: days are counted back from there."""
    return tuple(
        Again(known=each, outcomes=tuple(_outcome(each.facts, side) for side in sides)) for each in known
    )


def _outcome(facts: Facts, side: Side) -> Outcome:
    vocabulary = side.counsel.vocabulary
    computed = {fact.name for fact in vocabulary.facts.values() if fact.computed}
    given = {name: value for name, value in facts.items() if name not in computed}
    return side.one.decide(side.counsel.settle(given, side.on))


def tables(sides: tuple[Side, ...]) -> tuple[Known, ...]:
    """The rows of the tables of scenarios that stand beside what is compared, where one law is built on the other.

    Of two laws neither of which lies above the other there is none: their tables are about other offices.
    """
    one, other = (side.counsel.stack for side in sides)
    named = {pack.id for pack in one.packs} & {one.place, other.place} & {pack.id for pack in other.packs}
    if not named:
        return ()
    own: dict[str, Pack] = {}
    for side in sides:
        own[side.counsel.stack.packs[0].folder] = side.counsel.stack.packs[0]
    return tuple(row for pack in own.values() for row in _rows(pack, sides[0]))


def _rows(pack: Pack, side: Side) -> Iterator[Known]:
    for row in read_scenarios(pack, side.counsel.vocabulary, side.counsel.papers):
        yield Known(id=f"{pack.id}/{row.id}", says=row.says, facts=row.facts, answer=row.answer)


# ---- recorded decisions ---------------------------------------------------------------------------------------------


def recorded(path: Path, vocabulary: Vocabulary) -> tuple[Known, ...]:
    """The asks of every decision in the file, as `frith decide --json` writes them: one document, a list, or one a line.

    FactError says which decision can't be read, and why.
    """
    return tuple(
        known
        for number, document in enumerate(_documents(path), start=1)
        for known in _asks(document, vocabulary, file=str(path), number=number)
    )


def _documents(path: Path) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as why:
        raise FactError("not written in UTF-8", file=str(path), mend="save the file again as UTF-8") from why
    except OSError as why:
        raise FactError("can't be read", file=str(path), mend=why.strerror or "look at it") from why
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return [_line(line, path, number) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return whole if isinstance(whole, list) else [whole]


def _line(line: str, path: Path, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as why:
        mend = "give a file of documents that `frith decide --json` wrote, one a line or as one list"
        raise FactError("this line is no JSON", file=str(path), line=number, mend=mend) from why


def _asks(document: Any, vocabulary: Vocabulary, *, file: str, number: int) -> Iterator[Known]:
    def wrong(what: str) -> FactError:
        mend = "give documents as `frith decide --json` writes them"
        return FactError(f"decision {number}: {what}", file=file, mend=mend)

    if (
        not isinstance(document, Mapping)
        or not isinstance(document.get("asks"), list)
        or not document["asks"]
    ):
        raise wrong("no list of `asks`")
    for at, ask in enumerate(document["asks"], start=1):
        if not isinstance(ask, Mapping) or not isinstance(ask.get("facts"), Mapping):
            raise wrong(f"ask {at} holds no `facts`")
        if ask.get("answer") not in set(Answer):
            raise wrong(f"{quoted(ask.get('answer'))} is no answer")
        facts = {name: _value(name, value, vocabulary, wrong=wrong) for name, value in ask["facts"].items()}
        yield Known(id=f"{number}.{at}", says="", facts=facts, answer=Answer(ask["answer"]))


def _value(name: str, value: object, vocabulary: Vocabulary, *, wrong: Any) -> Value:
    """One flat fact as it was recorded."""
    kind = vocabulary.columns().get(name)
    if kind is FactKind.FLAG and isinstance(value, bool):
        return value
    if kind is FactKind.ENUM and isinstance(value, str) and value in vocabulary.facts[name].values:
        return value
    if kind is FactKind.DATE and isinstance(value, str):
        try:
            return ABSENT if value == "none" else date.fromisoformat(value)
        except ValueError:
            pass
    if kind is None:
        hint = near(name, vocabulary.columns())
        raise wrong(f"unknown fact {quoted(name)}" + (f" ({hint})" if hint else ""))
    raise wrong(f"{quoted(value)} is no value of `{name}`")
