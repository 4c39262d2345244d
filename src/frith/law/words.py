"""The words that people see, of one language. A missing word is an error; nothing falls back in silence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from frith.errors import PackError, UsageError, quoted
from frith.law.files import near, read_toml
from frith.law.pack import shipped
from frith.model.law import Text

Entries = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """What a kind of paper is called, what it is and what it can do."""

    name: str
    what: str
    can: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One file of words; a file that does not exist has none."""

    file: str
    tables: Entries

    def with_more(self, other: Book) -> Book:
        """The entries of both books; where both have one, the other's."""
        tables = {
            name: {**self.tables.get(name, {}), **other.tables.get(name, {})}
            for name in {**self.tables, **other.tables}
        }
        return Book(file=other.file, tables=tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every word of one language. A missing word is a PackError that names key, language and file."""

    language: str
    shared: Book
    places: Mapping[str, Book]
    kinds: Mapping[str, str]
    likes: Mapping[str, str]

    def ask(self, fact: str) -> str:
        """The question that settles the fact; a member of a set (`fact__member`) asks for the whole set."""
        return self.word("ask", fact.partition("__")[0])

    def label(self, fact: str, value: str) -> str:
        """The words for a value or a group of the fact."""
        section, known = f"label.{fact}", self._label_table(fact)
        if fact == "paper" and value in self.shared.tables.get("paper", {}):
            return self.paper(value).name
        return self._text(self.shared, section, known, value)

    def card(self, key: str, **slots: str) -> str:
        """A sentence of the cards with its slots filled in."""
        sentence = self.word("card", key)
        try:
            return sentence.format_map(slots)
        except KeyError as why:
            what = (
                f"`{sentence}` has a slot {why} that nothing fills, for `{key}` in language `{self.language}`"
            )
            raise PackError(
                what, file=self.shared.file, mend="use only the slots of the English sentence"
            ) from why

    def steps(self, answer: str) -> tuple[str, ...]:
        """What to do now under an answer, in order."""
        known = self.shared.tables.get("steps", {})
        if not known.get(answer):
            raise self._missing(self.shared, "steps", answer, known)
        return tuple(known[answer])

    def paper(self, kind: str) -> PaperWords:
        """The words of a kind of paper."""
        papers = self.shared.tables.get("paper", {})
        if kind not in papers:
            raise self._missing(self.shared, "paper", kind, papers)
        section, one = f"paper.{kind}", papers[kind]
        name, what, can = (self._text(self.shared, section, one, key) for key in ("name", "is", "can"))
        return PaperWords(name=name, what=what, can=can)

    def cue(self, key: str) -> str:
        """What can be seen on a paper."""
        return self.word("cue", key)

    def word(self, section: str, key: str) -> str:
        """The words of any other closed list: `part`, `issuer`, `effect`, `life`."""
        return self._text(self.shared, section, self.shared.tables.get(section, {}), key)

    def says(self, place: str, law: str, provision: str) -> str:
        """The sentence of a provision of a place's law."""
        return self._own(place, "says", f"{law}/{provision}")

    def do(self, place: str, key: str) -> str:
        """What a duty of a place's law asks."""
        return self._own(place, "do", key)

    def of(self, text: Text, *, file: str) -> str:
        """A sentence that a pack writes in several languages, in this one."""
        if not text.get(self.language):
            known = ", ".join(text) or "none"
            what = f"a sentence has no words in language `{self.language}`, only in: {known}"
            raise PackError(what, file=file, mend="write it in every language of the pack")
        return text[self.language]

    def day(self, day: date) -> str:
        """The calendar day as people write it."""
        return self.card(
            "date", day=str(day.day), month=self.word("month", str(day.month)), year=str(day.year)
        )

    def _label_table(self, fact: str) -> Entries:
        labels: Mapping[str, Entries] = self.shared.tables.get("label", {})
        if fact not in self.kinds:
            raise PackError(f"no fact `{fact}` to name a value of", mend=near(fact, self.kinds))
        kind = self.kinds[fact]
        own = labels.get(fact, {}) if kind in ("enum", "set") else labels.get(kind, {})
        return {**labels.get(self.likes[fact], {}), **own} if fact in self.likes else own

    def _own(self, place: str, section: str, key: str) -> str:
        book = self.places.get(place)
        if book is None:
            raise PackError(
                f"words of `{place}` were not loaded in language `{self.language}`", file=self.shared.file
            )
        return self._text(book, section, book.tables.get(section, {}), key)

    def _text(self, book: Book, section: str, known: Entries, key: str) -> str:
        text = known.get(key)
        if not isinstance(text, str) or not text:
            raise self._missing(book, section, key, known)
        return text

    def _missing(self, book: Book, section: str, key: str, known: Entries) -> PackError:
        what = f"no words for `{key}` in language `{self.language}`"
        return PackError(what, file=book.file, mend=f"write it under [{section}]" + _or(near(key, known)))


def load(packs: Path, places: Sequence[str], language: str) -> Words:
    """The words of a language for these places.

    Shared words come from the shipped packs where the folder has none, as a parent's pack does.
    """
    base = packs if (packs / "words").is_dir() else shipped()
    if language not in languages(packs):
        mend = "languages: " + ", ".join(languages(packs))
        raise PackError(f"no words in language `{language}`", file=str(base / "words"), mend=mend)
    facts = read_toml((packs if (packs / "facts.toml").exists() else shipped()) / "facts.toml").data
    return Words(
        language=language,
        shared=_book(base / "words" / f"{language}.toml"),
        places={place: _book(_home(packs, place) / "words" / f"{language}.toml") for place in places},
        kinds={name: str(fact.get("kind", "")) for name, fact in facts.items()},
        likes={name: str(fact["like"]) for name, fact in facts.items() if "like" in fact},
    )


@cache
def told(file: Path, language: str) -> Mapping[str, Any]:
    """What a file of sentences that ships with the program says in one language; UsageError where it has no words in it."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    if language not in tables:
        raise UsageError(f"no words in language {quoted(language)}: there is {', '.join(tables)}")
    found: Mapping[str, Any] = tables[language]
    return found


def languages(packs: Path) -> tuple[str, ...]:
    """The languages that the folder's shared words are written in."""
    base = packs if (packs / "words").is_dir() else shipped()
    return tuple(sorted(file.stem for file in (base / "words").glob("*.toml")))


def _home(packs: Path, place: str) -> Path:
    return packs / place if (packs / place / "pack.toml").exists() else shipped() / place


def _book(path: Path) -> Book:
    return Book(file=str(path), tables=read_toml(path).data if path.exists() else {})


def _or(hint: str) -> str:
    return f", or {hint}" if hint else ""
