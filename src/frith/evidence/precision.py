"""How often the lexicon reads a reason as people read it: measured figures that ship with it, and the day of measuring."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Of the reasons tried: how many the lexicon shows as of a kind, how many are, how many of those shown are."""

    shown: int
    there: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Figures of one measuring. They hold for the lexicon they name, by version and hash, and for no other."""

    date: dt.date
    lexicon: str
    texts: int
    kinds: Mapping[str, Score]


@cache
def load() -> Precision:
    """The figures that ship."""
    raw = tomllib.loads((resources.files(__package__) / "precision.toml").read_text(encoding="utf-8"))
    kinds = {name: Score(**counts) for name, counts in raw["kind"].items()}
    return Precision(date=raw["date"], lexicon=raw["lexicon"], texts=raw["texts"], kinds=kinds)
