"""`frith screen`: logs through the law of each row's day."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from frith import api
from frith.casework.report.brief import Brief, brief
from frith.casework.screen import REJECTED, REPORT, SUMMARY, Screened, Sources
from frith.cli import options
from frith.cli.output import progress
from frith.errors import LogError, printable
from frith.law import pack


@click.command
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--profile", default="", metavar="NAME", help="What kind of export it is; left out: by its columns."
)
@click.option("--owner", default="", metavar="AGENCY", help="Whose log it is, where the files don't say.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("frith-screen"),
    show_default=True,
    metavar="DIR",
    help="Where the findings, the summary and the report are put.",
)
@options.place
@options.packs
@options.lang
@options.as_json
def screen(
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
    found = _screen(Sources(paths=files, profile=profile, owner=owner), chosen, packs, out=out, lang=lang)
    if found.screening.rejected and not found.screening.read:
        mend = "see what is wrong with them, or name another --profile"
        raise LogError("none of the rows can be read", file=str(out / REJECTED), mend=mend)
    if as_json:
        click.echo((out / SUMMARY).read_text(encoding="utf-8"), nl=False)
    else:
        _print(brief(found.screening, api.words(chosen, packs, language=lang), out / REPORT))
    return 3 if sum(found.screening.findings.values()) else 0


def _screen(sources: Sources, place: str, packs: Path | None, *, out: Path, lang: str) -> Screened:
    """The screening, with a bar of progress where a person is looking."""
    with progress() as show:
        show("reading", 0.0)
        return api.screen(sources, place=place, packs=packs, out=out, language=lang, progress=show)


def _print(told: Brief) -> None:
    """Whatever comes from a file's name is shown and not obeyed."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in told.before:
        console.print(printable(line.replace("\n", " ")))
    for (name, number), *rows in told.tables:
        table = Table(box=None, padding=(0, 3, 0, 0))
        table.add_column(name)
        table.add_column(number, justify="right")
        for row in rows:
            table.add_row(*row)
        console.print("", table, "", sep="\n")
    for line in told.after:
        console.print(printable(line))
