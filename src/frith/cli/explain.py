"""`frith explain`: how every provision came out, exceptions included."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from frith import api
from frith.casework.decide import decide as decide_request
from frith.casework.decide import explain as explain_request
from frith.casework.record import account_json
from frith.cli import options
from frith.cli.decide import CODES, from_flags
from frith.engine.explain import Account
from frith.engine.kleene import Truth
from frith.law import pack
from frith.law.words import Words
from frith.model.law import Stack

MARKS = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "?"}
STYLES = {Truth.TRUE: "bold", Truth.FALSE: "dim", Truth.UNKNOWN: "italic"}


@click.command
@click.argument("request_file", required=False, metavar="[REQUEST.toml|.json|-]")
@click.option("--act", help="What is asked for, as an act.")
@click.option("--object", "object_", help="What it is about.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact; give it as often as needed.")
@click.option("--all", "everything", is_flag=True, help="Show provisions that do not speak of this, too.")
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def explain(  # noqa: PLR0913  one parameter an option, by name
    *,
    request_file: str | None,
    act: str | None,
    object_: str | None,
    facts: tuple[str, ...],
    everything: bool,
    place: str | None,
    packs: Path | None,
    on: date | None,
    lang: str,
    as_json: bool,
) -> int:
    """Show how each provision came out for a request: does it speak, what takes it away, is it active in the end.

    \b
    Examples:
      frith explain request.toml
      frith explain request.toml --all --json
      frith explain --act disclose --object home_address --fact body=police --fact paper=ao_93

    Exit code as `frith decide`: 0 may or comply, 3 decline, 4 refer.
    """
    received = from_flags(request_file, act=act, object_=object_, facts=facts, packs=packs)
    chosen = place or received.place or pack.default_place(packs)
    counsel, words = api.counsel(chosen, packs), api.words(chosen, packs, lang)
    decision = decide_request(received.request, counsel, on=on)
    accounts = explain_request(received.request, counsel, on=on)
    shown = [[each for each in found if everything or each.speaks is not Truth.FALSE] for found in accounts]
    if as_json:
        asks = [
            {"act": one.ask.act, "object": one.ask.object, "answer": str(one.outcome.answer),
             "provisions": [account_json(each, counsel.stack) for each in found]}
            for one, found in zip(decision.asks, shown, strict=True)
        ]  # fmt: skip
        found_json = {"place": decision.place, "on": decision.on.isoformat(), "asks": asks}
        click.echo(json.dumps(found_json, indent=2, ensure_ascii=False))
    else:
        console = Console()
        for one, found in zip(decision.asks, shown, strict=True):
            title = f"{one.ask.act or '?'} {one.ask.object or '?'}: {one.outcome.answer} ({decision.on})"
            console.print(_tree(title, found, counsel.stack, words))
    return CODES[decision.answer]


def _tree(title: str, found: list[Account], stack: Stack, words: Words) -> Tree:
    tree = Tree(Text(title, style="bold"))
    for each in found:
        provision = stack.provisions[each.provision]
        place, law, short = each.provision.split("/", 2)
        head = f"{MARKS[each.active]:>3}  {each.mode}  {each.provision}  [{provision.verified}]"
        branch = tree.add(Text(head, style=STYLES[each.active]))
        branch.add(Text(f"{provision.cite}: {words.says(place, law, short)}"))
        if each.exceptions:
            branch.add(Text(f"speaks of this: {MARKS[each.speaks]}"))
        for one in each.exceptions:
            assumed = f", if {one.assumption}" if one.assumption else ""
            branch.add(Text(f"set aside by {one.id}: {MARKS[one.holds]}{assumed}", style=STYLES[one.holds]))
        if each.unknown:
            branch.add(Text("open: " + ", ".join(name.removeprefix("assumed:") for name in each.unknown)))
    return tree
