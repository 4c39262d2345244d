"""Roots, proofs and tiles are those of RFC 6962, whatever the size, and nothing else passes for them."""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.errors import LedgerError
from frith.ledger.tlog import hashes, tiles, tree

LARGEST = 70


def mth(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """RFC 6962, section 2.1.2."""
    n = len(leaves)
    if m == n:
        return [] if whole else [mth(leaves)]
    k = split(n)
    if m <= k:
        return [*subproof(m, leaves[:k], whole=whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), mth(leaves[:k])]


def split(n: int) -> int:
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def entries(count: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(count)]


def nodes_of(leaves: Sequence[bytes]) -> Callable[[int, int], bytes]:
    """Whole nodes straight from the definition; a node that is not whole fails the test."""

    @cache
    def node(level: int, index: int) -> bytes:
        assert (index + 1) << level <= len(leaves), "asked for a node that is not whole"
        return mth(leaves[index << level : (index + 1) << level])

    return node


def alike(size: int) -> Callable[[int, int], bytes]:
    """The nodes of a tree of `size` equal entries: one hash for each level, so that no size is too large."""
    levels = [hashes.leaf_hash(b"")]
    for _ in range(40):
        levels.append(hashes.node_hash(levels[-1], levels[-1]))

    def node(level: int, index: int) -> bytes:
        assert (index + 1) << level <= size, "asked for a node that is not whole"
        return levels[level]

    return node


@pytest.mark.parametrize("size", range(LARGEST + 1))
def test_the_root_is_the_one_of_the_definition(size):
    leaves = entries(size)
    assert tree.root(size, nodes_of(leaves)) == mth(leaves)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_inclusion_proof_is_the_one_of_the_definition_and_holds(size):
    leaves = entries(size)
    nodes, root = nodes_of(leaves), mth(leaves)
    for index, leaf in enumerate(leaves):
        proof = tree.inclusion_proof(index, size, nodes)
        assert list(proof) == path(index, leaves)
        tree.verify_inclusion(hashes.leaf_hash(leaf), proof, index=index, size=size, root=root)


@pytest.mark.parametrize("new", range(1, 34))
def test_every_consistency_proof_is_the_one_of_the_definition_and_holds(new):
    leaves = entries(new)
    nodes, root = nodes_of(leaves), mth(leaves)
    for old in range(new + 1):
        proof = tree.consistency_proof(old, new, nodes)
        if old:
            assert list(proof) == subproof(old, leaves, whole=True)
        tree.verify_consistency(proof, old=old, new=new, old_root=mth(leaves[:old]), new_root=root)


EDGES = [255, 256, 257, 65535, 65536, 65537, 2**32 - 1, 2**32, 2**32 + 1]


@pytest.mark.parametrize("size", EDGES)
def test_proofs_hold_where_tiles_end(size):
    nodes = alike(size)
    root = tree.root(size, nodes)
    for index in {0, 1, 254, 255, 256, size // 2, size - 2, size - 1}:
        if index < size:
            proof = tree.inclusion_proof(index, size, nodes)
            tree.verify_inclusion(hashes.leaf_hash(b""), proof, index=index, size=size, root=root)
    for old in {1, 2, 255, 256, 257, 65535, 65536, size - 1, size}:
        if old <= size:
            proof = tree.consistency_proof(old, size, nodes)
            old_root = tree.root(old, nodes)
            tree.verify_consistency(proof, old=old, new=size, old_root=old_root, new_root=root)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_proof_with_any_byte_changed_is_refused(data):
    size = data.draw(st.integers(2, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    leaves = entries(size)
    proof = list(tree.inclusion_proof(index, size, nodes_of(leaves)))
    at, bit = data.draw(st.integers(0, len(proof) * 32 - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(proof[at // 32])
    changed[at % 32] ^= 1 << bit
    proof[at // 32] = bytes(changed)
    with pytest.raises(LedgerError, match="does not lead"):
        tree.verify_inclusion(
            hashes.leaf_hash(leaves[index]), proof, index=index, size=size, root=mth(leaves)
        )


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_tree_that_was_rewritten_has_no_consistency_proof(data):
    new = data.draw(st.integers(2, LARGEST))
    old = data.draw(st.integers(1, new - 1))
    leaves, rewritten = entries(new), entries(new)
    rewritten[data.draw(st.integers(0, old - 1))] = b"another"
    proof = tree.consistency_proof(old, new, nodes_of(rewritten))
    with pytest.raises(LedgerError, match="does not lead"):
        tree.verify_consistency(proof, old=old, new=new, old_root=mth(leaves[:old]), new_root=mth(rewritten))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_proof_for_another_place_or_size_is_refused(data):
    size, other = data.draw(st.integers(1, LARGEST)), data.draw(st.integers(1, LARGEST))
    index, elsewhere = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, other - 1))
    leaves = entries(LARGEST)
    proof = tree.inclusion_proof(index, size, nodes_of(leaves[:size]))
    leaf, root = hashes.leaf_hash(leaves[elsewhere]), mth(leaves[:other])
    if (index, size) == (elsewhere, other):
        tree.verify_inclusion(leaf, proof, index=elsewhere, size=other, root=root)
    else:
        with pytest.raises(LedgerError):
            tree.verify_inclusion(leaf, proof, index=elsewhere, size=other, root=root)


@pytest.mark.parametrize(
    ("proof", "old", "new"),
    [([b"\0" * 32], 0, 5), ([b"\0" * 32], 5, 5), ([], 3, 5), ([b""], 3, 5), ([], 6, 5)],
)
def test_a_consistency_proof_of_the_wrong_length_is_refused(proof, old, new):
    nodes = nodes_of(entries(6))
    with pytest.raises(LedgerError):
        tree.verify_consistency(
            proof, old=old, new=new, old_root=tree.root(old, nodes), new_root=tree.root(new, nodes)
        )


def stored(count: int) -> dict[tiles.Tile, bytes]:
    """Every tile of a log of `count` entries, cut from rows that were hashed at once."""
    rows, found = {0: hashes.leaf_row(entries(count))}, {}
    for level in range(1, 24):
        rows[level] = hashes.row_above(rows[level - 1])
    for tile in tiles.tiles_of(count):
        at = tile.index * 256 * 32
        found[tile] = rows[8 * tile.level][at : at + tile.bytes_long]
    return found


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537])
def test_nodes_read_from_tiles_give_the_roots_and_proofs_of_the_tree(size):
    read, asked = stored(size), []
    nodes = tiles.TiledNodes(size, lambda tile: asked.append(tile) or read[tile])
    root = tree.root(size, nodes)
    row = hashes.leaf_row(entries(size))
    for index in {0, size // 3, size - 1}:
        asked.clear()
        fresh = tiles.TiledNodes(size, lambda tile: asked.append(tile) or read[tile])
        proof = tree.inclusion_proof(index, size, fresh)
        leaf = row[32 * index : 32 * index + 32]
        tree.verify_inclusion(leaf, proof, index=index, size=size, root=root)
        assert len(asked) == len(set(asked)) <= 5, "one tile a level on the way up, one at the right edge"
    if size <= 513:
        assert root == mth(entries(size))


def test_a_log_of_70000_has_the_tiles_that_the_specification_counts():
    found = [(each.level, each.width) for each in tiles.tiles_of(70000)]
    assert [found.count((0, 256)), found.count((0, 112)), found.count((1, 256))] == [273, 1, 1]
    assert [each for each in found if each[1] != 256] == [(0, 112), (1, 17), (2, 1)]
    assert [each.path for each in tiles.tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles.tiles_of(0)) == []


def test_a_tile_of_another_length_is_not_used():
    nodes = tiles.TiledNodes(3, lambda _: b"\0" * 95)
    with pytest.raises(LedgerError, match="`95` bytes, not `96`"):
        nodes(0, 0)


@given(st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_a_path_says_which_tile_it_holds(level, index, width):
    tile = tiles.Tile(level=level, index=index, width=width)
    assert tiles.parse_path(tile.path) == tile
    bundle = tiles.Bundle(index=index, width=width)
    assert tiles.parse_path(bundle.path) == bundle


def test_paths_are_written_as_the_specification_shows():
    assert tiles.Tile(level=0, index=1234067).path == "tile/0/x001/x234/067"
    assert tiles.bundle_path(1234067, 3) == "tile/entries/x001/x234/067.p/3"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile",
        "tile/0",
        "tile/0/1",
        "tile/00/001",
        "tile/0/0001",
        "tile/64/000",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/٠٠٠",
        "tile/0/../../etc/passwd",
        "tile/0/000.p",
        "/tile/0/000",
        "tile/entries/x001/x",
        "tile/0/" + "x001/" * 50 + "001",
    ],
)
def test_any_other_path_is_refused(path):
    with pytest.raises(LedgerError):
        tiles.parse_path(path)


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_a_bundle_gives_back_its_entries(held):
    assert tiles.unpack_bundle(tiles.pack_bundle(held), len(held)) == held


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=20), st.data())
def test_a_bundle_that_is_cut_or_longer_is_refused(held, data):
    packed = tiles.pack_bundle(held)
    with pytest.raises(LedgerError, match="ends inside entry"):
        tiles.unpack_bundle(packed[: data.draw(st.integers(0, len(packed) - 1))], len(held))
    with pytest.raises(LedgerError, match="bytes more"):
        tiles.unpack_bundle(packed + b"\0", len(held), file="tile/entries/000")


def test_an_entry_that_no_length_can_say_is_refused():
    assert len(tiles.pack_bundle([b"x" * 65535])) == 65537
    with pytest.raises(LedgerError, match="`65536` bytes"):
        tiles.pack_bundle([b"x" * 65536])
