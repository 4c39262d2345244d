"""`frith law list|show|status|timeline`: what binds at a place on a day, and how it came to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from frith.cli import law_view, options
from frith.cli.output import put_json, today
from frith.law import pack
from frith.law.record import Data, Shelf, full_data, history_data, law_data, place_data, shelf

EXAMPLES = """Look into the law of a place: which laws bind on a day, and how they came to.

\b
Examples:
  frith law list
  frith law status --on 2024-11-20
  frith law timeline ordinance-188441
  frith law show ordinance-188441 --lang es
  frith law import record.json --place PLACE --into ./drafts

Exit codes: 0 done, 1 a pack can't be read, 2 wrong usage.
"""


@click.group("law", help=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
def law() -> None:
    """Nothing is done before a command is named."""


@click.command("list")
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def list_places(*, place: str | None, packs: Path | None, on: date | None, lang: str, as_json: bool) -> None:
    """List the places that have a pack; with --place, the laws that speak there.

    \b
    Examples:
      frith law list
      frith law list --place PLACE
      frith law list --json
    """
    if place:
        here = shelf(place, packs, lang)
        _statuses(here, here.laws(), on or today(), as_json=as_json)
        return
    shelves = [shelf(each, packs, lang) for each in pack.places(packs)]
    found = [place_data(each.stack.packs[0], each.phrases) for each in shelves]
    if as_json:
        put_json({"places": found})
    else:
        law_view.places(found)


@click.command
@click.argument("laws", nargs=-1, metavar="[LAW]...")
@click.option("--own", is_flag=True, help="Only the place's own laws, not those above it.")
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def status(laws: tuple[str, ...], *, on: date | None, own: bool, as_json: bool, **which: Any) -> None:
    """Say of each law whether it is in force on a day, since when, and what is still due.

    Only what had happened by that day counts.

    \b
    Examples:
      frith law status
      frith law status --on 2024-11-20 --own
      frith law status ordinance-188441 --on 2024-12-05 --json
    """
    here = _shelf(**which)
    chosen = tuple(here.find(each) for each in laws) or here.laws(own=own)
    _statuses(here, chosen, on or today(), as_json=as_json)


@click.command
@click.argument("name", metavar="LAW")
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def show(name: str, *, on: date | None, as_json: bool, **which: Any) -> None:
    """Show one law: citation, how far it was checked, history, and its provisions in plain words.

    \b
    Examples:
      frith law show ordinance-188441
      frith law show special-order-40 --on 2024-01-01 --lang es
      frith law show ordinance-188441 --json
    """
    here, day = _shelf(**which), on or today()
    found = full_data(here.find(name), day, here)
    if as_json:
        put_json({"asked_of": here.stack.place, "on": day.isoformat(), **found})
    else:
        law_view.law(found, day, here.phrases)


@click.command
@click.argument("laws", nargs=-1, metavar="[LAW]...")
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def timeline(laws: tuple[str, ...], *, on: date | None, as_json: bool, **which: Any) -> None:
    """Draw the history of laws from top to bottom, with votes and sources; no LAW means all of the place's own.

    \b
    Examples:
      frith law timeline ordinance-188441
      frith law timeline --on 2024-11-20
      frith law timeline ordinance-188441 --json
    """
    here, day = _shelf(**which), on or today()
    chosen = tuple(here.find(each) for each in laws) or here.laws(own=True)
    found = [history_data(each, day, here) for each in chosen]
    if as_json:
        put_json({"place": here.stack.place, "on": day.isoformat(), "laws": found})
    else:
        law_view.timelines(found, day, here.phrases)


def _statuses(here: Shelf, chosen: tuple[Any, ...], on: date, *, as_json: bool) -> None:
    laws: list[Data] = [law_data(each, here.state(each, on), here) for each in chosen]
    if as_json:
        put_json({"place": here.stack.place, "on": on.isoformat(), "laws": laws})
    else:
        law_view.statuses(laws, on, here)


def _shelf(*, place: str | None, packs: Path | None, lang: str) -> Shelf:
    return shelf(place or pack.default_place(packs), packs, lang)


for command in (list_places, show, status, timeline):
    law.add_command(command)
