"""`frith demo`: made-up requests decided and a made-up log screened, before any real data goes in."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from frith import api
from frith.casework.card import AskCard, Card
from frith.casework.screening import Screening
from frith.demo.generate import ingredients, write_log, write_requests
from frith.model.decision import CAUTION, Answer, Role

MARK = {Answer.DECLINE: "[X]", Answer.COMPLY: "[!]", Answer.MAY: "[+]", Answer.REFER: "[?]"}


@click.command
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("frith-demo"),
    show_default=True,
    help="The folder to write to.",
)
@click.option(
    "--rows", type=click.IntRange(10, 5_000_000), default=20_000, show_default=True, help="Rows of the log."
)
@click.option("--seed", default=1, show_default=True, help="The same number gives the same data.")
def demo(*, out: Path, rows: int, seed: int) -> int:
    """Make up requests and a log, decide the one and screen the other.

    Every agency, request and search in it is invented. Nothing is sent anywhere.

    \b
    Examples:
      frith demo
      frith demo --rows 200000 --out /tmp/try
    """
    place = str(ingredients()["place"])
    out.mkdir(parents=True, exist_ok=True)
    click.echo("Made-up requests, decided:\n")
    requests = write_requests(out / "requests")
    for path in requests:
        tell(path, api.card(api.decide(path, place=place), received=api.receive(path).request.received))
    log = write_log(out / "log.csv", rows=rows, seed=seed)
    click.echo("A made-up log of searches by other agencies, screened under the same law:\n")
    count(api.screen(log, out=out / "screen", place=place).screening)
    click.echo(f"The report: {out / 'screen' / 'report.html'}")
    click.echo(f"A card in full: {called_as()} decide {requests[0]}")
    return 0


def called_as() -> str:
    """How the reader can call the same program again: by its path where its name alone is not found."""
    path = Path(sys.argv[0])
    if path.name != "frith" or shutil.which("frith"):
        return "frith"
    return os.path.relpath(path)


def count(screening: Screening) -> None:
    """How many rows there were, what the law says to them and why some are shown."""
    click.echo(f"    {screening.read:>9,}  rows read")
    click.echo(f"    {screening.rejected:>9,}  rows that can't be read and are set aside")
    click.echo(f"    {screening.repeats:>9,}  rows that were there before")
    for answer in CAUTION:
        click.echo(f"    {screening.answers.get(answer, 0):>9,}  {answer}")
    click.echo()
    for finding, rows in screening.findings.items():
        click.echo(f"    {rows:>9,}  {finding.replace('-', ' ')}")
    click.echo()


def tell(path: Path, card: Card) -> None:
    """The request's file, and for each thing asked the answer with what stands first behind it."""
    click.echo(f"  {path}")
    for ask in card.asks:
        click.echo(f"    {MARK[ask.answer]} {ask.answer.upper():8}{ask.asked}")
        click.echo(click.wrap_text(why(ask), 76, " " * 16, " " * 16))
    click.echo()


def why(ask: AskCard) -> str:
    """The first question that is still open, else the first reason with its citation, else what stands in its place."""
    if ask.questions:
        return f"First find out: {ask.questions[0]}"
    if not ask.reasons:
        return ask.note
    referring = [each for each in ask.reasons if ask.answer is Answer.REFER and each.role is Role.REFERS]
    first = (referring or ask.reasons)[0]
    return f"{first.says} {first.cite}"
