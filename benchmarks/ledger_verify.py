"""Verifying a log: entries a second of a full audit against what hashlib alone can do, and proofs a second.

The log is made up: entries of 256 bytes, written to a temporary folder and read back from it. The bound is one leaf hash and
one node hash for each entry with everything in memory, one process.

    python -m benchmarks.ledger_verify [--entries N] [--processes N] [--json]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from benchmarks.machine import machine, median, seconds
from frith.ledger.tlog import hashes, tiles, tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.note import sign_note
from frith.ledger.tlog.policy import Policy
from frith.ledger.verify.answers import Verdict
from frith.ledger.verify.audit import audit
from frith.ledger.verify.source import Folder

ENTRY = 256
KEY = Signer(name="ledger.example/bench", kind=KeyKind.ED25519, seed=b"b" * 32)
PROOFS = 2_000


def entry(number: int) -> bytes:
    """A made-up entry."""
    return b"%016d" % number * (ENTRY // 16)


def write(folder: Path, count: int) -> None:
    """The published files of a log of `count` entries."""
    row = bytearray()
    for bundle in tiles.bundles_of(count):
        held = [entry(bundle.first + at) for at in range(bundle.width)]
        put(folder / bundle.path, tiles.pack_bundle(held))
        row += hashes.leaf_row(held)
    rows = {0: bytes(row)}
    for tile in tiles.tiles_of(count):
        if tile.level not in rows:
            below = rows[tile.level - 1]
            wholes = (below[at : at + 8192] for at in range(0, len(below) - 8191, 8192))
            rows[tile.level] = b"".join(map(hashes.row_root, wholes))
        at = tile.index * 8192
        put(folder / tile.path, rows[tile.level][at : at + tile.bytes_long])
    head = Checkpoint(origin=KEY.name, size=count, root=tree.root(count, nodes(folder, count)))
    put(folder / "checkpoint", sign_note(head.text, [KEY]).encode())


def put(path: Path, data: bytes) -> None:
    """The file is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def nodes(folder: Path, count: int) -> tiles.TiledNodes:
    """The tree as a reader without any cache sees it first."""
    return tiles.TiledNodes(count, lambda tile: (folder / tile.path).read_bytes())


def bound(held: list[bytes]) -> None:
    """One leaf hash and one node hash for each entry."""
    for each in held:
        sha256(b"\x00" + each).digest()
        sha256(b"\x01" + each[:64]).digest()


def proved(folder: Path, count: int) -> Iterator[tuple[int, tuple[bytes, ...]]]:
    """Proofs of entries all over the log, each index and its hashes."""
    read = nodes(folder, count)
    for at in range(PROOFS):
        index = at * 2_654_435_761 % count
        yield index, tree.inclusion_proof(index, count, read)


def measure(folder: Path, count: int, processes: int) -> dict[str, object]:
    """Every figure, in entries or proofs a second."""
    write(folder, count)
    policy, root = Policy.of_logs([KEY.verifier]), tree.root(count, nodes(folder, count))
    held = [entry(number) for number in range(100_000)]
    made = list(proved(folder, count))

    def audited(several: int) -> float:
        found = []
        took = median(seconds(lambda: found.append(audit(Folder(folder), policy, processes=several)), runs=3))
        assert {each.verdict for each in found} == {Verdict.VERIFIED}
        assert {each.entries for each in found} == {count}
        return count / took

    def verified() -> None:
        for index, proof in made:
            leaf = hashes.leaf_hash(entry(index))
            tree.verify_inclusion(leaf, proof, index=index, size=count, root=root)

    most = len(held) / median(seconds(lambda: bound(held)))
    alone = audited(1)
    return {
        "machine": machine() | {"cryptography": version("cryptography")},
        "entries": count,
        "bytes_an_entry": ENTRY,
        "hashlib_bound_a_second": round(most),
        "audit_a_second_one_process": round(alone),
        "share_of_bound": round(alone / most, 2),
        f"audit_a_second_{processes}_processes": round(audited(processes)),
        "proofs_made_a_second": round(PROOFS / median(seconds(lambda: list(proved(folder, count)), runs=3))),
        "proofs_verified_a_second": round(PROOFS / median(seconds(verified))),
    }


def main() -> None:
    """The figures, as lines or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), asked.entries, asked.processes)
    print(
        json.dumps(found, indent=2)
        if asked.json
        else "\n".join(f"{key}: {value}" for key, value in found.items())
    )


if __name__ == "__main__":
    main()
