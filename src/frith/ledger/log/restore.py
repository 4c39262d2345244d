"""The database made anew from what is published: the log's files are its backup.

Each bundle is taken from the first place that has it as its tile says, so that one place's damage is mended from another.
What comes out is believed because its root is the one that was signed, whatever the places are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from frith.errors import LedgerError
from frith.ledger.log.disk import Disk, Lock, make_folders
from frith.ledger.log.edge import Bundles, Edge
from frith.ledger.log.place import CHECKPOINT, Place
from frith.ledger.log.reading import bundles_between, check_bundle
from frith.ledger.log.spool import SPOOL
from frith.ledger.log.store import Group, Seen, State, Store
from frith.ledger.log.writer import DATABASE, LOCK
from frith.ledger.tlog.hashes import EMPTY_ROOT, leaf_hash
from frith.ledger.tlog.keys import Verifier
from frith.ledger.tlog.note import Note, SignedCheckpoint, open_checkpoint
from frith.ledger.tlog.tiles import Bundle, Tile, unpack_bundle

BEFORE = "before"
AT_ONCE = 64
"""Bundles in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a database is made from, and whose signatures count."""

    places: Sequence[Place]
    keys: Sequence[Verifier]


def set_aside(folder: Path, *, disk: Disk | None = None) -> Path:
    """The database is out of the way and nothing of it is lost; where it is now."""
    disk = disk or Disk()
    number = 1
    while (folder / BEFORE / f"{number:03}").exists():
        number += 1
    aside = folder / BEFORE / f"{number:03}"
    make_folders(disk, aside)
    lock = Lock(folder / LOCK, role="restoring")
    try:
        # The file goes last: with its journal gone first, a crash between the two would leave it without its last
        # commits, and it would be older than it is. Opening it then is refused by the file beside the key.
        for ending in ("-shm", "-wal", ""):
            if (folder / f"{DATABASE}{ending}").exists():
                disk.rename(folder / f"{DATABASE}{ending}", aside / f"{DATABASE}{ending}")
        disk.sync_folder(aside)
        disk.sync_folder(folder)
    finally:
        lock.close()
    return aside / DATABASE


def restore(folder: Path, source: Source, *, known: Iterable[Seen] = (), disk: Disk | None = None) -> State:
    """The log's database holds all that is published. `known`: the submissions that an older database remembers."""
    disk = disk or Disk()
    make_folders(disk, folder)
    lock = Lock(folder / LOCK, role="restoring")
    try:
        head = _furthest(source)
        draft = folder / f".{DATABASE}.restored"
        for ending in ("", "-wal", "-shm"):
            Path(f"{draft}{ending}").unlink(missing_ok=True)
        state = _fill(draft, head, source, tuple(_submissions(folder, known)), disk)
        if (folder / DATABASE).exists():
            raise LedgerError("a database is here", file=str(folder / DATABASE), mend="set it aside first")
        # Closed, so that its journal is in the file and gone. A crash before this line leaves a draft that nobody opens.
        disk.rename(draft, folder / DATABASE)
        disk.sync_folder(folder)
        return state
    finally:
        lock.close()


def _furthest(source: Source) -> SignedCheckpoint:
    heads, missing = [], []
    for place in source.places:
        try:
            heads.append(
                open_checkpoint(place.read(CHECKPOINT), source.keys, file=f"{place.name}/{CHECKPOINT}")
            )
        except (FileNotFoundError, LedgerError) as why:
            missing.append(str(why))
    if not heads:
        raise LedgerError(
            f"no place has a checkpoint that the log signed: {'; '.join(missing)}", mend="name another place"
        )
    return max(heads, key=lambda each: each.checkpoint.size)


def _submissions(folder: Path, known: Iterable[Seen]) -> Iterator[Seen | tuple[bytes, bytes]]:
    """What an older database remembers, and (hash, key) of what still lies in the spool."""
    yield from known
    spool = folder / SPOOL
    for file in spool.glob("*.entry") if spool.is_dir() else ():
        yield leaf_hash(file.read_bytes()), bytes.fromhex(file.stem)


def _fill(
    draft: Path,
    head: SignedCheckpoint,
    source: Source,
    known: Sequence[Seen | tuple[bytes, bytes]],
    disk: Disk,
) -> State:
    told = head.checkpoint
    own = {(each.name, each.key_id) for each in source.keys}
    lines = tuple(each for each in head.note.signatures if (each.name, each.key_id) in own)
    checkpoint = Note(text=head.note.text, signatures=lines).whole.encode()
    stamp = max(each.time for each in head.signed_by)
    empty = State(origin=told.origin, size=0, root=EMPTY_ROOT, checkpoint=checkpoint, stamp=stamp)
    Store.create(draft, empty, disk=disk)
    store, edge, bundles = Store(draft, writing=True), Edge(), Bundles(0, b"")
    waiting = {each[0]: each[1] for each in known if isinstance(each, tuple)}
    seen = {
        each.key: each for each in known if isinstance(each, Seen) and each.first + each.count <= told.size
    }
    try:
        pending = list(bundles_between(0, told.size))
        for start in range(0, len(pending), AT_ONCE):
            first = edge.size
            entries = [
                entry for each in pending[start : start + AT_ONCE] for entry in _bundle(source.places, each)
            ]
            leaves = [leaf_hash(entry) for entry in entries]
            for at, leaf in enumerate(leaves):
                if leaf in waiting:
                    seen.setdefault(waiting[leaf], Seen(key=waiting[leaf], first=first + at, count=1))
            tiles = edge.grow(leaves)
            whole, tail = bundles.add(entries)
            state = State(
                origin=told.origin, size=edge.size, root=edge.root(), checkpoint=checkpoint, stamp=stamp
            )
            store.append(Group(state=state, bundles=whole, tiles=tiles, tail=tail))
        if edge.root() != told.root:
            raise LedgerError(
                f"the entries' root at `{told.size}` is not the one that was signed",
                file=" ".join(each.name for each in source.places),
                mend="restore from another mirror",
            )
        store.append(Group(state=store.state(), seen=tuple(seen.values())))
        return store.state()
    finally:
        store.close()


def _bundle(places: Sequence[Place], bundle: Bundle) -> list[bytes]:
    """The entries of the bundle, from the first place that has them as a tile says."""
    wrong = []
    for place in places:
        file = f"{place.name}/{bundle.path}"
        try:
            data = place.read(bundle.path)
            row = place.read(Tile(level=0, index=bundle.index, width=bundle.width).path)
            check_bundle(data, bundle, row, file=file)
            return unpack_bundle(data, bundle.width, file=file)
        except FileNotFoundError:
            wrong.append(f"{file}: missing, or its tile is")
        except LedgerError as why:
            wrong.append(str(why))
    raise LedgerError(
        f"no place has bundle `{bundle.index}` whole: {'; '.join(wrong)}", mend="name another mirror"
    )
