"""A call that fails, at any place, is told; nothing acknowledged is lost, nothing is doubled, and the log opens again."""

import errno
import os
import shutil
import subprocess
from itertools import count

import pytest

from frith.errors import LedgerError
from frith.ledger.log.disk import Disk
from frith.ledger.log.keys import Keys
from frith.ledger.log.store import Store
from tests.ledger.failing import (
    SYSCALLS,
    FailingDisk,
    FailingStore,
    counted,
    goes_on,
    live,
    promised,
    under_strace,
)
from tests.ledger.writing import ORIGIN, Written


@pytest.fixture
def begun(memory):
    """A log with nothing in it, to be copied for each life."""
    Written(memory / "begun").create().close()
    return memory / "begun"


@pytest.mark.parametrize("after", [False, True], ids=["not persisted", "but persisted"])
@pytest.mark.parametrize("call", ["append", "seen", "state", "tail"])
def test_a_call_of_the_database_that_fails_leaves_each_entry_once(begun, memory, call, after):
    for at in count():
        root = memory / f"life-{at}"
        shutil.copytree(begun, root)
        failing = type("Failing", (FailingStore,), {"call": call, "at": at, "after": after})
        found = live(Written(root), store=failing)
        goes_on(root, found)
        shutil.rmtree(root)
        if not found.told:
            break
        assert "disk I/O error" in found.told
    assert at > 0, "the call was made and failed"


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_each_call_of_the_disk_may_fail_and_is_told_with_what_to_do(begun, memory, error, after):
    # Every second call each, so that the two errors together meet every call.
    for at in range(error == errno.EIO, 1000, 6 if after else 2):
        root = memory / f"life-{at}"
        shutil.copytree(begun, root)
        disk = FailingDisk(at, error, after=after)
        found = live(Written(root, disk=disk))
        goes_on(root, found)
        shutil.rmtree(root)
        if not disk.failed:
            break
        assert os.strerror(error) in found.told, f"call {at} failed and nobody was told"
    assert 60 < at < 999


def test_a_key_that_could_not_be_written_is_not_half_there(memory):
    for at in range(100):
        disk = FailingDisk(at, errno.ENOSPC, after=False)
        if created(memory / str(at), disk):
            break
        if not list((memory / str(at)).glob("*.key")):
            Keys.create(memory / str(at), ORIGIN)
        assert len(Keys(memory / str(at)).signers()) == 1
    assert 8 < at < 99


def created(folder, disk) -> bool:
    try:
        Keys.create(folder, ORIGIN, disk=disk)
    except LedgerError:
        return False
    return not disk.failed


def test_a_short_write_is_carried_on(memory, monkeypatch):
    whole = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: whole(file, data[:7], at))
    disk = Disk()
    file = disk.create(memory / "file")
    disk.write(file, b"a text that is longer than seven bytes")
    disk.close(file)
    assert (memory / "file").read_bytes() == b"a text that is longer than seven bytes"


def test_a_full_database_says_so_and_loses_nothing(begun, memory):
    class Small(Store):
        def _prepare(self):
            super()._prepare()
            (pages,) = self._db.execute("PRAGMA page_count").fetchone()
            self._db.execute(f"PRAGMA max_page_count = {pages}")

    root = memory / "life"
    shutil.copytree(begun, root)
    found = live(Written(root), store=Small)
    assert "database or disk is full" in found.told
    assert "retry with the same key" in found.told
    goes_on(root, found)


@pytest.fixture(scope="module")
def traceable():
    """Whether this machine lets a process be traced and its system calls be made to fail."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed: system calls can't be made to fail")
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this machine does not let a process be traced: system calls can't be made to fail")


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("syscall", SYSCALLS)
def test_a_system_call_that_fails_is_told(traceable, begun, memory, syscall, error):
    """One of each here, in the middle of a life; `python -m tests.ledger.campaign --syscalls` makes every one fail."""
    root = memory / "life"
    shutil.copytree(begun, root)
    nth = {"pwrite64": 20, "fsync": 9, "fdatasync": 3, "unlink": 8, "link": 5, "mkdir": 3}.get(syscall, 1)
    status, said = under_strace(root, syscall, error, nth)
    assert status in {0, 3}, said
    assert status == 3 or syscall in {"unlink", "ftruncate"}, f"nobody was told: {said}"
    goes_on(root, promised(said))


def test_the_calls_that_are_made_to_fail_are_made(traceable, begun, memory):
    shutil.copytree(begun, memory / "life")
    made = counted(memory / "life")
    assert all(made[each] for each in SYSCALLS), made
