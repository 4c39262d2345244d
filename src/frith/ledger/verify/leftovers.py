"""Files below `tile/` that the checkpoint does not ask for: parts of the log as it was, as it will be, or of no log."""

from collections.abc import Iterator

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.hashes import HASH_SIZE
from frith.ledger.tlog.tiles import LARGEST_ENTRY, TILE_WIDTH, Bundle, Tile, bundle_beginning, parse_path
from frith.ledger.verify.answers import Fault, Finding
from frith.ledger.verify.source import Source, State

MOST_STRANGE = 1000
"""Findings of this kind that are worth a line each."""


def leftovers(source: Source, size: int) -> Iterator[Finding]:
    """What is wrong or worth knowing about each file that belongs to no tree of `size` entries."""
    strange = 0
    for path in source.files():
        found = _looked_at(source, path, size)
        strange += sum(each.fault in {Fault.AHEAD, Fault.STRANGE} for each in found)
        yield from (each for each in found if strange <= MOST_STRANGE or each.fault is Fault.EARLIER)


def _looked_at(source: Source, path: str, size: int) -> tuple[Finding, ...]:
    try:
        part = parse_path(path)
    except LedgerError:
        # The name may be hostile: it is quoted, never opened.
        return (Finding(fault=Fault.STRANGE, file="tile", what=f"{quoted(path)} is a file that no log has"),)
    level = part.level if isinstance(part, Tile) else 0
    first, there = part.index * TILE_WIDTH, size >> 8 * level
    width = min(TILE_WIDTH, there - first)
    if part.width > max(width, 0):
        what = "a log that is being published, or whose checkpoint was put back, has such files"
        return (Finding(fault=Fault.AHEAD, file=path, what=what, entry=first << 8 * level),)
    if part.width == width:
        return ()
    return _earlier(source, part, width)


def _earlier(source: Source, part: Tile | Bundle, width: int) -> tuple[Finding, ...]:
    """A partial file of an earlier size must begin as the one that took its place does."""
    now: Tile | Bundle
    if isinstance(part, Tile):
        now, each, level = Tile(level=part.level, index=part.index, width=width), HASH_SIZE, part.level
    else:
        now, each, level = Bundle(index=part.index, width=width), LARGEST_ENTRY + 2, 0
    before, after = source.read(part.path, part.width * each), source.read(now.path, width * each)
    if after.state is not State.HERE:
        return ()  # told already, with the file that is missing
    same = (
        after.data[: part.bytes_long] if isinstance(part, Tile) else bundle_beginning(after.data, part.width)
    )
    if before.state is State.HERE and before.data == same:
        return ()
    first = part.index * TILE_WIDTH << 8 * level
    what = before.why or "differs from the part of the log that it repeats"
    fault = Fault.UNREADABLE if before.state is State.UNREADABLE else Fault.EARLIER
    return (Finding(fault=fault, file=part.path, what=what, entry=first, count=part.width << 8 * level),)
