"""What can be held against something else: the law of a place on a day, or a draft as if it were in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from frith.casework.counsel import Counsel
from frith.engine.one import One
from frith.errors import UsageError, quoted
from frith.law import pack
from frith.law.calendar import ENDS, in_force
from frith.law.files import near
from frith.model.law import Law, Provision, Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The law of one place on one day; `assumed` are the laws that count as in force although they are not.

    `name` is the text that named it and `packs` the folder it was looked for in: enough to make it again.
    """

    name: str
    packs: Path | None
    counsel: Counsel
    on: date
    assumed: tuple[Law, ...]

    @property
    def place(self) -> str:
        """The id of the place whose law it is."""
        return self.counsel.stack.place

    @property
    def one(self) -> One:
        """The reader for one request under this law."""
        return self.counsel.one(self.on)

    def on_day(self, on: date) -> Side:
        """The same law on another day."""
        return replace(self, on=on)

    def named_alike(self, other: Side) -> bool:
        """The two are one law on two days."""
        return self.name == other.name

    def provision(self, name: str) -> Provision:
        """A provision of the stack by its full id."""
        return self.counsel.stack.provisions[name]


def side(text: str, *, on: date, packs: Path | None = None) -> Side:
    """The side that the text names: `PLACE`, `PLACE@DATE`, `PLACE+LAW`, `PLACE+LAW@DATE`, or a folder with a pack.

    `+LAW` counts one law as in force; a folder counts all laws of its pack so that have neither taken effect nor
    ended. `on` is the day where the text names none. UsageError where there is no such place, law or day.
    """
    rest, at, day = text.rpartition("@")
    name = rest if at else text
    when = _day(day, text) if at else on
    where = packs
    if _is_folder(name):
        place, where, assumed = _draft(Path(name), when)
    else:
        place, *laws = name.split("+")
        stack = pack.load(place, packs)
        assumed = tuple(_law(each, stack) for each in laws)
    counsel = Counsel(place, where, frozenset(law.path for law in assumed))
    return Side(name=text, packs=packs, counsel=counsel, on=when, assumed=assumed)


def sides(texts: Iterable[str], *, on: date, packs: Path | None = None) -> tuple[Side, ...]:
    """Each of the texts as a side; UsageError where two packs stand on different lists of facts."""
    found = tuple(side(each, on=on, packs=packs) for each in texts)
    for each in found[1:]:
        if each.counsel.vocabulary != found[0].counsel.vocabulary:
            raise UsageError(
                f"{quoted(found[0].name)} and {quoted(each.name)} do not speak of the same facts: "
                "give both packs one facts.toml"
            )
    return found


def _is_folder(name: str) -> bool:
    return "/" in name or name.startswith(".") or (Path(name) / "pack.toml").is_file()


def _draft(folder: Path, on: date) -> tuple[str, Path, tuple[Law, ...]]:
    if not (folder / "pack.toml").is_file():
        raise UsageError(f"no pack in folder {quoted(str(folder))}: name one that holds a pack.toml")
    folder = folder.resolve()
    stack = pack.load(folder.name, folder.parent)
    return folder.name, folder.parent, _pending(stack, on)


def _pending(stack: Stack, on: date) -> tuple[Law, ...]:
    """The own laws of the first pack that have not taken effect by that day, and have not ended either."""

    def pending(law: Law) -> bool:
        over = any(event.kind in ENDS and event.on <= on and not event.provisions for event in law.events)
        return not over and not in_force(law, on)

    return tuple(law for law in stack.packs[0].laws if pending(law))


def _law(name: str, stack: Stack) -> Law:
    for law in stack.laws:
        if name in (law.id, law.path):
            return law
    hint = near(name, {law.id for law in stack.laws}) or "see `frith law list --place ...`"
    raise UsageError(f"no law {quoted(name)} at `{stack.place}`: {hint}")


def _day(text: str, whole: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise UsageError(
            f"{quoted(text)} in {quoted(whole)} is not a day: write it as PLACE@2024-12-09"
        ) from why
