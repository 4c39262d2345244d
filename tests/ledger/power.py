"""The end of the power, between any two operations of the file system.

`Recorder` does what a disk does and notes each operation. `crash` makes the files as they may be found after the power ended
behind one of them:

    a write that was synced                          is there
    any other write                                  is there, or not, or in part
    a name whose folder was synced after             is there (or gone, where it was removed)
    any other name made, moved or removed            is there, or not, each for itself

That is harsher than any file system that is in use; whoever holds against it relies on nothing but what was asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from frith.ledger.log.disk import Disk


@dataclass(frozen=True)
class Operation:
    """One operation: on a file (`file` is its number, as an inode's), on a name in a folder, or both."""

    verb: str
    path: Path = Path()
    other: Path = Path()
    file: int = 0
    at: int = 0
    data: bytes = b""
    mode: int = 0o644


@dataclass
class Recorder(Disk):
    """The file system, with a note of each operation."""

    done: list[Operation] = field(default_factory=list)
    names: dict[Path, int] = field(default_factory=dict)
    handles: dict[int, int] = field(default_factory=dict)
    files: int = 0

    def note(self, verb: str, *paths: Path, **more) -> None:
        self.done.append(Operation(verb, *paths, **more))

    def create(self, path, *, mode=0o644):
        handle = super().create(path, mode=mode)
        self.files += 1
        self.names[path] = self.handles[handle] = self.files
        self.note("create", path, file=self.files, mode=mode)
        return handle

    def open(self, path):
        handle = super().open(path)
        self.handles[handle] = self.names[path]
        return handle

    def write(self, file, data, *, at=0):
        super().write(file, data, at=at)
        self.note("write", file=self.handles[file], at=at, data=bytes(data))

    def sync(self, file):
        super().sync(file)
        self.note("sync", file=self.handles[file])

    def link(self, source, target):
        super().link(source, target)
        self.names[target] = self.names[source]
        self.note("link", target, file=self.names[source])

    def rename(self, source, target):
        super().rename(source, target)
        if source in self.names:  # SQLite's own files are not ours to lose
            self.names[target] = self.names.pop(source)
            self.note("rename", target, source, file=self.names[target])

    def remove(self, path):
        super().remove(path)
        self.names.pop(path, None)
        self.note("remove", path)

    def make_folder(self, path, *, mode=0o755):
        super().make_folder(path, mode=mode)
        self.note("folder", path)

    def remove_folder(self, path):
        super().remove_folder(path)
        self.note("no folder", path)

    def sync_folder(self, path):
        super().sync_folder(path)
        self.note("sync folder", path)


def _survives(draw: Random, *, durable: bool) -> bool:
    return durable or draw.random() < 0.5


def _bytes_after(done: list[Operation], draw: Random) -> dict[int, bytes]:
    """Each file's bytes."""
    synced = {each.file: at for at, each in enumerate(done) if each.verb == "sync"}
    found: dict[int, bytearray] = {}
    for at, each in enumerate(done):
        if each.verb == "create":
            found[each.file] = bytearray()
        if each.verb != "write" or not _survives(draw, durable=at < synced.get(each.file, -1)):
            continue
        data = each.data
        if at >= synced.get(each.file, -1) and draw.random() < 0.5:
            data = _torn(data, draw)
        held = found[each.file]
        held.extend(bytes(max(0, each.at + len(data) - len(held))))
        held[each.at : each.at + len(data)] = data
    return {file: bytes(data) for file, data in found.items()}


def _torn(data: bytes, draw: Random) -> bytes:
    """The beginning of the data, or the data with a stretch of it never written."""
    cut = draw.randint(0, len(data))
    if draw.random() < 0.5:
        return data[:cut]
    end = draw.randint(cut, len(data))
    return data[:cut] + bytes(end - cut) + data[end:]


def _names_after(done: list[Operation], draw: Random) -> tuple[dict[Path, int], set[Path], dict[int, int]]:
    """(files by name, folders, modes of files)."""
    synced = {each.path: at for at, each in enumerate(done) if each.verb == "sync folder"}
    names: dict[Path, int] = {}
    folders: set[Path] = set()
    for at, each in enumerate(done):
        if each.verb in {"write", "sync", "sync folder"}:
            continue
        if not _survives(draw, durable=at < synced.get(each.path.parent, -1)):
            continue
        match each.verb:
            case "create" | "link":
                names[each.path] = each.file
            case "rename":
                names.pop(each.other, None)
                names[each.path] = each.file
            case "remove":
                names.pop(each.path, None)
            case "folder":
                folders.add(each.path)
            case "no folder":
                folders.discard(each.path)
    return names, folders, {each.file: each.mode for each in done if each.verb == "create"}


def crash(done: list[Operation], root: Path, target: Path, draw: Random) -> None:
    """What was done below `root` is found below `target`, as far as the end of the power left it."""
    names, folders, modes = _names_after(done, draw)
    data = _bytes_after(done, draw)
    there = {root}
    target.mkdir(parents=True, exist_ok=True)
    for folder in sorted(folders):
        if folder.parent in there:
            there.add(folder)
            (target / folder.relative_to(root)).mkdir(exist_ok=True)
    for path, file in names.items():
        if path.parent in there:
            found = target / path.relative_to(root)
            found.write_bytes(data[file])
            found.chmod(modes[file])


def crash_points(done: list[Operation], states: int, seed: int) -> Iterator[tuple[int, Random]]:
    """(operations that were done, the draw of what survives), spread evenly over all moments."""
    draw = Random(seed)
    for number in range(states):
        yield 1 + number * len(done) // states, Random(draw.random())
