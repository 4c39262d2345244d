"""A log, open for writing: many threads submit, and one of them at a time is the sequencer.

Whoever comes while a group is being written waits in a queue; the first of those who wait takes all of it, up to 4,096
entries, X
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_bytes
from threading import Lock as Turn
from typing import Self

from frith.errors import LedgerError
from frith.ledger.log.disk import Lock, told
from frith.ledger.log.keys import Keys, Pen, sign
from frith.ledger.log.opening import check_head, check_opening
from frith.ledger.log.sequencer import Clock, Desk, Prepared, Receipt, Sequencer, Step, Submission
from frith.ledger.log.sightings import Sighting, at_high_water
from frith.ledger.log.store import State, Store
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.hashes import EMPTY_ROOT
from frith.ledger.tlog.tiles import LARGEST_ENTRY

DATABASE = "log.sqlite"
LOCK = "lock"
MOST_ENTRIES = 4096
"""Of a group: more entries make it slower for all and hardly cheaper for each."""

LONGEST_KEY = 64


def anything(_entry: bytes, _day: date) -> None:
    """Every entry may stand in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a log may be told when it is opened."""

    clock: Callable[[], float] = time.time
    sightings: Sequence[Sighting] = ()
    """How far the published checkpoint, mirrors and witnesses saw the log; the file beside the key is always asked."""
    admit: Callable[[bytes, date], None] = anything
    """Raises LedgerError for an entry that must not stand in the log of that day."""
    step: Callable[[Step], None] = lambda _step: None
    """Is told of each of the sequencer's steps when it is done."""
    store: Callable[[Path], Store] = lambda path: Store(path, writing=True)


USUAL = Options()


class Log:
    """A log, open for writing: `Log.create` begins one, `Log.open` goes on with one."""

    def __init__(self, lock: Lock, sequencer: Sequencer, desk: Desk, options: Options) -> None:
        self._lock = lock
        self._sequencer = sequencer
        self._desk = desk
        self._admit = options.admit
        self._queue: deque[Submission] = deque()
        self._turn = Turn()
        """Held by whoever prepares a group."""
        self._disk = Turn()
        """Held by whoever commits one; taken before `_turn` is given up, so that commits keep the order of preparation."""
        self._stopped = f"the log is frozen: {self.state.frozen}" if self.state.frozen else ""

    @classmethod
    def create(cls, folder: Path, keys: Keys, options: Options = USUAL) -> Self:
        """A new log without entries, under the name of its key."""
        keys.kept_apart_from(folder)
        water = keys.high_water()
        water.close()
        if water.size:
            raise LedgerError(
                f"this key has signed a log of `{water.size}` entries",
                file=str(keys.folder),
                mend="open or restore that log; a new one wants a key and a name of its own",
            )
        folder.mkdir(parents=True, exist_ok=True)
        pens = [Pen(each) for each in keys.signers()]
        origin, stamp = pens[0].verifier.name, int(options.clock())
        text = Checkpoint(origin=origin, size=0, root=EMPTY_ROOT).text
        state = State(
            origin=origin, size=0, root=EMPTY_ROOT, checkpoint=sign(text, pens, time=stamp), stamp=stamp
        )
        Store.create(folder / DATABASE, state, disk=keys.disk)
        return cls.open(folder, keys, options)

    @classmethod
    def open(cls, folder: Path, keys: Keys, options: Options = USUAL) -> Self:
        """The log as the last commit left it, checked; nobody else writes to it. See frith.ledger.log.opening."""
        keys.kept_apart_from(folder)
        with told(mend="free space or mend the disk, then open the log again"):
            lock = Lock(folder / LOCK, role="sequencer")  # 1
            try:
                return cls._opened(lock, options.store(folder / DATABASE), keys, options)
            except BaseException:
                lock.close()
                raise

    @classmethod
    def _opened(cls, lock: Lock, store: Store, keys: Keys, options: Options) -> Self:
        pens, water = [Pen(each) for each in keys.signers()], keys.high_water()
        edge, bundles = check_opening(store, (at_high_water(water), *options.sightings))  # 3, 5
        state = store.state()
        by_all = check_head(state, [each.verifier for each in pens], file=str(store.path))  # 4
        clock = Clock(options.clock, last=state.stamp)
        clock.now()
        lookup = type(store)(store.path)
        desk = Desk(store=store, lookup=lookup, water=water, pens=pens, clock=clock, step=options.step)
        sequencer = Sequencer(desk, edge, bundles)
        if not by_all and not state.frozen:
            # A key is new. Readers see both signatures before the log grows.
            sequencer.sign_again()
        sequencer.mark(durably=True)
        return cls(lock, sequencer, desk, options)

    @property
    def state(self) -> State:
        """How far the log is, and the checkpoint that says so."""
        return self._sequencer.state

    @property
    def stopped(self) -> str:
        """Why nothing more can be submitted; empty while it can."""
        return self._stopped

    def submit(self, entry: bytes, key: bytes) -> Receipt:
        """The entry is in the log, durably and once, however often it is submitted with this key."""
        return self.submit_many([entry], key)

    def submit_many(self, entries: Sequence[bytes], key: bytes) -> Receipt:
        """The entries are in the log side by side, durably and once, however often they are submitted with this key."""
        self._check(entries, key)
        mine = Submission(entries, key)
        self._queue.append(mine)
        while mine.outcome is None:
            self._lead(mine)
        if isinstance(mine.outcome, LedgerError):
            raise mine.outcome
        return mine.outcome

    def close(self) -> None:
        """Nothing is held open, and somebody else may write."""
        with self._turn, self._disk:
            self._stopped = "the log is closed"
            try:
                self._desk.lookup.close()
                self._desk.store.close()
                self._desk.water.close()
            finally:
                self._lock.close()

    def _check(self, entries: Sequence[bytes], key: bytes) -> None:
        if not 0 < len(entries) <= MOST_ENTRIES:
            raise LedgerError(f"`{len(entries)}` entries at once", mend=f"submit 1 to {MOST_ENTRIES}")
        if not 0 < len(key) <= LONGEST_KEY:
            raise LedgerError(
                f"the key of a submission has 1 to `{LONGEST_KEY}` bytes, this one `{len(key)}`"
            )
        longest = max(map(len, entries))
        if longest > LARGEST_ENTRY:
            raise LedgerError(f"an entry of `{longest}` bytes: a log holds none above `{LARGEST_ENTRY}`")
        if self._admit is not anything:
            today = self._desk.clock.today()
            for entry in entries:
                self._admit(entry, today)

    def _lead(self, mine: Submission) -> None:
        """The next group is in the log; or, where another thread took `mine` into its group, that one is."""
        with self._turn:
            prepared = () if mine.taken else self._prepare()
            if prepared:
                self._disk.acquire()
        if not prepared:
            # Whoever took `mine` had the disk before it gave up its turn, and gives it up when `mine` has its outcome.
            with self._disk:
                return
        try:
            self._finish(prepared[0], prepared[1])
        finally:
            self._disk.release()

    def _prepare(self) -> tuple[()] | tuple[list[Submission], Prepared]:
        """A group from the queue's front, hashed and signed; nothing where that failed."""
        group = [self._queue.popleft()]
        room = MOST_ENTRIES - len(group[0].entries)
        while self._queue and len(self._queue[0].entries) <= room:
            group.append(self._queue.popleft())
            room -= len(group[-1].entries)
        for each in group:
            each.taken = True
        try:
            self._refuse_if_stopped()
            return group, self._sequencer.prepare(group)
        except BaseException as why:  # noqa: BLE001  told to all who wait; raised again where it is no error
            self._stop(group, why)
            return ()

    def _finish(self, group: list[Submission], prepared: Prepared) -> None:
        try:
            # The group before may have failed meanwhile, and this one stands on it.
            self._refuse_if_stopped()
            self._sequencer.finish(prepared)
        except BaseException as why:  # noqa: BLE001  as above
            self._stop(group, why)

    def _refuse_if_stopped(self) -> None:
        if self._stopped:
            raise LedgerError(self._stopped)

    def _stop(self, group: list[Submission], why: BaseException) -> None:
        """Whether the group is in the log is not known here, and the edge in memory may be ahead of it."""
        self._stopped = self._stopped or f"the log has stopped: {why}"
        for each in group:
            each.outcome = each.outcome or LedgerError(
                self._stopped, mend="open the log again and retry with the same key"
            )
        if not isinstance(why, Exception):
            raise why


def freeze(folder: Path, why: str) -> bytes:
    """The log never grows again; its last checkpoint, with which a log under another name begins. Needs no key."""
    lock = Lock(folder / LOCK, role="sequencer")
    try:
        store = Store(folder / DATABASE, writing=True)
        try:
            store.freeze(why)
            return store.state().checkpoint
        finally:
            store.close()
    finally:
        lock.close()


def fresh_keys() -> Iterator[bytes]:
    """Keys for the submissions of one process, none of which anybody else will ever make.

    A random start and a count: neighbours in time are neighbours in the database's index, so that remembering them costs the
    same however long the log is. Random keys work too; beyond a million entries each costs a page of the index.
    """
    start = token_bytes(8)
    number = 0
    while True:
        yield start + number.to_bytes(8, "big")
        number += 1
