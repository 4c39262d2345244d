"""What is done when a log is opened. It is done after every start: a crash has no path of its own.

1  the lock is taken                         nobody else writes
2  SQLite brings its file into order         whole commits stay, cut-off ones go
3  the edge is made from tiles and entries   and its root is the one that was signed
4  the keys sign for this log                and the last checkpoint holds one of their signatures
5  nobody saw more                           the file beside the key, the published checkpoint, a mirror, witnesses
"""

from collections.abc import Sequence

from frith.errors import LedgerError
from frith.ledger.log.edge import Bundles, Edge
from frith.ledger.log.reading import tail
from frith.ledger.log.sightings import Sighting, check
from frith.ledger.log.store import MEND, State, Store
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.hashes import HASH_SIZE, leaf_hash
from frith.ledger.tlog.keys import Verifier
from frith.ledger.tlog.note import open_checkpoint
from frith.ledger.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, pack_bundle


def load(store: Store) -> tuple[Edge, Bundles]:
    """The right edge as the tiles and the last entries give it; its root is the stored one."""
    state = store.state()
    last = tail(store)
    edge = Edge()
    edge.size = state.size
    edge.load(0, state.size // TILE_WIDTH, b"".join([leaf_hash(entry) for entry in last]))
    level = 1
    while hashes := state.size >> TILE_HEIGHT * level:
        index, width = divmod(hashes, TILE_WIDTH)
        row = store.tile(level, index) if width else b""
        if len(row) != width * HASH_SIZE:
            raise LedgerError(
                f"tile `{level}/{index}` has `{len(row)}` bytes, not `{width * HASH_SIZE}`",
                file=str(store.path),
                mend=MEND,
            )
        edge.load(level, index, row)
        level += 1
    if edge.root() != state.root:
        raise LedgerError(
            f"the last entries or the tiles over them were changed: their root at `{state.size}` is not the stored one",
            file=str(store.path),
            mend=MEND,
        )
    return edge, Bundles(state.size, pack_bundle(last))


def check_head(state: State, keys: Sequence[Verifier], *, file: str) -> bool:
    """The stored checkpoint is the log's own; whether every one of the keys signed it."""
    try:
        signed = open_checkpoint(state.checkpoint, keys)
    except LedgerError as why:
        raise LedgerError(
            f"the stored checkpoint: {why.what}", file=file, mend=f"open the log with its own key, or {MEND}"
        ) from None
    wanted = Checkpoint(origin=state.origin, size=state.size, root=state.root)
    if signed.checkpoint != wanted:
        raise LedgerError("the stored checkpoint is not that of the stored tree", file=file, mend=MEND)
    return {each.key for each in signed.signed_by} == set(keys)


def check_opening(store: Store, sightings: Sequence[Sighting]) -> tuple[Edge, Bundles]:
    """The database is sound at its right edge, and holds all that anybody saw of it."""
    loaded = load(store)
    check(store, sightings)
    return loaded
