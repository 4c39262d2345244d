"""A witness: it signs a log's checkpoint if the log only grew since the last one it signed, and remembers each.

A request and an answer are those of https://c2sp.org/tlog-witness@v1.0.0, without the HTTP around them:

    old 20852014                       what the log believes the witness signed last
    PlRNCrwHpqhGrupue0L7gxbjbMiK...    a consistency proof from there
                                       an empty line
    ledger.example/city                the checkpoint with the log's signature
    ...

What it remembers is one SQLite file. Whoever puts an older copy of that file back makes the witness forget what it promised:
keep it out of every backup that may be restored, and start a witness that lost it under a new name and key.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.encoding import from_base64, from_decimal, to_base64
from frith.ledger.tlog.hashes import EMPTY_ROOT
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.note import LARGEST_NOTE, Note
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.proof import MOST_HASHES
from frith.ledger.tlog.tiles import Tile, TiledNodes
from frith.ledger.tlog.tree import consistency_proof, verify_consistency
from frith.ledger.verify.answers import Finding
from frith.ledger.verify.entries import read_tile
from frith.ledger.verify.source import CHECKPOINT, Source, State

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS head (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
  time INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS evidence (origin TEXT NOT NULL, why TEXT NOT NULL, signed_before TEXT NOT NULL,
  refused TEXT NOT NULL, time INTEGER NOT NULL, UNIQUE (origin, refused)) STRICT;
CREATE TRIGGER IF NOT EXISTS never_shorter BEFORE UPDATE ON head WHEN new.size < old.size
  BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;
"""
MOST_EVIDENCE: Final = 1000
"""Refused checkpoints that are kept for each log: signed by the log, so nobody else can fill the file."""


class Status(IntEnum):
    """How a request ends, in the numbers of HTTP that the protocol uses. NOT_NOW: its clock is behind, or it is busy."""

    SIGNED = 200
    MALFORMED = 400
    NOT_THE_LOGS = 403
    UNKNOWN_LOG = 404
    CONFLICT = 409
    INCONSISTENT = 422
    NOT_NOW = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the witness says: signature lines, or the size it signed last, or why not."""

    status: Status
    body: str


class Witness:
    """One witness with its key, the logs it knows, and its memory in `state`."""

    def __init__(self, state: Path, signers: Iterable[Signer], policy: Policy) -> None:
        self._signers, self._policy = tuple(signers), policy
        for each in self._signers:
            if each.kind is KeyKind.ED25519:
                raise LedgerError(
                    f"key {quoted(each.name)} is a log's, not a witness's", mend="make a cosignature key"
                )
        self._memory = sqlite3.connect(state, isolation_level=None, timeout=30)
        # FULL: what was signed must be remembered after the power fails, or two histories could be signed.
        self._memory.execute("PRAGMA journal_mode=WAL")
        self._memory.execute("PRAGMA synchronous=FULL")
        self._memory.executescript(SCHEMA)

    def close(self) -> None:
        """The memory is closed."""
        self._memory.close()

    def latest(self, origin: str) -> tuple[Note, ...]:
        """The last checkpoint of the log that was signed here, with the signatures; none before the first."""
        row = self._memory.execute("SELECT note FROM head WHERE origin = ?", (origin,)).fetchone()
        return (Note.parse(row[0]),) if row else ()

    def evidence(self, origin: str) -> list[tuple[str, str, str]]:
        """(why, checkpoint signed here, checkpoint refused) for each time the log contradicted itself."""
        asked = "SELECT why, signed_before, refused FROM evidence WHERE origin = ? ORDER BY rowid"
        return self._memory.execute(asked, (origin,)).fetchall()

    def add_checkpoint(self, request: bytes, *, time: int) -> Answer:
        """The request is answered; what is signed was remembered before."""
        try:
            old, proof, note, head = parse_request(request)
        except LedgerError as why:
            return Answer(status=Status.MALFORMED, body=f"{why.what}\n")
        keys = [each.key for each in self._policy.logs if each.key.name == head.origin]
        if not keys:
            return Answer(status=Status.UNKNOWN_LOG, body="this witness does not know the log\n")
        try:
            signed = note.signed_by(keys)
        except LedgerError as why:
            return Answer(status=Status.NOT_THE_LOGS, body=f"{why.what}\n")
        if not signed:
            return Answer(status=Status.NOT_THE_LOGS, body="the log did not sign this\n")
        # Signatures of others are not remembered: whoever asks could add any.
        own = {(each.key.name, each.key.key_id) for each in signed}
        note = Note(
            text=note.text,
            signatures=tuple(each for each in note.signatures if (each.name, each.key_id) in own),
        )
        if old > head.size:
            return Answer(status=Status.MALFORMED, body="the old size is larger than the checkpoint's\n")
        with self._alone():
            return self._judged(old, proof, note, head, time)

    def _judged(self, old: int, proof: tuple[bytes, ...], note: Note, head: Checkpoint, time: int) -> Answer:
        """Compared with the memory and remembered, in one transaction; see `_alone`."""
        asked = "SELECT size, root, note, time FROM head WHERE origin = ?"
        row = self._memory.execute(asked, (head.origin,)).fetchone()
        size, root, before, signed_at = row or (0, EMPTY_ROOT, "", 0)
        if head.size == size and head.root != root:
            self._keep(head.origin, "two roots for one size", before, note.whole, time)
        if old != size:
            return Answer(status=Status.CONFLICT, body=f"{size}\n")
        try:
            verify_consistency(proof, old=size, new=head.size, old_root=root, new_root=head.root)
        except LedgerError as why:
            self._keep(head.origin, why.what, before, note.whole, time)
            return Answer(status=Status.INCONSISTENT, body=f"{why.what}\n")
        if time < signed_at:
            return Answer(status=Status.NOT_NOW, body="the witness's clock is behind its last signature\n")
        signed = note.signed_too(self._signers, time=time)
        self._memory.execute(
            "INSERT INTO head VALUES (?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET size = excluded.size,"
            " root = excluded.root, note = excluded.note, time = excluded.time",
            (head.origin, head.size, head.root, signed.whole, time),
        )
        # A crash before the commit: nothing left this process. After it: the log asks again and gets a signature on the
        # same head.
        lines = signed.signatures[len(note.signatures) :]
        return Answer(status=Status.SIGNED, body="".join(each.line for each in lines))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One request at a time, from the look at the memory to its change, whichever process asks."""
        self._memory.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._memory.execute("ROLLBACK")
            raise
        self._memory.execute("COMMIT")

    def _keep(self, origin: str, why: str, before: str, refused: str, time: int) -> None:
        """Both checkpoints are kept: the log signed them, and they can't both be true."""
        held = self._memory.execute("SELECT count(*) FROM evidence WHERE origin = ?", (origin,)).fetchone()[0]
        if held < MOST_EVIDENCE:
            row = (origin, why, before, refused, time)
            self._memory.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?)", row)


def cosign(source: Source, witness: Witness, *, time: int) -> Answer:
    """The log's checkpoint as it is published now was judged, with a proof made from its own tiles."""
    reply = source.read(CHECKPOINT, LARGEST_NOTE)
    if reply.state is not State.HERE:
        raise LedgerError("the checkpoint can't be read", file=CHECKPOINT, mend=reply.why)
    note = Note.parse(reply.data, file=CHECKPOINT)
    head = Checkpoint.parse(note.text, file=CHECKPOINT)
    before = witness.latest(head.origin)
    old = Checkpoint.parse(before[0].text).size if before else 0
    if old > head.size:
        # Asked as it is, so that the answer tells the size that was signed.
        return witness.add_checkpoint(request_of(0, (), note), time=time)
    nodes = TiledNodes(head.size, lambda tile: _tile(source, tile))
    return witness.add_checkpoint(request_of(old, consistency_proof(old, head.size, nodes), note), time=time)


def request_of(old: int, proof: Iterable[bytes], note: Note) -> bytes:
    """The request as a log sends it."""
    return "\n".join([f"old {old}", *map(to_base64, proof), "", note.whole]).encode()


def parse_request(data: bytes) -> tuple[int, tuple[bytes, ...], Note, Checkpoint]:
    """(old size, proof, note, checkpoint) of a request that is written as `request_of` writes it."""
    if len(data) > LARGEST_NOTE:
        raise LedgerError("the request is too long")
    head, gap, note = data.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise LedgerError("the request is not text") from None
    if not gap or not first.startswith("old ") or len(lines) > MOST_HASHES:
        raise LedgerError("a request has an old size, a proof, an empty line and a checkpoint")
    proof = tuple(from_base64(each, what="hash") for each in lines)
    read = Note.parse(note)
    return from_decimal(first.removeprefix("old "), what="old size"), proof, read, Checkpoint.parse(read.text)


def _tile(source: Source, tile: Tile) -> bytes:
    unread: list[Finding] = []
    data = read_tile(source, tile, unread)
    if not data:
        raise LedgerError(unread[0].what, file=unread[0].file)
    return data
