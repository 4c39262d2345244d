"""`frith decide`: one request, from a file, from flags, or asked question by question."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from frith import api
from frith.casework.decide import decide as decide_request
from frith.casework.receive import Received, from_mapping, parse_request
from frith.casework.record import decision_json
from frith.casework.requesters import kind_of_agency
from frith.casework.schema import request_schema
from frith.cli import card_view, options
from frith.cli.interview import at_terminal, interview
from frith.errors import UsageError
from frith.law import pack
from frith.model.decision import Answer, Request

CODES = {Answer.MAY: 0, Answer.COMPLY: 0, Answer.DECLINE: 3, Answer.REFER: 4}


@click.command
@click.argument("request_file", required=False, metavar="[REQUEST.toml|.json|-]")
@click.option("--act", help="What is asked for, as an act: disclose, search, admit ...")
@click.option("--object", "object_", help="What it is about: home_address, nonpublic_area ...")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact; give it as often as needed.")
@click.option("--ask", is_flag=True, help="Ask for what is missing, most decisive first.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a request and stop.")
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def decide(  # noqa: PLR0913  one parameter an option, by name
    *,
    request_file: str | None,
    act: str | None,
    object_: str | None,
    facts: tuple[str, ...],
    ask: bool,
    schema: bool,
    place: str | None,
    packs: Path | None,
    on: date | None,
    lang: str,
    as_json: bool,
) -> int:
    """Decide one request under the law of its day, and print the card.

    \b
    Examples:
      frith decide request.toml
      frith decide request.json --lang es --on 2024-11-20
      frith decide --act disclose --object home_address --fact body=library \\
                   --fact requester_kind=ice_ero --fact paper=I-200
      frith decide --ask                        asked question by question
      cat request.json | frith decide - --json

    Exit code 0: may or comply. 3: decline. 4: refer. 1: error. 2: wrong usage.
    """
    if schema:
        shown = place or pack.default_place(packs)
        click.echo(json.dumps(request_schema(pack.vocabulary(packs), api.words(shown, packs, lang)), indent=2))
        return 0
    received = from_flags(request_file, act=act, object_=object_, facts=facts, packs=packs, asking=ask)
    chosen = place or received.place or pack.default_place(packs)
    counsel, words = api.counsel(chosen, packs), api.words(chosen, packs, lang)
    request = received.request
    if ask:
        request = interview(replace(request, received=on or request.received), counsel, words, at_terminal())
    decision = decide_request(request, counsel, on=on)
    card = api.card(decision, language=lang, packs=packs, received=request.received)
    if as_json:
        click.echo(json.dumps(decision_json(decision, card, counsel.stack), indent=2, ensure_ascii=False))
    else:
        card_view.show(card, words)
    return CODES[decision.answer]


def from_flags(  # noqa: PLR0913  the flags of two commands, by name
    request_file: str | None,
    *,
    act: str | None,
    object_: str | None,
    facts: tuple[str, ...],
    packs: Path | None,
    asking: bool = False,
) -> Received:
    """The request that a file and flags describe together: flags add to the file, and stand before it."""
    vocabulary = pack.vocabulary(packs)
    flags: dict[str, str] = {}
    for pair in facts:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"`--fact {pair}` is not NAME=VALUE: write it as `--fact paper=I-200`")
        flags[name.strip()] = value
    heads = {name: value for name, value in (("act", act), ("object", object_)) if value}
    if request_file is None and not heads and not asking:
        raise UsageError("no request: name a file, give --act and --object, or use --ask (see `frith decide --help`)")
    added = from_mapping({"asks": [heads], "facts": flags}, vocabulary, kind_of_agency, file="the command line")
    if request_file is None:
        return added
    if request_file == "-":
        received = parse_request(sys.stdin.buffer.read(), vocabulary, kind_of_agency, file="standard input")
    else:
        received = api.receive(request_file, packs)
    return replace(received, request=_joined(received.request, added.request, heads=bool(heads)))


def _joined(read: Request, added: Request, *, heads: bool) -> Request:
    return replace(read, facts={**read.facts, **added.facts}, asks=added.asks if heads else read.asks)
