"""The registry of organisations: who is federal, who is a hub, which letters are a state. Data, dated and hashed."""

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from frith.errors import LogError


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One kind of organisation that a name can be recognised as. `kind` is empty where the name can't tell."""

    kind: str
    component: str
    misspelt: bool
    stateless: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything that is known about organisations' names."""

    version: str
    as_of: dt.date
    digest: str
    organisations: tuple[Organisation, ...]
    states: Mapping[str, str]
    state_words: frozenset[str]
    ori_states: Mapping[str, str]
    law_enforcement: re.Pattern[str]
    government: re.Pattern[str]
    bodies: tuple[tuple[str, re.Pattern[str]], ...]
    after_state: re.Pattern[str]
    state_names: re.Pattern[str]
    inactive: re.Pattern[str]
    federal: re.Pattern[str]
    other_tags: re.Pattern[str]


@cache
def load() -> Registry:
    """The shipped registry."""
    folder = resources.files(__package__) / "registry"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    texts = {f.name: f.read_text(encoding="utf-8") for f in files}
    raw = {name.removesuffix(".toml"): tomllib.loads(text) for name, text in texts.items()}
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts.items()).encode()).hexdigest()
    try:
        return _registry(raw, digest)
    except (KeyError, re.error) as why:
        raise LogError(f"the registry can't be read ({why})", file=str(folder)) from why


def _registry(raw: Mapping[str, Mapping[str, Any]], digest: str) -> Registry:
    states, agencies = raw["states"], raw["agencies"]
    codes = "|".join(sorted(states["names"]))
    names = "|".join(
        re.escape(name.lower()) for name in sorted(states["names"].values(), key=len, reverse=True)
    )
    return Registry(
        version=raw["version"]["version"],
        as_of=raw["version"]["as_of"],
        digest=digest,
        organisations=tuple(_organisation(entry) for entry in raw["authorities"]["organisation"]),
        states=states["names"],
        state_words=frozenset(states["words"]),
        ori_states=states["ori"],
        law_enforcement=re.compile(agencies["law_enforcement"]),
        government=re.compile(agencies["government"]),
        bodies=tuple((body, re.compile(pattern)) for body, pattern in agencies["bodies"].items()),
        after_state=re.compile(rf"(?<![A-Za-z])({codes})[\s,]+{agencies['after_state']['pattern']}"),
        state_names=_state_names(names, agencies),
        inactive=re.compile(agencies["tags"]["inactive"], re.IGNORECASE),
        federal=re.compile(agencies["tags"]["federal"], re.IGNORECASE),
        other_tags=re.compile(agencies["tags"]["others"], re.IGNORECASE),
    )


def _state_names(names: str, agencies: Mapping[str, Any]) -> re.Pattern[str]:
    """A state's full name where it means the state: at the beginning, after certain words, or after a comma."""
    before, after = agencies["before_name"]["pattern"], agencies["after_name"]["pattern"]
    return re.compile(rf"(?:^|\bof )({names})(?=$| {after})|(?:, |\b{before} )({names})\b")


def _organisation(entry: Mapping[str, Any]) -> Organisation:
    return Organisation(
        kind=entry["kind"],
        component=entry["component"],
        misspelt=entry.get("misspelt", False),
        stateless=entry.get("stateless", False),
        pattern=re.compile(entry["pattern"]),
    )
