"""How far the log ever was, kept beside the signing key and so outside the database and its backups.

A database that was put back from a backup is sound in itself. Only what stands elsewhere tells that it lacks entries which
were signed already; this file is the nearest of these witnesses, and the only one that needs no network.

    HEAD 20852163 <root, 64 hex digits> <check, 16 hex digits>      padded to 128 bytes, one each at 0 and at 4096

The larger of the lines that hold counts. After each group one line is written and not synced: that survives whatever
happens to the process, and a power failure at worst leaves the file behind the database, which is allowed. Once a second the
line is synced, and the next writes go to the other one, so that the power can only ever spoil the line that is not needed.
"""

from hashlib import sha256
from pathlib import Path

from frith.errors import LedgerError
from frith.ledger.log.disk import Disk, write_once
from frith.ledger.tlog.hashes import EMPTY_ROOT

FILE = "high-water"
LINE = 128
BLOCK = 4096
"""Disks write whole blocks of at most this size, so that one line never tears the other."""

MEND = "compare with the published checkpoint and the witnesses, then begin the file anew with what they say"


class HighWater:
    """The file, open. `size` and `root` are the furthest it says."""

    def __init__(self, path: Path, *, disk: Disk | None = None) -> None:
        self.path = path
        self._disk = disk or Disk()
        if not path.is_file():
            raise LedgerError(
                "the file that says how far the log ever was, is missing", file=str(path), mend=MEND
            )
        data = path.read_bytes()
        lines = [_parse(data[at : at + LINE]) for at in (0, BLOCK)]
        found = [each for each in lines if each]
        if not found:
            raise LedgerError(
                "the file that says how far the log ever was, is damaged", file=str(path), mend=MEND
            )
        self.size, self.root = max(found)
        # The next line goes over the one that counts less, or over the one that is torn.
        self._next = 0 if lines[0] != (self.size, self.root) else BLOCK
        self._file = self._disk.open(path)

    @classmethod
    def create(
        cls, path: Path, *, size: int = 0, root: bytes = EMPTY_ROOT, disk: Disk | None = None
    ) -> "HighWater":
        """A new file that says this; one that exists is never replaced."""
        disk = disk or Disk()
        try:
            write_once(disk, path, _line(size, root).ljust(BLOCK, b"\0") + _line(size, root), mode=0o600)
        except FileExistsError:
            raise LedgerError(
                "how far the log ever was, is on file already",
                file=str(path),
                mend="move the file away if it is wrong",
            ) from None
        return cls(path, disk=disk)

    def raise_to(self, size: int, root: bytes) -> None:
        """The file says this, unless the power fails before `sync`."""
        self._disk.write(self._file, _line(size, root), at=self._next)
        self.size, self.root = size, root

    def sync(self) -> None:
        """What the file says is durable, and stays so whatever happens to the next line that is written."""
        self._disk.sync(self._file)
        self._next = BLOCK - self._next

    def close(self) -> None:
        """Nothing is held open."""
        self._disk.close(self._file)


def _line(size: int, root: bytes) -> bytes:
    text = f"HEAD {size} {root.hex()}"
    return f"{text} {_check(text)}\n".encode().ljust(LINE, b"\0")


def _check(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _parse(data: bytes) -> tuple[int, bytes] | tuple[()]:
    """What the line says; nothing where it is torn."""
    text = data.rstrip(b"\0").decode("ascii", "replace")
    parts = text.removesuffix("\n").split(" ")
    if len(parts) != 4 or parts[3] != _check(" ".join(parts[:3])):
        return ()
    return int(parts[1]), bytes.fromhex(parts[2])
