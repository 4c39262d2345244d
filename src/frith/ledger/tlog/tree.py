"""Roots and proofs of an RFC 6962 tree, over whatever can give its nodes.

`nodes(level, index)` is the hash over the entries from `index << level` to `(index + 1) << level`; level 0 holds the
entries' own hashes. Only nodes over a whole such range are ever asked for, so they never change while the tree grows:
what is missing at the right edge is computed here.

Proofs are made as RFC 6962, section 2.1.1 and 2.1.2 define them and checked as RFC 9162, section 2.1.3.2 and 2.1.4.2
say.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from frith.errors import LedgerError
from frith.ledger.tlog.hashes import EMPTY_ROOT, HASH_SIZE, node_hash

Nodes = Callable[[int, int], bytes]


def root(size: int, nodes: Nodes) -> bytes:
    """The hash over the first `size` entries."""
    return _hash_over(0, size, nodes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> tuple[bytes, ...]:
    """The hashes that lead from the entry at `index` to the root over `size` entries."""
    if not 0 <= index < size:
        raise LedgerError(f"no entry `{index}` in a tree of `{size}`")
    return tuple(_path(0, index, size, nodes))


def consistency_proof(old: int, new: int, nodes: Nodes) -> tuple[bytes, ...]:
    """The hashes that show the tree of `new` entries to begin with the tree of `old`; none where either is trivial."""
    if not 0 <= old <= new:
        raise LedgerError(f"a tree of `{new}` can't have grown from one of `{old}`")
    if old in {0, new}:
        return ()
    level = _zeros_below(old)
    index = (old - 1) >> level
    # The old tree's last whole subtree: everybody has its hash already where it is the whole old tree.
    start = [] if index == 0 else [nodes(level, index)]
    return (*start, *_path(level, index, new, nodes))


def verify_inclusion(leaf: bytes, proof: Sequence[bytes], *, index: int, size: int, root: bytes) -> None:
    """Holds: the entry with this hash is at `index` in the tree of `size` entries under `root`."""
    if not 0 <= index < size:
        raise LedgerError(f"no entry `{index}` in a tree of `{size}`")
    _hashes(leaf, root, *proof)
    inner = _inner(index, size)
    border = (index >> inner).bit_count()
    if len(proof) != inner + border:
        raise LedgerError(
            f"the proof has `{len(proof)}` hashes: entry `{index}` of `{size}` needs `{inner + border}`"
        )
    found = leaf
    for level, hash_ in enumerate(proof):
        on_the_left = level >= inner or index >> level & 1
        found = node_hash(hash_, found) if on_the_left else node_hash(found, hash_)
    if found != root:
        raise LedgerError(f"the proof does not lead from entry `{index}` to the root over `{size}`")


def verify_consistency(
    proof: Sequence[bytes], *, old: int, new: int, old_root: bytes, new_root: bytes
) -> None:
    """Holds: the tree of `new` entries under `new_root` begins with the tree of `old` under `old_root`."""
    if not 0 <= old <= new:
        raise LedgerError(f"a tree of `{new}` can't have grown from one of `{old}`")
    _hashes(old_root, new_root, *proof)
    if old in {0, new}:
        _trivial(proof, old=old, new=new, old_root=old_root, new_root=new_root)
        return
    level = _zeros_below(old)
    index = (old - 1) >> level
    start, path = (old_root, proof) if index == 0 else (proof[0] if proof else b"", proof[1:])
    inner = _inner(index, ((new - 1) >> level) + 1)
    border = (index >> inner).bit_count()
    if not start or len(path) != inner + border:
        raise LedgerError(f"the proof from `{old}` to `{new}` has the wrong length, `{len(proof)}`")
    before = after = start
    for step, hash_ in enumerate(path):
        if step >= inner or index >> step & 1:
            before, after = node_hash(hash_, before), node_hash(hash_, after)
        else:
            after = node_hash(after, hash_)
    if before != old_root:
        raise LedgerError(f"the proof does not lead to the root over the first `{old}`")
    if after != new_root:
        raise LedgerError(f"the proof does not lead to the root over all `{new}`")


def whole_parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The (level, index) of the largest whole nodes from `start` to `end`, left to right.

    `start` stands where a subtree that would hold `end` entries more begins: zero, or a multiple of a power of two
    that is no smaller than what follows it.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _hash_over(start: int, end: int, nodes: Nodes) -> bytes:
    parts = [nodes(level, index) for level, index in whole_parts(start, end)]
    return reduce(lambda right, left: node_hash(left, right), reversed(parts))


def _path(level: int, index: int, size: int, nodes: Nodes) -> Iterator[bytes]:
    """From the whole node (level, index) up to the root over `size`: each sibling, nearest first."""
    last = (size - 1) >> level
    while last:
        sibling = index ^ 1
        if (sibling + 1) << level <= size:
            yield nodes(level, sibling)
        elif sibling == last:
            yield _hash_over(sibling << level, size, nodes)
        # Otherwise this node is the right edge and has no sibling at this level.
        level, index, last = level + 1, index >> 1, last >> 1


def _trivial(proof: Sequence[bytes], *, old: int, new: int, old_root: bytes, new_root: bytes) -> None:
    if proof:
        raise LedgerError(f"from `{old}` to `{new}` nothing is to be proved, yet the proof holds hashes")
    if old == 0 and old_root != EMPTY_ROOT:
        raise LedgerError("a tree without entries has another root")
    if old == new and old_root != new_root:
        raise LedgerError(f"two different roots for the same `{old}` entries")


def _inner(index: int, size: int) -> int:
    """Levels at which the way up from `index` is not yet the tree's right edge."""
    return (index ^ (size - 1)).bit_length()


def _zeros_below(number: int) -> int:
    return (number & -number).bit_length() - 1


def _hashes(*hashes: bytes) -> None:
    if any(len(each) != HASH_SIZE for each in hashes):
        raise LedgerError(f"a hash of the tree has not `{HASH_SIZE}` bytes")
