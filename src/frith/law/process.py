"""Read process.toml: how a law is made at a place, as numbers that a program can count with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from frith.errors import PackError
from frith.law.files import Table, near, read_toml
from frith.law.laws import word
from frith.model.law import Pack, Text, Verification

RULE = {"law", "cite", "verification", "says"}


class After(StrEnum):
    """The step from which the days to effect are counted."""

    ADOPTION = "adoption"
    APPROVAL = "approval"
    PUBLICATION = "publication"


class Silence(StrEnum):
    """What it means when the executive neither signs nor objects in time."""

    APPROVED = "approved"
    VETOED = "vetoed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Where a number comes from, how far it was checked, and what it says in plain words."""

    cite: str
    verification: Verification
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """Who votes: `ayes` is what an ordinary measure needs."""

    title: Text
    members: int
    quorum: int
    ayes: int
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstIsEnough:
    """When the first vote already adopts."""

    unanimous: bool
    present: int
    not_if_amended: bool
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """How many votes a measure needs, and how many days lie between two; `about`: the days are known only roughly."""

    number: int
    days_between: int
    about: bool
    rule: Rule
    first_is_enough: tuple[FirstIsEnough, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """How a veto is overcome: `ayes`, or more where the measure itself needed more."""

    ayes: int
    ayes_if_measure_needed: Mapping[int, int]
    days: int
    rule: Rule

    def needs(self, measure: int) -> int:
        """The ayes that an override needs for a measure which needed so many."""
        steps = [ayes for least, ayes in self.ayes_if_measure_needed.items() if measure >= least]
        return max(steps, default=self.ayes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Executive:
    """Who signs or vetoes."""

    title: Text
    days: int
    silence: Silence
    rule: Rule
    override: tuple[Override, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to publish, and the days it takes."""

    days: int
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Whether a law must be published, and how it can be."""

    rule: Rule
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The days from a step to effect; for an urgent measure `ayes` is what the urgency needs, else 0."""

    after: After
    days: int
    ayes: int
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """How a law of these kinds is made. A step that a place does not have is an empty tuple."""

    kinds: tuple[str, ...]
    council: Council
    readings: Readings
    executive: tuple[Executive, ...]
    publication: tuple[Publication, ...]
    effect: Effect
    urgency: tuple[Effect, ...]


def read_process(pack: Pack) -> tuple[Process, ...]:
    """The process of the pack's place, or nothing where its file is absent; PackError says what can't be read."""
    path = Path(pack.folder) / "process.toml"
    if not path.exists():
        return ()
    top = read_toml(path)
    top.only({"kinds", "council", "readings", "executive", "publication", "effect", "urgency"})
    reader = _Reader(top, {law.id: law.cite for law in pack.laws})
    kinds = top.strings("kinds")
    if not kinds:
        raise top.wrong("`kinds` is missing", key="kinds", mend='write `kinds = ["ordinance"]`')
    return (
        Process(
            kinds=kinds,
            council=reader.council(),
            readings=reader.readings(),
            executive=tuple(reader.executive(each) for each in reader.tables("executive")),
            publication=tuple(reader.publication(each) for each in reader.tables("publication")),
            effect=reader.effect("effect"),
            urgency=tuple(reader.effect("urgency") for _ in reader.tables("urgency")),
        ),
    )


class _Reader:
    """The tables of one file, with the citations of the pack's laws at hand."""

    def __init__(self, top: Table, cites: Mapping[str, str]) -> None:
        self.top, self.cites = top, cites

    def tables(self, name: str) -> tuple[Table, ...]:
        """The table `[name]`, or nothing; `a.b` is a table inside a table."""
        data: object = self.top.data
        for part in name.split("."):
            data = data.get(part) if isinstance(data, Mapping) else None
        if data is None:
            return ()
        if not isinstance(data, Mapping):
            raise self.top.wrong(f"`{name}` is not a table", key=name, mend=f"write `[{name}]`")
        return (Table(self.top.path, self.top.text, data, self.top.line(name + "]")),)

    def need(self, name: str) -> Table:
        """The table `[name]`, or a PackError."""
        found = self.tables(name)
        if not found:
            raise self.top.wrong(f"`[{name}]` is missing", mend=f"write `[{name}]`")
        return found[0]

    def rule(self, table: Table) -> Rule:
        """Citation, verification and words; the citation is that of a law of the pack, or written out."""
        law, cite = table.string("law", default=""), table.string("cite", default="")
        if law and law not in self.cites:
            raise table.wrong(
                f"`{law}` is no law of this pack", key="law", mend=near(law, self.cites) or "use `cite`"
            )
        if not (law or cite):
            raise table.wrong("no `law` and no `cite`", mend='name the law: `law = "charter-1"`')
        says = table.texts("says", ("en",))
        return Rule(
            cite=cite or self.cites[law], verification=word(table, "verification", Verification), says=says
        )

    def council(self) -> Council:
        table = self.need("council")
        table.only({"title", "members", "quorum", "ayes"} | RULE)
        members, quorum, ayes = (whole(table, key, least=1) for key in ("members", "quorum", "ayes"))
        if not (quorum <= members and ayes <= members):
            raise table.wrong(
                "`quorum` and `ayes` can't exceed `members`", key="members", mend="mend the numbers"
            )
        title = table.texts("title", ("en",))
        return Council(title=title, members=members, quorum=quorum, ayes=ayes, rule=self.rule(table))

    def readings(self) -> Readings:
        table = self.need("readings")
        table.only({"number", "days_between", "about", "first_is_enough"} | RULE)
        enough = []
        for each in self.tables("readings.first_is_enough"):
            each.only({"unanimous", "present", "not_if_amended"} | RULE)
            enough.append(
                FirstIsEnough(
                    unanimous=_flag(each, "unanimous"),
                    present=whole(each, "present"),
                    not_if_amended=_flag(each, "not_if_amended"),
                    rule=self.rule(each),
                )
            )
        return Readings(
            number=whole(table, "number", least=1),
            days_between=whole(table, "days_between"),
            about=_flag(table, "about"),
            rule=self.rule(table),
            first_is_enough=tuple(enough),
        )

    def executive(self, table: Table) -> Executive:
        table.only({"title", "days", "silence", "override"} | RULE)
        return Executive(
            title=table.texts("title", ("en",)),
            days=whole(table, "days"),
            silence=word(table, "silence", Silence),
            rule=self.rule(table),
            override=tuple(self._override(each) for each in self.tables("executive.override")),
        )

    def _override(self, table: Table) -> Override:
        table.only({"ayes", "ayes_if_measure_needed", "days"} | RULE)
        more = table.data.get("ayes_if_measure_needed", {})
        if not isinstance(more, Mapping) or not all(
            str(k).isdigit() and isinstance(v, int) for k, v in more.items()
        ):
            mend = "write `{ 10 = 12 }`: where the measure needed 10, an override needs 12"
            raise table.wrong("`ayes_if_measure_needed` is not a table of counts", key="ayes_if", mend=mend)
        steps = {int(least): ayes for least, ayes in more.items()}
        ayes, days = whole(table, "ayes", least=1), whole(table, "days")
        return Override(ayes=ayes, ayes_if_measure_needed=steps, days=days, rule=self.rule(table))

    def publication(self, table: Table) -> Publication:
        table.only({"way"} | RULE)
        ways = []
        for each in table.tables("way"):
            each.only({"days"} | RULE)
            ways.append(Way(days=whole(each, "days"), rule=self.rule(each)))
        return Publication(rule=self.rule(table), ways=tuple(ways))

    def effect(self, name: str) -> Effect:
        table = self.need(name)
        table.only({"after", "days"} | RULE | ({"ayes"} if name == "urgency" else set()))
        ayes = whole(table, "ayes", least=1) if name == "urgency" else 0
        after = word(table, "after", After)
        return Effect(after=after, days=whole(table, "days"), ayes=ayes, rule=self.rule(table))


def whole(table: Table, key: str, *, least: int = 0) -> int:
    """A whole number, not below `least`."""
    value = table.data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise _not_whole(table, key, least)
    return value


def _not_whole(table: Table, key: str, least: int) -> PackError:
    what = (
        f"`{key}` is missing"
        if key not in table.data
        else f"`{key}` is not a whole number of {least} or more"
    )
    return table.wrong(what, key=key, mend=f"write `{key} = {max(least, 7)}`")


def _flag(table: Table, key: str) -> bool:
    value = table.data.get(key, False)
    if not isinstance(value, bool):
        raise table.wrong(f"`{key}` is neither true nor false", key=key, mend=f"write `{key} = true`")
    return value
