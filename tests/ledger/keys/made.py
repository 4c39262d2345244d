"""Operators, months and filled stores for the tests of record keys."""

import os
from datetime import date

from frith.api import counsel
from frith.ledger.entry.approvals import OperatorKey
from frith.ledger.entry.keystore import Month
from frith.ledger.entry.retention import read_retention
from frith.ledger.entry.sealed import new_key
from frith.ledger.entry.shred import (
    dispose,
    order_to_dispose,
)
from tests.ledger.entry_made import (
    PLACE,
    TOY,
    words,
)

ROLES = words().lists["role"]
ANN, BEN, CAT = OperatorKey.new("records_officer"), OperatorKey.new("counsel"), OperatorKey.new("auditor")
OPERATORS = [each.operator for each in (ANN, BEN, CAT)]
JANUARY, FEBRUARY = (
    Month(retention=f"{PLACE}/requests", month="2024-01"),
    Month(retention=f"{PLACE}/requests", month="2024-02"),
)
TODAY = date(2026, 11, 23)
RULE = read_retention(counsel(PLACE, TOY).stack.packs[0])[0]


def both(order):
    return [ANN.approve(order), BEN.approve(order)]


def destroy(store, month=JANUARY):
    return dispose(store, month, RULE, today=TODAY, approvals=both(order_to_dispose(store, month)))


def filled(store, number=40):
    """Keys by leaf, half of them of January."""
    keys = {os.urandom(32): new_key() for _ in range(number)}
    for at, (leaf, key) in enumerate(keys.items()):
        store.keep(leaf, key, (JANUARY, FEBRUARY)[at % 2])
    return keys


def bytes_on_disk(path):
    """Everything in the store's folder: the file, its write-ahead log, whatever else."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.iterdir()))
