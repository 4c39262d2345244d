"""`frith ledger key`, `restore`, `freeze`: a signing key that changes hands, and a ledger that was lost."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from frith.casework import ledger_keys
from frith.casework.ledger import open_book
from frith.errors import UsageError, printable
from frith.ledger.tlog.keys import Verifier

KEY_HELP = """Change a ledger's signing key, or keep it so that any two of its operators bring it back.

\b
Examples:
  frith ledger key next city-ledger             a next key; its public half stands in policy.txt
  frith ledger key overlap city-ledger          once readers have it: both keys sign
  frith ledger key retire city-ledger           once that is published: the old key is gone
  frith ledger key seal city-ledger safe.json records_officer counsel auditor
  frith ledger key recover city-ledger safe.json records_officer auditor
"""

folder_argument = click.argument("folder", type=click.Path(path_type=Path))


@click.group("key", help=KEY_HELP)
def key() -> None:
    """Nothing is done before a command is named."""


@click.command("next")
@folder_argument
def next_key(*, folder: Path) -> int:
    """Make a next key, which does not sign yet. Hand the new policy.txt to readers before `overlap`.

    \b
    Examples:
      frith ledger key next city-ledger
    """
    _show(ledger_keys.next_key(open_book(folder)))
    return 0


@click.command
@folder_argument
def overlap(*, folder: Path) -> int:
    """Let the old and the next key both sign, from the next entry on.

    \b
    Examples:
      frith ledger key overlap city-ledger
    """
    _show(ledger_keys.both_sign(open_book(folder)))
    return 0


@click.command
@folder_argument
def retire(*, folder: Path) -> int:
    """Remove the oldest key. What is published must be signed by those that stay.

    \b
    Examples:
      frith ledger key retire city-ledger
    """
    _show(ledger_keys.retire(open_book(folder)))
    return 0


@click.command
@folder_argument
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("roles", nargs=-1, required=True, metavar="ROLE ROLE [ROLE...]")
def seal(*, folder: Path, file: Path, roles: tuple[str, ...]) -> int:
    """Write a file from which any two of the operators bring the key back; each types a passphrase of their own.

    \b
    Examples:
      frith ledger key seal city-ledger safe.json records_officer counsel auditor
    """
    ledger_keys.seal(open_book(folder), _passphrases(roles, twice=True), file)
    click.echo(f"sealed: {file}")
    return 0


@click.command
@folder_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("roles", nargs=2, metavar="ROLE ROLE")
def recover(*, folder: Path, file: Path, roles: tuple[str, str]) -> int:
    """Bring a lost key back into its folder, with the passphrases of two operators.

    \b
    Examples:
      frith ledger key recover city-ledger safe.json records_officer auditor
    """
    book = open_book(folder)
    ledger_keys.bring_back(book, file, _passphrases(roles, twice=False))
    click.echo(f"the key is in {book.keys} again")
    return 0


for command in (next_key, overlap, retire, seal, recover):
    key.add_command(command)


@click.command
@folder_argument
@click.option(
    "--mirror",
    "mirrors",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A copy of what was published, beside the ledger's own; may be given several times.",
)
def restore(*, folder: Path, mirrors: tuple[Path, ...]) -> int:
    """Make the ledger's database anew from what was published; the old one is set aside, never deleted.

    \b
    Examples:
      frith ledger restore city-ledger --mirror /mnt/mirror
    """
    size = ledger_keys.bring_database_back(open_book(folder), mirrors)
    click.echo(f"{size} entries are in the database again")
    return 0


@click.command
@folder_argument
@click.option(
    "--why", required=True, metavar="TEXT", help="As `key lost`; it stands in the ledger's database alone."
)
def freeze(*, folder: Path, why: str) -> int:
    """End a ledger for ever, as when its key is lost. Prints its last checkpoint, with which another one begins.

    \b
    Examples:
      frith ledger freeze city-ledger --why "key lost"
    """
    click.echo(printable(ledger_keys.freeze(open_book(folder), why).decode()), nl=False)
    return 0


def _show(keys: Iterable[Verifier]) -> None:
    for each in keys:
        click.echo(each.text)


def _passphrases(roles: Iterable[str], *, twice: bool) -> dict[str, str]:
    """Each operator types their own, unseen."""
    named = tuple(roles)
    if len(set(named)) < 2:
        raise UsageError("name two operators at least, by their roles: one alone must not hold the key")
    return {
        role: click.prompt(f"passphrase of {role}", hide_input=True, confirmation_prompt=twice, err=True)
        for role in named
    }
