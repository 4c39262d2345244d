"""`frith explain`: how every provision came out, exceptions included."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from frith import api
from frith.casework.decide import decide as decide_request
from frith.casework.decide import explain as explain_request
from frith.casework.record import explanation_json
from frith.cli import explain_view, options
from frith.cli import request as requests
from frith.cli.decide import CODES
from frith.engine.kleene import Truth


@click.command
@requests.options
@click.option("--all", "everything", is_flag=True, help="Show provisions that do not speak of this, too.")
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def explain(
    *,
    everything: bool,
    place: str | None,
    packs: Path | None,
    on: date | None,
    lang: str,
    as_json: bool,
    **flags: Any,
) -> int:
    """Show how each provision came out for a request: does it speak, what sets it aside, does it count in the end.

    \b
    Examples:
      frith explain request.toml
      frith explain request.toml --all --json
      frith explain --act disclose --object home_address --fact body=police --fact paper=ao_93

    Exit code as `frith decide`: 0 may or comply, 3 decline, 4 refer, 1 error, 2 wrong usage.
    """
    received = requests.receive(requests.taken(flags), packs=packs, on=on)
    chosen = api.place_of(received, place or "", packs)
    counsel, words = api.counsel(chosen, packs), api.words(chosen, packs, language=lang)
    decision = decide_request(received.request, counsel, on=on)
    accounts = explain_request(received.request, counsel, on=on)
    shown = [[each for each in found if everything or each.speaks is not Truth.FALSE] for found in accounts]
    if as_json:
        click.echo(json.dumps(explanation_json(decision, shown, counsel.stack), indent=2, ensure_ascii=False))
    else:
        explain_view.show(decision, shown, stack=counsel.stack, words=words)
    return CODES[decision.answer]
