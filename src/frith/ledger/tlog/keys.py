"""Keys that sign notes, and keys that check them, in three kinds.

    ledger.example/city+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
    name                key id   Base64 of the kind's byte and the public key

The kinds, and what each signs:

    0x01  Ed25519      the note's text: a log's own key                     https://c2sp.org/signed-note@v1.0.0
    0x04  Ed25519      a time and a checkpoint's text: a witness            https://c2sp.org/tlog-cosignature@v1.0.1
    0x06  ML-DSA-44    names, a time, size and root: a witness, or a log's second signature

A kind is part of the key's id, so one key never passes for another kind; still, one secret serves one kind only.
"""

import secrets
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.encoding import LARGEST, from_base64, to_base64

ID_SIZE: Final = 4
SEED_SIZE: Final = 32
TIME_SIZE: Final = 8
PRIVATE_MARK: Final = "PRIVATE+KEY+"
"""What the text of a secret key begins with, so that nobody takes it for a public one."""


P: Final = 2**255 - 19
WEAK: Final = frozenset(
    {
        *(each.to_bytes(32, "little") for each in (0, 1, P - 1, P, P + 1)),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    }
)
"""Ed25519 points of small order, sign bit apart: under such a key everybody can sign, so its owner could deny anything."""


class KeyKind(IntEnum):
    """The byte by which a signature says how it was made."""

    ED25519 = 0x01
    COSIGNATURE = 0x04
    ML_DSA_44 = 0x06


PUBLIC_SIZE: Final = {KeyKind.ED25519: 32, KeyKind.COSIGNATURE: 32, KeyKind.ML_DSA_44: 1312}
SIGNATURE_SIZE: Final = {KeyKind.ED25519: 64, KeyKind.COSIGNATURE: 64, KeyKind.ML_DSA_44: 2420}
"""Without the time that two of the kinds carry in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A public key under its name."""

    name: str
    kind: KeyKind
    public: bytes

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise LedgerError(
                f"{quoted(self.name)} can't be the name of a key", mend="leave out spaces and `+`"
            )
        if len(self.public) != PUBLIC_SIZE[self.kind]:
            raise LedgerError(
                f"key {quoted(self.name)} has `{len(self.public)}` bytes, which no key of its kind has"
            )
        if self._is_weak():
            raise LedgerError(
                f"key {quoted(self.name)} is one under which everybody can sign", mend="ask for another"
            )

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand before each of its signatures."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:ID_SIZE]

    @property
    def text(self) -> str:
        """The key as it is given to others."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `text` writes, and nothing else."""
        name, kind, public = _key_parts(text, text)
        key = cls(name=name, kind=kind, public=public)
        if key.text != text:
            raise LedgerError(
                f"the id of key {quoted(name)} does not fit the key", mend="copy the whole key again"
            )
        return key

    def verify(self, text: str, signature: bytes) -> int:
        """The time that the signature states, in seconds since 1970, 0 where it states none; the signature holds."""
        time, bare = 0, signature
        if self.kind is not KeyKind.ED25519:
            time, bare = int.from_bytes(signature[:TIME_SIZE], "big"), signature[TIME_SIZE:]
        broken = LedgerError(f"the signature by {quoted(self.name)} does not hold: what it signs was changed")
        if len(bare) != SIGNATURE_SIZE[self.kind] or time > LARGEST:
            raise broken
        message = signed_message(self, text, time)
        try:
            if self.kind is KeyKind.ML_DSA_44:
                MLDSA44PublicKey.from_public_bytes(self.public).verify(bare, message)
            else:
                Ed25519PublicKey.from_public_bytes(self.public).verify(bare, message)
        except (InvalidSignature, ValueError):
            raise broken from None
        return time

    def _is_weak(self) -> bool:
        return (
            self.kind is not KeyKind.ML_DSA_44 and self.public[:-1] + bytes([self.public[-1] & 0x7F]) in WEAK
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A secret key under its name; neither its text nor its bytes show in a message."""

    name: str
    kind: KeyKind
    seed: bytes = field(repr=False)
    verifier: Verifier = field(init=False)
    _secret: Ed25519PrivateKey | MLDSA44PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise LedgerError(
                f"a secret key has `{SEED_SIZE}` bytes, that of {quoted(self.name)} `{len(self.seed)}`"
            )
        secret = _secret(self.kind, self.seed)
        public = secret.public_key().public_bytes_raw()
        # Made once: a log signs many times a second, and the public half costs as much as a signature.
        object.__setattr__(self, "_secret", secret)
        object.__setattr__(self, "verifier", Verifier(name=self.name, kind=self.kind, public=public))

    @classmethod
    def generate(cls, name: str, kind: KeyKind = KeyKind.ED25519) -> Self:
        """A new secret key."""
        return cls(name=name, kind=kind, seed=secrets.token_bytes(SEED_SIZE))

    @property
    def secret_text(self) -> str:
        """The secret key as its owner keeps it."""
        kept = to_base64(bytes([self.kind]) + self.seed)
        return f"{PRIVATE_MARK}{self.name}+{self.verifier.key_id.hex()}+{kept}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `secret_text` writes, and nothing else; a message never repeats it."""
        if not text.startswith(PRIVATE_MARK):
            raise LedgerError("this is no secret key", mend=f"its text begins with `{PRIVATE_MARK}`")
        name, kind, seed = _key_parts(text.removeprefix(PRIVATE_MARK), "a secret key")
        key = cls(name=name, kind=kind, seed=seed)
        if key.secret_text != text:
            raise LedgerError(f"the id of secret key {quoted(name)} does not fit the key")
        return key

    def sign(self, text: str, *, time: int = 0) -> bytes:
        """A signature over a note's text at `time`; a kind that states no time leaves it out."""
        if self.kind is KeyKind.ED25519:
            return self._secret.sign(signed_message(self.verifier, text, 0))
        if not 0 < time <= LARGEST:
            raise LedgerError(f"a cosignature states when it was made, not `{time}`")
        stated = time.to_bytes(TIME_SIZE, "big")
        return stated + self._secret.sign(signed_message(self.verifier, text, time))


def signed_message(key: Verifier, text: str, time: int) -> bytes:
    """The bytes that a signature of the key's kind is over."""
    match key.kind:
        case KeyKind.ED25519:
            return text.encode()
        case KeyKind.COSIGNATURE:
            return f"cosignature/v1\ntime {time}\n{text}".encode()
        case KeyKind.ML_DSA_44:
            head = Checkpoint.parse(text)
            return b"".join(
                [
                    b"subtree/v1\n\0",
                    _short(key.name),
                    struct.pack(">Q", time),
                    _short(head.origin),
                    struct.pack(">QQ", 0, head.size),
                    head.root,
                ]
            )


def is_name(text: str) -> bool:
    """Whether a key may be called this: no spaces of any script, no `+`, nothing that does not show."""
    return bool(text) and "+" not in text and not any(each.isspace() or each < " " for each in text)


def _secret(kind: KeyKind, seed: bytes) -> Ed25519PrivateKey | MLDSA44PrivateKey:
    if kind is KeyKind.ML_DSA_44:
        return MLDSA44PrivateKey.from_seed_bytes(seed)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _short(text: str) -> bytes:
    data = text.encode()
    if len(data) > 255:
        raise LedgerError(f"name {quoted(text)} is too long for a signature of this kind")
    return bytes([len(data)]) + data


def _key_parts(text: str, shown: str) -> tuple[str, KeyKind, bytes]:
    """(name, kind, key) of a key's text; `shown` is what a message may repeat of it."""
    parts = text.split("+", 2)
    try:
        data = from_base64(parts[2], what="key") if len(parts) == 3 else b""
        return parts[0], KeyKind(data[0]), data[1:]
    except (LedgerError, IndexError, ValueError):
        raise LedgerError(f"{quoted(shown)} can't be read as a key") from None
