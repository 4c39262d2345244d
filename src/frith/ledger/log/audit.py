"""The whole database looked at: entries against hashes, hashes against those above, the root against the signature.

Opening a log looks at its right edge, which is quick; this looks at everything, and is for a quiet hour. Each fault is
told with what it is and where.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from frith.errors import LedgerError
from frith.ledger.log.opening import check_head, load
from frith.ledger.log.reading import (
    bundles_between,
    check_bundle,
    check_tile,
    nodes,
    read_bundle,
    read_tile,
    tiles_between,
)
from frith.ledger.log.store import MEND, State, Store
from frith.ledger.tlog.keys import Verifier
from frith.ledger.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile


def audit(database: Path, keys: Sequence[Verifier]) -> tuple[LedgerError, ...]:
    """All that is wrong with the log's database; nothing where it is sound."""
    try:
        store = Store(database)
    except LedgerError as why:
        return (why,)
    try:
        with store.snapshot():
            return tuple(_faults(store, keys))
    except LedgerError as why:
        return (why,)
    finally:
        store.close()


def _faults(store: Store, keys: Sequence[Verifier]) -> Iterator[LedgerError]:
    for text in store.faults():
        yield LedgerError(f"the database says `{text}`", file=str(store.path), mend=MEND)
    state = store.state()
    try:
        load(store)
        check_head(state, keys, file=str(store.path))
    except LedgerError as why:
        yield why
    for bundle in bundles_between(0, state.size):
        yield from _bundle(store, bundle)
    for tile in tiles_between(0, state.size):
        yield from _tile(store, tile, state)
    yield from _seen(store, state)


def _bundle(store: Store, bundle: Bundle) -> Iterator[LedgerError]:
    try:
        row = read_tile(store, Tile(level=0, index=bundle.index, width=bundle.width))
        check_bundle(read_bundle(store, bundle), bundle, row, file=str(store.path))
    except LedgerError as why:
        yield why


def _tile(store: Store, tile: Tile, state: State) -> Iterator[LedgerError]:
    try:
        row = read_tile(store, tile)
        if tile.width == TILE_WIDTH:
            above = nodes(store, state.size)(TILE_HEIGHT * (tile.level + 1), tile.index)
            check_tile(row, tile, above, file=str(store.path))
    except LedgerError as why:
        yield why


def _seen(store: Store, state: State) -> Iterator[LedgerError]:
    try:
        for each in store.all_seen():
            if each.first + each.count > state.size:
                yield LedgerError(
                    f"a submission at `{each.first}` is beyond the log's `{state.size}` entries",
                    file=str(store.path),
                    mend=MEND,
                )
    except LedgerError as why:
        yield why
