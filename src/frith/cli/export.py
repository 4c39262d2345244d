"""`frith law export`: the law in the languages of other tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from frith.casework.counsel import Counsel
from frith.cli import options
from frith.engine.meaning import assumptions
from frith.engine.plain import policies, schema
from frith.errors import UsageError
from frith.law import pack
from frith.law.akn import akn, file_of
from frith.law.files import put
from frith.law.record import Shelf, shelf

OUT = click.Path(file_okay=False, path_type=Path)


@click.command
@click.argument("names", nargs=-1, metavar="[LAW]...")
@options.place
@options.packs
@options.on
@options.lang
@click.option("--cedar", "kind", flag_value="cedar", default="cedar", help="Lowered policies (the default).")
@click.option("--schema", "kind", flag_value="schema", help="The Cedar schema they are valid under.")
@click.option("--akn", "kind", flag_value="akn", help="Laws and their history as Akoma Ntoso XML.")
@click.option("--out", type=OUT, metavar="DIR", help="With --akn: a folder for one file of each law.")
def export(
    *,
    names: tuple[str, ...],
    place: str | None,
    packs: Path | None,
    on: date | None,
    lang: str,
    kind: str,
    out: Path | None,
) -> int:
    """Print the law that binds on a day as plain Cedar, which other tools read without our annotations.

    \b
    Examples:
      frith law export --cedar --on 2026-03-01
      frith law export --schema
      frith law export --akn ordinance-188441 --on 2024-11-20
      frith law export --akn --lang es --out ./laws

    With --akn it writes Akoma Ntoso 3.0 instead: our plain words, never the official text. One LAW goes to the
    screen; several, or all of a place's own (no LAW), go to the folder --out, over files of an earlier export.

    Exit codes: 0 done, 1 a pack can't be read, 2 wrong usage.
    """
    where, day = place or pack.default_place(packs), on or date.today()  # noqa: DTZ011  the law of the local day
    if kind == "akn":
        documents = _documents(shelf(where, packs, lang), names, day)
        return _write(documents, out)
    if names or out:
        raise UsageError("a LAW and --out go with --akn: Cedar is printed for everything that binds")
    counsel = Counsel(where, packs)
    meaning = counsel.meaning(day)
    click.echo(
        policies(meaning) if kind == "cedar" else schema(counsel.vocabulary, assumptions(meaning)), nl=False
    )
    return 0


def _documents(laws: Shelf, names: Sequence[str], on: date) -> dict[str, str]:
    """Each law's document by the name of its file."""
    chosen = [laws.find(name) for name in names] or laws.laws(own=True)
    return {file_of(law, on, laws): akn(law, on, laws) for law in chosen}


def _write(documents: Mapping[str, str], out: Path | None) -> int:
    """Every document lies whole in the folder, or the only one is printed."""
    if out is None:
        if len(documents) != 1:
            raise UsageError(
                f"{len(documents)} laws don't go to the screen: name one LAW, or a folder with --out"
            )
        click.echo("".join(documents.values()), nl=False)
        return 0
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in documents.items():
            put(out / name, text)
    except OSError as why:
        raise UsageError(f"can't write to `{out}`: {why.strerror}") from why
    click.echo(f"{len(documents)} laws written to {out}")
    return 0
