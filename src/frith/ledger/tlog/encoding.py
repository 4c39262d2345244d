"""Base64 and decimal numbers with one spelling each: what these would not write, they refuse to read."""

from base64 import b64decode, b64encode

from frith.errors import LedgerError, quoted

LARGEST = 2**63 - 1
"""No size, index or time is larger: what the specifications allow, and what every language's signed integer holds."""


def to_base64(data: bytes) -> str:
    """The bytes in standard Base64 with padding (RFC 4648, section 4)."""
    return b64encode(data).decode("ascii")


def from_base64(text: str, *, what: str) -> bytes:
    """The bytes behind the text; a second spelling of the same bytes is refused."""
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise LedgerError(f"{what} {quoted(text)} is not Base64") from None
    if to_base64(data) != text:
        raise LedgerError(f"{what} {quoted(text)} is not written as Base64 writes it")
    return data


def from_decimal(text: str, *, what: str) -> int:
    """The number behind the digits: no sign, no leading zero, no digits of other scripts."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST)):
        raise LedgerError(f"{what} {quoted(text)} is not a number")
    number = int(text)
    if str(number) != text or number > LARGEST:
        raise LedgerError(f"{what} {quoted(text)} is not written as a number of a log is")
    return number
