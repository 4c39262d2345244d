"""`frith compare`: two laws side by side, or the features of many."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from frith import api
from frith.casework.cases import spare
from frith.casework.compare import Comparison, Watched
from frith.casework.compared import comparison_json, sentences
from frith.casework.comparison.features import features as features_of
from frith.casework.comparison.features import render as page_of_features
from frith.casework.comparison.page import render
from frith.casework.matrix import matrix, matrix_data, words_for
from frith.casework.sides import Side
from frith.casework.sides import sides as laws_of
from frith.cli import compare_view, features_view, options
from frith.cli.output import progress, put_json, today
from frith.errors import UsageError, printable
from frith.law.files import put
from frith.law.pack import places


@click.command
@click.argument("sides", nargs=-1, metavar="A B...")
@click.option(
    "--decisions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Recorded decisions to decide again: what `frith decide --json` wrote, one a line or as a list.",
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report too: one page that loads nothing.",
)
@click.option(
    "--features",
    is_flag=True,
    help="The features of any number of laws, none named: of every place, instead of differences.",
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
    html: Path | None,
    features: bool,
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
      frith compare us-ca-los-angeles@2024-12-01 us-ca-los-angeles@2024-12-09 --html report.html
      frith compare us-ca-los-angeles@2024-11-20 us-ca-los-angeles+ordinance-188441@2024-11-20 --decisions log.jsonl
      frith compare us-ca-los-angeles ./my-draft --json
      frith compare --features us-ca-los-angeles us-ny-new-york us-wa --html features.html

    Exit code 0: no difference, and it is proved. 3: differences. 4: none found, but the search stopped early. 1: error.
    2: wrong usage. Needs `pip install 'frith[proofs]'`.
    """
    if features:
        laws = laws_of(sides or places(packs), on=on or today(), packs=packs)
        return _features(laws, html=html, lang=lang, as_json=as_json)
    if len(sides) != 2:
        raise UsageError("name two laws to compare: `frith compare A B` (see `frith compare --help`)")
    said = sentences(lang)
    with progress() as told:
        how = Watched(workers=spare(), progress=told)
        found = api.compare(*sides, on=on, packs=packs, decisions=decisions, watched=how)
    words = api.words_of(found, language=lang)
    if html or as_json:
        table, spoken = matrix(found.sides), words_for(found.sides, lang)
    if html:
        more = features_of(table, found.sides, spoken)
        put(html, render(found, words, made=today(), language=lang, features=more))
    if as_json:
        put_json({**comparison_json(found, words), "features": matrix_data(table, spoken)})
    else:
        click.echo(printable("\n".join(compare_view.lines(found, words, said, refer=refer))))
    if html:
        click.echo(said["saved"].format(file=html), err=True)
    return code(found)


def _features(laws: tuple[Side, ...], *, html: Path | None, lang: str, as_json: bool) -> int:
    """The features of the laws stand on the screen, and on a page where one is asked for."""
    said = sentences(lang)
    with progress() as told:
        found = matrix(laws, lambda part: told("", part))
    words = words_for(laws, lang)
    if html:
        put(html, page_of_features(found, laws, words, made=today(), language=lang))
    data = matrix_data(found, words)
    if as_json:
        put_json(data)
    else:
        click.echo(printable("\n".join(features_view.lines(data, said["cell_more"]))))
    if html:
        click.echo(said["saved"].format(file=html), err=True)
    return 0


def code(found: Comparison) -> int:
    """What the exit code says of a comparison."""
    if found.differences:
        return 3
    return 0 if found.whole else 4
