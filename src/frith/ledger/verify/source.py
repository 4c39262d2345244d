"""Where a log is read from: a folder or an address. Every path asked for is made here from numbers, never read from the log.

What stands in a log may be hostile: each file has a largest size, an answer has a time, a folder's files must be ordinary
ones, and an address is never left for another.
"""

import os
import stat
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import SplitResult, urlsplit

from frith.errors import LedgerError, quoted

CHECKPOINT: Final = "checkpoint"
PATIENCE: Final = 20.0
"""Seconds for one step of an answer; a whole file may take LONGEST_ANSWER."""

LONGEST_ANSWER: Final = 120.0
PIECE: Final = 1 << 16
OK: Final = 200
GONE: Final = (404, 410)


class State(StrEnum):
    """What became of a file that was asked for."""

    HERE = "here"
    MISSING = "missing"
    TOO_LARGE = "too large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The bytes of a file, or why there are none; of one that is too large the first, as many as it may have."""

    state: State
    data: bytes = b""
    why: str = ""


class Source(Protocol):
    """Something that gives a log's files."""

    @property
    def name(self) -> str:
        """How a message calls it."""
        ...

    def read(self, path: str, most: int) -> Reply:
        """The file at this path of the log, if it has at most `most` bytes."""
        ...

    def files(self) -> Iterator[str]:
        """Every path below `tile/`, where that can be listed."""
        ...


def open_source(text: str, *, patience: float = PATIENCE) -> "Folder | Address":
    """The log in a folder or at an http(s) address."""
    if text.startswith(("http://", "https://")):
        return Address(text, patience)
    if not Path(text).is_dir():
        raise LedgerError(
            f"{quoted(text)} is neither a folder nor an `https://` address", mend="name where the log is"
        )
    return Folder(Path(text))


@dataclass(frozen=True, slots=True)
class Folder:
    """A log's files in a folder."""

    root: Path

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.root)

    def read(self, path: str, most: int) -> Reply:
        """The file, if it is an ordinary one: no link, no device, nothing that would keep a reader waiting."""
        try:
            handle = os.open(self.root / path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return Reply(state=State.MISSING)
        except OSError as why:
            return Reply(state=State.UNREADABLE, why=_told(why))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return Reply(state=State.UNREADABLE, why="not an ordinary file")
            try:
                data = file.read(most + 1)
            except OSError as why:
                return Reply(state=State.UNREADABLE, why=_told(why))
        return _reply(data, most)

    def files(self) -> Iterator[str]:
        """Every file below `tile/`, as a path of the log; links to folders are not followed."""
        for folder, _, names in os.walk(self.root / "tile"):
            below = Path(folder).relative_to(self.root).as_posix()
            yield from (f"{below}/{name}" for name in sorted(names))


class Address:
    """A log's files at an http(s) address, over one connection that is kept."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self._kept: list[HTTPConnection] = []
        parts = _parts(url)
        self.name, self._patience = url, patience
        self._parts, self._prefix = parts, parts.path.rstrip("/")

    def __reduce__(self) -> tuple[type["Address"], tuple[str, float]]:
        # Another process makes its own connection.
        return Address, (self.name, self._patience)

    def __del__(self) -> None:
        self._close()

    def read(self, path: str, most: int) -> Reply:
        """The file, if the server has it; a connection that was closed meanwhile is opened once more."""
        for _ in range(2):
            used = bool(self._kept)
            try:
                return self._asked(path, most)
            except (OSError, HTTPException, UnicodeError, zlib.error) as why:
                self._close()
                failed = Reply(state=State.UNREADABLE, why=_told(why))
                if not used:
                    break
        return failed

    def files(self) -> Iterator[str]:
        """Nothing: a server shows no list."""
        return iter(())

    def _asked(self, path: str, most: int) -> Reply:
        connection = self._connection()
        connection.request("GET", f"{self._prefix}/{path}", headers={"Accept-Encoding": "gzip, identity"})
        with connection.getresponse() as answer:
            data = _body(answer, most) if answer.status == OK else b""
        if answer.status != OK or len(data) > most:
            self._close()
        if answer.status == OK:
            return _reply(data, most)
        if answer.status in GONE:
            return Reply(state=State.MISSING)
        moved = ", which sends elsewhere: give that address" if 300 <= answer.status < 400 else ""
        return Reply(state=State.UNREADABLE, why=f"the server answered `{answer.status}`{moved}")

    def _connection(self) -> HTTPConnection:
        if not self._kept:
            kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
            self._kept.append(kind(str(self._parts.hostname), self._parts.port, timeout=self._patience))
        return self._kept[0]

    def _close(self) -> None:
        while self._kept:
            self._kept.pop().close()


def _reply(data: bytes, most: int) -> Reply:
    return Reply(state=State.TOO_LARGE if len(data) > most else State.HERE, data=data[:most])


def _parts(url: str) -> SplitResult:
    """The parts of an address that leads to one server and one folder of it."""
    wrong = LedgerError(
        f"{quoted(url)} is not the address of a log", mend="leave out names, `?`, `#` and spaces"
    )
    try:
        parts = urlsplit(url)
        whole = parts.hostname and parts.port != 0
    except ValueError:
        raise wrong from None
    strange = not all("!" <= each <= "~" for each in url) or "@" in parts.netloc
    if not whole or strange or parts.query or parts.fragment:
        raise wrong
    return parts


def _body(answer: HTTPResponse, most: int) -> bytes:
    """At most `most` + 1 bytes, unpacked; packed bytes are never unpacked beyond that."""
    packed = answer.getheader("Content-Encoding", "identity") == "gzip"
    unpacker = zlib.decompressobj(wbits=31)
    data, until = bytearray(), time.monotonic() + LONGEST_ANSWER
    while len(data) <= most and (piece := answer.read1(PIECE)):
        data += unpacker.decompress(piece, most + 1 - len(data)) if packed else piece
        if time.monotonic() > until:
            raise TimeoutError
    if packed and len(data) <= most and not unpacker.eof:
        raise zlib.error
    return bytes(data)


def _told(why: Exception) -> str:
    match why:
        case TimeoutError():
            return "no answer in time"
        case OSError(strerror=str(text)):
            return text
        case _:
            return "the answer broke off"
