"""Source profiles: what each vendor's columns mean, and which profile a header belongs to.

A profile fits a header when every `required` column is there (alternatives are written `a|b`) and, where it lists
`any_of`, at least one of those. The score of a fit is the share of all columns, the profile's required ones and the
file's, that both know. The best score wins; a tie within 0.05 is no answer, and the reader must name the profile.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path

from frith.errors import LogError

from .record import FIELDS, listed

TIE = 0.05


class Repeats(StrEnum):
    """Whether the same record, by portal and record id, can come twice."""

    NONE = "none"  # the log has no record id
    ACROSS = "across"  # two files may overlap in time
    WITHIN = "within"  # one file may already hold it several times


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Facts that hold for rows in which one field matches a pattern."""

    field: str
    pattern: re.Pattern[str]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one kind of export says: its columns, its clock, whose users, and the facts each row stands for."""

    name: str
    says: str
    required: tuple[tuple[str, ...], ...]
    any_of: tuple[str, ...]
    known: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    zone: str
    own: bool
    one_actor: bool
    speaks: str
    dropdown: str
    requests: re.Pattern[str] | None
    repeats: Repeats
    facts: Mapping[str, str]
    when: tuple[When, ...] = field(default=())
    digest: str = ""

    @property
    def local(self) -> bool:
        """True when the file's times are the place's own, because it names no zone."""
        return self.zone == "unstated"

    def fits(self, header: frozenset[str]) -> bool:
        """True when nothing that this profile requires is missing."""
        return not self.missing(header)

    def missing(self, header: frozenset[str]) -> tuple[str, ...]:
        """The required columns that the header lacks, alternatives joined with `|`."""
        lacks = ["|".join(names) for names in self.required if not header & set(names)]
        if self.any_of and not header & set(self.any_of):
            lacks.append("|".join(self.any_of))
        return tuple(lacks)

    def score(self, header: frozenset[str]) -> float:
        """How much of the profile and the header know each other, from 0 to 1."""
        known = len(header & self.known)
        return known / (len(header) + len(self.missing(header))) if header else 0.0


def plain_name(column: str) -> str:
    """The column's name in lower case with underscores: `Search Time`, `searchTime` and `SEARCH_TIME` are one."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column.strip().lstrip("\ufeff"))
    flat = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")
    return {"datetime": "date_time", "timestamp": "time_stamp"}.get(flat, flat)


@cache
def shipped() -> tuple[Profile, ...]:
    """The profiles that come with Frith, by name."""
    folder = resources.files(__package__) / "profiles"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(parse(f.read_text(encoding="utf-8"), file=f.name) for f in files)


def named(name: str) -> Profile:
    """The profile of that name, or read from the TOML file of that path."""
    for profile in shipped():
        if profile.name == name:
            return profile
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return parse(path.read_text(encoding="utf-8"), file=str(path))
    raise LogError(
        f"no profile is called `{name}`",
        mend=f"use one of {listed(p.name for p in shipped())}, or the path of a TOML file that maps the columns",
    )


def recognise(columns: Sequence[str], *, file: str) -> Profile:
    """The one profile that the header belongs to; an unknown or ambiguous header is an error that says what to do."""
    header = frozenset(plain_name(column) for column in columns)
    fitting = [profile for profile in shipped() if profile.fits(header)]
    # A column that says who searched is never left unread: a profile that knows it goes before one that doesn't.
    told = [profile for profile in fitting if header & set(profile.columns.get("actor", ()))]
    ranked = sorted(((p.score(header), p.name, p) for p in told or fitting), reverse=True)
    if not ranked:
        raise _unknown(columns, header, file)
    best = ranked[0][0]
    tied = [profile for score, _, profile in ranked if best - score < TIE]
    if len(tied) > 1:
        raise LogError(
            f"the columns fit more than one profile: {listed(p.name for p in tied)}",
            file=file,
            mend="name one with --profile",
        )
    return tied[0]


def _unknown(columns: Sequence[str], header: frozenset[str], file: str) -> LogError:
    def nearness(profile: Profile) -> tuple[float, float]:
        wanted = sorted(name for names in profile.columns.values() for name in names)
        alike = SequenceMatcher(None, " ".join(sorted(header)), " ".join(wanted)).ratio()
        return profile.score(header), alike

    nearest = max(shipped(), key=nearness)
    return LogError(
        f"no profile knows these columns: {listed(columns) or 'none'}",
        file=file,
        mend=f"the nearest is `{nearest.name}`, which also needs {listed(nearest.missing(header))}; "
        f"name a profile with --profile, or give the path of a TOML file whose [columns] "
        f"map {listed(FIELDS)} to your columns",
    )


def parse(text: str, *, file: str) -> Profile:
    """The profile that the TOML text describes; a word it may not hold is an error."""
    try:
        raw = tomllib.loads(text)
        columns = {key: tuple(plain_name(name) for name in names) for key, names in raw["columns"].items()}
        required = tuple(tuple(plain_name(n) for n in entry.split("|")) for entry in raw["required"])
        log = raw.get("log", {})
        profile = Profile(
            name=raw["name"],
            says=raw.get("says", ""),
            required=required,
            any_of=tuple(plain_name(n) for n in raw.get("any_of", ())),
            known=_known(raw, columns, required),
            columns=columns,
            zone=raw.get("time", {}).get("zone", "unstated"),
            own=log.get("own", False),
            one_actor=log.get("one_actor", False),
            speaks=log.get("speaks", "searcher"),
            dropdown=log.get("dropdown", ""),
            requests=re.compile(log["requests"]) if "requests" in log else None,
            repeats=Repeats(log.get("repeats", "none")),
            facts=raw.get("facts", {}),
            when=tuple(_when(entry) for entry in raw.get("when", ())),
            digest=hashlib.sha256(text.encode()).hexdigest()[:16],
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, AttributeError, re.error) as why:
        raise LogError(
            f"the profile can't be read ({why})", file=file, mend="see the shipped profiles"
        ) from why
    strange = set(columns) - set(FIELDS)
    if strange:
        raise LogError(
            f"no field is called {listed(sorted(strange))}", file=file, mend=f"use {listed(FIELDS)}"
        )
    return profile


def _known(
    raw: Mapping[str, Sequence[str]],
    columns: Mapping[str, tuple[str, ...]],
    required: tuple[tuple[str, ...], ...],
) -> frozenset[str]:
    known = {name for names in columns.values() for name in names} | {
        name for names in required for name in names
    }
    return frozenset(
        known | {plain_name(name) for key in ("optional", "any_of") for name in raw.get(key, ())}
    )


def _when(entry: Mapping[str, str]) -> When:
    key = next(name for name in entry if name in FIELDS)
    facts = {name: value for name, value in entry.items() if name != key}
    return When(field=key, pattern=re.compile(entry[key]), facts=facts)
