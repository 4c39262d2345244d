"""The keys of sealed details, in a file of their own: whoever deletes them makes the details unreadable for ever.

Each record key is wrapped (RFC 3394) under one key for its retention class and month, so a month goes with one deletion.
The file is never inside the ledger: what backs up or publishes the ledger must not carry its keys along.

What deletion means here: SQLite writes zeros over what is deleted (`secure_delete`), and the write-ahead log is cut to
nothing before an answer is given. What the disk keeps of blocks that are no longer any file's, and what backups keep, is
outside of any program's reach: put the file on an encrypted volume, and let its backups live shorter than the schedule.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from types import TracebackType
from typing import Final, Self

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from frith.errors import LedgerError
from frith.ledger.entry.approvals import Operator, check_operators
from frith.ledger.entry.sealed import KEY_SIZE

SCHEMA: Final = """
CREATE TABLE store (id BLOB NOT NULL, version INTEGER NOT NULL);
CREATE TABLE operator (public BLOB PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE month (retention TEXT, month TEXT, key BLOB NOT NULL, PRIMARY KEY (retention, month)) WITHOUT ROWID;
CREATE TABLE record (leaf BLOB PRIMARY KEY, retention TEXT NOT NULL, month TEXT NOT NULL, wrapped BLOB NOT NULL)
  WITHOUT ROWID;
CREATE INDEX record_month ON record (retention, month);
CREATE TABLE hold (retention TEXT, month TEXT, PRIMARY KEY (retention, month)) WITHOUT ROWID;
CREATE TABLE disposed (retention TEXT, month TEXT, number INTEGER NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL,
  entered INTEGER NOT NULL, PRIMARY KEY (retention, month)) WITHOUT ROWID;
"""
VERSION: Final = 1
WAIT: Final = 10.0
"""Seconds to wait for another program that has the store open."""
OWNER_ONLY: Final = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A retention class (as place/rule) and a calendar month: what is kept together and destroyed together."""

    retention: str
    month: str

    @property
    def row(self) -> tuple[str, str]:
        """Its key in the tables."""
        return self.retention, self.month


class Keystore:
    """An open store of record keys. One program at a time has it open; the others wait, then are told."""

    def __init__(self, path: Path, *, apart_from: Collection[Path] = ()) -> None:
        """The store is open, and whatever a crash left in its write-ahead log is settled and gone."""
        _kept_apart(path, apart_from)
        if not path.is_file():
            raise LedgerError("no store of record keys here", file=str(path), mend="create one first")
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise LedgerError("others can read the record keys", file=str(path), mend="chmod 600 the file")
        self.path = path
        self._db = _connect(path)
        try:
            with self._told():
                version, self.id = self._db.execute("SELECT version, id FROM store").fetchone()
                if version != VERSION:
                    raise LedgerError(f"the store is of version `{version}`, not `{VERSION}`", file=str(path))
                # a crash after a disposal's commit and before this line leaves keys in the write-ahead log: opening
                # is what cuts it, so nothing else may come first
                self.sweep()
        except BaseException:
            self._db.close()
            raise

    @classmethod
    def create(
        cls,
        path: Path,
        operators: Sequence[Operator],
        *,
        roles: Collection[str],
        apart_from: Collection[Path] = (),
    ) -> Self:
        """A new, empty store that these operators look after. LedgerError where one stands there already."""
        _kept_apart(path, apart_from)
        check_operators(operators, roles)
        try:
            # made by hand, because SQLite would make it readable to others for a moment
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        except OSError as why:
            raise LedgerError(
                "can't create a store of record keys",
                file=str(path),
                mend=why.strerror or "look at its permissions",
            ) from why
        db = _connect(path)
        db.executescript(f"BEGIN; {SCHEMA} COMMIT;")
        with db:
            db.execute("BEGIN")
            db.execute("INSERT INTO store VALUES (?, ?)", (token_bytes(16), VERSION))
            db.executemany(
                "INSERT INTO operator VALUES (?, ?)", [(each.public, each.role) for each in operators]
            )
        db.close()
        return cls(path, apart_from=apart_from)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """The store is closed, and its write-ahead log is gone."""
        self._db.close()

    @property
    def operators(self) -> tuple[Operator, ...]:
        """Who may approve here."""
        with self._told():
            rows = self._db.execute("SELECT role, public FROM operator ORDER BY public").fetchall()
        return tuple(Operator(role=role, public=public) for role, public in rows)

    def keep(self, leaf: bytes, key: bytes, month: Month) -> None:
        """The key of the entry with this leaf hash is on the disk. Call it before the entry goes to the log.

        A crash between the two leaves a key to no entry, which the schedule destroys with the rest of its month; the
        other order would leave an entry that nobody can ever open. Keeping the same key again changes nothing.
        """
        if len(key) != KEY_SIZE:
            raise LedgerError(
                f"a record key has `{KEY_SIZE}` bytes, this one has `{len(key)}`", file=str(self.path)
            )
        with self.change() as db:
            if db.execute("SELECT 1 FROM disposed WHERE retention = ? AND month = ?", month.row).fetchone():
                what = f"the keys of `{month.month}` are destroyed already: no new one can join them"
                raise LedgerError(what, file=str(self.path), mend="keep it under the month of today")
            found = db.execute(
                "SELECT wrapped, retention, month FROM record WHERE leaf = ?", (leaf,)
            ).fetchone()
            if found and (self._unwrapped(*found), *found[1:]) != (key, *month.row):
                raise LedgerError(
                    "another key is kept for this entry", file=str(self.path), mend="make the entry anew"
                )
            if not found:
                db.execute(
                    "INSERT OR IGNORE INTO month VALUES (?, ?, ?)", (*month.row, token_bytes(KEY_SIZE))
                )
                wrapped = aes_key_wrap(self._month_key(*month.row), key)
                db.execute("INSERT INTO record VALUES (?, ?, ?, ?)", (leaf, *month.row, wrapped))

    def key(self, leaf: bytes) -> bytes:
        """The key of the entry. LedgerError where none is kept, or none any more."""
        with self._told():
            found = self._db.execute(
                "SELECT wrapped, retention, month FROM record WHERE leaf = ?", (leaf,)
            ).fetchone()
            if found is None:
                what = "no key is kept for this entry: it was destroyed on schedule, or never kept here"
                raise LedgerError(what, file=str(self.path), mend="nothing opens its details without it")
            return self._unwrapped(*found)

    def number(self, month: Month) -> int:
        """How many keys the month holds."""
        with self._told():
            query = "SELECT count(*) FROM record WHERE retention = ? AND month = ?"
            return int(self._db.execute(query, month.row).fetchone()[0])

    def months(self) -> tuple[Month, ...]:
        """Every month that holds keys, oldest first."""
        with self._told():
            rows = self._db.execute("SELECT retention, month FROM month ORDER BY month, retention").fetchall()
        return tuple(Month(retention=retention, month=month) for retention, month in rows)

    def sweep(self) -> None:
        """No deleted byte is left in the file or in its write-ahead log; LedgerError where that can't be said."""
        with self._told():
            busy, _, _ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        wal = self.path.with_name(self.path.name + "-wal")
        if busy or (wal.exists() and wal.stat().st_size):
            raise LedgerError(
                "the write-ahead log can't be cut", file=str(wal), mend="close what else has it open"
            )

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """All of the changes stand, on the disk, or none does."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite can't do is said as what it means for the keys."""
        try:
            yield
        except sqlite3.Error as why:
            raise LedgerError(
                f"the record keys can't be read or written: {why}",
                file=str(self.path),
                mend="look at disk and permissions",
            ) from why

    def _month_key(self, retention: str, month: str) -> bytes:
        query = "SELECT key FROM month WHERE retention = ? AND month = ?"
        return bytes(self._db.execute(query, (retention, month)).fetchone()[0])

    def _unwrapped(self, wrapped: bytes, retention: str, month: str) -> bytes:
        return aes_key_unwrap(self._month_key(retention, month), wrapped)


def _connect(path: Path) -> sqlite3.Connection:
    """Exclusive, so that no reader keeps the write-ahead log from being cut."""
    try:
        db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "secure_delete=1"):
            db.execute(f"PRAGMA {pragma}")
        for pragma in ("temp_store=MEMORY", "fullfsync=1", "checkpoint_fullfsync=1"):
            db.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as why:
        raise LedgerError(
            f"the store of record keys can't be opened: {why}",
            file=str(path),
            mend="close what else has it open",
        ) from why
    return db


def _kept_apart(path: Path, folders: Collection[Path]) -> None:
    for each in folders:
        if path.resolve().is_relative_to(each.resolve()):
            raise LedgerError(
                "the record keys would lie inside the ledger",
                file=str(path),
                mend=f"keep them outside of {each}",
            )
