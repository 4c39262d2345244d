"""`frith ledger`: the public record of decisions, for those who keep it and for strangers who check it."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from frith import api
from frith.casework import ledger as books
from frith.cli import options
from frith.cli.ledger_check import check, compare_saved, page, serve_witness, verify, witness
from frith.cli.ledger_keys import freeze, key, restore
from frith.cli.output import put_json, today
from frith.errors import printable
from frith.law import pack
from frith.law.files import put

HELP = """Keep a public record of decisions, or check one without trusting whoever keeps it.

\b
Examples:
  frith ledger init city-ledger --keys /secure/keys --origin city.example/ledger
  frith decide request.toml --record city-ledger
  frith ledger publish city-ledger
  frith ledger verify city-ledger/public --policy city-ledger/policy.txt

An entry holds coarse facts and no person. Exit codes: 0 done, or verified. 3: refuted. 4: can't tell. 1: error.
2: wrong usage.
"""


@click.group("ledger", help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
def ledger() -> None:
    """Nothing is done before a command is named."""


@click.command
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the signing key will stand: apart from the ledger and from its backups.",
)
@click.option(
    "--origin", required=True, metavar="NAME", help="The log's name for ever, as in city.example/ledger."
)
@options.place
@options.packs
@options.on
def init(
    *, folder: Path, keys: Path, origin: str, place: str | None, packs: Path | None, on: date | None
) -> int:
    """Begin a ledger: its key, an empty log, and the policy to hand out to readers.

    \b
    Examples:
      frith ledger init city-ledger --keys /secure/keys --origin city.example/ledger
    """
    chosen = place or pack.default_place(packs)
    api.counsel(chosen, packs)  # no ledger of a place whose law can't be read
    book = books.begin(folder, keys=keys, origin=origin, place=chosen, on=on or today())
    click.echo(f"ledger of {book.place} in {book.folder}, its key in {book.keys}")
    click.echo(f"hand out {book.folder / books.POLICY}:")
    click.echo((book.folder / books.POLICY).read_text(encoding="utf-8"), nl=False)
    return 0


@click.command
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--every", type=click.IntRange(min=1), metavar="SECONDS", help="Go on, on a fixed clock.")
def publish(*, folder: Path, every: int | None) -> int:
    """Publish what is in the log: entries, then tiles, then the signed checkpoint.

    \b
    Examples:
      frith ledger publish city-ledger
      frith ledger publish city-ledger --every 60
    """
    book = books.open_book(folder)
    while True:
        found = books.publish(book)
        click.echo(f"{found.size} entries published in {book.public}")
        if every is None:
            return 0
        time.sleep(every - time.time() % every)


@click.command
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("period")
@options.packs
@options.as_json
def report(*, folder: Path, period: str, packs: Path | None, as_json: bool) -> int:
    """Count what the law demands, from entries alone. PERIOD: 2026, 2026-H2, 2026-Q4 or 2026-11.

    A range stands where entries leave something open. What no entry can answer is said to be so.

    \b
    Examples:
      frith ledger report city-ledger 2026-Q4 --json
    """
    book = books.open_book(folder)
    found = books.returns_json(books.returns(book, api.counsel(book.place, packs), period), period)
    if as_json:
        put_json(found)
        return 0
    for each in found["reports"]:
        click.echo(printable(f"{each['says']} ({each['cite']})"))
        for row in each["counts"]:
            click.echo(f"  {row['name']}: {row['shown']}")
    return 0


@click.command
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("index", type=click.IntRange(min=0))
@click.option(
    "--out",
    default="entry",
    show_default=True,
    metavar="NAME",
    help="NAME.tlog-proof and NAME.json are written.",
)
def prove(*, folder: Path, index: int, out: str) -> int:
    """Write a proof that entry INDEX is on the record, and the entry: whoever has both can check them offline.

    \b
    Examples:
      frith ledger prove city-ledger 17 --out mine
      frith ledger check mine.tlog-proof mine.json --policy policy.txt
    """
    proof, entry = books.prove(books.open_book(folder), index)
    put(Path(f"{out}.tlog-proof"), proof)
    put(Path(f"{out}.json"), entry.decode("ascii"))
    click.echo(f"written: {out}.tlog-proof, {out}.json")
    return 0


@click.command
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("demand")
@click.argument("period")
@click.option(
    "--unit", required=True, metavar="CLASS", help="The class of units that says so, as in local_agency."
)
@click.option("--some", is_flag=True, help="Some of these units say so, not all.")
@options.packs
def nil(*, folder: Path, demand: str, period: str, unit: str, some: bool, packs: Path | None) -> int:
    """Put on the record that units have nothing to report. DEMAND: PLACE/REPORT, as reports.toml names it.

    A silent unit and one that had nothing are not the same: only this tells them apart.

    \b
    Examples:
      frith ledger nil city-ledger us-ca/transfers 2026 --unit law_enforcement
    """
    book = books.open_book(folder)
    said = books.Nothing(demand=demand, period=period, unit=unit, returning="some" if some else "all")
    index = books.nil(book, api.counsel(book.place, packs), said, today=today())
    click.echo(f"on the record: {index}")
    return 0


@click.command
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("index", type=click.IntRange(min=0))
@click.option(
    "--why",
    required=True,
    metavar="WORD",
    help="As wrong_fact, wrong_law, wrong_unit, entered_twice, not_ours.",
)
@options.packs
def correct(*, folder: Path, index: int, why: str, packs: Path | None) -> int:
    """Put on the record that entry INDEX no longer counts. It stays where it is, for everybody to see.

    \b
    Examples:
      frith ledger correct city-ledger 17 --why entered_twice
    """
    book = books.open_book(folder)
    made = books.correct(book, api.counsel(book.place, packs), about=index, why=why, today=today())
    click.echo(f"on the record: {made}")
    return 0


KEEPING = (init, publish, nil, correct, report, prove, key, restore, freeze)
CHECKING = (verify, check, compare_saved, witness, serve_witness, page)
for command in (*KEEPING, *CHECKING):
    ledger.add_command(command)
