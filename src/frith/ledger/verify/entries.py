"""One run of a log's entries, hashed again and compared with the hashes that the log publishes.

A run is what one process does at a time; it needs nothing of the others. What it hands back are the hashes over each whole
256 entries, so that the levels above are few.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from frith.errors import LedgerError
from frith.ledger.tlog.hashes import HASH_SIZE, leaf_row, row_root
from frith.ledger.tlog.tiles import LARGEST_ENTRY, TILE_WIDTH, Bundle, Tile, bundle_beginning, unpack_bundle
from frith.ledger.verify.answers import Fault, Finding
from frith.ledger.verify.source import Reply, Source, State

UNKNOWN: Final = bytes(HASH_SIZE)
"""Stands for a hash that nothing gives: no SHA-256 is known to be all zeros."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The bundles from `first` up to `end` of a log of `size` entries."""

    first: int
    end: int
    size: int

    def bundles(self) -> Iterator[Bundle]:
        """Each bundle of the run."""
        for index in range(self.first, self.end):
            yield Bundle(index=index, width=min(TILE_WIDTH, self.size - TILE_WIDTH * index))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A bundle and its tile that differ: the hashes after each. The levels above say which is right."""

    bundle: Bundle
    by_entries: bytes
    by_tile: bytes


@dataclass(slots=True, kw_only=True)
class Hashed:
    """What a run found: the hash over each whole bundle, the row of a last partial one, and what is wrong.

    Where the entries can't be read the tile speaks for them, and the bundle is among `unread`; where it can't be read
    either, UNKNOWN stands for the hash.
    """

    roots: bytearray = field(default_factory=bytearray)
    edge: bytes = b""
    doubts: list[Doubt] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    size: int = 0


def hash_run(source: Source, run: Run) -> Hashed:
    """Every entry of the run is hashed, and compared with the tile that holds its hash."""
    found = Hashed()
    for bundle in run.bundles():
        by_entries = _hashed_entries(source, bundle, found)
        tile = Tile(level=0, index=bundle.index, width=bundle.width)
        by_tile = read_tile(source, tile, found.findings)
        if by_entries and by_tile and by_entries != by_tile:
            found.doubts.append(Doubt(bundle=bundle, by_entries=by_entries, by_tile=by_tile))
        if not by_entries:
            found.unread.add(bundle.index)
        row = by_entries or by_tile
        if bundle.width < TILE_WIDTH:
            found.edge = row
        else:
            found.roots += row_root(row) if row else UNKNOWN
    return found


def read_tile(source: Source, tile: Tile, findings: list[Finding]) -> bytes:
    """The tile's hashes, or none and a finding."""
    first, count = tile.index * TILE_WIDTH << 8 * tile.level, tile.width << 8 * tile.level
    reply, file = read_part(source, tile, HASH_SIZE)
    data = reply.data[: tile.bytes_long]
    if reply.state is not State.HERE:
        findings.append(_unread(reply, file, first, count))
    elif len(data) < tile.bytes_long:
        what = f"`{len(data)}` bytes where `{tile.bytes_long}` should be"
        findings.append(Finding(fault=Fault.LENGTH, file=file, what=what, entry=first, count=count))
        data = b""
    return data


def read_part(source: Source, part: Tile | Bundle, each: int) -> tuple[Reply, str]:
    """A file of the log and its path; where a partial one is gone, the whole one that took its place."""
    reply, file = source.read(part.path, part.width * each), part.path
    if reply.state is State.MISSING and part.width < TILE_WIDTH:
        whole = replace(part, width=TILE_WIDTH)
        grown = source.read(whole.path, TILE_WIDTH * each)
        if grown.state is not State.MISSING:
            return grown, whole.path
    return reply, file


def _hashed_entries(source: Source, bundle: Bundle, found: Hashed) -> bytes:
    """The hashes of the bundle's entries, or none and a finding."""
    reply, file = read_part(source, bundle, LARGEST_ENTRY + 2)
    if reply.state is not State.HERE:
        found.findings.append(_unread(reply, file, bundle.first, bundle.width))
    try:
        width = bundle.width if file == bundle.path else TILE_WIDTH
        entries = unpack_bundle(reply.data, width)[: bundle.width]
    except LedgerError as why:
        if reply.state is State.HERE:
            found.findings.append(
                Finding(fault=Fault.LENGTH, file=file, what=why.what, entry=bundle.first, count=bundle.width)
            )
        entries = _readable(reply.data, bundle.width)
    found.entries += len(entries)
    found.size += len(reply.data)
    return leaf_row(entries)


def _readable(data: bytes, width: int) -> list[bytes]:
    """The entries of a bundle with something behind them; none of one that is cut."""
    try:
        return unpack_bundle(bundle_beginning(data, width), width)
    except LedgerError:
        return []


def _unread(reply: Reply, file: str, entry: int, count: int) -> Finding:
    match reply.state:
        case State.MISSING:
            return Finding(
                fault=Fault.MISSING, file=file, what="the file is missing", entry=entry, count=count
            )
        case State.TOO_LARGE:
            what = "more bytes than such a file can have"
            return Finding(fault=Fault.LENGTH, file=file, what=what, entry=entry, count=count)
        case _:
            return Finding(fault=Fault.UNREADABLE, file=file, what=reply.why, entry=entry, count=count)
