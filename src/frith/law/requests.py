"""Words of a request into facts: one value at a time, checked against the closed list, then what follows from them."""

from __future__ import annotations

from datetime import date, datetime

from frith.errors import FactError, quoted
from frith.law.files import near
from frith.model.facts import ABSENT, Fact, FactKind, Facts, Value, Vocabulary, years_before
from frith.model.paper import Papers

YES, NO = ("yes", "true", "y", "si", "sí"), ("no", "false", "n")
UNKNOWN = ("", "unknown", "desconocido", "?")


def fact_value(
    name: str, given: object, vocabulary: Vocabulary, *, file: str = "", line: int | None = None
) -> dict[str, Value]:
    """The flat facts that one named value stands for; empty where the value says unknown.

    FactError names the fact, what was written, and the nearest words of its list.
    """
    fact = vocabulary.facts.get(name)
    if fact is None:
        mend = near(str(name), vocabulary.facts) or "see docs/reference/facts.md"
        raise FactError(f"unknown fact {quoted(name)}", file=file, line=line, mend=mend)
    if fact.computed:
        raise FactError(f"`{name}` is computed from the day", file=file, line=line, mend="leave it out")
    if isinstance(given, str) and given.strip().lower() in UNKNOWN:
        return {}
    try:
        return _value(fact, given)
    except ValueError as why:
        raise FactError(
            f"{quoted(given)} is no value of `{name}`", file=file, line=line, mend=str(why)
        ) from why


def _value(fact: Fact, given: object) -> dict[str, Value]:
    match fact.kind:
        case FactKind.SET:
            return _members(fact, given)
        case FactKind.FLAG:
            return {fact.name: _flag(given)}
        case FactKind.DATE:
            return {fact.name: _day(fact, given)}
        case _:
            return {fact.name: _word(fact, given)}


def _word(fact: Fact, given: object) -> str:
    """`I-247A` and `i_247a` are one word: papers are printed with hyphens."""
    word = str(given).strip().lower().replace("-", "_").replace(" ", "_")
    if not isinstance(given, str) or word not in fact.values:
        raise ValueError(near(word, fact.values) or "one of " + ", ".join(fact.values))
    return word


def _flag(given: object) -> bool:
    if isinstance(given, bool):
        return given
    word = given.strip().lower() if isinstance(given, str) else ""
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError("write yes or no, or leave it out where it is not known")


def _day(fact: Fact, given: object) -> Value:
    if isinstance(given, datetime):
        raise ValueError("write a day without a time, as 2024-12-09")  # noqa: TRY004  the words matter, not the type
    if isinstance(given, date):
        return given
    words = given.strip() if isinstance(given, str) else ""  # a null of JSON is no `none`: it says nothing
    if words.lower() == "none" and fact.optional:
        return ABSENT
    try:
        return date.fromisoformat(words)
    except ValueError as why:
        absent = ", or none where there is none" if fact.optional else ""
        raise ValueError("write a day as 2024-12-09" + absent) from why


def _members(fact: Fact, given: object) -> dict[str, Value]:
    """Members listed are so; those left out are not, unless the list ends in `...`."""
    words = (
        given if isinstance(given, list | tuple) else str(given).replace("+", " ").replace(",", " ").split()
    )
    listed = [str(word) for word in words]
    complete = "..." not in listed
    if "none" in listed and len(listed) > 1:
        raise ValueError("write none alone, or the members without it")
    members = {_word(fact, word) for word in listed if word not in ("...", "none")}
    return {
        f"{fact.name}__{value}": value in members for value in fact.values if complete or value in members
    }


def settle(facts: Facts, on: date, *, vocabulary: Vocabulary, papers: Papers) -> dict[str, Value]:
    """The facts with what follows from them: the days that are counted back, and what the kind of paper settles.

    What somebody saw on the paper stands before what its kind settles; where the two differ the fact is left unknown,
    because a paper that contradicts its own kind is for counsel.
    """
    found: dict[str, Value] = {
        name: years_before(on, fact.years_before) for name, fact in _computed(vocabulary)
    }
    found |= facts
    kind = papers.kinds.get(str(facts.get("paper", "")))
    for name, value in kind.settles.items() if kind else ():
        if found.get(name, value) != value:
            del found[name]
        else:
            found[name] = value
    return found


def _computed(vocabulary: Vocabulary) -> list[tuple[str, Fact]]:
    return [(name, fact) for name, fact in vocabulary.facts.items() if fact.computed]
