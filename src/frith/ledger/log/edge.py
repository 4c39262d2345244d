"""The right edge of the tree, kept in memory: what is needed to grow it, and nothing else.

On every level the tile that is not full yet, and the roots of its whole parts: of 1, 2, 4, 8 ... hashes, the largest
first, as the binary digits of its width say. The root is folded from those of all levels, right to left.
"""

from collections.abc import Sequence
from hashlib import sha256

from frith.ledger.tlog.hashes import EMPTY_ROOT, HASH_SIZE, node_hash, row_root
from frith.ledger.tlog.tiles import TILE_WIDTH, pack_bundle


class Level:
    """One level's tile that is not full, and the roots of its whole parts."""

    __slots__ = ("hashes", "index", "parts")

    def __init__(self) -> None:
        self.index = 0
        self.hashes: list[bytes] = []
        self.parts: list[bytes] = []

    def push(self, node: bytes) -> None:
        """The tile is one hash wider."""
        width, parts = len(self.hashes), self.parts
        self.hashes.append(node)
        while width & 1:  # a carry: each low digit 1 is a part of this very size, waiting on the left
            node = sha256(b"\x01" + parts.pop() + node).digest()
            width >>= 1
        parts.append(node)


class Edge:
    """The right edge of a tree of `size` entries."""

    def __init__(self) -> None:
        self.size = 0
        self._levels: list[Level] = []

    def grow(self, leaves: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
        """The tree has these leaves more; the tiles that became full, and all that changed above level 0."""
        self.size += len(leaves)
        return self._grow(0, leaves)

    def root(self) -> bytes:
        """The root of the tree."""
        parts = [part for level in reversed(self._levels) for part in level.parts]
        if not parts:
            return EMPTY_ROOT
        node = parts.pop()
        while parts:
            node = node_hash(parts.pop(), node)
        return node

    def _grow(self, number: int, nodes: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
        if number == len(self._levels):
            self._levels.append(Level())
        level, tiles, above = self._levels[number], [], []
        at = 0
        while at < len(nodes):
            some = nodes[at : at + TILE_WIDTH - len(level.hashes)]
            at += len(some)
            if len(some) == TILE_WIDTH:
                row = b"".join(some)
                above.append(row_root(row))
            else:
                for node in some:
                    level.push(node)
                if len(level.hashes) < TILE_WIDTH:
                    break
                row = b"".join(level.hashes)
                above.append(level.parts[0])
                level.hashes, level.parts = [], []
            tiles.append((number, level.index, row))
            level.index += 1
        if number and level.hashes:
            tiles.append((number, level.index, b"".join(level.hashes)))
        return tiles + self._grow(number + 1, above) if above else tiles

    def load(self, number: int, index: int, row: bytes) -> None:
        """The level's tile that is not full is this one, the `index`-th."""
        while len(self._levels) <= number:
            self._levels.append(Level())
        level = self._levels[number]
        level.index = index
        for at in range(0, len(row), HASH_SIZE):
            level.push(row[at : at + HASH_SIZE])


class Bundles:
    """The entries after the last whole bundle, and how new ones fill it."""

    def __init__(self, size: int, packed: bytes) -> None:
        self._size = size
        self._open = packed

    def add(self, entries: Sequence[bytes]) -> tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]]:
        """The bundles that became whole, and what the tail holds after them: the new entries, where no bundle is whole."""
        whole: list[tuple[int, bytes]] = []
        start, at = self._size, 0
        while room := TILE_WIDTH - self._size % TILE_WIDTH:
            some = entries[at : at + room]
            packed = _packed(some)
            self._open += packed
            self._size += len(some)
            at += len(some)
            if len(some) < room:
                break
            whole.append((self._size // TILE_WIDTH - 1, self._open))
            self._open, start = b"", self._size
        return whole, [(start, packed)] if packed else []


def _packed(entries: Sequence[bytes]) -> bytes:
    """The entries as a bundle holds them. Those of one length, as a ledger's are, go ten times as fast."""
    if len(set(map(len, entries))) != 1:
        return pack_bundle(entries)
    length = len(entries[0]).to_bytes(2, "big")
    return length + length.join(entries)
