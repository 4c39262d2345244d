"""Checking a ledger as a stranger: nothing here knows how one is written."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from frith.cli import options
from frith.cli.output import put_json
from frith.errors import UsageError, printable
from frith.law.files import put
from frith.ledger.tlog.keys import KeyKind, Signer, Verifier
from frith.ledger.tlog.policy import Policy
from frith.ledger.verify.answers import Verdict
from frith.ledger.verify.audit import audit
from frith.ledger.verify.compare import Relation
from frith.ledger.verify.compare import compare as compare_heads
from frith.ledger.verify.offline import check_proof
from frith.ledger.verify.page import verifier_page
from frith.ledger.verify.source import open_source
from frith.ledger.verify.witness import Status, Witness, cosign
from frith.ledger.verify.witness_server import Office, witness_server

CODES = {Verdict.VERIFIED: 0, Verdict.REFUTED: 3, Verdict.CANNOT_TELL: 4}
policy_option = click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whom you trust: keys of the log and of witnesses (C2SP tlog-policy).",
)
Command = TypeVar("Command", bound=Callable[..., Any])


def memory(command: Command) -> Command:
    """--state, --signing-key, --name: what makes a witness."""
    for option in (
        click.option("--name", metavar="NAME", help="The witness's name, for a new key."),
        click.option(
            "--signing-key",
            required=True,
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="The witness's own key; made with --name where it is missing.",
        ),
        click.option(
            "--state",
            required=True,
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="The witness's memory; made where it is missing.",
        ),
    ):
        command = option(command)
    return command


key_option = click.option("--key", metavar="VKEY", help="Or the log's public key alone.")


@click.command
@click.argument("source")
@policy_option
@key_option
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Work in so many."
)
@options.as_json
def verify(*, source: str, policy: Path | None, key: str | None, processes: int, as_json: bool) -> int:
    """Hash every entry of a published log anew and check every tile and signature. SOURCE: a folder or an address.

    \b
    Examples:
      frith ledger verify city-ledger/public --policy policy.txt
      frith ledger verify https://ledger.city.example --policy policy.txt --json
    """
    trusted = _trusted(policy, key)
    with click.progressbar(length=1000, file=sys.stderr, label="checking") as bar:

        def told(done: int, whole: int) -> None:
            bar.update(max(1000 * done // max(whole, 1) - bar.pos, 0))

        found = audit(open_source(source), trusted, progress=told, processes=processes)
    head = found.head[0].checkpoint if found.head else None
    if as_json:
        findings = [
            {
                "fault": str(each.fault),
                "file": each.file,
                "what": each.what,
                "entry": each.entry,
                "count": each.count,
            }
            for each in found.findings
        ]
        put_json(
            {
                "verdict": str(found.verdict),
                "origin": head.origin if head else "",
                "size": head.size if head else 0,
                "root": head.root.hex() if head else "",
                "entries_checked": found.entries,
                "findings": findings,
            }
        )
    else:
        log = f": {head.origin}, {head.size} entries" if head else ""
        click.echo(printable(f"{found.verdict}{log}; {found.entries} hashed anew"))
        for each in found.findings:
            click.echo(printable(f"  {each.fault}: {each.file}: {each.what}"))
    return CODES[found.verdict]


@click.command
@click.argument("proof", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("entry", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@policy_option
@key_option
def check(*, proof: Path, entry: Path, policy: Path | None, key: str | None) -> int:
    """Check a proof that an entry is on the record: here and now, asking nobody.

    \b
    Examples:
      frith ledger check mine.tlog-proof mine.json --policy policy.txt
    """
    found = check_proof(proof.read_bytes(), entry.read_bytes(), _trusted(policy, key), file=str(proof))
    click.echo(printable(f"{found.verdict}: {'; '.join(found.why) or 'the entry is on the record'}"))
    return CODES[found.verdict]


@click.command("compare")
@click.argument("earlier", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("later", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", metavar="LOG", help="The log as it is now, to show the way from one to the other.")
@policy_option
@key_option
@options.as_json
def compare_saved(
    *, earlier: Path, later: Path, source: str | None, policy: Path | None, key: str | None, as_json: bool
) -> int:
    """Say of two checkpoints that were saved whether the log only grew, or was rolled back or forked.

    \b
    Examples:
      frith ledger compare march.checkpoint april.checkpoint --source city-ledger/public --policy policy.txt
    """
    opened = open_source(source) if source else None
    found = compare_heads(earlier.read_bytes(), later.read_bytes(), _trusted(policy, key), opened)
    if as_json:
        put_json(
            {
                "relation": str(found.relation),
                "verdict": str(found.verdict),
                "why": list(found.why),
                "notes": list(found.notes),
                "proof": [each.hex() for each in found.proof],
            }
        )
    else:
        click.echo(printable(f"{found.relation}: {'; '.join(found.why)}"))
        if found.relation in (Relation.ROLLBACK, Relation.FORK, Relation.EQUIVOCATION):
            click.echo("keep both checkpoints: together they show it to anybody")
    return CODES[found.verdict]


@click.command
@click.argument("source")
@memory
@policy_option
@key_option
def witness(
    *, source: str, state: Path, signing_key: Path, name: str | None, policy: Path | None, key: str | None
) -> int:
    """Cosign a log's checkpoint, only if the log grew from what was cosigned before. Prints the signature lines.

    \b
    Examples:
      frith ledger witness city-ledger/public --state seen.sqlite --signing-key w.key --name press.example --policy p.txt
    """
    signer = _witness_key(signing_key, name)
    known = Witness(state, (signer,), _trusted(policy, key))
    try:
        answer = cosign(open_source(source), known, time=int(time.time()))
    finally:
        known.close()
    if answer.status is Status.SIGNED:
        click.echo(answer.body, nl=False)
        return 0
    click.echo(
        printable(f"not cosigned: {answer.status.name.lower().replace('_', ' ')}: {answer.body.strip()}")
    )
    return 3


@click.command("serve-witness")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="On this machine alone."
)
@memory
@policy_option
@key_option
def serve_witness(
    *, port: int, state: Path, signing_key: Path, name: str | None, policy: Path | None, key: str | None
) -> int:
    """Be a witness over HTTP (C2SP tlog-witness), behind a server that speaks TLS; ends with Ctrl-C.

    \b
    Examples:
      frith ledger serve-witness --state seen.sqlite --signing-key w.key --name press.example --policy p.txt
    """
    office = Office(state=state, signers=(_witness_key(signing_key, name),), policy=_trusted(policy, key))
    server = witness_server(office, port=port)
    click.echo(f"listening on http://{server.server_address[0]!s}:{server.server_address[1]}", err=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
    return 0


@click.command
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@policy_option
@options.lang
def page(*, file: Path, policy: Path | None, lang: str) -> int:
    """Write the page that checks a receipt in a browser: one file that sends nothing.

    \b
    Examples:
      frith ledger page check.html --policy policy.txt --lang es
    """
    put(file, verifier_page(policy=policy.read_text(encoding="utf-8") if policy else "", language=lang))
    click.echo(f"written: {file}")
    return 0


def _trusted(policy: Path | None, key: str | None) -> Policy:
    if policy is not None:
        return Policy.parse(policy.read_bytes(), file=str(policy))
    if key is not None:
        return Policy.of_logs((Verifier.parse(key),))
    raise UsageError("whom do you trust? Name --policy FILE, or the log's public --key")


def _witness_key(file: Path, name: str | None) -> Signer:
    if file.exists():
        return Signer.parse(file.read_text(encoding="utf-8").strip())
    if name is None:
        raise UsageError(f"no key in `{file}`: name the witness with --name, and one is made")
    signer = Signer.generate(name, KeyKind.COSIGNATURE)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(f"{signer.secret_text}\n", encoding="utf-8")
    click.echo(f"a new witness key is in {file}; its public key: {signer.verifier.text}", err=True)
    return signer
