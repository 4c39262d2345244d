"""A proof that an entry is in a log, in one text that needs no network to check.

    c2sp.org/tlog-proof@v1
    extra YWdlLXYxLjIuMS1k...       what the reader needs besides, unsigned; the line may be missing
    index 73894
    gSKyXoYZUgZ6jduWYrkD...         from the entry's sibling up to the root's child, none for a log of one entry
                                    an empty line
    ledger.example/city             the checkpoint with its signatures, as the log and its witnesses gave it
    ...

https://c2sp.org/tlog-proof. The entry itself is not in it, unless in `extra`: nothing there is believed before its hash
leads to the signed root.
"""

from dataclasses import dataclass
from typing import Final, Self

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.encoding import from_base64, from_decimal, to_base64
from frith.ledger.tlog.hashes import HASH_SIZE, leaf_hash
from frith.ledger.tlog.note import Note
from frith.ledger.tlog.tree import verify_inclusion

MARK: Final = "c2sp.org/tlog-proof@v1"
LARGEST_PROOF: Final = 2_000_000
MOST_HASHES: Final = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where an entry stands, the way from it to a root, and who signed that root. `extra` is empty where there is none."""

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes = b""

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint in the proof; whether anybody signed it is another question."""
        return Checkpoint.parse(self.note.text)

    @property
    def text(self) -> str:
        """The proof as it is kept and handed out."""
        head = [MARK, *([f"extra {to_base64(self.extra)}"] if self.extra else []), f"index {self.index}"]
        return "\n".join([*head, *map(to_base64, self.hashes), "", self.note.whole])

    @classmethod
    def parse(cls, data: bytes | str, *, file: str = "") -> Self:
        """Read what `text` writes, and nothing else."""
        if len(data) > LARGEST_PROOF:
            raise LedgerError(
                f"a proof of `{len(data)}` bytes: more than `{LARGEST_PROOF}` are not read", file=file
            )
        try:
            return cls._parsed(data if isinstance(data, str) else data.decode("utf-8"))
        except UnicodeError:
            raise LedgerError("the proof is not UTF-8", file=file) from None
        except LedgerError as why:
            raise LedgerError(why.what, file=file) from None

    @classmethod
    def _parsed(cls, text: str) -> Self:
        head, gap, note = text.partition("\n\n")
        mark, *lines = head.split("\n")
        if mark != MARK or not gap:
            raise LedgerError(f"a proof begins with `{MARK}` and has an empty line before its checkpoint")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = from_base64(lines.pop(0).removeprefix("extra "), what="extra")
        if not lines or not lines[0].startswith("index "):
            raise LedgerError("the proof does not say which entry it is about")
        index = from_decimal(lines[0].removeprefix("index "), what="index")
        if len(lines) - 1 > MOST_HASHES:
            raise LedgerError(f"`{len(lines) - 1}` hashes: no proof needs more than `{MOST_HASHES}`")
        hashes = tuple(from_base64(each, what="hash") for each in lines[1:])
        if any(len(each) != HASH_SIZE for each in hashes):
            raise LedgerError(f"a hash of the proof has not `{HASH_SIZE}` bytes")
        proof = cls(index=index, hashes=hashes, note=Note.parse(note), extra=extra)
        if proof.text != text or not index < proof.checkpoint.size:
            raise LedgerError(
                f"the proof of entry {quoted(index)} is not written as one, or its checkpoint has no such entry"
            )
        return proof

    def verify(self, entry: bytes) -> Checkpoint:
        """The checkpoint in whose tree the entry is; its signatures are not looked at here."""
        head = self.checkpoint
        verify_inclusion(leaf_hash(entry), self.hashes, index=self.index, size=head.size, root=head.root)
        return head
