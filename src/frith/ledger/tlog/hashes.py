"""The two hashes of an RFC 6962 tree, and whole rows of them at once.

    leaf   SHA-256(0x00 || entry)
    node   SHA-256(0x01 || left || right)

The first byte keeps an entry from ever passing for a node.
"""

from collections.abc import Iterable
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without entries."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash under which an entry stands in the tree."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return sha256(b"\x01" + left + right).digest()


def leaf_row(entries: Iterable[bytes]) -> bytes:
    """The entries' hashes one after another, as a tile of level 0 holds them."""
    return b"".join([sha256(b"\x00" + entry).digest() for entry in entries])


def row_above(row: bytes) -> bytes:
    """The nodes over each pair of a row of hashes; an odd last hash is left out."""
    pairs = len(row) // (2 * HASH_SIZE)
    return b"".join([sha256(b"\x01" + row[64 * at : 64 * at + 64]).digest() for at in range(pairs)])


def row_root(row: bytes) -> bytes:
    """The one node over a row of 1, 2, 4, 8 ... hashes."""
    while len(row) > HASH_SIZE:
        row = row_above(row)
    return row
