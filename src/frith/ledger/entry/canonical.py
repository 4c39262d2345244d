"""One spelling for everything that is hashed: RFC 8785 JSON over ASCII, and base64url without padding.

Standard library only. For texts of ASCII letters, whole numbers up to 2**53, lists and tables, RFC 8785 says what
`json.dumps` writes with sorted keys and no blanks; a test holds this against a library that implements the whole of it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from frith.errors import LedgerError, quoted


def canonical(value: object) -> bytes:
    """The value as canonical JSON. LedgerError where a letter outside ASCII stands in it."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    if not text.isascii():
        raise LedgerError(
            f"a letter outside ASCII stands in {quoted(text)}", mend="closed words are plain ASCII"
        )
    return text.encode("ascii")


def read(data: bytes, what: str) -> Any:
    """The value that the bytes spell in JSON, whatever its shape; LedgerError where they spell none."""
    try:
        return json.loads(data.decode("ascii"))
    except (ValueError, RecursionError):
        raise LedgerError(
            f"{what} is not JSON in plain ASCII", mend="take the bytes as they were given out"
        ) from None


def to_b64u(data: bytes) -> str:
    """The bytes as base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64u(text: str, what: str) -> bytes:
    """The bytes that the text spells; LedgerError where it is not the one spelling of them."""
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        data = b""
    if not data or to_b64u(data) != text:
        raise LedgerError(
            f"{what} {quoted(text)} is not base64url", mend="take the letters as they were given out"
        )
    return data
