"""A request arrives: a TOML or JSON file, or a mapping, into a Request. Nothing is guessed and nothing is dropped.

A fact left out is unknown. A word that no list holds is an error that names the nearest words, never a fact left out.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from frith.errors import FactError, quoted
from frith.law.files import near
from frith.law.requests import fact_value
from frith.model.decision import Ask, Request
from frith.model.facts import Value, Vocabulary

LARGEST = 1_000_000
"""Bytes of a request file. A request is a page of facts; anything larger is not one."""
LONGEST_NAME = 200
"""Letters of an agency's name. What is longer is a text, and a text is not looked up."""

PLAIN = ("channel", "body", "purpose", "basis", "system")
KEYS = ("place", "received", "requester", "on_behalf_of", "paper", "subject", "facts", "asks", *PLAIN)
PAPER = ("court_named", "judge_signed", "court_issued", "names_this", "in_date", "matter")
SHOW_ASKS = 'write `asks = [{ act = "disclose", object = "home_address" }]`'

Resolve = Callable[[str], str]
"""The kind of agency that a name stands for, or an empty word where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request with the place it names, if any."""

    request: Request
    place: str


def read_request(path: Path) -> Mapping[str, Any]:
    """What a .toml or .json file holds (any other name: whichever of the two it reads as)."""
    if path.is_dir():
        raise FactError("a folder is no request", file=str(path), mend="name a file in it")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as why:
        reason = (why.strerror or "look at its permissions").lower()
        raise FactError("can't be read", file=str(path), mend=reason) from why
    return parse_request(content, file=str(path), json_only=path.suffix.lower() == ".json")


def parse_request(content: bytes, *, file: str, json_only: bool = False) -> Mapping[str, Any]:
    """The mapping that the bytes hold; FactError says what is wrong, where, and what to write instead."""
    if len(content) > LARGEST:
        raise FactError("too large for a request", file=file, mend="one request a file, without attachments")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise FactError("not written in UTF-8", file=file, mend="save the file again as UTF-8") from why
    if not text.strip():
        raise FactError("an empty request", file=file, mend=SHOW_ASKS)
    try:
        if json_only or text.lstrip().startswith("{"):
            data = json.loads(text, object_pairs_hook=_once)
        else:
            data = tomllib.loads(text)
    except FactError as why:
        raise FactError(why.what, file=file, mend=why.mend) from why
    except RecursionError as why:
        raise FactError(
            "nested too deeply for a request", file=file, mend="a fact is one word or a list"
        ) from why
    except ValueError as why:
        raise _unreadable(why, file) from why
    if not isinstance(data, dict):
        raise FactError("not a table of facts", file=file, mend='write `{"asks": [...]}`')
    return data


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """The table, unless a key stands in it twice: one of the two would be dropped."""
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FactError(f"{quoted(twice)} is written twice", mend="keep one")
    return table


def _unreadable(why: ValueError, file: str) -> FactError:
    if not isinstance(why, json.JSONDecodeError | tomllib.TOMLDecodeError):
        return FactError(
            "can't be read: a number is too long", file=file, mend="a fact is one word or a list"
        )
    words = str(why)
    at = re.search(r"\(at line (\d+)|: line (\d+)", words)
    line = int(at[1] or at[2]) if at else None
    return FactError(words[:1].lower() + words[1:], file=file, line=line, mend="write it as TOML or JSON")


def from_mapping(
    data: Mapping[str, Any],
    vocabulary: Vocabulary,
    *,
    resolve: Resolve,
    file: str = "request",
    today: date | None = None,
) -> Received:
    """The request that a mapping in the shape of a request file describes.

    `today` is the day of a request that names none: the day at the counter.
    """
    try:
        return _Form(data, vocabulary, resolve, file).read(today)
    except RecursionError as why:
        raise FactError(
            "nested too deeply for a request", file=file, mend="a fact is one word or a list"
        ) from why


class _Form:
    """One request being read: where it stands, and the facts found so far."""

    def __init__(self, data: Mapping[str, Any], vocabulary: Vocabulary, resolve: Resolve, file: str) -> None:
        self.data, self.vocabulary, self.resolve, self.file = data, vocabulary, resolve, file
        self.facts: dict[str, Value] = {}

    def read(self, today: date | None) -> Received:
        self._known(self.data, KEYS, "")
        for name in PLAIN:
            self._fact(name, self.data.get(name))
        self._requester()
        self._behalf()
        self._paper()
        for section in ("subject", "facts"):
            for name, value in self._table(section).items():
                self._fact(name, value)
        heads: dict[str, str] = {
            name: str(self.facts.pop(name)) for name in ("act", "object") if name in self.facts
        }
        request = Request(received=self._received(today), asks=self._asks(heads), facts=self.facts)
        return Received(request=request, place=self._text(self.data, "place"))

    def _wrong(self, what: str, mend: str = "") -> FactError:
        return FactError(what, file=self.file, mend=mend)

    def _known(self, table: Mapping[str, Any], keys: Sequence[str], section: str) -> None:
        for key in table:
            if key not in keys:
                where = f" in `{section}`" if section else ""
                mend = SHOW_ASKS if key in ("act", "object") else self._nearest(str(key), keys)
                raise self._wrong(f"unknown key {quoted(key)}{where}", mend)

    def _nearest(self, key: str, keys: Sequence[str]) -> str:
        if key in self.vocabulary.facts:
            return f"write it under `[facts]`: `{key} = ...`"
        return near(key, keys) or "keys: " + ", ".join(keys)

    def _fact(self, name: str, value: object) -> None:
        if value is None:
            return
        for flat, given in fact_value(name, value, self.vocabulary, file=self.file).items():
            if self.facts.get(flat, given) != given:
                raise self._wrong(f"`{name}` is given twice, and not alike", "keep one")
            self.facts[flat] = given

    def _table(self, name: str) -> Mapping[str, Any]:
        value = self.data.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(f"`{name}` is not a table", f"write `[{name}]` and its facts below")
        return value

    def _text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(f"`{key}` is not text", f'write `{key} = "..."`')
        return value

    def _resolved(self, name: str) -> str:
        if len(name) > LONGEST_NAME:
            raise self._wrong(f"{quoted(name)} is too long for the name of an agency", "write the name alone")
        return self.resolve(name) if name.strip() else ""

    def _listed(self, fact: str, word: str) -> bool:
        """The word stands in the fact's list, or says that it is unknown."""
        try:
            fact_value(fact, word, self.vocabulary)
        except FactError:
            return False
        return True

    def _kind(self, fact: str, word: str) -> str:
        """What a bare word names: an agency, a word of the list, or nothing where it may be two.

        Letters such as DHS are a name before they are a word of the list: two agencies may share them.
        """
        listed = self._listed(fact, word)
        if listed and not (word.isupper() and word != "NONE"):
            return word
        return self._resolved(word) or ("" if listed else word)

    def _requester(self) -> None:
        """Who asks, in a table; a bare word is a kind of requester where it is one, else an agency's name."""
        value = self.data.get("requester")
        if isinstance(value, str):
            kind = self._kind("requester_kind", value)
            table = {"kind": kind} if self._listed("requester_kind", kind) else {"agency": value}
        else:
            table = dict(self._table("requester"))
        short = ("kind", "function")
        self._known(
            table, ("agency", "component", *short, *(f"requester_{name}" for name in short)), "requester"
        )
        for name in short:
            self._fact(f"requester_{name}", table.get(name))
            self._fact(f"requester_{name}", table.get(f"requester_{name}"))
        agency, component = (self._text(table, key).strip() for key in ("agency", "component"))
        if "requester_kind" not in self.facts:
            names = (f"{agency} {component}".strip(), component, agency)
            self._fact("requester_kind", next(filter(None, map(self._resolved, names)), None))

    def _behalf(self) -> None:
        """For whom: a kind, `none`, or an agency's name that is known."""
        value = self.data.get("on_behalf_of")
        table = value if isinstance(value, dict) else {"kind": value}
        self._known(table, ("agency", "kind"), "on_behalf_of")
        kind, agency = table.get("kind"), self._text(table, "agency")
        if isinstance(kind, str):
            kind = self._kind("on_behalf_of", kind)
        self._fact("on_behalf_of", kind if kind is not None else self._resolved(agency) or None)

    def _paper(self) -> None:
        """The paper, by its kind alone or with what is seen on it: `judge_signed` or `paper_judge_signed`."""
        value = self.data.get("paper")
        table = value if isinstance(value, dict) else {"kind": value}
        self._known(table, ("kind", *PAPER, *(f"paper_{name}" for name in PAPER)), "paper")
        self._fact("paper", table.get("kind"))
        for name in PAPER:
            self._fact(f"paper_{name}", table.get(name))
            self._fact(f"paper_{name}", table.get(f"paper_{name}"))

    def _received(self, today: date | None) -> date:
        value = self.data.get("received")
        if value is None:
            return today or date.today()  # noqa: DTZ011  the day at the counter is the local day
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return datetime.fromisoformat(value).date()
        except (ValueError, TypeError) as why:
            raise self._wrong(f"`received` is not a day: {quoted(value)}", "write it as 2026-03-01") from why

    def _asks(self, heads: Mapping[str, str]) -> tuple[Ask, ...]:
        asks = self.data.get("asks")
        if not asks and not isinstance(asks, dict | str):
            raise self._wrong("no `asks`: what is asked for is missing", SHOW_ASKS)
        if not isinstance(asks, list) or not all(isinstance(each, dict) for each in asks):
            raise self._wrong("`asks` is not a list of tables", SHOW_ASKS)
        return tuple(self._ask(each, heads) for each in asks)

    def _ask(self, table: Mapping[str, Any], heads: Mapping[str, str]) -> Ask:
        found: dict[str, Value] = dict(heads)
        for name, value in table.items():
            if value is not None:
                found |= fact_value(name, value, self.vocabulary, file=self.file)
        act, object_ = str(found.pop("act", "")), str(found.pop("object", ""))
        return Ask(act=act, object=object_, facts=found)
