"""A request on the command line: a file, flags, or both. Flags add to the file, and stand before it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from frith.casework.receive import LARGEST, Received, from_mapping, parse_request, read_request
from frith.casework.requesters import kind_of_agency
from frith.errors import UsageError
from frith.law import pack
from frith.model.decision import Ask, Request

Command = TypeVar("Command", bound=Callable[..., Any])

NAMES = ("agency", "component")
"""What `--fact` takes besides facts: an agency's name, which becomes a kind of requester where it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was written on the command line about a request."""

    file: str | None
    heads: Mapping[str, str]
    facts: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """Neither a file nor a word of what is asked."""
        return self.file is None and not self.heads


def options(command: Command) -> Command:
    """The request's file and its flags, handed to the command as one `Given`."""
    file = click.argument("given_file", required=False, metavar="[REQUEST.toml|.json|-]")
    act = click.option(
        "--act", "given_act", metavar="ACT", help="What is asked for: disclose, search, admit ..."
    )
    object_ = click.option(
        "--object",
        "given_object",
        metavar="OBJECT",
        help="What it is about: home_address, nonpublic_area ...",
    )
    words = "A fact, or agency=NAME; give it as often as needed. `frith decide --schema` lists the facts."
    fact = click.option("--fact", "given_facts", multiple=True, metavar="NAME=VALUE", help=words)
    return file(act(object_(fact(command))))


def taken(options: dict[str, Any]) -> Given:
    """The request's own options, taken out of a command's."""
    heads = {name: options.pop(f"given_{name}") for name in ("act", "object")}
    facts: dict[str, str] = {}
    for pair in options.pop("given_facts"):
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"`--fact {pair}` is not NAME=VALUE: write it as `--fact paper=I-200`")
        facts[name.strip()] = value
    heads = {name: value for name, value in heads.items() if value}
    return Given(file=options.pop("given_file"), heads=heads, facts=facts)


def receive(given: Given, *, packs: Path | None, on: date | None, asking: bool = False) -> Received:
    """The request that a file and flags describe together; `asking`: what it is about may still be missing."""
    if given.empty and not asking:
        raise UsageError(
            "no request: name a file, give --act and --object, or use --ask (see `frith decide --help`)"
        )
    vocabulary = pack.vocabulary(packs)
    names = {name: value for name, value in given.facts.items() if name in NAMES}
    facts = {name: value for name, value in given.facts.items() if name not in NAMES}
    flags = {"asks": [given.heads], "requester": names, "facts": facts}
    added = from_mapping(flags, vocabulary, resolve=kind_of_agency, file="the command line", today=on)
    if given.file is None:
        return added
    data = dict(_read(given.file))
    if given.heads or (asking and not data.get("asks")):
        data["asks"] = [given.heads]
    file = "standard input" if given.file == "-" else given.file
    read = from_mapping(data, vocabulary, resolve=kind_of_agency, file=file, today=on)
    return replace(read, request=_joined(read.request, added.request))


def _read(file: str) -> Mapping[str, Any]:
    if file != "-":
        return read_request(Path(file))
    content = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
    return parse_request(content, file="standard input")


def _joined(read: Request, added: Request) -> Request:
    """The file's request under the flags' facts."""
    return replace(
        read, facts={**read.facts, **added.facts}, asks=tuple(_under(each, added) for each in read.asks)
    )


def _under(ask: Ask, added: Request) -> Ask:
    return replace(ask, facts={name: added.facts.get(name, value) for name, value in ask.facts.items()})
