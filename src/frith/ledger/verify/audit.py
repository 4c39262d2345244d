"""A whole log checked as a stranger checks it: from the entries up to the signed root, and every file beside.

    1  the checkpoint is read, and whoever signed it is looked up in the policy
    2  every entry is hashed and compared with level 0, run by run, in several processes where that helps
    3  each level above is computed from the one below and compared with the published tiles
    4  the root is computed and compared with the signed one
    5  what else lies in the folder is compared with the parts of the log it repeats

Nothing stops at the first fault: what can still be checked is. It stops at the ten-thousandth.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Final

from frith.errors import LedgerError
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.note import LARGEST_NOTE, Note
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.tiles import TILE_WIDTH
from frith.ledger.verify.answers import Fault, Finding, Verdict, verdict_of
from frith.ledger.verify.entries import Hashed, Run, hash_run
from frith.ledger.verify.leftovers import leftovers
from frith.ledger.verify.levels import Levels
from frith.ledger.verify.source import CHECKPOINT, Source, State

BUNDLES_A_RUN: Final = 64
"""16,384 entries: some 30 ms of work, so that progress moves and no process waits long for another."""

WORTH_PROCESSES: Final = 16
"""Runs below which starting processes costs more than it saves."""

MOST_FINDINGS: Final = 10_000
MOST_UNREADABLE: Final = 100
"""Files that can't be read: each may have taken a server's whole patience."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A log's checkpoint as it is published, who signed it, and what is wrong with it."""

    checkpoint: Checkpoint
    signers: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What came out: the verdict, the head it is about, everything found, and how much was read."""

    verdict: Verdict
    head: tuple[Head, ...]
    findings: tuple[Finding, ...]
    entries: int = 0
    size: int = 0

    @property
    def refuting(self) -> tuple[Finding, ...]:
        """What is wrong, without what is only worth knowing."""
        return tuple(each for each in self.findings if each.weight is not Verdict.VERIFIED)


def audit(
    source: Source, policy: Policy, *, progress: Progress = lambda _done, _all: None, processes: int = 1
) -> Audit:
    """Every entry, tile and signature of the log was looked at; what is wrong is named with its place."""
    head, unreadable = read_head(source, policy)
    if not head:
        return Audit(verdict=verdict_of(unreadable), head=(), findings=unreadable)
    checkpoint = head[0].checkpoint
    levels, findings = Levels(source=source, head=checkpoint), list(head[0].findings)
    done = size = 0
    for hashed in hashed_runs(source, checkpoint.size, processes):
        levels.take(hashed)
        findings += hashed.findings
        done, size = done + hashed.entries, size + hashed.size
        progress(done, checkpoint.size)
        if stopped := _hopeless(findings):
            findings += stopped
            break
    else:
        findings += levels.findings()
        findings += leftovers(source, checkpoint.size)
    return Audit(verdict=verdict_of(findings), head=head, findings=tuple(findings), entries=done, size=size)


def _hopeless(findings: list[Finding]) -> tuple[Finding, ...]:
    """Why to stop here, where going on would only repeat it: a hostile checkpoint may claim any size."""
    unread = sum(each.fault is Fault.UNREADABLE for each in findings)
    if len(findings) <= MOST_FINDINGS and unread <= MOST_UNREADABLE:
        return ()
    what = "so much is wrong up to here that the rest was not looked at"
    return (
        Finding(
            fault=Fault.MISSING if len(findings) > MOST_FINDINGS else Fault.UNREADABLE, file="tile", what=what
        ),
    )


def read_head(source: Source, policy: Policy) -> tuple[tuple[Head, ...], tuple[Finding, ...]]:
    """The log's head with what is wrong with it; or none, and why."""
    reply = source.read(CHECKPOINT, LARGEST_NOTE)
    match reply.state:
        case State.HERE:
            pass
        case State.MISSING:
            return (), (Finding(fault=Fault.CHECKPOINT, file=CHECKPOINT, what="the checkpoint is missing"),)
        case State.TOO_LARGE:
            return (), (
                Finding(fault=Fault.CHECKPOINT, file=CHECKPOINT, what="too large to be a checkpoint"),
            )
        case _:
            return (), (Finding(fault=Fault.UNREADABLE, file=CHECKPOINT, what=reply.why),)
    try:
        note = Note.parse(reply.data)
        checkpoint = Checkpoint.parse(note.text)
    except LedgerError as why:
        return (), (Finding(fault=Fault.CHECKPOINT, file=CHECKPOINT, what=why.what),)
    return (judged(checkpoint, note, policy),), ()


def judged(checkpoint: Checkpoint, note: Note, policy: Policy, *, file: str = CHECKPOINT) -> Head:
    """The checkpoint with who signed it, by the keys of the policy, and what the policy still asks for."""
    found = partial(Finding, file=file, count=checkpoint.size)
    try:
        signed = note.signed_by(policy.keys)
    except LedgerError as why:
        return Head(checkpoint=checkpoint, findings=(found(fault=Fault.SIGNATURE, what=why.what),))
    lacking = policy.lacks(checkpoint.origin, signed)
    return Head(
        checkpoint=checkpoint,
        signers=tuple(each.key.name for each in signed),
        findings=tuple(found(fault=Fault.UNTRUSTED, what=each) for each in lacking),
    )


def hashed_runs(source: Source, size: int, processes: int) -> Iterator[Hashed]:
    """Every run of the log, in order, each made when it is asked for."""
    bundles = -(-size // TILE_WIDTH)
    runs = (
        Run(first=first, end=min(first + BUNDLES_A_RUN, bundles), size=size)
        for first in range(0, bundles, BUNDLES_A_RUN)
    )
    if processes < 2 or bundles < WORTH_PROCESSES * BUNDLES_A_RUN:
        yield from (hash_run(source, run) for run in runs)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        under_way = deque(pool.submit(hash_run, source, run) for run in islice(runs, 3 * processes))
        try:
            while under_way:
                yield under_way.popleft().result()
                under_way.extend(pool.submit(hash_run, source, run) for run in islice(runs, 1))
        finally:
            pool.shutdown(cancel_futures=True)
