"""A receipt: one entry of the log with chosen sealed details, checked without any network.

One text, a c2sp.org/tlog-proof@v1 whose `extra` line is an SD-JWT (RFC 9901). The payload of the SD-JWT is the entry, byte
for byte, so a reader hashes it and follows the proof to the signed root; its disclosures fit the digests in the entry.

    c2sp.org/tlog-proof@v1
    extra BASE64(header.ENTRY.signature~disclosure~disclosure~)
    index 73894
    ...hashes, an empty line, the signed checkpoint
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from frith.errors import LedgerError, quoted
from frith.ledger.entry.canonical import canonical, from_b64u, read, to_b64u
from frith.ledger.entry.codec import VERSION, parse, public
from frith.ledger.entry.receipt_key import ReceiptSigner, ReceiptVerifier
from frith.ledger.entry.sealed import Disclosure, Sealed, chosen, open_disclosure
from frith.ledger.entry.words import Words
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.proof import Proof

ALGORITHM: Final = "EdDSA"
TYPE: Final = "frith-entry+sd-jwt"


class Standing(StrEnum):
    """What can be said of a receipt. There is no fourth answer."""

    HOLDS = "holds"
    FALSE = "false"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom the reader trusts: logs and witnesses by their policy, and the keys that sign receipts."""

    policy: Policy
    keys: tuple[ReceiptVerifier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a receipt shows. `why` says what is wrong or missing; nothing is shown of a receipt that is false."""

    standing: Standing
    why: tuple[str, ...]
    origin: str = ""
    index: int = -1
    entry: Mapping[str, Any]
    disclosed: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SdJwt:
    """The parts of an SD-JWT in compact form, its signature not yet checked."""

    kid: str
    payload: bytes
    signature: bytes
    disclosures: tuple[Disclosure, ...]

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        return f"{to_b64u(_header(self.kid))}.{to_b64u(self.payload)}".encode("ascii")

    @property
    def text(self) -> str:
        """The compact form, without key binding."""
        jwt = f"{self.signed.decode('ascii')}.{to_b64u(self.signature)}"
        return "~".join([jwt, *(each.text for each in self.disclosures), ""])

    @classmethod
    def parse(cls, text: str) -> SdJwt:
        """Read what `text` writes, and nothing else."""
        jwt, *disclosures = text.split("~")
        parts = jwt.split(".")
        if len(parts) != 3 or not disclosures or disclosures.pop():
            raise LedgerError("what the receipt carries is not an SD-JWT without key binding")
        header = read(from_b64u(parts[0], "the header"), "the header")
        kid = header.get("kid") if isinstance(header, dict) else None
        if not isinstance(kid, str) or from_b64u(parts[0], "the header") != _header(kid):
            raise LedgerError(f"the header is not that of a receipt: {quoted(header)}")
        return cls(
            kid=kid,
            payload=from_b64u(parts[1], "the entry"),
            signature=from_b64u(parts[2], "the signature"),
            disclosures=tuple(open_disclosure(each) for each in disclosures),
        )


def make_receipt(
    entry: bytes, sealed: Sealed, names: Collection[str], *, proof: Proof, signer: ReceiptSigner
) -> str:
    """The receipt of the entry that discloses these details. LedgerError where the proof or the details are not its own."""
    proof.verify(entry)
    disclosures = chosen(sealed, names)
    _fits(disclosures, read(entry, "the entry"))
    bare = SdJwt(kid=signer.verifier.kid, payload=entry, signature=b"", disclosures=disclosures)
    whole = replace(bare, signature=signer.sign(bare.signed))
    return replace(proof, extra=whole.text.encode("ascii")).text


def open_receipt(text: str, words: Words, trust: Trust) -> Opened:
    """What the receipt shows, and whether it holds: checked here and now, asking nobody.

    False: it is no receipt, or something in it does not fit. Unsettled: nothing is wrong, but a key that it needs is not
    among those trusted, or it is of a newer version.
    """
    try:
        proof = Proof.parse(text)
        jwt = SdJwt.parse(proof.extra.decode("ascii"))
        proof.verify(jwt.payload)
        members = read(jwt.payload, "the entry")
        _fits(jwt.disclosures, members)
        missing = [*_unsigned(proof, trust), *_unnamed(jwt, trust)]
        if members.get("v") != VERSION:
            missing.append(
                f"the entry is of version {quoted(members.get('v'))}, which this program does not read"
            )
        shown = public(parse(jwt.payload, words)) if members.get("v") == VERSION else {}
    except LedgerError as why:
        return Opened(standing=Standing.FALSE, why=(why.what,), entry={}, disclosed={})
    except UnicodeDecodeError:
        return Opened(standing=Standing.FALSE, why=("it carries no SD-JWT",), entry={}, disclosed={})
    return Opened(
        standing=Standing.UNSETTLED if missing else Standing.HOLDS,
        why=tuple(missing),
        origin=proof.checkpoint.origin,
        index=proof.index,
        entry=shown,
        disclosed={each.name: each.value for each in jwt.disclosures},
    )


def _header(kid: str) -> bytes:
    return canonical({"alg": ALGORITHM, "kid": kid, "typ": TYPE})


def _fits(disclosures: Collection[Disclosure], members: Any) -> None:
    """Every disclosure belongs to the entry, once, and no name hides a field that stands in the open."""
    digests = members.get("_sd") if isinstance(members, dict) else None
    if not isinstance(digests, list):
        raise LedgerError("the entry seals nothing")
    seen: set[str] = set()
    for each in disclosures:
        if each.digest not in digests:
            raise LedgerError(f"what is disclosed as {quoted(each.name)} is not what the entry sealed")
        if each.name in seen or each.name in members:
            raise LedgerError(f"{quoted(each.name)} stands twice")
        seen.add(each.name)


def _unsigned(proof: Proof, trust: Trust) -> tuple[str, ...]:
    """What the checkpoint lacks of signatures; LedgerError where one by a trusted key does not hold."""
    signed = proof.note.signed_by(trust.policy.keys)
    return trust.policy.lacks(proof.checkpoint.origin, signed)


def _unnamed(jwt: SdJwt, trust: Trust) -> tuple[str, ...]:
    """Whether the receipt's key is unknown; LedgerError where it is known and its signature does not hold."""
    key = next((each for each in trust.keys if each.kid == jwt.kid), None)
    if key is None:
        return (f"the key {quoted(jwt.kid)} that signed the receipt is not among those you trust",)
    if not key.holds(jwt.signed, jwt.signature):
        raise LedgerError("the receipt's signature does not hold: what it signs was changed")
    return ()
