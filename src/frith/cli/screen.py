"""`frith screen`: logs through the law of each row's day."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from frith import api
from frith.casework.screen import SUMMARY, Screened, Sources
from frith.casework.screening import Finding
from frith.cli import options
from frith.law import pack
from frith.law.words import Words


@click.command
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--profile", default="", metavar="NAME", help="What kind of export it is; left out: by its columns.")
@click.option("--owner", default="", metavar="AGENCY", help="Whose log it is, where the files don't say.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("frith-screen"), show_default=True, metavar="DIR",
              help="Where the findings, the summary and the report are put.")
@options.place
@options.packs
@options.lang
@options.as_json
def screen(  # noqa: PLR0913  one parameter an option, by name
    *,
    files: tuple[Path, ...],
    profile: str,
    owner: str,
    out: Path,
    place: str | None,
    packs: Path | None,
    lang: str,
    as_json: bool,
) -> int:
    """Screen access logs: CSV, gzipped CSV, Parquet, JSON lines or XLSX, one or many files of any size.

    Writes findings.parquet, findings.csv, rejected.csv, summary.json and report.html. The report and the summary hold
    counts alone; findings hold rows of the log, for those who may read the log. Run again after a stop: what was read is
    not read twice.

    \b
    Examples:
      frith screen searches.csv.gz
      frith screen audit-*.csv --owner "Example CA PD" --out march --lang es
      frith screen export.parquet --profile network-audit --json

    Exit code 0: nothing found. 3: findings. 1: error. 2: wrong usage.
    """
    chosen = place or pack.default_place(packs)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<34}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=1.0)
        found = api.screen(
            Sources(paths=files, profile=profile, owner=owner),
            place=chosen,
            packs=packs,
            out=out,
            language=lang,
            progress=lambda doing, share: bar.update(task, description=doing, completed=share),
        )
    if as_json:
        click.echo((out / SUMMARY).read_text(encoding="utf-8"), nl=False)
    else:
        _print(found, api.words(chosen, packs, language=lang))
    return 3 if sum(found.screening.findings.values()) else 0


def _print(found: Screened, words: Words) -> None:
    console, counts = Console(), found.screening
    console.print(f"{counts.read:,} rows read, {counts.rejected:,} set aside, {counts.repeats:,} repeats left out")
    for each in counts.files:
        for notice in each.notices:
            console.print(f"  {each.name}: {notice}", markup=False, highlight=False)
    table = Table("finding", "rows", box=None, padding=(0, 3, 0, 0))
    for finding in Finding:
        table.add_row(str(finding), f"{counts.findings[finding]:,}")
    console.print(table)
    answers = Table("the law says", "rows", box=None, padding=(0, 3, 0, 0))
    for answer, rows in counts.answers.items():
        answers.add_row(str(answer), f"{rows:,}")
    console.print(answers)
    silent = sum(counts.uninformative.values())
    total = sum(counts.answers.values())
    if total:
        console.print(f"{silent / total:.1%} of reasons say nothing, so no stated purpose is not no use")
    console.print(f"report: {found.folder / 'report.html'}", soft_wrap=True)
    console.print(words.card("not_advice"), style="dim")
