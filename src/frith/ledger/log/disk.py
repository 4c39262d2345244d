"""The few things that the ledger asks of a file system, a method each, so that a test can end the power between any two.

What survives the end of the power, and what may not:

    the bytes of a file                            after `sync` of it
    a name in a folder (made, moved or removed)    after `sync_folder` of that folder
    anything else                                  perhaps, perhaps not, perhaps in part, in any order

SQLite does its own writing. All other files of the ledger are written through here.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frith.errors import LedgerError


class Disk:
    """The file system as it is. A test puts another in its place."""

    def create(self, path: Path, *, mode: int = 0o644) -> int:
        """A new file, open for writing; a name that is taken is refused with FileExistsError."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)

    def open(self, path: Path) -> int:
        """A file that exists, open for writing in place."""
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)

    def write(self, file: int, data: bytes, *, at: int = 0) -> None:
        """All of the data stands in the file from `at` on, as far as this machine is asked: not yet durable."""
        view = memoryview(data)
        while view:
            done = os.pwrite(file, view, at)
            at, view = at + done, view[done:]

    def sync(self, file: int) -> None:
        """The file's bytes are durable."""
        if hasattr(fcntl, "F_FULLFSYNC"):  # macOS: fsync alone stops at the drive's own memory
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
        else:
            os.fsync(file)

    def close(self, file: int) -> None:
        """The file is closed; nothing becomes durable by it."""
        os.close(file)

    def link(self, source: Path, target: Path) -> None:
        """The file has a second name; a name that is taken is refused with FileExistsError."""
        os.link(source, target)

    def rename(self, source: Path, target: Path) -> None:
        """The file has the other name, in place of whatever had it: readers see the one or the other."""
        os.rename(source, target)  # noqa: PTH104  every call of this file is one system call

    def remove(self, path: Path) -> None:
        """The name is gone."""
        os.unlink(path)  # noqa: PTH108  as above

    def make_folder(self, path: Path, *, mode: int = 0o755) -> None:
        """A new, empty folder."""
        os.mkdir(path, mode)  # noqa: PTH102  as above

    def remove_folder(self, path: Path) -> None:
        """The empty folder is gone."""
        os.rmdir(path)  # noqa: PTH106  as above

    def sync_folder(self, path: Path) -> None:
        """The names in the folder are durable."""
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_new(disk: Disk, path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """A file under a new name holds these bytes durably; its name is durable once its folder is."""
    file = disk.create(path, mode=mode)
    try:
        disk.write(file, data)
        disk.sync(file)
    finally:
        disk.close(file)


def write_once(disk: Disk, path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """A new file holds these bytes, durably, name and all; FileExistsError where the name is taken.

    A crash leaves the whole file or none, whatever the power did: the name is given to bytes that are durable already.
    """
    draft = path.with_name(f".{path.name}.new")
    if draft.exists():
        disk.remove(draft)
    write_new(disk, draft, data, mode=mode)
    try:
        disk.link(draft, path)
    finally:
        disk.remove(draft)
    disk.sync_folder(path.parent)


@contextmanager
def told(*, mend: str) -> Iterator[None]:
    """An error of the file system is told as the ledger's own, with what to do."""
    try:
        yield
    except OSError as why:
        raise LedgerError(
            f"the disk says `{why.strerror or why}`", file=str(why.filename or ""), mend=mend
        ) from why


def replace(disk: Disk, path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """The file holds these bytes durably; a reader at any moment finds all of the old or all of the new."""
    draft = path.with_name(f".{path.name}.new")
    # A draft that lies here was left by a crash: nobody has read it.
    if draft.exists():
        disk.remove(draft)
    write_new(disk, draft, data, mode=mode)
    # A crash before this line leaves the old file and a draft; after it, the new file. Its bytes were made durable first,
    # so that the new name can never stand for a file that is empty or torn.
    disk.rename(draft, path)
    disk.sync_folder(path.parent)


def make_folders(disk: Disk, path: Path, *, mode: int = 0o755) -> None:
    """The folder exists, and so do those above it; each new name is durable."""
    if path.is_dir():
        return
    make_folders(disk, path.parent)
    disk.make_folder(path, mode=mode)
    disk.sync_folder(path.parent)


class Lock:
    """Held from its making to `close` or the end of the process, whichever is first; nobody else holds it meanwhile.

    The kernel drops it when the process dies, so no crash leaves one behind. The file says which role holds it.
    """

    def __init__(self, path: Path, *, role: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._file, 200, 0).decode("utf-8", "replace").strip() or "another process"
            os.close(self._file)
            raise LedgerError(
                f"the {role} can't start: the {holder} is at work here",
                file=str(path),
                mend="only one may write: wait for it to end, or hand entries over through the spool",
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{role}, process {os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Somebody else may take the lock."""
        os.close(self._file)
