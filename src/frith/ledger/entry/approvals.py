"""Two people say yes before anything is destroyed. Each has an Ed25519 key; the store knows roles and keys, no names.

An approval signs an order: every word of what is to be done, to which store, so that it can't be used for anything else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.keys import KeyKind, Verifier

NEEDED: Final = 2
SEED_SIZE: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Somebody who may approve: a role and a public key."""

    role: str
    public: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A signature over an order by the holder of a key."""

    public: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorKey:
    """An operator's secret; its bytes show in no message."""

    role: str
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls, role: str) -> Self:
        """A fresh key for the role."""
        return cls(role=role, seed=token_bytes(SEED_SIZE))

    @property
    def operator(self) -> Operator:
        """What the store keeps of it."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Operator(role=self.role, public=public)

    def approve(self, order: bytes) -> Approval:
        """The holder says yes to exactly this order."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(order)
        return Approval(public=self.operator.public, signature=signature)


def order_of(action: str, store: bytes, *words: str) -> bytes:
    """The order as it is signed: one line a word, so that no two orders are spelled alike."""
    if any("\n" in each for each in words):
        raise LedgerError("an order is made of words without line breaks")
    return "\n".join([f"frith-order/1 {action}", store.hex(), *words, ""]).encode()


def check_operators(operators: Sequence[Operator], roles: Collection[str]) -> None:
    """At least two operators with different keys, each in a known role; LedgerError otherwise."""
    for each in operators:
        if each.role not in roles:
            raise LedgerError(f"{quoted(each.role)} is not a role", mend="one of " + ", ".join(roles))
        # the log's own check of a public key: under a weak one, one person could sign for two
        Verifier(name=each.role, kind=KeyKind.ED25519, public=each.public)
    if len({each.public for each in operators}) < max(NEEDED, len(operators)):
        raise LedgerError(
            "a store needs two operators at least, each with a key of their own", mend="name another"
        )


def approved_by(
    order: bytes, approvals: Sequence[Approval], operators: Sequence[Operator]
) -> tuple[str, str]:
    """The roles of two different operators who approved the order, sorted. LedgerError where there are not two."""
    roles: dict[bytes, str] = {}
    for each in approvals:
        known = next((one for one in operators if one.public == each.public), None)
        if known is None:
            raise LedgerError(
                "an approval is by a key that the store does not know", mend="ask one of its operators"
            )
        try:
            Ed25519PublicKey.from_public_bytes(each.public).verify(each.signature, order)
        except InvalidSignature:
            raise LedgerError(
                f"the approval by the {quoted(known.role)} is for another order",
                mend="show what is to be done, and ask again",
            ) from None
        roles[each.public] = known.role
    if len(roles) < NEEDED:
        raise LedgerError(f"`{len(roles)}` of `{NEEDED}` operators approved", mend="ask another operator")
    first, second, *_ = sorted(roles.values())
    return first, second
