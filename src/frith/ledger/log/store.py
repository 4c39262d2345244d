"""The log's database: entries, tiles, keys of submissions and the signed checkpoint, a group of entries in one transaction.

    state    one row: who the log is, its size, its root, the checkpoint signed over both
    bundle   256 entries each, as they are published; never changed
    tile     the hashes over them, as they are published; one that is not full is replaced by a longer one
    tail     the entries after the last whole bundle, a row for each group that brought some
    seen     the key of each submission, and where its first entry stands

SQLite, in WAL mode with synchronous=FULL: a commit that was reported is on the disk, and one that was cut off is either
whole or gone. With synchronous=NORMAL the last commits may go when the power does, and with them a checkpoint that somebody
holds already: that would be a fork.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from frith.errors import LedgerError
from frith.ledger.log.disk import Disk

SCHEMA_VERSION = 1
PAGE_SIZE = 8192
"""A tile fills a page of this size and half of one twice as large; large groups measured alike in both, small ones better."""

LEVEL_BITS = 56

SCHEMA = """
CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1), origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    checkpoint BLOB NOT NULL, stamp INTEGER NOT NULL, frozen TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE bundle (n INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE tile (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;  -- id: level * 2**56 + number
CREATE TABLE tail (first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE seen (
    key BLOB PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL, mark BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER state_goes_forward BEFORE UPDATE ON state
WHEN NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root) OR NEW.stamp < OLD.stamp
    OR NEW.origin <> OLD.origin OR (OLD.frozen <> '' AND (NEW.size <> OLD.size OR NEW.frozen <> OLD.frozen))
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER state_stays BEFORE DELETE ON state BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
CREATE TRIGGER bundle_stays BEFORE UPDATE ON bundle BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
CREATE TRIGGER bundle_is_kept BEFORE DELETE ON bundle BEGIN SELECT RAISE(ABORT, 'an entry never goes'); END;
CREATE TRIGGER tile_grows BEFORE UPDATE ON tile WHEN substr(NEW.data, 1, length(OLD.data)) <> OLD.data
BEGIN SELECT RAISE(ABORT, 'a tile only grows'); END;
CREATE TRIGGER tile_is_kept BEFORE DELETE ON tile BEGIN SELECT RAISE(ABORT, 'a tile never goes'); END;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The one row that says how far the log is. `stamp`: the latest time it ever signed at; `frozen`: why it ended."""

    origin: str
    size: int
    root: bytes
    checkpoint: bytes
    stamp: int
    frozen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A submission that is in the log: its key, and its entries from `first` on."""

    key: bytes
    first: int
    count: int

    @property
    def mark(self) -> bytes:
        """What tells a row that was changed since it was written."""
        return sha256(b"%b %d %d" % (self.key, self.first, self.count)).digest()[:4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one transaction holds: all of it is in the log, or nothing is."""

    state: State
    bundles: Sequence[tuple[int, bytes]] = ()
    tiles: Sequence[tuple[int, int, bytes]] = ()
    tail: Sequence[tuple[int, bytes]] = ()
    seen: Sequence[Seen] = ()


class Store:
    """The database, open. One writes, in `append`; whoever only reads opens it with `writing=False`."""

    def __init__(self, path: Path, *, writing: bool = False) -> None:
        self.path = path
        if not path.is_file():
            raise LedgerError("no log is here", file=str(path), mend="begin one, or restore it from a mirror")
        mode = "rw" if writing else "ro"
        try:
            self._db = sqlite3.connect(
                f"file:{path}?mode={mode}", uri=True, isolation_level=None, timeout=5, check_same_thread=False
            )
            if writing:
                self._prepare()
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as why:
            raise _broken(self.path, why) from why
        if version != SCHEMA_VERSION:
            raise LedgerError(
                f"the log is of version `{version}`, this program reads `{SCHEMA_VERSION}`",
                file=str(path),
                mend="use the program that wrote it",
            )

    @classmethod
    def create(cls, path: Path, state: State, *, disk: Disk) -> None:
        """A new database with nothing in it but the state; a crash leaves it whole or not there."""
        if path.exists():
            raise LedgerError("a log is here already", file=str(path), mend="open it")
        draft = path.with_name(f".{path.name}.new")
        draft.unlink(missing_ok=True)
        try:
            db = sqlite3.connect(draft, isolation_level=None)
            db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {SCHEMA_VERSION};")
            db.execute(
                "INSERT INTO state VALUES (1, ?, ?, ?, ?, ?, '')",
                (state.origin, state.size, state.root, state.checkpoint, state.stamp),
            )
            db.execute("COMMIT")
            db.execute("PRAGMA journal_mode = WAL")
            db.close()
        except sqlite3.Error as why:
            raise _broken(path, why) from why
        disk.rename(draft, path)
        disk.sync_folder(path.parent)

    def _prepare(self) -> None:
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA fullfsync = 1")
        self._db.execute("PRAGMA checkpoint_fullfsync = 1")
        # What the WAL holds goes into the file now. If a write was reported as failed before, its pages may stand in this
        # machine's memory and not on the disk, and the kernel tells of that only once: this writes and syncs them anew.
        (busy, _, _) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise LedgerError(
                "a reader holds the log open", file=str(self.path), mend="try again when it has ended"
            )
        (pages,), (page,) = (self._db.execute(f"PRAGMA page_{of}").fetchone() for of in ("count", "size"))
        found, wanted = self.path.stat().st_size, pages * page
        # SQLite would find a cut-off file only when it reads a page that is gone, which may be in ten years.
        if found < wanted:
            what = f"the file has `{found}` bytes of `{wanted}`: its end is cut off"
            raise LedgerError(what, file=str(self.path), mend=MEND)

    def append(self, group: Group) -> None:
        """The group is in the log, durably. Any error leaves open whether it is: close, open again and look."""
        state = group.state
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            if group.bundles:  # and so tiles: both change only when a bundle is whole
                _insert(db, "bundle", group.bundles)
                tiles = [(level << LEVEL_BITS | n, data) for level, n, data in group.tiles]
                _insert(db, "tile", tiles, "ON CONFLICT (id) DO UPDATE SET data = excluded.data")
                db.execute("DELETE FROM tail")
            db.executemany("INSERT INTO tail VALUES (?, ?)", group.tail)
            db.executemany(
                "INSERT INTO seen VALUES (?, ?, ?, ?)",
                [(each.key, each.first, each.count, each.mark) for each in group.seen],
            )
            db.execute(
                "UPDATE state SET size = ?, root = ?, checkpoint = ?, stamp = ?",
                (state.size, state.root, state.checkpoint, state.stamp),
            )
            db.execute("COMMIT")
        except sqlite3.Error as why:
            raise _broken(self.path, why) from why

    def freeze(self, why: str) -> None:
        """The log never grows again."""
        self._ask("UPDATE state SET frozen = ?", why)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read meanwhile is of one moment, whoever writes."""
        self._ask("BEGIN")
        try:
            yield
        finally:
            self._ask("COMMIT")

    def state(self) -> State:
        """How far the log is."""
        query = "SELECT origin, size, root, checkpoint, stamp, frozen FROM state"
        rows = list(self._typed((str, int, bytes, bytes, int, str), query))
        if len(rows) != 1:
            raise LedgerError("the row that says how far the log is, is gone", file=str(self.path), mend=MEND)
        origin, size, root, checkpoint, stamp, frozen = rows[0]
        return State(origin=origin, size=size, root=root, checkpoint=checkpoint, stamp=stamp, frozen=frozen)

    def bundle(self, n: int) -> bytes:
        """A whole bundle of entries."""
        return self._one("SELECT data FROM bundle WHERE n = ?", n, what=f"bundle `{n}`")

    def tile(self, level: int, n: int) -> bytes:
        """A tile, as far as it is filled; of level 0 whole ones only."""
        return self._one(
            "SELECT data FROM tile WHERE id = ?", level << LEVEL_BITS | n, what=f"tile `{level}/{n}`"
        )

    def tail(self) -> bytes:
        """The entries after the last whole bundle, as a bundle holds them."""
        return b"".join([data for (data,) in self._typed((bytes,), "SELECT data FROM tail ORDER BY first")])

    def seen(self, keys: Sequence[bytes]) -> dict[bytes, Seen]:
        """Those of the keys that are in the log."""
        found = {}
        for start in range(0, len(keys), MOST_KEYS):
            some = keys[start : start + MOST_KEYS]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, first, count, mark FROM seen WHERE key IN ({marks})"  # noqa: S608  question marks only
            for row in self._typed(SEEN, query, *some):
                found[row[0]] = self._checked(row)
        return found

    def all_seen(self) -> Iterator[Seen]:
        """Every submission that the log remembers, by key."""
        query = "SELECT key, first, count, mark FROM seen WHERE key > ? ORDER BY key LIMIT ?"
        last = b""
        while rows := list(self._typed(SEEN, query, last, MOST_KEYS)):
            yield from map(self._checked, rows)
            last = rows[-1][0]

    def faults(self) -> tuple[str, ...]:
        """What SQLite itself finds wrong with the file; nothing where it is sound."""
        rows = self._ask("PRAGMA integrity_check(10)")
        return tuple(text for (text,) in rows if text != "ok")

    def close(self) -> None:
        """Nothing is held open."""
        self._db.close()

    def _checked(self, row: tuple[bytes, int, int, bytes]) -> Seen:
        found = Seen(key=row[0], first=row[1], count=row[2])
        if found.mark != row[3]:
            raise LedgerError(
                f"the key of the submission at entry `{found.first}` was changed",
                file=str(self.path),
                mend=MEND,
            )
        return found

    def _one(self, query: str, *words: int, what: str) -> bytes:
        for (data,) in self._typed((bytes,), query, *words):
            return bytes(data)
        raise LedgerError(f"{what} is missing from the log's database", file=str(self.path), mend=MEND)

    def _typed(self, kinds: tuple[type, ...], query: str, *words: object) -> Iterator[tuple[Any, ...]]:
        """The rows, each value of its kind: a byte that changed may have made a number of a text."""
        for row in self._ask(query, *words):
            if tuple(map(type, row)) != kinds:
                raise LedgerError(
                    "a row of the log's database holds something of another kind",
                    file=str(self.path),
                    mend=MEND,
                )
            yield row

    def _ask(self, query: str, *words: object) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, words).fetchall()
        except sqlite3.Error as why:
            raise _broken(self.path, why) from why
        except UnicodeDecodeError:  # SQLite repeats what stands in its file when it finds fault with it
            raise LedgerError("the database holds what is no text", file=str(self.path), mend=MEND) from None


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[tuple[int, bytes]], *more: str) -> None:
    """The rows in one statement: each statement more is a time that another thread takes the interpreter away."""
    marks = ", ".join(["(?, ?)"] * len(rows))
    words = " ".join(["INSERT INTO", table, "VALUES", marks, *more])
    db.execute(words, [value for row in rows for value in row])


SEEN = (bytes, int, int, bytes)
MOST_KEYS = 1000
"""Keys in one question to the database."""

MEND = "restore the log from its published tiles, or from a mirror"


def _broken(path: Path, why: sqlite3.Error) -> LedgerError:
    return LedgerError(
        f"the database says `{why}`",
        file=str(path),
        mend="free space or mend the disk, then open the log again; retry with the same key",
    )
