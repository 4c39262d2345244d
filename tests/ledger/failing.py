"""A life of a log in which one call fails: what happened is told, and everything goes on afterwards."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from frith.errors import LedgerError
from frith.ledger.log.audit import audit
from frith.ledger.log.disk import Disk
from frith.ledger.log.place import Folder
from frith.ledger.log.reading import nodes
from frith.ledger.log.sequencer import Receipt
from frith.ledger.log.sightings import at_place
from frith.ledger.log.spool import hand_over, placed, take_up
from frith.ledger.log.store import Store
from frith.ledger.log.writer import Log, Options
from frith.ledger.tlog import tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.note import Note
from tests.conftest import ROOT
from tests.ledger.writing import Written, entries_of, sound, still

GROUPS = (70, 200, 1, 260)
SPOOLED = b"from another process"

SYSCALLS = ("pwrite64", "fsync", "fdatasync", "link", "rename", "unlink", "mkdir", "ftruncate")
"""Those by which the ledger and SQLite change a disk. Python's own start uses none of them."""


class FailingDisk(Disk):
    """A disk on which the `at`-th call fails: before anything happened, or after all of it did."""

    def __init__(self, at: int, error: int, *, after: bool) -> None:
        self.at, self.error, self.after, self.calls = at, error, after, 0

    @property
    def failed(self) -> bool:
        return self.calls > self.at


def _failing(name: str):
    def call(self, *words, **more):
        mine = self.calls == self.at
        self.calls += 1
        if mine and not self.after:
            raise OSError(self.error, os.strerror(self.error))
        made = getattr(Disk, name)(self, *words, **more)
        if mine:
            raise OSError(self.error, os.strerror(self.error))
        return made

    return call


for _name in [each for each in vars(Disk) if not each.startswith("_")]:
    setattr(FailingDisk, _name, _failing(_name))


class FailingStore(Store):
    """A database of which one call fails: before anything happened, or after all of it did."""

    call = "append"
    at = 0
    after = False

    def __init__(self, path, *, writing=False):
        self.calls = 0
        super().__init__(path, writing=writing)

    def _tried(self, name, made):
        mine = name == self.call and self.calls == self.at
        self.calls += name == self.call
        if mine and not self.after:
            raise LedgerError("the database says `disk I/O error`")
        found = made()
        if mine:
            raise LedgerError("the database says `disk I/O error`")
        return found

    def append(self, group):
        return self._tried("append", lambda: super(FailingStore, self).append(group))

    def seen(self, keys):
        return self._tried("seen", lambda: super(FailingStore, self).seen(keys))

    def state(self):
        return self._tried("state", lambda: super(FailingStore, self).state())

    def tail(self):
        return self._tried("tail", lambda: super(FailingStore, self).tail())


@dataclass
class Outcome:
    """What the life promised before it ended, and what it told."""

    receipts: dict[bytes, Receipt] = field(default_factory=dict)
    published: int = 0
    told: str = ""


def group(number: int) -> list[bytes]:
    return [b"%d in group %d" % (each, number) for each in range(GROUPS[number])]


def live(written: Written, *, store: type[Store] = Store) -> Outcome:
    """Opens, submits, publishes, takes up what was handed over, publishes; an error of the ledger ends it."""
    found = Outcome()
    log = None
    try:
        log = written.open(Options(clock=still, store=lambda path: store(path, writing=True)))
        for number in range(len(GROUPS)):
            key = b"group %d" % number
            found.receipts[key] = log.submit_many(group(number), key)
            if number % 2:
                found.published = written.publish()
        hand_over(written.folder, SPOOLED, b"spooled", disk=written.disk)
        take_up(log, written.folder, disk=written.disk)
        found.receipts[b"spooled"] = next(placed(written.folder, b"spooled"))
        found.published = written.publish()
    except LedgerError as why:
        found.told = str(why)
    finally:
        if log:
            try:
                log.close()  # as the end of the process would
            except OSError as why:
                found.told = found.told or str(why)
    return found


def goes_on(root: Path, found: Outcome) -> None:
    """Every promise holds, each entry stands once, and the log is written and published as if nothing had been."""
    written = Written(root)
    keys = written.keys.verifiers()
    log = written.open(Options(clock=still, sightings=[at_place(Folder(written.public), keys)]))
    assert at_place(Folder(written.public), keys).size >= found.published
    for number in range(len(GROUPS)):
        again = log.submit_many(group(number), b"group %d" % number)
        assert again.index == found.receipts.get(b"group %d" % number, again).index
    hand_over(written.folder, SPOOLED, b"spooled")
    take_up(log, written.folder)
    once_each(log, found)
    assert written.publish() == log.state.size == sound(written.public, written.keys)
    log.close()
    assert audit(written.database, keys) == ()


def once_each(log: Log, found: Outcome) -> None:
    stored = entries_of(log)
    wanted = [SPOOLED, *(entry for number in range(len(GROUPS)) for entry in group(number))]
    assert sorted(stored) == sorted(wanted)
    for receipt in found.receipts.values():
        head = Checkpoint.parse(Note.parse(receipt.checkpoint).text)
        assert receipt.index + receipt.count <= head.size <= len(stored)
        assert tree.root(head.size, nodes(log._desk.store, len(stored))) == head.root, (
            "signed, and no beginning of the log"
        )


def under_strace(root: Path, syscall: str, error: str, nth: int) -> tuple[int, str]:
    """(exit status, what was said) of a life whose `nth` such system call fails."""
    words = ["strace", "-f", "-qq", "-o", os.devnull, "--seccomp-bpf", "-e", f"trace={syscall}"]
    words += ["-e", f"inject={syscall}:error={error}:when={nth}"]
    words += [sys.executable, "-m", "tests.ledger.failing", str(root)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def counted(root: Path) -> dict[str, int]:
    """How often a life without errors makes each system call."""
    words = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={','.join(SYSCALLS)}"]
    words += [sys.executable, "-m", "tests.ledger.failing", str(root)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return {name: len(re.findall(rf"\b{name}\(", done.stderr)) for name in SYSCALLS}


def promised(said: str) -> Outcome:
    """What a life in another process printed."""
    found = Outcome()
    for line in said.splitlines():
        match line.split(" "):
            case ["published", size]:
                found.published = int(size)
            case ["placed", key, index, count, note]:
                receipt = Receipt(index=int(index), count=int(count), checkpoint=bytes.fromhex(note))
                found.receipts[bytes.fromhex(key)] = receipt
            case ["told", *_]:
                found.told = line
    return found


def main() -> int:
    """One life; 3 where an error of the ledger ended it."""
    found = live(Written(Path(sys.argv[1])))
    sys.stdout.write(f"published {found.published}\n")
    for key, each in found.receipts.items():
        sys.stdout.write(f"placed {key.hex()} {each.index} {each.count} {each.checkpoint.hex()}\n")
    sys.stdout.write(f"told {found.told}\n" if found.told else "")
    return 3 if found.told else 0


if __name__ == "__main__":
    sys.exit(main())
