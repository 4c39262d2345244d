"""Destroying the keys of a month: on the schedule, by two operators, never under a legal hold, and entered in the ledger.

The steps, and what a crash between them means:

    1  the schedule, the hold and the approvals are looked at      nothing has happened
    2  one transaction: keys deleted, the disposal noted           the keys are gone from the file, maybe not from its
                                                                   write-ahead log: opening the store cuts that first
    3  the write-ahead log is cut                                  the disposal is noted as not entered yet:
                                                                   `to_enter` gives it until `entered` is called
    4  the entry goes to the ledger; `entered` is called           done; entering it twice is found by its entry's bytes

Receipts that were given out before stay open to whoever holds them: their salts are in them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from frith.errors import LedgerError
from frith.ledger.entry.approvals import Approval, Operator, approved_by, check_operators, order_of
from frith.ledger.entry.keystore import Keystore, Month
from frith.ledger.entry.model import Disposal
from frith.ledger.entry.retention import Retention
from frith.ledger.entry.slots import week_of
from frith.ledger.entry.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposed:
    """The keys of a month are destroyed: so many, with the consent of two operators in these roles."""

    month: Month
    number: int
    roles: tuple[str, str]

    def entry(self, *, place: str, packs: Mapping[str, str], on: date, words: Words) -> Disposal:
        """The disposal as the ledger tells it: the number as a band, the day as a week."""
        return Disposal(
            place=place,
            on=week_of(on),
            packs=packs,
            retention=self.month.retention,
            month=self.month.month,
            amount=words.bands.word(self.number),
            roles=self.roles,
        )


def order_to_dispose(store: Keystore, month: Month) -> bytes:
    """What two operators sign: this store, this month, and as many keys as it holds now."""
    return order_of("dispose", store.id, *month.row, str(store.number(month)))


def dispose(
    store: Keystore, month: Month, rule: Retention, *, today: date, approvals: Sequence[Approval]
) -> Disposed:
    """The keys of the month are gone from the store. LedgerError says why they are not, and then nothing has happened."""
    if month.retention != rule.path:
        raise LedgerError(f"rule `{rule.path}` is not that of `{month.retention}`", file=str(store.path))
    if today < rule.due(month.month):
        what = f"the law keeps `{month.month}` until `{rule.due(month.month)}`"
        raise LedgerError(what, file=str(store.path), mend=f"`{rule.provision}` says how long")
    with store.change() as db:
        if db.execute("SELECT 1 FROM hold WHERE retention = ? AND month = ?", month.row).fetchone():
            what = f"a legal hold keeps `{month.month}` of `{month.retention}`"
            raise LedgerError(what, file=str(store.path), mend="counsel lifts it first")
        number = store.number(month)
        if not db.execute("SELECT 1 FROM month WHERE retention = ? AND month = ?", month.row).fetchone():
            raise LedgerError(f"`{month.month}` of `{month.retention}` holds no keys", file=str(store.path))
        roles = approved_by(order_to_dispose(store, month), approvals, store.operators)
        db.execute("DELETE FROM month WHERE retention = ? AND month = ?", month.row)
        db.execute("DELETE FROM record WHERE retention = ? AND month = ?", month.row)
        db.execute("INSERT INTO disposed VALUES (?, ?, ?, ?, ?, 0)", (*month.row, number, *roles))
    store.sweep()
    return Disposed(month=month, number=number, roles=roles)


def to_enter(store: Keystore) -> tuple[Disposed, ...]:
    """Every disposal that the ledger does not tell yet."""
    with store.change() as db:
        rows = db.execute("SELECT * FROM disposed WHERE entered = 0 ORDER BY month, retention").fetchall()
    return tuple(
        Disposed(month=Month(retention=retention, month=month), number=number, roles=(first, second))
        for retention, month, number, first, second, _ in rows
    )


def entered(store: Keystore, month: Month) -> None:
    """The ledger tells the disposal of this month."""
    with store.change() as db:
        db.execute("UPDATE disposed SET entered = 1 WHERE retention = ? AND month = ?", month.row)


def hold(store: Keystore, month: Month) -> None:
    """The month can't be destroyed until the hold is lifted. It needs one person's word: holding destroys nothing."""
    with store.change() as db:
        if db.execute("SELECT 1 FROM disposed WHERE retention = ? AND month = ?", month.row).fetchone():
            raise LedgerError(
                f"`{month.month}` of `{month.retention}` is destroyed already",
                file=str(store.path),
                mend="tell counsel",
            )
        db.execute("INSERT OR IGNORE INTO hold VALUES (?, ?)", month.row)


def order_to_lift(store: Keystore, month: Month) -> bytes:
    """What two operators sign to lift a hold."""
    return order_of("lift", store.id, *month.row)


def lift(store: Keystore, month: Month, *, approvals: Sequence[Approval]) -> None:
    """The hold is lifted. LedgerError where two operators did not say so."""
    with store.change() as db:
        approved_by(order_to_lift(store, month), approvals, store.operators)
        db.execute("DELETE FROM hold WHERE retention = ? AND month = ?", month.row)


def order_to_appoint(store: Keystore, operators: Sequence[Operator]) -> bytes:
    """What two of the present operators sign to put others in their place."""
    return order_of("appoint", store.id, *sorted(f"{each.role} {each.public.hex()}" for each in operators))


def appoint(
    store: Keystore, operators: Sequence[Operator], *, roles: Collection[str], approvals: Sequence[Approval]
) -> None:
    """From now on these operators, and no others, may approve."""
    check_operators(operators, roles)
    with store.change() as db:
        approved_by(order_to_appoint(store, operators), approvals, store.operators)
        db.execute("DELETE FROM operator")
        db.executemany("INSERT INTO operator VALUES (?, ?)", [(each.public, each.role) for each in operators])
