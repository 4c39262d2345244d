"""A small writer of logs for tests: entries in, published files out. It shares no code with the program's own writer."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from frith.ledger.tlog import tiles
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.note import sign_note
from frith.ledger.tlog.policy import Policy

ORIGIN = "ledger.example/city"
LOG_KEY = Signer(name=ORIGIN, kind=KeyKind.ED25519, seed=b"\x01" * 32)
POST_QUANTUM_KEY = Signer(name=ORIGIN, kind=KeyKind.ML_DSA_44, seed=b"\x02" * 32)
WITNESS_KEY = Signer(name="witness.example/w1", kind=KeyKind.COSIGNATURE, seed=b"\x03" * 32)
SIGNERS = (LOG_KEY, POST_QUANTUM_KEY, WITNESS_KEY)
POLICY = Policy.of_logs([LOG_KEY.verifier])
TIME = 1_790_000_000


def made_up(count: int, mark: bytes = b"entry") -> list[bytes]:
    return [b"%s %d" % (mark, number) for number in range(count)]


def rows_of(entries: Sequence[bytes]) -> list[list[bytes]]:
    """Every level of the tree, whole nodes only."""
    rows = [[sha256(b"\x00" + entry).digest() for entry in entries]]
    while len(rows[-1]) > 1:
        below = rows[-1]
        pairs = zip(below[::2], below[1::2], strict=False)
        rows.append([sha256(b"\x01" + left + right).digest() for left, right in pairs])
    return rows


def root_of(entries: Sequence[bytes]) -> bytes:
    """The root, folded from the whole nodes at the right edge."""
    found, rows, size = b"", rows_of(entries), len(entries)
    for level, row in enumerate(rows):
        if size >> level & 1:
            node = row[(size >> level) - 1]
            found = sha256(b"\x01" + node + found).digest() if found else node
    return found or sha256(b"").digest()


def publish(
    folder: Path, entries: Sequence[bytes], signers: Iterable[Signer] = (LOG_KEY,), *, origin: str = ORIGIN
) -> str:
    """The log's files are in the folder, beside those of earlier sizes; the signed checkpoint comes back."""
    size, rows = len(entries), rows_of(entries)
    for bundle in tiles.bundles_of(size):
        held = entries[bundle.first : bundle.first + bundle.width]
        write(folder / bundle.path, b"".join(len(each).to_bytes(2, "big") + each for each in held))
    for tile in tiles.tiles_of(size):
        first = 256 * tile.index
        write(folder / tile.path, b"".join(rows[8 * tile.level][first : first + tile.width]))
    head = Checkpoint(origin=origin, size=size, root=root_of(entries))
    signed = sign_note(head.text, signers, time=TIME)
    write(folder / "checkpoint", signed.encode())
    return signed


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def flip(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(bytes(data))


def files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())
