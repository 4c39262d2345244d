"""`frith law import`: a council's record of a bill becomes a draft pack."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from frith.cli import options
from frith.errors import FrithError, PackError, UsageError, printable
from frith.law import pack
from frith.law.drafts import Draft, name_of, put
from frith.law.legistar import read_bill
from frith.law.legistar_table import Table, load_table
from frith.model.law import Pack

Data = dict[str, Any]

FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@click.option("--into", required=True, metavar="DIR", type=FILE, help="The folder of packs to write to.")
@click.option("--id", "name", metavar="ID", default="", help="The id of the draft; else the bill's number.")
@click.option("--replace", is_flag=True, help="Write a history anew that was changed by hand.")
@options.place
@options.as_json
def import_bills(
    files: tuple[Path, ...], *, into: Path, name: str, place: str | None, replace: bool, as_json: bool
) -> int:
    """Write a council's records of bills, in the shape of Legistar, as draft packs with history and votes.

    --place names the place that would make the law. Each FILE holds one bill and becomes a folder of its own in --into.
    Votes are written as counts: no name of a member is kept. No day of effect is made up. A folder that is there already
    keeps everything but its history, and a history changed by hand is refused without --replace.

    \b
    Examples:
      frith law import 1568.json --place PLACE --into ./drafts
      frith law import records/*.json --place PLACE --into ./drafts --json

    Each bill is written whole or not at all. One that can't be read is named, and the others are still written.
    Exit codes: 0 all of them, 1 at least one could not be, 2 wrong usage.
    """
    if not place:
        raise UsageError("whose law would it be? Name the place with --place (see `frith law list`)")
    if name and len(files) > 1:
        raise UsageError("--id names one draft, and several files were given")
    if into.exists() and not into.is_dir():
        raise UsageError(f"{into} is not a folder")
    found = _import(files, pack.load(place, into).packs[0], {"into": into, "name": name, "replace": replace})
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for line in _told(found):
            click.echo(printable(line))
    return 1 if found["failed"] else 0


def _import(files: tuple[Path, ...], parent: Pack, how: Data) -> Data:
    """Every file written or named with what is wrong with it."""
    table = load_table(how["into"])
    drafts: list[Data] = []
    failed: list[Data] = []
    for n, file in enumerate(files, 1):
        if len(files) > 1:
            click.echo(printable(f"{n} of {len(files)}: {file.name}"), err=True)
        try:
            drafts.append(_one(file, parent, table, how | {"taken": {each["id"]: each for each in drafts}}))
        except (FrithError, OSError) as error:
            failed.append({"file": str(file), "what": _what(error)})
            click.echo(f"frith: {printable(_what(error))}", err=True)
    votes: Counter[str] = Counter(dict.fromkeys(table.counts, 0))
    for each in drafts:
        votes.update(each["votes"])
    return {
        "place": parent.id,
        "into": str(how["into"]),
        "table": table.version,
        "drafts": drafts,
        "failed": failed,
        "votes": dict(votes),
    }


def _what(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'the folder'}: {(error.strerror or 'the system refused').lower()}"
    return str(error)


def _one(file: Path, parent: Pack, table: Table, how: Data) -> Data:
    bill = read_bill(file, table)
    name = name_of(bill, given=how["name"], file=str(file))
    if name in how["taken"]:
        other = how["taken"][name]["file"]
        raise PackError(
            f"gives the same id `{name}` as {other}", file=str(file), mend="import it alone with `--id`"
        )
    did = put(Draft(id=name, bill=bill, parent=parent), how["into"], table, replace=how["replace"])
    return {
        "id": name,
        "file": str(file),
        "folder": str(how["into"] / name),
        "did": str(did),
        "cite": bill.file,
        "kind": bill.kind,
        "events": len(bill.steps),
        "votes": {each: bill.counted.get(each, 0) for each in table.counts},
        "unknown_actions": [{"word": word, "n": n} for word, n in bill.unknown_actions.items()],
        "unknown_votes": [{"word": word, "n": n} for word, n in bill.unknown_votes.items()],
        "without_day": bill.without_day,
    }


def _told(found: Data) -> Iterator[str]:
    """One line a bill, then what was not known, then what comes next."""
    for each in found["drafts"]:
        yield f"{each['id']}: {each['did']}, {each['events']} events ({each['cite']})"
    drafts = found["drafts"]
    for key, what in (
        ("unknown_actions", "actions are not known and were kept as notes"),
        ("unknown_votes", "votes stand under words that are not known; those roll calls were left uncounted"),
    ):
        words: Counter[str] = Counter()
        for each in drafts:
            words.update({row["word"]: row["n"] for row in each[key]})
        if words:
            yield f"{words.total()} {what}: " + ", ".join(f"{word} ({n})" for word, n in words.items())
    without_day = sum(each["without_day"] for each in drafts)
    if without_day:
        yield f"{without_day} actions have no day and were left out"
    yield f"{len(drafts)} drafts in {found['into']}, {len(found['failed'])} files could not be imported"
    if drafts:
        yield f"next: frith law status --place {drafts[0]['id']} --packs {found['into']}"
