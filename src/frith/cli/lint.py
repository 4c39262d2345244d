"""`frith law lint` and `frith law export`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from frith.casework.counsel import Counsel
from frith.casework.lint import lint as lint_pack
from frith.cli import options
from frith.engine.meaning import assumptions
from frith.engine.plain import policies, schema
from frith.law import pack
from frith.law.lint import Problem, Weight


@click.command
@options.place
@options.packs
@options.as_json
def lint(place: str | None, packs: Path | None, as_json: bool) -> int:  # noqa: FBT001
    """Check packs: every provision cited, sourced, in plain words, and shown to work by a scenario.

    \b
    Examples:
      frith law lint                                  every place of the folder
      frith law lint --place PLACE
      frith law lint --packs ./our-packs --json

    Exit code 0: no error. 3: errors found.
    """
    found = {name: lint_pack(name, packs) for name in ([place] if place else pack.places(packs))}
    errors = sum(each.weight is Weight.ERROR for problems in found.values() for each in problems)
    if as_json:
        click.echo(json.dumps({name: [asdict(each) for each in problems] for name, problems in found.items()}, indent=2))
    else:
        _print(found, errors)
    return 3 if errors else 0


def _print(found: dict[str, list[Problem]], errors: int) -> None:
    console = Console()
    for name, problems in found.items():
        console.print(f"[bold]{name}[/]: " + (f"{len(problems)} to look at" if problems else "sound"))
        table = Table("weight", "rule", "what", "where", box=None, padding=(0, 2, 0, 0))
        for each in problems:
            where = f"{each.file}:{each.line}" if each.line else each.file
            table.add_row(each.weight, each.rule, each.what, where)
        if problems:
            console.print(table)
    console.print(f"{errors} errors in {len(found)} packs")


@click.command
@options.place
@options.packs
@options.on
@click.option("--cedar", "kind", flag_value="cedar", default="cedar", help="Lowered policies (the default).")
@click.option("--schema", "kind", flag_value="schema", help="The Cedar schema they are valid under.")
def export(place: str | None, packs: Path | None, on: date | None, kind: str) -> int:
    """Print the law that binds on a day as plain Cedar, which other tools read without our annotations.

    \b
    Examples:
      frith law export --on 2026-03-01 > law.cedar
      frith law export --schema > frith.cedarschema
    """
    counsel = Counsel(place or pack.default_place(packs), packs)
    meaning = counsel.meaning(on or date.today())  # noqa: DTZ011  the law of the local day
    click.echo(policies(meaning) if kind == "cedar" else schema(counsel.vocabulary, assumptions(meaning)), nl=False)
    return 0
