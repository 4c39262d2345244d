"""`frith decide`: one request, from a file, from flags, or asked question by question."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from frith import api
from frith.casework.counsel import Counsel
from frith.casework.decide import decide as decide_request
from frith.casework.record import decision_json
from frith.casework.schema import request_schema
from frith.cli import card_view, options
from frith.cli import request as requests
from frith.cli.interview import at_terminal, interview
from frith.cli.output import today
from frith.law import pack
from frith.model.decision import Answer, Decision

CODES = {Answer.MAY: 0, Answer.COMPLY: 0, Answer.DECLINE: 3, Answer.REFER: 4}


@click.command
@requests.options
@click.option("--ask", is_flag=True, help="Ask for what is missing, most decisive first.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a request and stop.")
@click.option(
    "--record",
    "book",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Put the decision on the record: the ledger in this folder.",
)
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def decide(
    *,
    ask: bool,
    schema: bool,
    book: Path | None,
    place: str | None,
    packs: Path | None,
    on: date | None,
    lang: str,
    as_json: bool,
    **flags: Any,
) -> int:
    """Decide one request under the law of its day, and print the card.

    \b
    Examples:
      frith decide request.toml
      frith decide request.json --lang es --on 2024-11-20
      frith decide --act disclose --object home_address --fact body=library --fact paper=I-200
      frith decide --ask
      frith decide - --json
      frith decide request.toml --record city-ledger

    `-` reads the request from standard input. Exit code 0: may or comply. 3: decline. 4: refer. 1: error.
    2: wrong usage.
    """
    if schema:
        _schema(place, packs, lang)
        return 0
    received = requests.receive(requests.taken(flags), packs=packs, on=on, asking=ask)
    chosen = api.place_of(received, place or "", packs)
    counsel, words = api.counsel(chosen, packs), api.words(chosen, packs, language=lang)
    request = received.request
    if ask:
        request = interview(request, counsel, words=words, terminal=at_terminal(), on=on)
    decision = decide_request(request, counsel, on=on)
    if book:
        _record(book, decision, counsel)
    card = api.card(decision, language=lang, packs=packs, received=request.received)
    if as_json:
        click.echo(json.dumps(decision_json(decision, card, counsel.stack), indent=2, ensure_ascii=False))
    else:
        card_view.show(card, words)
    return CODES[decision.answer]


def _record(folder: Path, decision: Decision, counsel: Counsel) -> None:
    """The decision is on the record before its card is shown."""
    from frith.casework.ledger import open_book, record  # noqa: PLC0415  no card waits for a ledger

    indexes = record(open_book(folder), decision, counsel, today=today())
    click.echo(f"on the record: {', '.join(map(str, indexes))}", err=True)


def _schema(place: str | None, packs: Path | None, lang: str) -> None:
    words = api.words(place or pack.default_place(packs), packs, language=lang)
    click.echo(json.dumps(request_schema(pack.vocabulary(packs), words), indent=2, ensure_ascii=False))
