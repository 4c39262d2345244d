"""The folder that a screening writes to: one run at a time, and everything or nothing under a final name.

Work is done in a folder inside it, which holds copies of the log's rows and is open to its owner alone. A run that ends
well removes it; one that is stopped leaves the files that were staged, so that the next run does not read them again.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from frith.errors import LogError
from frith.evidence.staged_file import NOTE

WORK = ".frith-work"
DRAFTS, SPILL = "drafts", "spill"
KINDS = "a CSV, gzipped CSV, Parquet, JSON lines or XLSX file"


@contextmanager
def opened(out: Path, paths: Sequence[Path], names: Sequence[str]) -> Iterator[Path]:
    """The work folder, ours alone for the block; `names` are what will stand in `out`, `paths` what is read.

    LogError says why the files can't be read or the folder can't be written to, before anything is done.
    """
    _check(paths, out, names)
    fresh = not out.exists()
    try:
        (out / WORK).mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as why:
        what = f"nothing can be written here ({(why.strerror or 'refused').lower()})"
        raise LogError(what, file=str(out), mend="choose another --out") from why
    work = out / WORK
    with _alone(work, out):
        _clear(work)
        (work / DRAFTS).mkdir()
        try:
            yield work
        except BaseException:
            _clear(work)
            if not any(work.glob(f"staged/*/{NOTE}")):
                _remove(work, out if fresh else None)
            raise
        shutil.rmtree(work)


def put_in_place(work: Path, out: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """The drafts stand under their names. The last name is a promise: where it stands, all of them are of one run."""
    (out / names[-1]).unlink(missing_ok=True)  # an old promise must not stand beside new drafts
    for name in names:
        (work / DRAFTS / name).replace(out / name)
    return tuple(out / name for name in names)


@contextmanager
def _alone(work: Path, out: Path) -> Iterator[None]:
    """Nobody else writes to the folder; the system itself takes the lock away from a run that dies."""
    with (work / "lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = (work / "lock").stat().st_ino == os.fstat(lock.fileno()).st_ino
        except (BlockingIOError, FileNotFoundError):
            ours = False
        if not ours:
            mend = "wait until it is done, or choose another --out"
            raise LogError("another screening is writing here", file=str(out), mend=mend)
        yield


def _clear(work: Path) -> None:
    for name in (DRAFTS, SPILL):
        shutil.rmtree(work / name, ignore_errors=True)


def _remove(work: Path, out: Path | None) -> None:
    """The work folder is gone, and the folder around it too where this run made it."""
    shutil.rmtree(work, ignore_errors=True)
    if out and out.is_dir() and not any(out.iterdir()):
        out.rmdir()


def _check(paths: Sequence[Path], out: Path, names: Sequence[str]) -> None:
    if not paths:
        raise LogError("no file to read", mend="name at least one log")
    taken = {(out / name).resolve() for name in names}
    seen: set[Path] = set()
    for path in paths:
        _check_file(path)
        real = path.resolve()
        if real in taken:
            raise LogError("this file would be written over", file=str(path), mend="choose another --out")
        if real in seen:
            raise LogError("this file is named twice", file=str(path), mend="name it once")
        seen.add(real)
    for name in names:
        if (out / name).is_dir():
            raise LogError("a folder stands where a file will be", file=str(out / name), mend="move it away")


def _check_file(path: Path) -> None:
    try:
        str(path).encode()
    except UnicodeEncodeError as why:
        raise LogError("the file's name is not UTF-8", file=str(path), mend="rename it") from why
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is no file" if path.exists() else "is not there"
        raise LogError(what, file=str(path), mend=f"name {KINDS}")
