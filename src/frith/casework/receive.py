"""A request arrives: a TOML or JSON file, or a mapping, into a Request. Nothing is guessed and nothing is dropped."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frith.errors import FactError
from frith.law.files import near
from frith.law.requests import fact_value
from frith.model.decision import Ask, Request
from frith.model.facts import Facts, Value, Vocabulary

LARGEST = 1_000_000
"""Bytes of a request file. A request is a page of facts; anything larger is not one."""

PLAIN = ("channel", "body", "purpose", "basis", "system")
KEYS = ("place", "received", "requester", "on_behalf_of", "paper", "subject", "facts", "asks", *PLAIN)
PAPER = ("court_named", "judge_signed", "court_issued", "names_this", "in_date", "matter")

Resolve = Callable[[str], str]
"""The kind of agency that a name stands for, or an empty word where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request with the place it names, if any."""

    request: Request
    place: str


def read_request(path: Path, vocabulary: Vocabulary, resolve: Resolve) -> Received:
    """The request of a .toml or .json file (any other name: whichever of the two it reads as)."""
    try:
        if path.stat().st_size > LARGEST:
            raise FactError("too large for a request", file=str(path), mend="one request a file, without attachments")
        return parse_request(path.read_bytes(), vocabulary, resolve, file=str(path))
    except OSError as why:
        raise FactError("can't be read", file=str(path), mend=why.strerror or "look at its permissions") from why


def parse_request(content: bytes, vocabulary: Vocabulary, resolve: Resolve, *, file: str = "request") -> Received:
    """The request that the bytes hold; FactError says what is wrong, where, and what to write instead."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise FactError("not written in UTF-8", file=file, mend="save the file again as UTF-8") from why
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, RecursionError) as why:
        raise FactError(f"can't be read: {why}", file=file, mend="write it as TOML or JSON") from why
    return from_mapping(data, vocabulary, resolve, file=file)


def from_mapping(
    data: Mapping[str, Any], vocabulary: Vocabulary, resolve: Resolve, *, file: str = "request"
) -> Received:
    """The request that a mapping in the shape of a request file describes."""
    return _Form(data, vocabulary, resolve, file).read()


class _Form:
    """One request being read: where it stands, and the facts found so far."""

    def __init__(self, data: Mapping[str, Any], vocabulary: Vocabulary, resolve: Resolve, file: str) -> None:
        self.data, self.vocabulary, self.resolve, self.file = data, vocabulary, resolve, file
        self.facts: dict[str, Value] = {}

    def read(self) -> Received:
        self._known(self.data, KEYS, "")
        for name in PLAIN:
            self._fact(name, self.data.get(name))
        self._requester()
        self._behalf()
        self._paper()
        for section in ("subject", "facts"):
            for name, value in self._table(section).items():
                self._fact(name, value)
        request = Request(received=self._received(), asks=self._asks(), facts=self.facts)
        place = self.data.get("place", "")
        if not isinstance(place, str):
            raise self._wrong("`place` is not text", 'write `place = "..."`')
        return Received(request=request, place=place)

    def _wrong(self, what: str, mend: str = "") -> FactError:
        return FactError(what, file=self.file, mend=mend)

    def _known(self, table: Mapping[str, Any], keys: tuple[str, ...], section: str) -> None:
        for key in table:
            if key not in keys:
                where = f" in `{section}`" if section else ""
                raise self._wrong(f"unknown key `{key}`{where}", near(key, keys) or "keys: " + ", ".join(keys))

    def _fact(self, name: str, value: object) -> None:
        if value is not None:
            self.facts |= fact_value(name, value, self.vocabulary, file=self.file)

    def _table(self, name: str) -> Mapping[str, Any]:
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(f"`{name}` is not a table", f"write `[{name}]` and its facts below")
        return value

    def _requester(self) -> None:
        table = self._table("requester")
        self._known(table, ("agency", "component", "kind", "function"), "requester")
        self._fact("requester_kind", table.get("kind"))
        self._fact("requester_function", table.get("function"))
        names = [str(table[key]) for key in ("component", "agency") if table.get(key)]
        if "requester_kind" not in self.facts:
            found = next(filter(None, (self.resolve(name) for name in (" ".join(names[::-1]), *names) if name)), "")
            self._fact("requester_kind", found or None)

    def _behalf(self) -> None:
        value = self.data.get("on_behalf_of")
        table = value if isinstance(value, dict) else {"kind": value}
        self._known(table, ("agency", "kind"), "on_behalf_of")
        kind = table.get("kind")
        if kind is None and table.get("agency"):
            kind = self.resolve(str(table["agency"])) or None
        self._fact("on_behalf_of", kind)

    def _paper(self) -> None:
        value = self.data.get("paper")
        table = value if isinstance(value, dict) else {"kind": value}
        self._known(table, ("kind", *PAPER), "paper")
        self._fact("paper", table.get("kind"))
        for name in PAPER:
            self._fact(f"paper_{name}", table.get(name))

    def _received(self) -> date:
        value = self.data.get("received")
        if value is None:
            return date.today()  # noqa: DTZ011  the day at the counter is the local day
        if hasattr(value, "date"):
            return value.date()  # type: ignore[no-any-return]
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
        except ValueError as why:
            raise self._wrong(f"`received` is not a day: `{value}`", "write it as 2026-03-01") from why

    def _asks(self) -> tuple[Ask, ...]:
        asks = self.data.get("asks")
        if not isinstance(asks, list) or not asks or not all(isinstance(each, dict) for each in asks):
            mend = 'write `asks = [{ act = "disclose", object = "home_address" }]`'
            raise self._wrong("no `asks`: what is asked for is missing", mend)
        return tuple(self._ask(each) for each in asks)

    def _ask(self, table: Mapping[str, Any]) -> Ask:
        found: dict[str, Value] = {}
        for name, value in table.items():
            found |= fact_value(name, value, self.vocabulary, file=self.file)
        act, object_ = found.pop("act", ""), found.pop("object", "")
        more: Facts = found
        return Ask(act=str(act), object=str(object_), facts=more)
