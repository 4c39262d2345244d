"""Keys that sign receipts: Ed25519, named by the thumbprint of their JWK (RFC 7638, RFC 8037).

A receipt key is never a log's or a witness's key: one secret serves one kind of signature only.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from frith.errors import LedgerError, quoted
from frith.ledger.entry.canonical import canonical, from_b64u, to_b64u
from frith.ledger.tlog.keys import KeyKind, Verifier

SIZE: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptVerifier:
    """The public half of a receipt key."""

    public: bytes

    def __post_init__(self) -> None:
        # the log's own check of a public key: its length, and that not everybody can sign under it
        Verifier(name="receipt", kind=KeyKind.ED25519, public=self.public)

    @property
    def jwk(self) -> dict[str, str]:
        """The key as it is given to others."""
        return {"crv": "Ed25519", "kty": "OKP", "x": to_b64u(self.public)}

    @property
    def kid(self) -> str:
        """The name under which receipts call it."""
        return to_b64u(sha256(canonical(self.jwk)).digest())

    def holds(self, message: bytes, signature: bytes) -> bool:
        """The key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSigner:
    """The secret half; its bytes show in no message."""

    seed: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """A fresh key."""
        return cls(seed=token_bytes(SIZE))

    @property
    def verifier(self) -> ReceiptVerifier:
        """The public half."""
        return ReceiptVerifier(
            public=Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        )

    def sign(self, message: bytes) -> bytes:
        """The signature over the message."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def key_set(keys: Collection[ReceiptVerifier]) -> str:
    """The keys as a JWK set, for whoever checks receipts."""
    return (
        json.dumps({"keys": [each.jwk | {"kid": each.kid} for each in keys]}, indent=2, sort_keys=True) + "\n"
    )


def read_key_set(text: str, *, file: str = "") -> tuple[ReceiptVerifier, ...]:
    """The Ed25519 keys of a JWK set; keys of other kinds are somebody else's."""
    try:
        keys = json.loads(text)["keys"]
        found = [each for each in keys if each.get("kty") == "OKP" and each.get("crv") == "Ed25519"]
        return tuple(ReceiptVerifier(public=from_b64u(each["x"], "the key")) for each in found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise LedgerError(
            f"{quoted(text)} is not a JWK set", file=file, mend="take the file as it was published"
        ) from None
