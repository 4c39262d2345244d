"""The signing key kept so that any two of its operators bring it back, and none of them alone.

For each two operators the key is sealed once, under a secret made from both their passphrases. With three operators one
may be away, or have forgotten. Nothing here is our own: Scrypt (RFC 7914) makes the secret, AES-256-GCM seals.

    {"format": 1, "key": "<public key>", "sealed": [{"by": ["clerk", "counsel"], "salt": "…", "nonce": "…", "box": "…"}]}
"""

import json
import secrets
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.encoding import from_base64, to_base64

FORMAT = 1
COST = 2**17
"""Scrypt's N, with r = 8 and p = 1: 128 MiB and about half a second, as OWASP's password storage sheet advises."""

SHORTEST = 16
"""Letters of a passphrase: six words drawn by dice have more."""


def seal(secret: bytes, passphrases: Mapping[str, str], *, public: str) -> str:
    """A text from which any two of the operators, named by their roles, get the secret back."""
    if len(passphrases) < 2:
        raise LedgerError(
            "one operator alone must not hold the key", mend="name two or three, each with a passphrase"
        )
    for role, passphrase in passphrases.items():
        if len(passphrase) < SHORTEST:
            raise LedgerError(
                f"the passphrase of {quoted(role)} has `{len(passphrase)}` letters",
                mend=f"at least {SHORTEST}, as six words",
            )
    sealed = []
    for pair in combinations(sorted(passphrases), 2):
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        box = AESGCM(_key([passphrases[each] for each in pair], salt)).encrypt(
            nonce, secret, _bound(pair, public)
        )
        sealed.append(
            {"by": list(pair), "salt": to_base64(salt), "nonce": to_base64(nonce), "box": to_base64(box)}
        )
    return json.dumps({"format": FORMAT, "key": public, "sealed": sealed}, indent=1) + "\n"


def unseal(text: str, passphrases: Mapping[str, str], *, file: str = "") -> bytes:
    """The secret, given the passphrases of two of the operators."""
    try:
        whole: dict[str, Any] = json.loads(text)
        boxes = {tuple(each["by"]): each for each in whole["sealed"]}
        public = str(whole["key"])
    except (ValueError, KeyError, TypeError):
        raise LedgerError("this is no recovery file", file=file) from None
    for pair in combinations(sorted(passphrases), 2):
        if pair in boxes:
            box = boxes[pair]
            key = _key([passphrases[each] for each in pair], from_base64(box["salt"], what="salt"))
            try:
                return AESGCM(key).decrypt(
                    from_base64(box["nonce"], what="nonce"),
                    from_base64(box["box"], what="box"),
                    _bound(pair, public),
                )
            except InvalidTag:
                raise LedgerError(
                    f"the passphrases of {quoted(pair[0])} and {quoted(pair[1])} don't open this",
                    file=file,
                    mend="check both; a changed file looks the same",
                ) from None
    raise LedgerError(
        "two of the operators are needed",
        file=file,
        mend=f"any two of {', '.join(sorted({x for p in boxes for x in p}))}",
    )


def _key(passphrases: list[str], salt: bytes) -> bytes:
    # Each with its length before it, so that no two pairs of passphrases make one text.
    parts = [text.encode() for text in passphrases]
    joined = b"".join(len(each).to_bytes(4, "big") + each for each in parts)
    return Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(joined)


def _bound(pair: tuple[str, ...], public: str) -> bytes:
    return json.dumps([FORMAT, public, *pair]).encode()
