"""The report's sentences in one language. A sentence that is not written is an error; nothing falls back in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from importlib.resources import files
from pathlib import Path
from typing import Any

from frith.errors import PackError
from frith.law.files import read_toml
from frith.law.words import Words
from frith.model.law import Text

FOLDER = Path(str(files("frith.casework.report")))
FINEST = 0.1
"""Per cent. A share that would round to nothing, or to all, is told as below or above instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What the report says; keys are paths in the file of sentences: `answer.clean`."""

    words: Words
    file: str
    tables: Mapping[str, Any]

    @property
    def language(self) -> str:
        """The language that everything is said in."""
        return self.words.language

    def say(self, key: str, **slots: str) -> str:
        """The sentence with its slots filled in."""
        found = self._find(key)
        if not isinstance(found, str):
            raise self._missing(key)
        return found.format_map(slots)

    def count(self, key: str, n: int, **slots: str) -> str:
        """The sentence for that many, the number set in as `{n}`."""
        return self.say(f"{key}.{'one' if n == 1 else 'many'}", n=self.number(n), **slots)

    def several(self, key: str) -> tuple[str, ...]:
        """The sentences of a list, in order."""
        found = self._find(key)
        if not isinstance(found, list):
            raise self._missing(key)
        return tuple(str(each) for each in found)

    def keys(self, key: str) -> tuple[str, ...]:
        """What is written under a table, in order."""
        found = self._find(key)
        if not isinstance(found, Mapping):
            raise self._missing(key)
        return tuple(found)

    def name(self, key: str, word: str) -> str:
        """The words for one of an open list; a word that the file does not know is shown as it is."""
        return self.say(f"{key}.{word}") if word in self.keys(key) else word.replace("_", " ")

    def text(self, text: Text) -> str:
        """What a pack says in this language, or in English where the pack has no other."""
        return text.get(self.language) or text["en"]

    def rows(self, n: int) -> str:
        """That many rows."""
        return self.count("rows", n)

    def number(self, n: int) -> str:
        """The number with its thousands set apart."""
        return f"{n:,}".replace(",", self.say("number.thousands"))

    def share(self, part: int, whole: int) -> str:
        """The part in per cent of the whole, never rounded to nothing or to all."""
        percent = 100 * part / whole if whole else 0.0
        key = "share"
        if 0 < percent < FINEST:
            key, percent = "below", FINEST
        elif 100 - FINEST < percent < 100:
            key, percent = "above", 100 - FINEST
        shown = f"{percent:.1f}" if 0 < percent < 100 else f"{percent:.0f}"
        shown = shown.replace(".", self.say("number.decimal"))
        return self.say(f"number.{key}", n=shown)

    def day(self, day: date) -> str:
        """The day as people write it."""
        return self.words.day(day)

    def month(self, month: str) -> str:
        """`2025-03` as people write it, short."""
        year, _, number = month.partition("-")
        return f"{self.several('number.months')[int(number) - 1]} {year}"

    def _find(self, key: str) -> object:
        try:
            return reduce(lambda table, part: table[part], key.split("."), self.tables)
        except (KeyError, TypeError) as why:
            raise self._missing(key) from why

    def _missing(self, key: str) -> PackError:
        return PackError(f"the report has no words for `{key}` in language `{self.language}`", file=self.file)


def opened(name: str) -> str:
    """The name with a capital, as it stands at the head of a line."""
    return name[:1].upper() + name[1:]


SHARED = ("number", "rules")
"""Parts of the report's sentences that other pages say as well."""


def load(words: Words, folder: Path = FOLDER) -> Sentences:
    """The sentences in the language of the words; those of another page's folder stand beside what all pages say."""
    shared = read_toml(FOLDER / f"{words.language}.toml").data
    if folder == FOLDER:
        return Sentences(words=words, file=str(FOLDER / f"{words.language}.toml"), tables=shared)
    path = folder / f"{words.language}.toml"
    own = {**{part: shared[part] for part in SHARED}, **read_toml(path).data}
    return Sentences(words=words, file=str(path), tables=own)
