"""`frith law lint`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from frith.casework.lint import lint as lint_pack
from frith.cli import options
from frith.errors import UsageError, printable
from frith.law import pack
from frith.law.lint import Problem, Weight

STYLES = {Weight.ERROR: "red", Weight.NOTE: "yellow"}

Found = Mapping[str, Sequence[Problem]]


@click.command
@options.place
@options.packs
@options.as_json
def lint(*, place: str | None, packs: Path | None, as_json: bool) -> int:
    """Check packs: every provision cited, sourced, in plain words, and shown to work by a scenario.

    \b
    Examples:
      frith law lint
      frith law lint --place PLACE
      frith law lint --packs ./our-packs --json

    Without --place it checks every place of the folder. Exit code 0: no error. 3: errors found.
    """
    chosen = (place,) if place else pack.places(packs)
    if not chosen:
        raise UsageError(f"no pack in {pack.folder(packs)}: a pack is a folder with a pack.toml")
    found = {name: lint_pack(name, packs) for name in chosen}
    errors = sum(each.weight is Weight.ERROR for problems in found.values() for each in problems)
    if as_json:
        shown = {name: [asdict(each) for each in problems] for name, problems in found.items()}
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        show(found, errors)
    return 3 if errors else 0


def show(found: Found, errors: int, console: Console | None = None) -> None:
    """The problems stand on the terminal, place by place; what a pack says is shown and never obeyed."""
    out = console or Console(highlight=False)
    for name, problems in found.items():
        out.print(Text.assemble((name, "bold"), f": {len(problems)} to look at" if problems else ": sound"))
        for each in problems:
            where = f"{each.file}:{each.line}" if each.line else each.file
            head = Text.assemble(
                "  ", (each.weight, STYLES[each.weight]), f" {each.rule}: {printable(each.what)}"
            )
            out.print(head, Text(f"    {where}", style="dim"), sep="\n", soft_wrap=True)
    out.print(Text(f"{errors} errors in {len(found)} packs"))
