"""What a log says of itself: who it is, how many entries it has, and the root over them.

    ledger.example/city        the origin, a name that never changes
    20852163                   the entries
    CsUYapGGPo4dkMgIAUqom/...  the root, Base64

https://c2sp.org/tlog-checkpoint@v1.0.0. Lines after the third are allowed there and advised against, because no monitor
can check them: read, kept, never written by Frith.
"""

from dataclasses import dataclass
from typing import Self

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.encoding import LARGEST, from_base64, from_decimal, to_base64
from frith.ledger.tlog.hashes import EMPTY_ROOT, HASH_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The head of a log. `text` is what is signed."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(_is_line(each) for each in (self.origin, *self.extensions)):
            raise LedgerError(f"origin {quoted(self.origin)} can't be a line of a checkpoint")
        if not 0 <= self.size <= LARGEST:
            raise LedgerError(f"size `{self.size}` is none that a log can have")
        if len(self.root) != HASH_SIZE:
            raise LedgerError(f"a root has `{HASH_SIZE}` bytes, this one `{len(self.root)}`")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise LedgerError("a log without entries has another root")

    @property
    def text(self) -> str:
        """The checkpoint as it is signed, each line with its end."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str, *, file: str = "") -> Self:
        """Read what `text` writes, and nothing else."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1]:
            raise LedgerError("a checkpoint has three lines, each with its end", file=file)
        try:
            return cls(
                origin=lines[0],
                size=from_decimal(lines[1], what="size"),
                root=from_base64(lines[2], what="root"),
                extensions=tuple(lines[3:-1]),
            )
        except LedgerError as why:
            raise LedgerError(why.what, file=file) from None


def _is_line(text: str) -> bool:
    return bool(text) and all(each >= " " for each in text)
