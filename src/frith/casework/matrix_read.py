"""The columns of the feature matrix that are no door: who is bound, what is written down, what is in force."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from frith.casework.matrix_cells import Cell, Code, Part
from frith.casework.matrix_doors import place_of, weakest
from frith.casework.matrix_plan import Plan
from frith.casework.sides import Side
from frith.engine.every import Every
from frith.engine.keys import heard, possible
from frith.law.calendar import ENDS, in_force, injunctions
from frith.law.reports import Report, read_reports
from frith.model.law import Law, Mode, Pack
from frith.model.term import Compare, Or, atoms


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the columns of one place are read from: its law, all requests, and the doors that were found already."""

    side: Side
    every: Every
    plan: Plan
    doors: Mapping[str, Cell]
    reports: Mapping[str, Report]

    def cell(
        self,
        column: str,
        values: Iterable[str],
        provisions: Collection[str],
        *,
        parts: Iterable[Part] = (),
        **more: str | bool,
    ) -> Cell:
        """A cell that holds these values by these provisions; `own` where the place's own law says it without one."""
        names = tuple(sorted(provisions))
        return Cell(
            column=column,
            code=str(more.get("code", "")),
            parts=tuple(parts),
            values=tuple(values),
            provisions=names,
            own=any(place_of(name) == self.side.place for name in names) or bool(more.get("own")),
            verification=weakest(self.side.provision(name).verified for name in names),
        )


def read_cells(reading: Reading) -> dict[str, Cell]:
    """Every column that is no door, in the plan's order."""
    return {name: READERS[name](reading, name) for name in reading.plan.read}


def reports_of(side: Side) -> dict[str, Report]:
    """The reports that the law in force demands, by place and id, the place's own first."""
    bound = side.one.meaning.rules
    return {
        f"{pack.id}/{each.id}": each
        for pack in side.counsel.stack.packs
        for each in read_reports(pack)
        if each.provision in bound
    }


# ---- asked of all requests ------------------------------------------------------------------------------------------


def _bound(reading: Reading, column: str) -> Cell:
    """The bodies that some bar of the stack binds in what the matrix asks about, and at which levels."""
    every, law = reading.every, reading.every.laws[0]
    bars: dict[str, list[str]] = {}
    for name in law.of(Mode.BARS):
        bars.setdefault(place_of(name), []).append(name)
    parts = []
    for who in reading.plan.settings["bound"]:
        with every.assuming(every.certain(reading.plan.who[who])):
            speaks = tuple(
                place
                for place, names in bars.items()
                if possible(every, every.either(*(law.certain[name] for name in names)))
            )
        code = Code.BARRED if speaks else Code.SILENT
        parts.append(_plain(who, code, speaks))
    values = [part.who for part in parts if part.speaks]
    own = any(reading.side.place in part.speaks for part in parts)
    return reading.cell(column, values, (), parts=parts, own=own)


def _plain(who: str, code: str, speaks: tuple[str, ...]) -> Part:
    return Part(who=who, when="", code=code, doors=(), unsettled=(), provisions=(), speaks=speaks)


def _records(reading: Reading, column: str) -> Cell:
    begins = reading.plan.settings["records"]
    counted = {each.provision for each in reading.reports.values()}
    return _duties(reading, column, lambda name, do: name in counted or do.startswith(begins))


def _notices(reading: Reading, column: str) -> Cell:
    named = reading.plan.settings["notices"]
    return _duties(reading, column, lambda _, do: do in named)


def _duties(reading: Reading, column: str, meant: Callable[[str, str], bool]) -> Cell:
    """The duties of one sort that some request of the columns brings to life."""
    every, law = reading.every, reading.every.laws[0]
    sort = [name for name in law.of(Mode.DUTY) if meant(name, reading.side.provision(name).do)]
    asked = every.certain(Or(tuple(each.asks for each in reading.plan.columns)))
    names = sorted(heard(every, sort, asked))
    return reading.cell(column, dict.fromkeys(reading.side.provision(name).do for name in names), names)


# ---- read from the doors and the provisions -------------------------------------------------------------------------


def _warrants(reading: Reading, column: str) -> Cell:
    """The kinds of court paper with which some door opens, of the columns that are read for it."""
    doors = [part for name in reading.plan.settings["warrant_columns"] for part in reading.doors[name].parts]
    papers = set(reading.plan.papers)
    opened = [part for part in doors if any(papers & set(door) for door in part.doors)]
    met = {key for part in opened for door in part.doors for key in door}
    names = {name for part in opened for name in part.provisions}
    return reading.cell(column, [each for each in reading.plan.papers if each in met], names)


def _look_back(reading: Reading, column: str) -> Cell:
    """The years after which a conviction no longer counts, as provisions in force count them."""
    facts = reading.side.counsel.vocabulary.facts
    years: dict[int, set[str]] = {}
    for name, rule in reading.side.one.meaning.rules.items():
        for atom in atoms(rule.provision.condition):
            if isinstance(atom, Compare) and isinstance(atom.other, str) and facts[atom.other].computed:
                years.setdefault(facts[atom.other].years_before, set()).add(name)
    names = {name for each in years.values() for name in each}
    return reading.cell(column, map(str, sorted(years)), names)


def _reports(reading: Reading, column: str) -> Cell:
    return reading.cell(column, reading.reports, {each.provision for each in reading.reports.values()})


# ---- read from the laws ---------------------------------------------------------------------------------------------


def _in_force(reading: Reading) -> Iterator[Law]:
    """The place's own laws that bind on the day, or count as if they did."""
    side = reading.side
    return (law for law in _own(side).laws if law in side.assumed or in_force(law, side.on))


def _own(side: Side) -> Pack:
    return side.counsel.stack.packs[0]


def _instruments(reading: Reading, column: str) -> Cell:
    laws = tuple(_in_force(reading))
    kinds = dict.fromkeys(law.kind for law in laws)
    return reading.cell(column, kinds, (), code=str(len(laws)), own=bool(laws))


def _since(reading: Reading, column: str) -> Cell:
    """The first and the last day on which a law of the place that is in force took effect."""
    side = reading.side
    days = sorted(
        max(event.on for event in law.events if event.kind == "effective" and event.on <= side.on)
        for law in _in_force(reading)
        if law not in side.assumed
    )
    values = dict.fromkeys(day.isoformat() for day in (days[:1] + days[-1:]))
    return reading.cell(column, values, (), own=bool(days))


def _courts(reading: Reading, column: str) -> Cell:
    """The laws of the stack that an injunction touches, and those with a day on which they or a part of them end."""
    side = reading.side
    values: list[str] = []
    for law in side.counsel.stack.laws:
        values += [f"enjoined {law.path} {event.on.isoformat()}" for event in injunctions(law, side.on)]
        if in_force(law, side.on):
            values += [
                f"ends {law.path} {event.on.isoformat()}"
                for event in law.events
                if event.kind in ENDS and event.on > side.on
            ]
    for rule in side.one.meaning.rules.values():
        if rule.provision.ends is not None:
            values.append(f"ends {rule.provision.id} {rule.provision.ends.isoformat()}")
    own = any(value.split()[1].startswith(f"{side.place}/") for value in values)
    return reading.cell(column, values, (), own=own)


def _verified(reading: Reading, column: str) -> Cell:
    """How far the place's own provisions in force were seen, in counts."""
    names = [name for name in reading.side.one.meaning.rules if place_of(name) == reading.side.place]
    counts: dict[str, int] = {}
    for name in names:
        word = str(reading.side.provision(name).verified)
        counts[word] = counts.get(word, 0) + 1
    return reading.cell(column, [f"{word} {counts[word]}" for word in sorted(counts)], names)


READERS: Mapping[str, Callable[[Reading, str], Cell]] = {
    "bound": _bound,
    "warrant_meaning": _warrants,
    "look_back": _look_back,
    "record_duty": _records,
    "notice_duty": _notices,
    "reports": _reports,
    "instruments": _instruments,
    "since": _since,
    "courts": _courts,
    "verified": _verified,
}
