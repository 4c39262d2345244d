"""Who appends durably, each in its own way, behind one verb: `write(entries)` returns when they are on the disk.

Limit      what this machine allows: the two hashes of each entry, one append, one fdatasync, and nothing else
Ours       the log: entries, tiles, keys of submissions and a signed checkpoint in one SQLite transaction
Chain      an SQLite table in which each row holds the hash of the row before: tamper-evident, no proofs, no signature
Stranger   another writer of tiled logs, aics-tlog, where it is installed: durable files, signed checkpoint for each group
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from frith.ledger.log.keys import Keys, Pen, sign
from frith.ledger.log.writer import Log, fresh_keys
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.keys import Signer

ORIGIN = "ledger.example/benchmark"


class Limit:
    """The two hashes of each entry, one append of all bytes, one fdatasync."""

    name = "limit"

    def __init__(self, folder: Path) -> None:
        self.file = os.open(folder / "limit", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def write(self, entries: Sequence[bytes]) -> None:
        leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
        for pair in [leaf + leaf for leaf in leaves]:
            sha256(b"\x01" + pair).digest()
        os.write(self.file, b"".join([*entries, *leaves]))
        os.fdatasync(self.file)

    def close(self) -> None:
        os.close(self.file)


class Ours:
    """The log, one submission for each group."""

    name = "frith"

    def __init__(self, folder: Path) -> None:
        keys = Keys.create(folder / "keys", ORIGIN)
        self.log = Log.create(folder / "log", keys)
        self.keys = fresh_keys()

    def write(self, entries: Sequence[bytes]) -> None:
        self.log.submit_many(entries, next(self.keys))

    def close(self) -> None:
        self.log.close()


class Chain:
    """The hash chain that a careful programmer writes in an afternoon, as durable as ours."""

    name = "SQLite hash chain"

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "chain.sqlite", isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("CREATE TABLE chain (n INTEGER PRIMARY KEY, entry BLOB, hash BLOB)")
        self.head = bytes(32)

    def write(self, entries: Sequence[bytes]) -> None:
        rows, head = [], self.head
        for entry in entries:
            head = sha256(head + entry).digest()
            rows.append((entry, head))
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany("INSERT INTO chain (entry, hash) VALUES (?, ?)", rows)
        self.db.execute("COMMIT")
        self.head = head

    def close(self) -> None:
        self.db.close()


class Stranger:
    """aics-tlog's own writer, with its own fsync, and a checkpoint signed by our pen."""

    name = "aics-tlog"

    def __init__(self, folder: Path) -> None:
        from aics_tlog.writer import DirectoryTileStore, IncrementalTileWriter  # noqa: PLC0415  may be absent

        self.store = DirectoryTileStore(folder / "stranger")
        self.writer = IncrementalTileWriter(self.store)
        self.pens = [Pen(Signer.generate(ORIGIN))]

    def write(self, entries: Sequence[bytes]) -> None:
        done = self.writer.append(entries)
        head = Checkpoint(origin=ORIGIN, size=done.size, root=done.root)
        self.store.write_checkpoint(sign(head.text, self.pens, time=0))

    def close(self) -> None:
        """Nothing is open."""


WRITERS = (Limit, Ours, Chain, *((Stranger,) if find_spec("aics_tlog") else ()))
