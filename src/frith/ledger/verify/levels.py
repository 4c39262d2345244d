"""The levels of a tree: computed from the entries, as published, and which of the two the signed root bears out.

From below comes what the entries lead to, from the folder what is published; where they differ, one of them was changed.
The signed root settles it from above: at the right edge, the parts that lead to it are the true ones; under a true hash, a
tile whose hashes lead to it is true. So what is wrong is named where it is wrong, and not where it shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.hashes import HASH_SIZE, row_root
from frith.ledger.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile, TiledNodes
from frith.ledger.tlog.tree import root
from frith.ledger.verify.answers import Fault, Finding
from frith.ledger.verify.entries import UNKNOWN, Doubt, Hashed, read_tile
from frith.ledger.verify.source import CHECKPOINT, Source

WHOLE: Final = TILE_WIDTH * HASH_SIZE
MOST_DOUBTS: Final = 1000
"""Bundles that differ from their tiles, of which both rows are remembered: 16 KiB each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One tile's hashes after what lies below it and as they are published."""

    tile: Tile
    own: bytes
    published: bytes

    def settled(self, above: bytes) -> tuple[bytes, list[Finding]]:
        """The side that leads to the hash above it, and what is wrong with the other."""
        if _leads(self.published, above):
            return self.published, self.below_differs() if self.tile.level == 0 else []
        if _leads(self.own, above):
            return self.own, self.tile_differs()
        known = self.published if UNKNOWN in self.own else self.own
        if above == UNKNOWN:
            return known, self.tile_differs() if known is self.own else []
        # What can't be read at all was told when it was tried.
        return known, [] if UNKNOWN in known else [self.both_differ()]

    def tile_differs(self) -> list[Finding]:
        """The hashes in the published tile that what lies below does not lead to."""
        if UNKNOWN in self.published:
            return []
        span = TILE_WIDTH**self.tile.level
        return [
            Finding(
                fault=Fault.HASH,
                file=self.tile.path,
                what=f"{_told('hash', first, count)} of the tile differ from what the entries lead to",
                entry=(self.tile.index * TILE_WIDTH + first) * span,
                count=count * span,
            )
            for first, count in _stretches(self.own, self.published)
        ]

    def below_differs(self) -> list[Finding]:
        """The entries, under a tile of level 0, that do not have the hashes in it."""
        bundle = Bundle(index=self.tile.index, width=self.tile.width)
        return [
            Finding(
                fault=Fault.ENTRY,
                file=bundle.path,
                what=f"{_told('entry', bundle.first + first, count)} differ from the signed log",
                entry=bundle.first + first,
                count=count,
            )
            for first, count in _stretches(self.own, self.published)
        ]

    def both_differ(self) -> Finding:
        """Neither side leads to the hash above: entries were changed together with the tiles over them."""
        span = TILE_WIDTH**self.tile.level
        first, count = self.tile.index * TILE_WIDTH * span, self.tile.width * span
        what = f"among {_told('entry', first, count)} some were changed, and the tile over them too"
        return Finding(fault=Fault.ENTRY, file=self.tile.path, what=what, entry=first, count=count)


class Levels:
    """What the entries lead to. `take` every run in order, then ask for `findings`."""

    def __init__(self, *, source: Source, head: Checkpoint) -> None:
        self._source, self._head = source, head
        self._first, self._edge = bytearray(), b""
        self._doubts: dict[int, Doubt] = {}

    def take(self, hashed: Hashed) -> None:
        """The run's hashes stand behind those of the runs before it."""
        self._first += hashed.roots
        self._edge = hashed.edge or self._edge
        for each in hashed.doubts:
            # Where more differ than anybody reads, the bundle is still named, but not the entry.
            if len(self._doubts) < MOST_DOUBTS or each.bundle.width < TILE_WIDTH:
                self._doubts[each.bundle.index] = each

    def findings(self) -> Iterator[Finding]:
        """What is wrong with entries, tiles and root, each named where it is wrong."""
        own, unread = self._own(), list[Finding]()
        published = [self._published(level, own[level], unread) for level in range(len(own))]
        yield from unread
        edges = self._edges(own, published)
        true_edges, fits = self._true_edges(edges)
        if not fits:
            what = "the entries and the tiles lead to another root than the signed one"
            yield Finding(fault=Fault.ROOT, file=CHECKPOINT, what=what, count=self._head.size)
        above = b""
        for level in reversed(range(len(own))):
            row, wholes = bytearray(), self._hashes(level + 1)
            for index in range(wholes):
                sides = self._sides(level, index, own, published)
                true, found = sides.settled(above[HASH_SIZE * index : HASH_SIZE * (index + 1)])
                yield from found
                row += true
            # A partial tile at the right edge leads to the root, and to no hash above it.
            if level in edges and true_edges[level] == edges[level].own:
                yield from edges[level].tile_differs()
            elif level in edges and level == 0:
                yield from edges[level].below_differs()
            above = bytes(row + true_edges.get(level, b""))

    def _hashes(self, level: int) -> int:
        return self._head.size >> TILE_HEIGHT * level

    def _own(self) -> list[bytes]:
        """Each level after the entries; of level 0 the right edge alone."""
        rows = [self._edge or UNKNOWN * (self._head.size % TILE_WIDTH), bytes(self._first)]
        while count := self._hashes(len(rows)):
            tiles = (rows[-1][WHOLE * each : WHOLE * (each + 1)] for each in range(count))
            rows.append(b"".join(UNKNOWN if UNKNOWN in each else row_root(each) for each in tiles))
        return rows

    def _published(self, level: int, own: bytes, unread: list[Finding]) -> bytes:
        """A level after its tiles; of level 0 the right edge alone, where it differs from the entries."""
        if level == 0:
            doubt = self._doubts.get(self._hashes(1))
            return doubt.by_tile if doubt else own
        rows = []
        for index in range(-(-self._hashes(level) // TILE_WIDTH)):
            width = min(TILE_WIDTH, self._hashes(level) - TILE_WIDTH * index)
            tile = Tile(level=level, index=index, width=width)
            rows.append(read_tile(self._source, tile, unread) or UNKNOWN * width)
        return b"".join(rows)

    def _sides(self, level: int, index: int, own: list[bytes], published: list[bytes]) -> Sides:
        tile, place = Tile(level=level, index=index), slice(WHOLE * index, WHOLE * (index + 1))
        if level:
            return Sides(tile=tile, own=own[level][place], published=published[level][place])
        if doubt := self._doubts.get(index):
            return Sides(tile=tile, own=doubt.by_entries, published=doubt.by_tile)
        # Both say the same, and their rows are no longer here: the one hash over them stands for both.
        over = own[1][HASH_SIZE * index : HASH_SIZE * (index + 1)]
        return Sides(tile=tile, own=over, published=over)

    def _edges(self, own: list[bytes], published: list[bytes]) -> dict[int, Sides]:
        """The partial tile at the end of each level that has one: from these the root is made."""
        found = {}
        for level in range(len(own)):
            index, width = divmod(self._hashes(level), TILE_WIDTH)
            if width:
                tile, place = Tile(level=level, index=index, width=width), slice(-HASH_SIZE * width, None)
                found[level] = Sides(tile=tile, own=own[level][place], published=published[level][place])
        return found

    def _true_edges(self, edges: dict[int, Sides]) -> tuple[dict[int, bytes], bool]:
        """The partial tiles that lead to the signed root, and whether any do, as far as they can be read."""
        choices = [
            [side for side in dict.fromkeys((each.published, each.own)) if UNKNOWN not in side]
            for each in edges.values()
        ]
        for chosen in product(*choices):
            true = dict(zip(edges, chosen, strict=True))
            if self._root(true) == self._head.root:
                return true, True
        likely = {at: each.published if UNKNOWN in each.own else each.own for at, each in edges.items()}
        return likely, not all(choices)

    def _root(self, edges: dict[int, bytes]) -> bytes:
        return root(self._head.size, TiledNodes(self._head.size, lambda tile: edges[tile.level]))


def _leads(row: bytes, above: bytes) -> bool:
    return UNKNOWN not in row and row_root(row) == above


def _told(what: str, first: int, count: int) -> str:
    several = {"entry": "entries", "hash": "hashes"}[what]
    return f"{what} `{first}`" if count == 1 else f"{several} `{first}` to `{first + count - 1}`"


def _stretches(one: bytes, other: bytes) -> Iterator[tuple[int, int]]:
    """(first, count) of each stretch of hashes in which two rows differ."""
    start = count = 0
    for at in range(0, len(one) + HASH_SIZE, HASH_SIZE):
        if at < len(one) and one[at : at + HASH_SIZE] != other[at : at + HASH_SIZE]:
            start, count = (start, count + 1) if count else (at // HASH_SIZE, 1)
        elif count:
            yield start, count
            count = 0
