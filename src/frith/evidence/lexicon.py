"""The lexicon: which words, numbers and drop-down values mean what. Data with a version and a hash, read once."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from frith.errors import LogError


class Kind(StrEnum):
    """What a text says about purpose. An authority's name is a kind of its own, because a name is no purpose."""

    IMMIGRATION = "immigration"
    AUTHORITY = "immigration-authority-named"
    CRIMINAL = "criminal-stated"
    ORIGIN = "national-origin"
    OTHER = "other-stated"
    NONE = "none-stated"


class Matter(StrEnum):
    """Whether a stated immigration purpose is civil or criminal, as far as the words say."""

    CIVIL = "civil"
    CRIMINAL = "criminal"
    UNSPECIFIED = "unspecified"
    NONE = "none"


class Strength(StrEnum):
    """How plainly it is said: chosen from a list, stated in words, an authority named, or perhaps."""

    DROPDOWN = "dropdown"
    STATED = "stated"
    NAMED = "named"
    WEAK = "weak"
    NONE = "none"


# Naming one of these is naming an immigration authority, whatever else the text says.
IMMIGRATION_AUTHORITIES = ("ice", "ero", "hsi", "cbp", "border_patrol", "uscis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry: a pattern and what it means. `kind` is NONE for a term that only names an authority."""

    id: str
    pattern: re.Pattern[str]
    kind: Kind
    authority: str
    matter: Matter
    strength: Strength
    early: bool
    beside_words: bool
    exclusions: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Terms that are looked for together: `some` matches wherever one of them does, and most texts hold none."""

    some: re.Pattern[str]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every entry, for the logs of one state."""

    version: str
    digest: str
    dropdown: re.Pattern[str]
    values: Mapping[str, Term]
    early: tuple[Term, ...]
    codes: tuple[Term, ...]
    numbers: re.Pattern[str]
    blanks: re.Pattern[str]
    groups: tuple[Group, ...]
    vague: frozenset[str]
    fillers: frozenset[str]
    misspelt: re.Pattern[str]
    labels: frozenset[str]
    prefix: re.Pattern[str]


@cache
def load(state: str = "") -> Lexicon:
    """The shipped lexicon; entries that are one state's usage are there only for that state."""
    folder = resources.files(__package__) / "lexicon"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    texts = {f.name: f.read_text(encoding="utf-8") for f in files}
    raw = {name.removesuffix(".toml"): tomllib.loads(text) for name, text in texts.items()}
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts.items()).encode()).hexdigest()
    try:
        return _lexicon(raw, state, digest)
    except (KeyError, ValueError, re.error) as why:
        raise LogError(f"the lexicon can't be read ({why})", file=str(folder)) from why


def _lexicon(raw: Mapping[str, Mapping[str, Any]], state: str, digest: str) -> Lexicon:
    exclusions = [entry for part in raw.values() for entry in part.get("exclusion", ())]
    parts = [tuple(_term(entry, exclusions) for entry in part.get("term", ())) for part in raw.values()]
    numbers, vague = raw["numbers"], raw["vague"]
    values = _values(raw["dropdown"])
    return Lexicon(
        version=raw["version"]["version"],
        digest=digest,
        dropdown=_dropdown(values),
        values=values,
        early=tuple(term for part in parts for term in part if term.early),
        codes=tuple(_code(entry) for entry in numbers["code"] if entry.get("state", state) == state),
        numbers=_any(numbers["number"]),
        blanks=_any(numbers["blank"]),
        groups=tuple(_group(late) for part in parts if (late := [term for term in part if not term.early])),
        vague=frozenset(vague["words"]),
        fillers=frozenset(vague["fillers"]),
        misspelt=re.compile(vague["pattern"]),
        labels=frozenset(vague["labels"]),
        prefix=re.compile(vague["prefix"]),
    )


def _term(entry: Mapping[str, Any], exclusions: list[Mapping[str, Any]]) -> Term:
    kind = Kind(entry["kind"]) if "kind" in entry else Kind.NONE
    matter = Matter(entry.get("matter", "unspecified" if kind is Kind.IMMIGRATION else "none"))
    return Term(
        id=entry["id"],
        pattern=re.compile(entry["pattern"], 0 if entry.get("exact") else re.IGNORECASE),
        kind=kind,
        authority=entry.get("authority", ""),
        matter=matter,
        strength=Strength(entry["strength"]),
        early=entry.get("early", False),
        beside_words=entry.get("beside_words", False),
        exclusions=tuple(
            re.compile(e["pattern"], re.IGNORECASE) for e in exclusions if entry["id"] in e["of"]
        ),
    )


def _group(terms: list[Term]) -> Group:
    some = "|".join(f"(?:{term.pattern.pattern})" for term in terms)
    return Group(some=re.compile(some, re.IGNORECASE), terms=tuple(terms))


def _code(entry: Mapping[str, Any]) -> Term:
    return _term({**entry, "kind": Kind.CRIMINAL, "strength": Strength.STATED}, [])


def _any(entries: list[Mapping[str, Any]]) -> re.Pattern[str]:
    return re.compile("|".join(entry["pattern"] for entry in entries), re.IGNORECASE)


def _values(raw: Mapping[str, Any]) -> dict[str, Term]:
    entries = list(raw.get("value", ()))
    entries += [{**group, "text": text} for group in raw.get("values", ()) for text in group["texts"]]
    return {
        entry["text"].casefold(): _term(
            {
                **entry,
                "id": f"dropdown: {entry['text']}",
                "pattern": re.escape(entry["text"]),
                "strength": "dropdown",
            },
            [],
        )
        for entry in entries
    }


def _dropdown(values: Mapping[str, Term]) -> re.Pattern[str]:
    longest = sorted(values, key=len, reverse=True)
    # A value may have lost its last bracket to a narrow column.
    texts = "|".join(
        re.escape(text[:-1]) + r"\)?" if text.endswith(")") else re.escape(text) for text in longest
    )
    return re.compile(rf"\s*({texts})\s*(?=$|,|-\s|-$)", re.IGNORECASE)
