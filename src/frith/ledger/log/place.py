"""Where a log is published: a folder, or a bucket of an object store. The two differ in three verbs and nothing else.

A path is made once and never written again; only `checkpoint` is replaced. What is made is durable after `settle`.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from frith.errors import LedgerError
from frith.ledger.log.disk import Disk, Lock, make_folders, replace, write_new

if TYPE_CHECKING:
    from obstore.store import ObjectStore

CHECKPOINT = "checkpoint"
WORK = ".work"
"""Files that are being written, and the publisher's lock: no part of the log, not to be copied or served."""


class Place(Protocol):
    """What the publisher needs to be able to do with a place."""

    @property
    def name(self) -> str:
        """How messages call the place."""

    def held(self) -> AbstractContextManager[None]:
        """Nobody else publishes here meanwhile, where the place can see to that."""

    def read(self, path: str) -> bytes:
        """What stands at the path; FileNotFoundError where nothing does."""

    def create(self, path: str, data: bytes) -> None:
        """These bytes stand at the path, and did not replace others."""

    def settle(self) -> None:
        """All that was created is durable."""

    def replace(self, path: str, data: bytes) -> None:
        """These bytes stand at the path durably; a reader finds all of the old or all of the new."""

    def drop(self, folder: str) -> None:
        """Nothing stands below this folder any more."""


class Folder:
    """A place on a POSIX file system."""

    def __init__(self, path: Path, *, disk: Disk | None = None) -> None:
        self.path = path
        self._disk = disk or Disk()
        self._unsettled: dict[Path, None] = {}

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self.path)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else publishes here meanwhile, and what a crash left half written is gone."""
        work = self.path / WORK
        make_folders(self._disk, work)
        lock = Lock(work / "lock", role="publisher")
        try:
            for left in work.glob("*.new"):
                self._disk.remove(left)
            yield
        finally:
            lock.close()

    def read(self, path: str) -> bytes:
        """What stands at the path; FileNotFoundError where nothing does."""
        return (self.path / path).read_bytes()

    def create(self, path: str, data: bytes) -> None:
        """These bytes stand at the path, and did not replace others; their name is durable after `settle`."""
        target = self.path / path
        self._folder_for(target)
        if target.exists():
            self._keep(target, data)
            return
        draft = self.path / WORK / f"{path.replace('/', '-')}.new"
        # A crash while the draft is written leaves a draft, which the next publisher removes. The name is given only to
        # bytes that are durable: a torn file can't be met under it.
        write_new(self._disk, draft, data)
        self._disk.link(draft, target)
        self._disk.remove(draft)

    def settle(self) -> None:
        """All that was created is durable."""
        for folder in self._unsettled:
            self._disk.sync_folder(folder)
        self._unsettled.clear()

    def replace(self, path: str, data: bytes) -> None:
        """These bytes stand at the path durably; a reader finds all of the old or all of the new."""
        replace(self._disk, self.path / path, data)

    def drop(self, folder: str) -> None:
        """Nothing stands below this folder any more; a crash meanwhile leaves files that nobody needs."""
        gone = self.path / folder
        if gone.is_dir():
            for each in sorted(gone.iterdir()):
                self._disk.remove(each)
            self._disk.remove_folder(gone)

    def _folder_for(self, target: Path) -> None:
        missing = []
        for folder in target.parents:
            self._unsettled[folder] = None
            if folder == self.path:
                break
            if not folder.is_dir():
                missing.append(folder)
        for folder in reversed(missing):
            self._disk.make_folder(folder)

    def _keep(self, target: Path, data: bytes) -> None:
        """An earlier run made the file, and may have died before anything became durable."""
        same(target.read_bytes(), data, file=str(target))
        file = self._disk.open(target)
        try:
            self._disk.sync(file)
        finally:
            self._disk.close(file)


class Bucket:
    """A place in an object store, through the `obstore` package: S3 and its like, Google, Azure, or memory."""

    def __init__(self, store: "ObjectStore", *, name: str, prefix: str = "") -> None:
        self._store = store
        self._prefix = prefix
        self._name = name

    @property
    def name(self) -> str:
        """The bucket's address, as its owner wrote it."""
        return self._name

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing is held: a bucket has no locks. Two publishers of one log write the same bytes."""
        yield

    def read(self, path: str) -> bytes:
        """What stands at the path; FileNotFoundError where nothing does."""
        return bytes(self._store.get(self._prefix + path).bytes())

    def create(self, path: str, data: bytes) -> None:
        """These bytes stand at the path durably, and did not replace others."""
        from obstore.exceptions import AlreadyExistsError  # noqa: PLC0415  an extra: only who has a bucket needs it

        try:
            self._store.put(self._prefix + path, data, mode="create")
        except AlreadyExistsError:
            same(self.read(path), data, file=self._prefix + path)

    def settle(self) -> None:
        """All that was created is durable: an object store answers no sooner."""

    def replace(self, path: str, data: bytes) -> None:
        """These bytes stand at the path durably; a reader finds all of the old or all of the new."""
        self._store.put(self._prefix + path, data)

    def drop(self, folder: str) -> None:
        """Nothing stands below this folder any more."""
        paths = [each["path"] for page in self._store.list(f"{self._prefix}{folder}/") for each in page]
        if paths:
            self._store.delete(paths)


def same(found: bytes, wanted: bytes, *, file: str) -> None:
    """The two are the same bytes."""
    if found == wanted:
        return
    at = next(
        (at for at, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b),
        min(len(found), len(wanted)),
    )
    raise LedgerError(
        f"what stands here differs from the log, from byte `{at}` on (`{len(found)}` bytes here, `{len(wanted)}` there)",
        file=file,
        mend="nothing was published: find out which of the two was changed, and mend that one from a mirror",
    )
