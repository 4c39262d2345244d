"""A tree cut into tiles, and entries into bundles: which file holds what, and how it is written.

    tile/0/x001/x234/067       the hashes of 256 entries: number 1,234,067 of its level
    tile/1/004.p/17            17 hashes, each over 256 of the level below: the right edge of a growing log
    tile/entries/x001/x234/067 the 256 entries themselves, each behind its length in two bytes, big end first

https://c2sp.org/tlog-tiles@v0.1.0
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.encoding import from_decimal
from frith.ledger.tlog.hashes import HASH_SIZE, row_above

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 256
LARGEST_ENTRY: Final = 0xFFFF
"""What a length of two bytes can say."""

HIGHEST_LEVEL: Final = 63
KEPT_TILES: Final = 512
"""Tiles that a reader of nodes remembers, with the nodes inside: about 16 KiB each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """`width` hashes from `256 * index` on, each over 256**level entries."""

    level: int
    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        if not (0 <= self.level <= HIGHEST_LEVEL and self.index >= 0 and 1 <= self.width <= TILE_WIDTH):
            raise LedgerError(f"no tile `{self.level}/{self.index}` of `{self.width}` hashes can be")

    @property
    def path(self) -> str:
        """Where the tile stands below the log's address."""
        return f"tile/{self.level}/{_numbered(self.index, self.width)}"

    @property
    def bytes_long(self) -> int:
        """How many bytes the tile has."""
        return self.width * HASH_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """`width` entries from `256 * index` on."""

    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        if not (self.index >= 0 and 1 <= self.width <= TILE_WIDTH):
            raise LedgerError(f"no bundle `{self.index}` of `{self.width}` entries can be")

    @property
    def path(self) -> str:
        """Where the bundle stands below the log's address."""
        return bundle_path(self.index, self.width)

    @property
    def first(self) -> int:
        """The number of its first entry."""
        return self.index * TILE_WIDTH


def bundle_path(index: int, width: int = TILE_WIDTH) -> str:
    """Where a bundle of entries stands below the log's address."""
    return f"tile/entries/{_numbered(index, width)}"


def parse_path(path: str) -> Tile | Bundle:
    """The tile or bundle that stands at this path; any other path is refused."""
    kind, index, width = _parts(path)
    found: Tile | Bundle
    if kind == "entries":
        found = Bundle(index=index, width=width)
    else:
        found = Tile(level=from_decimal(kind, what="level"), index=index, width=width)
    if found.path != path:
        raise LedgerError(f"path {quoted(path)} is not written as a log writes it")
    return found


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of `size` entries, level by level, the partial one last on each."""
    for level in range(HIGHEST_LEVEL + 1):
        hashes = size >> TILE_HEIGHT * level
        if not hashes:
            return
        for index in range(-(-hashes // TILE_WIDTH)):
            yield Tile(level=level, index=index, width=min(TILE_WIDTH, hashes - TILE_WIDTH * index))


def bundles_of(size: int) -> Iterator[Bundle]:
    """Every bundle of a log of `size` entries, the partial one last."""
    for index in range(-(-size // TILE_WIDTH)):
        yield Bundle(index=index, width=min(TILE_WIDTH, size - TILE_WIDTH * index))


def tile_of(level: int, index: int, size: int) -> Tile:
    """The tile of a tree of `size` entries from which the whole node (level, index) is read or computed."""
    tile_level, height = divmod(level, TILE_HEIGHT)
    tile_index = (index << height) // TILE_WIDTH
    hashes = size >> TILE_HEIGHT * tile_level
    width = min(TILE_WIDTH, hashes - TILE_WIDTH * tile_index)
    if (index + 1) << height > hashes:
        raise LedgerError(f"node `{level}/{index}` is not whole in a tree of `{size}`")
    return Tile(level=tile_level, index=tile_index, width=width)


class TiledNodes:
    """The whole nodes of a tree of `size` entries, read from its tiles: what frith.ledger.tlog.tree asks for.

    `read` gives a tile's bytes; each tile is read once while it is remembered.
    """

    def __init__(self, size: int, read: Callable[[Tile], bytes]) -> None:
        self.size = size
        self._read = read
        self._rows: OrderedDict[Tile, list[bytes]] = OrderedDict()

    def __call__(self, level: int, index: int) -> bytes:
        rows, height = self._of(tile_of(level, index, self.size)), level % TILE_HEIGHT
        while len(rows) <= height:
            rows.append(row_above(rows[-1]))
        at = HASH_SIZE * (index % (TILE_WIDTH >> height))
        return rows[height][at : at + HASH_SIZE]

    def _of(self, tile: Tile) -> list[bytes]:
        """The tile's hashes, and the rows above them that were already asked for."""
        if tile in self._rows:
            self._rows.move_to_end(tile)
            return self._rows[tile]
        data = self._read(tile)
        if len(data) != tile.bytes_long:
            raise LedgerError(f"the tile has `{len(data)}` bytes, not `{tile.bytes_long}`", file=tile.path)
        if len(self._rows) >= KEPT_TILES:
            self._rows.popitem(last=False)
        return self._rows.setdefault(tile, [data])


def pack_bundle(entries: Sequence[bytes]) -> bytes:
    """The entries as a bundle holds them, each behind its length."""
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise LedgerError(f"an entry of `{len(entry)}` bytes: a log holds none above `{LARGEST_ENTRY}`")
    return b"".join([part for entry in entries for part in (len(entry).to_bytes(2, "big"), entry)])


def unpack_bundle(data: bytes, width: int, *, file: str = "") -> list[bytes]:
    """The `width` entries of a bundle, which holds them and nothing else."""
    entries: list[bytes] = []
    at, end = 0, len(data)
    for number in range(width):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > end or at > end:
            raise LedgerError(f"the bundle ends inside entry `{number + 1}` of `{width}`", file=file)
        entries.append(data[start:at])
    if at != end:
        raise LedgerError(f"`{end - at}` bytes more than the bundle's `{width}` entries", file=file)
    return entries


def bundle_beginning(data: bytes, width: int) -> bytes:
    """The bytes of a bundle's first `width` entries; all of them where it ends before."""
    at = 0
    for _ in range(width):
        at += 2 + int.from_bytes(data[at : at + 2], "big")
    return data[:at]


def _numbered(index: int, width: int) -> str:
    """`x001/x234/067`, with the width behind it where there is room for more."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups) + ("" if width == TILE_WIDTH else f".p/{width}")


def _parts(path: str) -> tuple[str, int, int]:
    """(level or `entries`, index, width) of a path, loosely: whoever asks compares with the path written anew."""
    top, *rest = path.split("/")
    if top != "tile" or len(rest) < 2 or len(path) > 100:
        raise LedgerError(f"path {quoted(path)} is no tile's and no bundle's")
    kind, *groups = rest
    width = TILE_WIDTH
    if len(groups) >= 2 and groups[-2].endswith(".p"):
        width = from_decimal(groups.pop(), what="width")
        groups[-1] = groups[-1].removesuffix(".p")
    digits = "".join(group.removeprefix("x") for group in groups)
    return kind, from_decimal(digits.lstrip("0") or "0", what="number"), width
