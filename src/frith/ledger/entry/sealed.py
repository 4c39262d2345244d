"""What a unit keeps and commits to: salted digests as RFC 9901 has them, among decoys.

    salt        the first 16 bytes of HMAC-SHA-256(record key, "frith salt" 0x00 field)
    disclosure  base64url(JSON [salt, field, value])
    digest      base64url(SHA-256(disclosure))

One key of 32 bytes makes every salt of one entry, so one deletion makes all of its digests unreadable for ever. A receipt
gives out single disclosures, never the key.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Final

from frith.errors import LedgerError, quoted
from frith.ledger.entry.canonical import canonical, from_b64u, read, to_b64u
from frith.ledger.entry.words import Words

KEY_SIZE: Final = 32
SALT_SIZE: Final = 16
RESERVED: Final = ("_sd", "_sd_alg", "...")
"""Names that RFC 9901 keeps for itself."""

ALIEN_NUMBER: Final = re.compile(r"(^|[^A-Z0-9])A[ -]?\d{2,3}[ -]?\d{3}[ -]?\d{3}($|[^A-Z0-9])", re.ASCII)
SOCIAL_NUMBER: Final = re.compile(r"(^|\D)\d{3}-?\d{2}-?\d{4}($|\D)", re.ASCII)
"""Numbers by which other files find a person. A unit's own number for a request is not one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One sealed detail with its salt. `text` is what is hashed and given out."""

    salt: str
    name: str
    value: str

    @property
    def text(self) -> str:
        """The disclosure as RFC 9901 writes it."""
        return to_b64u(canonical([self.salt, self.name, self.value]))

    @property
    def digest(self) -> str:
        """What stands in the entry for it."""
        return digest_of(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The digests that go into an entry, and the disclosures that stay with the unit."""

    digests: tuple[str, ...]
    disclosures: tuple[Disclosure, ...] = field(repr=False)


def new_key() -> bytes:
    """A fresh key for one record."""
    return token_bytes(KEY_SIZE)


def seal(details: Mapping[str, str], key: bytes, words: Words) -> Sealed:
    """The details as digests, filled up with decoys so that nobody sees how many there are.

    LedgerError names a detail that is not on the list, is not of its shape, or looks like a person's number.
    """
    if len(key) != KEY_SIZE:
        raise LedgerError(
            f"a record key has `{KEY_SIZE}` bytes, this one has `{len(key)}`", mend="make a new key"
        )
    for name, value in details.items():
        _check(name, value, words)
    disclosures = tuple(
        Disclosure(salt=salt(key, name), name=name, value=details[name]) for name in sorted(details)
    )
    decoys = [
        to_b64u(sha256(_derived(key, "frith decoy", str(number))).digest())
        for number in range(words.digests - len(disclosures))
    ]
    return Sealed(
        digests=tuple(sorted([*(each.digest for each in disclosures), *decoys])), disclosures=disclosures
    )


def nothing(words: Words) -> tuple[str, ...]:
    """The digests of an entry that seals nothing: decoys under a key that nobody keeps, like any others to a reader."""
    return seal({}, new_key(), words).digests


def salt(key: bytes, name: str) -> str:
    """The salt of one field of the record."""
    return to_b64u(_derived(key, "frith salt", name)[:SALT_SIZE])


def chosen(sealed: Sealed, names: Collection[str]) -> tuple[Disclosure, ...]:
    """The disclosures of these fields, in order. LedgerError names one that was not sealed."""
    known = {each.name: each for each in sealed.disclosures}
    for name in names:
        if name not in known:
            raise LedgerError(
                f"{quoted(name)} was not sealed in this entry", mend="choose among " + ", ".join(known)
            )
    return tuple(known[name] for name in sorted(set(names)))


def open_disclosure(text: str) -> Disclosure:
    """The disclosure that the text spells, and nothing else. LedgerError where it is none of ours."""
    parts = read(from_b64u(text, "the disclosure"), "the disclosure")
    if not isinstance(parts, list) or len(parts) != 3 or not all(isinstance(each, str) for each in parts):
        raise LedgerError(
            "a disclosure is not a salt, a field and a value", mend="take it as it was given out"
        )
    found = Disclosure(salt=parts[0], name=parts[1], value=parts[2])
    if found.text != text:
        raise LedgerError(
            "a disclosure is not spelled as disclosures are", mend="take it as it was given out"
        )
    if found.name in RESERVED or len(from_b64u(found.salt, "the salt")) < SALT_SIZE:
        raise LedgerError(f"{quoted(found.name)} can't be disclosed so", mend="ask for the receipt again")
    return found


def digest_of(text: str) -> str:
    """The digest of a disclosure's letters."""
    return to_b64u(sha256(text.encode("ascii")).digest())


def _derived(key: bytes, use: str, name: str) -> bytes:
    return hmac.digest(key, f"{use}\0{name}".encode(), "sha256")


def _check(name: str, value: str, words: Words) -> None:
    shape = words.sealed.get(name)
    if shape is None:
        raise LedgerError(f"no detail {quoted(name)} can be sealed", mend="one of " + ", ".join(words.sealed))
    if not shape.fullmatch(value):
        raise LedgerError(f"the value of `{name}` is not of its shape", mend=f"write it as `{shape.pattern}`")
    if name == "case" and (ALIEN_NUMBER.search(value) or SOCIAL_NUMBER.search(value)):
        raise LedgerError(
            "the value of `case` looks like a person's number", mend="use the unit's own number"
        )
