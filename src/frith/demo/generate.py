"""Made-up requests and a made-up search log: the same seed gives the same bytes."""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

COLUMNS = (
    "event_time",
    "actor",
    "on_behalf_of",
    "reason",
    "case_number",
    "offense_type",
    "networks",
    "record_id",
)

Row = list[str]


def ingredients() -> dict[str, Any]:
    """What the log is made of, as log.toml says."""
    return tomllib.loads(files("frith.demo").joinpath("log.toml").read_text(encoding="utf-8"))


def write_requests(folder: Path) -> list[Path]:
    """The demo's requests stand in `folder`, one file each, in the order of their names."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for request in sorted(files("frith.demo").joinpath("requests").iterdir(), key=lambda each: each.name):
        path = folder / request.name
        path.write_bytes(request.read_bytes())
        written.append(path)
    return written


def write_log(path: Path, *, rows: int, seed: int) -> Path:
    """A search log of `rows` rows stands at `path`, bad ones among them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(LogMaker(seed=seed, rows=rows).lines())
    return path


@dataclass(frozen=True, kw_only=True)
class LogMaker:
    """One seed, one log. All chance comes from one source, asked in one order."""

    seed: int
    rows: int

    @cached_property
    def chance(self) -> Random:
        return Random(self.seed)

    @cached_property
    def words(self) -> dict[str, Any]:
        return ingredients()

    def lines(self) -> Iterator[Row]:
        """Rows in order of time; now and then one that is broken."""
        every, kinds = self.words["bad"]["every"], self.words["bad"]["kinds"]
        for number, moment in enumerate(self.moments(), 1):
            row = self.row(moment)
            yield row if number % every else broken(row, kinds[number // every % len(kinds)])

    def moments(self) -> list[datetime]:
        start = datetime.combine(self.words["first_day"], time(), UTC)
        seconds = self.words["days"] * 24 * 60 * 60
        return sorted(
            start + timedelta(seconds=int(self.chance.random() * seconds)) for _ in range(self.rows)
        )

    def row(self, moment: datetime) -> Row:
        kind, actor = self.agency()
        reason, offense = self.reason(kind)
        return [
            moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            actor,
            self.sometimes(
                self.words["on_behalf_of"]["by"].get(kind, []), self.words["on_behalf_of"]["share"]
            ),
            reason,
            self.sometimes(self.words["case_number"]["texts"], self.words["case_number"]["share"]),
            offense or self.sometimes(self.words["offense"]["names"], self.words["offense"]["share"]),
            str(1 + int(self.chance.paretovariate(0.6)) % 5200),
            f"{self.chance.getrandbits(64):016x}",
        ]

    def agency(self) -> tuple[str, str]:
        group = self.pick(self.words["agency"])
        return group["kind"], self.one_of(group["names"])

    def reason(self, kind: str) -> tuple[str, str]:
        """What was typed, and the offence picked with it where the two go together."""
        written = self.pick([each for each in self.words["reason"] if kind in each.get("only", [kind])])
        return self.fill(self.one_of(written["texts"])), written.get("offense", "")

    def pick(self, groups: list[dict[str, Any]]) -> dict[str, Any]:
        return self.chance.choices(groups, weights=[each["weight"] for each in groups])[0]

    def one_of(self, texts: list[str]) -> str:
        return texts[int(self.chance.random() * len(texts))]

    def sometimes(self, texts: list[str], share: float) -> str:
        return self.fill(self.one_of(texts)) if texts and self.chance.random() < share else ""

    def fill(self, text: str) -> str:
        """`#` becomes a digit, `@` a letter, `{a|b}` one of the two."""
        text = re.sub(r"\{([^}]*)\}", lambda match: self.one_of(match.group(1).split("|")), text)
        text = re.sub("#", lambda _: self.one_of(list("0123456789")), text)
        return re.sub("@", lambda _: self.one_of(list("ABCDEFGHJKLMNPRSTUVWXYZ")), text)


def broken(row: Row, how: str) -> Row:
    """The row as a bad export would have it."""
    match how:
        case "too few cells":
            return row[:3]
        case "too many cells":
            return [*row, "carried over", "from the next line"]
        case "no such day":
            return [row[0].replace(row[0][5:10], "02-30"), *row[1:]]
        case "no agency":
            return [row[0], "", *row[2:]]
        case _:
            raise ValueError(how)
