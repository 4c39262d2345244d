"""The life of a small log under a recording disk, and what must hold after the power ended at any moment of it.

    python -m tests.ledger.campaign [--states N] [--seed N] [--syscalls]

runs as many states as are wanted; tests/ledger/test_faults_power.py runs a few hundred. With --syscalls, each system call
that changes a disk fails in turn, once with EIO and once with ENOSPC; tests/ledger/test_faults_errors.py takes one of
each kind.
"""

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from frith.ledger.log.place import Folder
from frith.ledger.log.sightings import at_place
from frith.ledger.log.writer import Options
from tests.ledger import failing
from tests.ledger.power import Recorder, crash, crash_points
from tests.ledger.writing import Written, sound, still

SIZES = (1, 2, 130, 123, 1, 256, 90, 200)
MEMORY = Path("/dev/shm")


@dataclass
class Life:
    """What was promised, and when: the number of operations that were done by then."""

    written: Written
    disk: Recorder
    began: int = 0
    acknowledged: list[tuple[int, int, bytes]] = field(default_factory=list)
    published: list[tuple[int, int]] = field(default_factory=list)

    def now(self) -> int:
        return len(self.disk.done)

    def database_at(self, moment: int) -> Path:
        """The database as it was then: SQLite's own durability is not what is tried here."""
        return self.written.root / f"database-{max(at for at, _, _ in self.acknowledged if at <= moment)}"

    def keep_database(self) -> None:
        shutil.copytree(self.written.folder, self.written.root / f"database-{self.now()}", dirs_exist_ok=True)


def live(root: Path) -> Life:
    """A log is begun, grows, is published, loses its process, and grows on."""
    disk = Recorder()
    life = Life(Written(root, disk=disk, options=Options(clock=still)), disk)
    log = life.written.create()
    life.began = life.now()
    life.acknowledged.append((life.now(), 0, b""))
    life.keep_database()
    for number, size in enumerate(SIZES):
        life.written.add(log, size)
        life.acknowledged.append((life.now(), log.state.size, log.state.checkpoint))
        life.keep_database()
        if number % 3 == 1:
            log._sequencer.mark(durably=True)
        if number % 4 == 2:
            log.close()
            log = life.written.open()
        if number != 1:
            life.written.publish()
            life.published.append((life.now(), log.state.size))
    log.close()
    return life


def check(life: Life, moment: int, found: Path) -> None:
    """After the power ended there: nothing acknowledged is lost, what is published holds, and the log goes on."""
    after = Written(found, numbers=life.written.numbers)
    if moment < life.began:
        keys = list((found / "keys").glob("*.key"))
        assert not keys or after.keys.signers(), "a key is whole or not there"
        return
    shutil.copytree(life.database_at(moment), after.folder, dirs_exist_ok=True)
    published = max((size for at, size in life.published if at <= moment), default=0)
    keys = after.keys
    if (after.public / "checkpoint").exists():
        assert sound(after.public, keys) >= published
    assert published == 0 or (after.public / "checkpoint").exists()
    seen = at_place(Folder(after.public), keys.verifiers())
    log = after.open(Options(clock=still, sightings=[seen]))
    acknowledged = max(size for at, size, _ in life.acknowledged if at <= moment)
    assert log.state.size >= acknowledged
    after.add(log, 3)
    assert after.publish() == log.state.size == sound(after.public, keys)
    log.close()


def campaign(states: int, seed: int, scratch: Path) -> int:
    """That many states were tried; how many operations the life had."""
    life = live(scratch / "life")
    for number, (moment, draw) in enumerate(crash_points(life.disk.done, states, seed)):
        found = scratch / "found"
        shutil.rmtree(found, ignore_errors=True)
        crash(life.disk.done[:moment], life.written.root, found, draw)
        try:
            check(life, moment, found)
        except Exception as why:
            last = life.disk.done[moment - 1]
            raise AssertionError(
                f"state {number} of seed {seed}: the power ended after operation {moment}, {last.verb} {last.path}: {why}"
            ) from why
    return len(life.disk.done)


def syscalls(scratch: Path) -> int:
    """Every such call of a small log's life failed once with each error, and the log went on; how many there were."""
    Written(scratch / "begun").create().close()
    shutil.copytree(scratch / "begun", scratch / "counted")
    tried = 0
    for name, made in failing.counted(scratch / "counted").items():
        for error in ("EIO", "ENOSPC"):
            for nth in range(1, made + 1):
                life = scratch / "life"
                shutil.copytree(scratch / "begun", life)
                status, said = failing.under_strace(life, name, error, nth)
                assert status in {0, 3}, f"{error} at {name} number {nth}: {said}"
                failing.goes_on(life, failing.promised(said))
                shutil.rmtree(life)
                tried += 1
    return tried


def main() -> None:
    """Runs the campaign and says what it did."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--states", type=int, default=2400)
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--syscalls", action="store_true", help="let system calls fail instead")
    asked = words.parse_args()
    scratch = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    try:
        if asked.syscalls:
            sys.stdout.write(f"{syscalls(scratch)} system calls failed, one life each: all were survived\n")
            return
        operations = campaign(asked.states, asked.seed, scratch)
    finally:
        shutil.rmtree(scratch)
    sys.stdout.write(
        f"{asked.states} states over {operations} operations: nothing acknowledged was lost, all of them opened\n"
    )


if __name__ == "__main__":
    main()
