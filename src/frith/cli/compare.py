"""`frith compare`: two laws side by side, or the features of many."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from frith import api
from frith.casework.cases import spare
from frith.casework.compare import Comparison, Watched
from frith.casework.compared import comparison_json, sentences
from frith.cli import compare_view, options
from frith.errors import UsageError, printable


@click.command
@click.argument("sides", nargs=-1, metavar="A B...")
@click.option(
    "--decisions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Recorded decisions to decide again: what `frith decide --json` wrote, one a line or as a list.",
)
@click.option("--refer", is_flag=True, help="Print the differences in which one side refers to counsel, too.")
@options.packs
@options.on
@options.lang
@options.as_json
def compare(
    *,
    sides: tuple[str, ...],
    decisions: Path | None,
    refer: bool,
    packs: Path | None,
    on: date | None,
    lang: str,
    as_json: bool,
) -> int:
    """Hold two laws side by side: every kind of request that they answer differently, with both citations.

    A and B are a place (PLACE), its law of a day (PLACE@DATE), the same with a law counted as in force that is not
    (PLACE+LAW@DATE), or a folder with a pack: a draft, whose pending laws count as in force.

    \b
    Examples:
      frith compare us-ca-los-angeles us-ca-san-francisco
      frith compare us-ca-los-angeles@2024-12-01 us-ca-los-angeles@2024-12-09
      frith compare us-ca-los-angeles@2024-11-20 us-ca-los-angeles+ordinance-188441@2024-11-20 --decisions log.jsonl
      frith compare us-ca-los-angeles ./my-draft --json

    Exit code 0: no difference, and it is proved. 3: differences. 4: none found, but the search stopped early. 1: error.
    2: wrong usage. Needs `pip install 'frith[proofs]'`.
    """
    if len(sides) != 2:
        raise UsageError("name two laws to compare: `frith compare A B` (see `frith compare --help`)")
    said = sentences(lang)
    with _progress() as told:
        found = api.compare(
            *sides, on=on, packs=packs, decisions=decisions, watched=Watched(workers=spare(), progress=told)
        )
    words = api.words_of(found, language=lang)
    if as_json:
        click.echo(json.dumps(comparison_json(found, words), ensure_ascii=False, indent=2))
    else:
        click.echo(printable("\n".join(compare_view.lines(found, words, said, refer=refer))))
    return code(found)


def code(found: Comparison) -> int:
    """What the exit code says of a comparison."""
    if found.differences:
        return 3
    return 0 if found.whole else 4


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar of progress where a person is looking."""
    columns = (
        TextColumn("{task.description:<34}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda doing, share: bar.update(task, description=doing, completed=share)
