"""The log's database read as its tiles and bundles of any size up to its own: what the publisher writes and proofs need."""

from collections.abc import Iterator

from frith.errors import LedgerError
from frith.ledger.log.store import MEND, Store
from frith.ledger.tlog.hashes import HASH_SIZE, leaf_row, row_root
from frith.ledger.tlog.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Bundle,
    Tile,
    TiledNodes,
    pack_bundle,
    unpack_bundle,
)


def read_tile(store: Store, tile: Tile) -> bytes:
    """The tile's hashes; of one that has grown since, those that it had."""
    if tile.level == 0 and tile.index == store.state().size // TILE_WIDTH:
        row = leaf_row(tail(store))
    else:
        row = store.tile(tile.level, tile.index)
    if len(row) < tile.bytes_long or len(row) % HASH_SIZE:
        raise LedgerError(
            f"tile `{tile.path}` has `{len(row)}` bytes in the log's database",
            file=str(store.path),
            mend=MEND,
        )
    return row[: tile.bytes_long]


def read_bundle(store: Store, bundle: Bundle) -> bytes:
    """The bundle's entries as they are published; of one that has grown since, those that it had."""
    if bundle.width == TILE_WIDTH:
        return store.bundle(bundle.index)
    size = store.state().size
    if bundle.index == size // TILE_WIDTH:
        entries = tail(store)
    else:
        entries = unpack_bundle(store.bundle(bundle.index), TILE_WIDTH, file=str(store.path))
    return pack_bundle(entries[: bundle.width])


def tail(store: Store) -> list[bytes]:
    """The entries after the last whole bundle."""
    width = store.state().size % TILE_WIDTH
    try:
        return unpack_bundle(store.tail(), width)
    except LedgerError as why:
        raise LedgerError(
            f"the last entries of the log: {why.what}", file=str(store.path), mend=MEND
        ) from None


def entries(store: Store, first: int, count: int) -> list[bytes]:
    """The entries from `first` on."""
    size = store.state().size
    found: list[bytes] = []
    while len(found) < count:
        index, at = divmod(first + len(found), TILE_WIDTH)
        if index == size // TILE_WIDTH:
            some = tail(store)
        else:
            some = unpack_bundle(store.bundle(index), TILE_WIDTH, file=f"{store.path}: bundle {index}")
        if at >= len(some):
            raise LedgerError(f"no entry `{first + len(found)}` in a log of `{size}`", file=str(store.path))
        found += some[at : at + count - len(found)]
    return found


def nodes(store: Store, size: int) -> TiledNodes:
    """The nodes of the log's tree when it had `size` entries."""
    return TiledNodes(size, lambda tile: read_tile(store, tile))


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """The tiles of a tree of `new` entries that one of `old` did not have, level by level."""
    level = 0
    while hashes := new >> TILE_HEIGHT * level:
        before = old >> TILE_HEIGHT * level
        if before < hashes:
            for index in range(before // TILE_WIDTH, -(-hashes // TILE_WIDTH)):
                yield Tile(level=level, index=index, width=min(TILE_WIDTH, hashes - TILE_WIDTH * index))
        level += 1


def bundles_between(old: int, new: int) -> Iterator[Bundle]:
    """The bundles of a log of `new` entries that one of `old` did not have."""
    return (Bundle(index=each.index, width=each.width) for each in tiles_between(old, new) if each.level == 0)


def check_bundle(data: bytes, bundle: Bundle, row: bytes, *, file: str) -> None:
    """The entries of the bundle are those whose hashes are in its tile."""
    hashes = leaf_row(unpack_bundle(data, bundle.width, file=file))
    for at in range(bundle.width):
        if hashes[HASH_SIZE * at : HASH_SIZE * (at + 1)] != row[HASH_SIZE * at : HASH_SIZE * (at + 1)]:
            raise LedgerError(
                f"entry `{bundle.first + at}` is not the one that was logged: its hash differs",
                file=file,
                mend=MEND,
            )


def check_tile(row: bytes, tile: Tile, above: bytes, *, file: str) -> None:
    """The hashes of a whole tile are those that the level above stands on."""
    if row_root(row) != above:
        raise LedgerError(
            f"a hash of tile `{tile.path}` was changed: the level above says another", file=file, mend=MEND
        )
