"""The one that gives entries their places.

A group of submissions goes through seven steps, one group at a time:

    1 TAKEN      the group is out of the queue
    2 SORTED     what is in the log already is set apart
    3 HASHED     its tiles and its root are known
    4 SIGNED     the checkpoint over them is signed
    5 COMMITTED  all of it is one durable transaction
    6 MARKED     the file beside the key says how far the log is
    7 TOLD       the submitters have their receipts

While one group is at 5 the next may be at 1 to 4. After any error from 2 on, the memory of this object may differ from the
database: it is not used again, everyone who waits is told to retry with the same key, and the log is opened anew.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from itertools import chain

from frith.errors import LedgerError
from frith.ledger.log.edge import Bundles, Edge
from frith.ledger.log.highwater import HighWater
from frith.ledger.log.keys import Pen, sign
from frith.ledger.log.reading import entries as stored_entries
from frith.ledger.log.store import Group, Seen, State, Store
from frith.ledger.tlog.checkpoint import Checkpoint

SYNC_EVERY = 1.0
"""Seconds after which the file beside the key is synced: what a power failure and an old backup together could hide."""

BACKWARDS = 24 * 3600
"""Seconds by which the clock may be behind the last signature. Up to here time stands still; further back, days are wrong."""


class Step(StrEnum):
    """Where the sequencer is with a group."""

    TAKEN = "taken"
    SORTED = "sorted"
    HASHED = "hashed"
    SIGNED = "signed"
    COMMITTED = "committed"
    MARKED = "marked"
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The submission is in the log for good: its entries from `index` on, under this signed checkpoint."""

    index: int
    count: int
    checkpoint: bytes


class Submission:
    """Entries that wait for their place in the log; `outcome` is set once they have it, or can't have one."""

    __slots__ = ("entries", "key", "leaves", "outcome", "taken")

    def __init__(self, entries: Sequence[bytes], key: bytes) -> None:
        self.entries = entries
        self.key = key
        # Hashed here, in the submitter's own thread: it goes on while another group is being written to the disk.
        self.leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
        self.taken = False
        self.outcome: Receipt | LedgerError | None = None


class Clock:
    """Seconds since 1970 that never run backwards, whatever the machine's clock does."""

    def __init__(self, read: Callable[[], float], *, last: int) -> None:
        self._read = read
        self.last = last

    def now(self) -> int:
        """The time to sign at: never before the last. One thread at a time may ask."""
        self.last = self._later()
        return self.last

    def today(self) -> date:
        """The day it is, in UTC."""
        return _day(self._later())

    def _later(self) -> int:
        now = int(self._read())
        if now < self.last - BACKWARDS:
            raise LedgerError(
                f"this machine's clock says {_day(now)}, and the log has signed on {_day(self.last)}",
                mend="set the clock; nothing is signed meanwhile",
            )
        return max(self.last, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a sequencer works with."""

    store: Store
    lookup: Store
    """The same database, read while a group is being committed through `store`."""
    water: HighWater
    pens: Sequence[Pen]
    clock: Clock
    step: Callable[[Step], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A group that is hashed and signed: what wants a place, with it, and what may have one already."""

    fresh: Sequence[Submission]
    again: Sequence[Submission]
    seen: dict[bytes, Seen]
    group: tuple[Group, ...]
    """One, or none where nothing is fresh."""


class Sequencer:
    """Gives entries their places, at the right edge of the tree. Nobody else does.

    One thread at a time prepares and one at a time finishes, in the same order: a group is hashed while the one before it
    is on its way to the disk. If that one fails, this one is given up with it.
    """

    def __init__(self, desk: Desk, edge: Edge, bundles: Bundles) -> None:
        self._desk = desk
        self._edge = edge
        self._bundles = bundles
        self.state = desk.store.state()
        self._ahead = self.state
        """As prepared last; `state` is as committed last."""
        self._ahead_seen: dict[bytes, Seen] = {}
        self._synced = time.monotonic()

    def prepare(self, taken: Sequence[Submission]) -> Prepared:
        """The group is ready to be committed."""
        # 1 TAKEN. Nothing of the group is on the disk. A crash here loses nobody's receipt: no one has any.
        self._desk.step(Step.TAKEN)
        fresh, again = self._sort(taken)
        # 2 SORTED. As before.
        self._desk.step(Step.SORTED)
        seen = self._places(fresh)
        group = (self._group(fresh, tuple(seen.values())),) if fresh else ()
        self._ahead_seen = seen
        return Prepared(fresh=fresh, again=again, seen=seen, group=group)

    def finish(self, prepared: Prepared) -> None:
        """Each of the submissions has its outcome; an error means that none of them is known to be in the log."""
        for group in prepared.group:
            self._commit(group)
        for each in prepared.again:
            each.outcome = self._once_more(each)
        for each in prepared.fresh:
            each.outcome = self._receipt(prepared.seen[each.key])
        # 7 TOLD. A crash between 5 and here leaves entries in the log whose submitters don't know it: they retry with the
        # same key and get the place that was given.
        self._desk.step(Step.TOLD)

    def sign_again(self) -> None:
        """The checkpoint carries a signature by every key that signs now; size and root are what they were."""
        self.state = self._ahead = self._signed(self.state)
        self._desk.store.append(Group(state=self.state))

    def mark(self, *, durably: bool) -> None:
        """The file beside the key says how far the log is."""
        water = self._desk.water
        if (water.size, water.root) != (self.state.size, self.state.root):
            water.raise_to(self.state.size, self.state.root)
        if durably:
            water.sync()
            self._synced = time.monotonic()

    def _group(self, fresh: Sequence[Submission], seen: Sequence[Seen]) -> Group:
        tiles = self._edge.grow(list(chain.from_iterable([each.leaves for each in fresh])))
        bundles, tail = self._bundles.add(list(chain.from_iterable([each.entries for each in fresh])))
        state = replace(self._ahead, size=self._edge.size, root=self._edge.root())
        # 3 HASHED. In memory only: a crash here is a crash at 1.
        self._desk.step(Step.HASHED)
        self._ahead = self._signed(state)
        # 4 SIGNED. The signature is in this process's memory and goes nowhere before 5: a crash here, and nobody ever saw it.
        # What is signed at this size afterwards is the first that leaves.
        self._desk.step(Step.SIGNED)
        return Group(state=self._ahead, bundles=bundles, tiles=tiles, tail=tail, seen=seen)

    def _commit(self, group: Group) -> None:
        self._desk.store.append(group)
        # 5 COMMITTED. A crash inside the commit leaves all of the group or nothing; a crash after it leaves all. Opening
        # the log finds out which, and retries get their places.
        self._desk.step(Step.COMMITTED)
        self.state = group.state
        self.mark(durably=time.monotonic() - self._synced > SYNC_EVERY)
        # 6 MARKED. A crash between 5 and here leaves the file behind the database, which opening the log mends.
        self._desk.step(Step.MARKED)

    def _sort(self, taken: Sequence[Submission]) -> tuple[list[Submission], list[Submission]]:
        """(those that want a place, those whose key has one or gets one in this group or the one before)."""
        known = self._desk.lookup.seen([each.key for each in taken]).keys() | self._ahead_seen.keys()
        fresh: dict[bytes, Submission] = {}
        again = []
        for each in taken:
            if each.key in known or each.key in fresh:
                again.append(each)
            else:
                fresh[each.key] = each
        return list(fresh.values()), again

    def _places(self, fresh: Sequence[Submission]) -> dict[bytes, Seen]:
        found, first = {}, self._edge.size
        for each in fresh:
            found[each.key] = Seen(key=each.key, first=first, count=len(each.entries))
            first += len(each.entries)
        return found

    def _once_more(self, each: Submission) -> Receipt | LedgerError:
        """The receipt that a retry gets; a key that was used for other entries gets none."""
        seen = self._desk.store.seen([each.key])[each.key]
        if seen.count == len(each.entries):
            stored = stored_entries(self._desk.store, seen.first, seen.count)
            if stored == list(each.entries):
                return self._receipt(seen)
        return LedgerError(
            f"the key `{each.key.hex()}` stands for other entries, at `{seen.first}`",
            mend="retry with the same entries, or take a new key",
        )

    def _receipt(self, seen: Seen) -> Receipt:
        return Receipt(index=seen.first, count=seen.count, checkpoint=self.state.checkpoint)

    def _signed(self, state: State) -> State:
        stamp = self._desk.clock.now()
        text = Checkpoint(origin=state.origin, size=state.size, root=state.root).text
        return replace(state, checkpoint=sign(text, self._desk.pens, time=stamp), stamp=stamp)


def _day(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, tz=UTC).date()
