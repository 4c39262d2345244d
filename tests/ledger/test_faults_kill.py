"""A process that is killed behind any of its steps, under load, has lost nothing that it acknowledged and doubled nothing."""

import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from frith.ledger.log.audit import audit
from frith.ledger.log.place import Folder
from frith.ledger.log.publisher import Stage
from frith.ledger.log.reading import nodes
from frith.ledger.log.sequencer import Step
from frith.ledger.log.sightings import at_place
from frith.ledger.log.writer import Log, Options
from frith.ledger.tlog import tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.note import Note, open_checkpoint
from tests.conftest import ROOT
from tests.ledger.writing import Written, entries_of, sound, still

TIMES = {**dict.fromkeys(Step, 9), **dict.fromkeys(Stage, 2)}


@dataclass
class Promises:
    """What the process said before it died."""

    receipts: list[tuple[str, int, int, Checkpoint]] = field(default_factory=list)
    published: int = 0


def run_until_killed(folder: Path, step: str) -> Promises:
    words = [sys.executable, "-m", "tests.ledger.dying", str(folder), step, str(TIMES[step])]
    died = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]
    found = Promises()
    for line in died.stdout.decode().splitlines():
        match line.split(" "):
            case ["published", size]:
                found.published = max(found.published, int(size))
            case [key, size, index, note]:
                head = Checkpoint.parse(Note.parse(bytes.fromhex(note)).text)
                found.receipts.append((key, int(size), int(index), head))
    return found


def kept(log: Log, written: Written, promises: Promises) -> None:
    """Every promise holds in the log that was opened after it."""
    stored, known = entries_of(log), nodes(log._desk.store, log.state.size)
    for key, size, index, head in promises.receipts:
        entries = [f"{key}/{each}".encode() for each in range(size)]
        assert stored[index : index + size] == entries, "acknowledged, and elsewhere or gone"
        assert log.submit_many(entries, key.encode()).index == index
        assert head.size >= index + size
        assert tree.root(head.size, known) == head.root, "signed, and not a beginning of the log"
    assert log.state.size == len(stored) == len(set(stored)), "an entry stands twice"
    assert promises.published <= at_place(Folder(written.public), written.keys.verifiers()).size


@pytest.mark.parametrize("step", [*Step, *Stage])
def test_killed_behind_a_step_the_log_keeps_its_promises(memory, step):
    written = Written(memory)
    written.create().close()
    promises = run_until_killed(memory, step)
    seen = (
        [] if step in Stage and not (written.public / "checkpoint").exists() else [seen_by_readers(written)]
    )
    log = written.open(Options(clock=still, sightings=seen))
    kept(log, written, promises)
    assert written.publish() == log.state.size == sound(written.public, written.keys)
    log.close()
    assert audit(written.database, written.keys.verifiers()) == ()


def seen_by_readers(written: Written):
    return at_place(Folder(written.public), written.keys.verifiers())


def test_killed_again_and_again_one_log_keeps_every_promise(memory):
    written = Written(memory)
    written.create().close()
    promises = []
    for step in (Step.COMMITTED, Stage.TILES, Step.SIGNED):
        promises.append(run_until_killed(memory, step))
        log = written.open(Options(clock=still, sightings=[seen_by_readers(written)]))
        for each in promises:
            kept(log, written, each)
        verifiers = written.keys.verifiers()
        assert open_checkpoint(log.state.checkpoint, verifiers).checkpoint.size == log.state.size
        log.close()
    assert sum(len(each.receipts) for each in promises) > 0
