"""An entry made ready for the log, with its details sealed and their key kept.

1  the details are sealed under a fresh key      nothing has happened
2  the entry is spelled and looked at            refused: nothing has happened
3  its key is kept                               a key to an entry that may never come; its month destroys it
4  whoever called hands the bytes to the log     until the log has them, the same call is simply made again: it makes
                                                 another entry under another key, so hand over these bytes, not these
                                                 facts, when trying once more
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frith.ledger.entry.codec import Written
from frith.ledger.entry.keystore import Keystore, Month
from frith.ledger.entry.lint import Rules, checked
from frith.ledger.entry.model import Entry
from frith.ledger.entry.periods import middle
from frith.ledger.entry.retention import Retention
from frith.ledger.entry.sealed import new_key, nothing, seal
from frith.ledger.tlog.hashes import leaf_hash

UNSCHEDULED = "unscheduled"
"""The retention class of what no law of the place says when to destroy. Nothing destroys it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Where the keys of sealed details are kept, and how long the law of the place keeps what."""

    store: Keystore
    schedule: Sequence[Retention]

    def month(self, entry: Entry) -> Month:
        """What the entry's key is kept and destroyed with."""
        day = middle(entry.on)
        found = next((each.path for each in self.schedule if entry.kind in each.entries), "")
        return Month(retention=found or f"{entry.place}/{UNSCHEDULED}", month=f"{day.year:04}-{day.month:02}")


def ready(entry: Entry, details: Mapping[str, str], *, rules: Rules, keeping: Keeping, size: int) -> bytes:
    """The bytes of the entry, which may go to a log of `size` entries; its key is kept, and on the disk.

    LedgerError says what the entry or a detail may not hold, and then no key is kept.
    """
    key = new_key()
    sealed = seal(details, key, rules.words)
    data = checked(Written(entry=entry, digests=sealed.digests), rules, size=size)
    keeping.store.keep(leaf_hash(data), key, keeping.month(entry))
    return data


def ready_without_details(entry: Entry, *, rules: Rules, size: int) -> bytes:
    """The bytes of an entry that seals nothing, which may go to a log of `size` entries."""
    return checked(Written(entry=entry, digests=nothing(rules.words)), rules, size=size)
