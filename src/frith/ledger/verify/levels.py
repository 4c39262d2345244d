"""The levels of a tree: computed from the entries, as published, and which of the two the signed root bears out.

From below comes what the entries lead to, from the folder what is published; where they differ, one of them was changed.
The signed root settles it from above: at the right edge, the parts that lead to it are the true ones; under a true hash, a
tile whose hashes lead to it is true. So what is wrong is named where it is wrong, and not where it shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import Final

from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.hashes import HASH_SIZE, row_root
from frith.ledger.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile, TiledNodes
from frith.ledger.tlog.tree import root
from frith.ledger.verify.answers import Fault, Finding
from frith.ledger.verify.entries import UNKNOWN, Doubt, Hashed, read_tile
from frith.ledger.verify.source import CHECKPOINT, Source

WHOLE: Final = TILE_WIDTH * HASH_SIZE
MOST_MIXED: Final = 1024
"""Mixtures of two sides that are tried: where more than ten hashes differ it no longer matters which."""

MOST_DOUBTS: Final = 1000
"""Bundles that differ from their tiles, of which both rows are remembered: 16 KiB each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One tile's hashes after what lies below it and as they are published; `others` where what lies below is in doubt."""

    tile: Tile
    own: bytes
    published: bytes
    others: Mapping[int, bytes] = field(default_factory=dict)

    def rows(self) -> Iterator[bytes]:
        """What the tile may truly hold, the likeliest first: one side, the other, then hashes of either."""
        whole = [each for each in dict.fromkeys((self.published, self.own)) if UNKNOWN not in each]
        yield from whole
        choices = []
        for number, (own, published) in enumerate(
            zip(_hashes(self.own), _hashes(self.published), strict=True)
        ):
            three = dict.fromkeys((published, own, self.others.get(number, own)))
            choices.append([each for each in three if each != UNKNOWN])
        if len(whole) == 1 and not self.others:
            return
        yield from islice((b"".join(mixed) for mixed in product(*choices)), MOST_MIXED)

    def settled(self, above: bytes) -> tuple[bytes, list[Finding]]:
        """The row that leads to the hash above, and what differs from it; without one, what can't be settled."""
        if above != UNKNOWN:
            for row in self.rows():
                if row_root(row) == above:
                    return row, self.against(row)
        # What can't be read at all was told when it was tried.
        unread = UNKNOWN in self.own and UNKNOWN in self.published
        silent = unread or (above == UNKNOWN and self.own == self.published)
        return self.agreed(), [] if silent else self.unsettled()

    def agreed(self) -> bytes:
        """The hashes on which both sides agree: all that may be said where nothing above settles it."""
        pairs = zip(_hashes(self.own), _hashes(self.published), strict=True)
        return b"".join(own if own == published else UNKNOWN for own, published in pairs)

    def against(self, true: bytes) -> list[Finding]:
        """What differs from the true hashes: in the published tile, and under a tile of level 0 in the bundle."""
        span, found = TILE_WIDTH**self.tile.level, []
        bundle = Bundle(index=self.tile.index, width=self.tile.width)
        for first, count in _stretches(self.published, true):
            what = f"{_told('hash', first, count)} of the tile differ from the signed log"
            entry = (self.tile.index * TILE_WIDTH + first) * span
            found.append(_finding(Fault.HASH, self.tile.path, what, entry, count * span))
        for first, count in _stretches(self.own, true) if self.tile.level == 0 else ():
            what = f"{_told('entry', bundle.first + first, count)} differ from the signed log"
            found.append(_finding(Fault.ENTRY, bundle.path, what, bundle.first + first, count))
        return found

    def differing(self) -> list[Finding]:
        """As `unsettled`, where the two sides differ; told apart by nothing."""
        return [] if self.own == self.published or UNKNOWN in self.own + self.published else self.unsettled()

    def unsettled(self) -> list[Finding]:
        """Neither side is borne out from above: both files are named, and whoever reads must look at both."""
        span = TILE_WIDTH**self.tile.level
        first, count = self.tile.index * TILE_WIDTH * span, self.tile.width * span
        what = f"{_told('entry', first, count)} and the hashes over them do not all belong to the signed log"
        files = [self.tile.path]
        if self.tile.level == 0:
            files.append(Bundle(index=self.tile.index, width=self.tile.width).path)
        return [_finding(Fault.PARTS, file, what, first, count) for file in files]


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
            what = "what can be read leads to another root than the signed one"
            yield Finding(fault=Fault.ROOT, file=CHECKPOINT, what=what, count=self._head.size)
        above = b""
        for level in reversed(range(len(own))):
            row, wholes = bytearray(), self._hashes(level + 1)
            for index in range(wholes):
                sides = self._sides(level, index, own, published)
                true, found = sides.settled(above[HASH_SIZE * index : HASH_SIZE * (index + 1)])
                yield from found
                row += true
            if level in edges:
                # A partial tile at the right edge leads to the root, and to no hash above it.
                edge = edges[level]
                yield from edge.against(true_edges[level]) if fits else edge.differing()
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
            others = self._others(tile, published)
            return Sides(tile=tile, own=own[level][place], published=published[level][place], others=others)
        if doubt := self._doubts.get(index):
            return Sides(tile=tile, own=doubt.by_entries, published=doubt.by_tile)
        # Both say the same, and their rows are no longer here: the one hash over them stands for both.
        over = own[1][HASH_SIZE * index : HASH_SIZE * (index + 1)]
        return Sides(tile=tile, own=over, published=over)

    def _others(self, tile: Tile, published: list[bytes]) -> dict[int, bytes]:
        """The hashes after the published tiles just below, where these may differ from what the entries lead to."""
        first, found = tile.index * TILE_WIDTH, {}
        for number in range(tile.width if tile.level else 0):
            if tile.level == 1:
                doubt = self._doubts.get(first + number)
                below = doubt.by_tile if doubt else UNKNOWN
            else:
                below = published[tile.level - 1][WHOLE * (first + number) : WHOLE * (first + number + 1)]
            if UNKNOWN not in below:
                found[number] = row_root(below)
        return found

    def _edges(self, own: list[bytes], published: list[bytes]) -> dict[int, Sides]:
        """The partial tile at the end of each level that has one: from these the root is made."""
        found = {}
        for level in range(len(own)):
            index, width = divmod(self._hashes(level), TILE_WIDTH)
            if width:
                tile, place = Tile(level=level, index=index, width=width), slice(-HASH_SIZE * width, None)
                sides = Sides(tile=tile, own=own[level][place], published=published[level][place])
                found[level] = replace(sides, others=self._others(tile, published))
        return found

    def _true_edges(self, edges: dict[int, Sides]) -> tuple[dict[int, bytes], bool]:
        """The partial tiles that lead to the signed root, and whether any do, as far as they can be read."""
        choices = [list(islice(dict.fromkeys(each.rows()), MOST_MIXED)) for each in edges.values()]
        for chosen in islice(product(*choices), MOST_MIXED):
            true = dict(zip(edges, chosen, strict=True))
            if self._root(true) == self._head.root:
                return true, True
        return {at: each.agreed() for at, each in edges.items()}, not all(choices)

    def _root(self, edges: dict[int, bytes]) -> bytes:
        return root(self._head.size, TiledNodes(self._head.size, lambda tile: edges[tile.level]))


def _hashes(row: bytes) -> list[bytes]:
    return [row[at : at + HASH_SIZE] for at in range(0, len(row), HASH_SIZE)]


def _finding(fault: Fault, file: str, what: str, entry: int, count: int) -> Finding:
    return Finding(fault=fault, file=file, what=what, entry=entry, count=count)


def _told(what: str, first: int, count: int) -> str:
    several = {"entry": "entries", "hash": "hashes"}[what]
    return f"{what} `{first}`" if count == 1 else f"{several} `{first}` to `{first + count - 1}`"


def _stretches(one: bytes, other: bytes) -> Iterator[tuple[int, int]]:
    """(first, count) of each stretch of hashes in which two rows differ; a hash that nothing gives differs from none."""
    start = count = 0
    for number, (here, there) in enumerate(
        [*zip(_hashes(one), _hashes(other), strict=True), (UNKNOWN, UNKNOWN)]
    ):
        if here != there and UNKNOWN not in {here, there}:
            start, count = (start, count + 1) if count else (number, 1)
        elif count:
            yield start, count
            count = 0
