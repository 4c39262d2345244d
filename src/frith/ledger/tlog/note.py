"""A text and the signatures under it.

    This is the text, which ends in a newline.
                                                     an empty line: the last one of the note
    — ledger.example/city Uw2QOkn8srV1yJGh2VYR...    name, Base64 of key id and signature

https://c2sp.org/signed-note@v1.0.0. Signatures by keys that the reader does not know are left aside: that is how keys
are changed and how witnesses add theirs. A signature by a known key that does not hold spoils the whole note.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.encoding import from_base64, to_base64
from frith.ledger.tlog.keys import ID_SIZE, Signer, Verifier, is_name

DASH: Final = "\u2014 "
LARGEST_NOTE: Final = 1_000_000
MOST_SIGNATURES: Final = 100
"""The specification asks for 16 at least; one that takes part after quantum computers has up to 5 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One line under a note, not yet checked."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line as it stands under the note, with its end."""
        return f"{DASH}{self.name} {to_base64(self.key_id + self.signature)}\n"

    @classmethod
    def parse(cls, line: str, *, file: str = "") -> Self:
        """Read what `line` writes, without its end."""
        name, _, rest = line.removeprefix(DASH).partition(" ")
        if not line.startswith(DASH) or not is_name(name):
            raise LedgerError(f"{quoted(line)} is not the line of a signature", file=file)
        data = from_base64(rest, what="signature")
        if len(data) <= ID_SIZE:
            raise LedgerError(f"the signature by {quoted(name)} is empty", file=file)
        return cls(name=name, key_id=data[:ID_SIZE], signature=data[ID_SIZE:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A key whose signature under a note holds, and the time it states; 0 where it states none."""

    key: Verifier
    time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text and the lines under it, not yet checked."""

    text: str
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or any(each < " " and each != "\n" for each in self.text):
            raise LedgerError("the text of a note ends in a newline and holds no other control characters")

    @property
    def whole(self) -> str:
        """The note as it is kept and sent."""
        return self.text + "\n" + "".join(each.line for each in self.signatures)

    @classmethod
    def parse(cls, data: bytes | str, *, file: str = "") -> Self:
        """Read what `whole` writes, and nothing else."""
        note = _text(data, file)
        text, gap, lines = note.rpartition("\n\n")
        below = lines.split("\n")
        if not gap or below.pop() or not below:
            raise LedgerError("a note has a text, an empty line and signatures, each with its end", file=file)
        if len(below) > MOST_SIGNATURES:
            raise LedgerError(
                f"`{len(below)}` signatures: more than `{MOST_SIGNATURES}` are not read", file=file
            )
        return cls(text=text + "\n", signatures=tuple(Signature.parse(each, file=file) for each in below))

    def signed_by(self, keys: Iterable[Verifier], *, file: str = "") -> tuple[Signed, ...]:
        """Which of the keys signed the note, each once; a signature of theirs that fails spoils it."""
        known: dict[tuple[str, bytes], Verifier] = {}
        for key in keys:
            if known.setdefault((key.name, key.key_id), key) != key:
                raise LedgerError(f"two different keys {quoted(key.name)} have one id", file=file)
        found: dict[Verifier, Signed] = {}
        for each in self.signatures:
            if signer := known.get((each.name, each.key_id)):
                try:
                    time = signer.verify(self.text, each.signature)
                except LedgerError as why:
                    raise LedgerError(why.what, file=file) from None
                found.setdefault(signer, Signed(key=signer, time=time))
        return tuple(found.values())

    def signed_too(self, signers: Iterable[Signer], *, time: int = 0) -> Self:
        """The same note with these signatures below the others."""
        added = tuple(
            Signature(name=each.name, key_id=each.verifier.key_id, signature=each.sign(self.text, time=time))
            for each in signers
        )
        return type(self)(text=self.text, signatures=self.signatures + added)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint whose log signed it, with whoever else is known to have."""

    checkpoint: Checkpoint
    note: Note
    signed_by: tuple[Signed, ...]


def sign_note(text: str, signers: Iterable[Signer], *, time: int = 0) -> str:
    """The text with the signatures under it."""
    return Note(text=text, signatures=()).signed_too(signers, time=time).whole


def open_note(data: bytes | str, keys: Iterable[Verifier], *, file: str = "") -> Note:
    """A note that at least one of the keys signed."""
    note = Note.parse(data, file=file)
    if not note.signed_by(keys, file=file):
        raise LedgerError("none of the keys you trust signed this", file=file)
    return note


def open_checkpoint(
    data: bytes | str, log_keys: Iterable[Verifier], witness_keys: Iterable[Verifier] = (), *, file: str = ""
) -> SignedCheckpoint:
    """A checkpoint that its own log signed: one of `log_keys`, under the origin's name."""
    own, others = tuple(log_keys), tuple(witness_keys)
    note = Note.parse(data, file=file)
    signed = note.signed_by((*own, *others), file=file)
    checkpoint = Checkpoint.parse(note.text, file=file)
    if not any(each.key in own and each.key.name == checkpoint.origin for each in signed):
        raise LedgerError(
            f"log {quoted(checkpoint.origin)} did not sign this with a key you trust",
            file=file,
            mend="give the key that the log's owner published",
        )
    return SignedCheckpoint(checkpoint=checkpoint, note=note, signed_by=signed)


def _text(data: bytes | str, file: str) -> str:
    if len(data) > LARGEST_NOTE:
        raise LedgerError(
            f"a note of `{len(data)}` bytes: more than `{LARGEST_NOTE}` are not read", file=file
        )
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        text.encode("utf-8")
    except UnicodeError:
        raise LedgerError("the note is not UTF-8", file=file) from None
    if any(each < " " and each != "\n" for each in text):
        raise LedgerError("the note holds control characters", file=file)
    return text
