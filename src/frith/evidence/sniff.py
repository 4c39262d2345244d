"""What kind of file this is: compression, encoding, delimiter, columns. Names and endings are not trusted."""

import csv
import gzip
import io
import json
import zlib
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from frith.errors import LogError

from .record import CELL_LIMIT

SAMPLE = 1 << 18
# A title or a blank line may stand above the columns; further down it is no header any more.
PREAMBLE = 10


class Kind(StrEnum):
    """The shapes of file that can be staged."""

    DELIMITED = "delimited"
    JSON_LINES = "json_lines"
    PARQUET = "parquet"
    SHEET = "sheet"


class Encoding(StrEnum):
    """How text was written; `DAMAGED` is UTF-8 with bytes that belong to nothing."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF16LE = "utf-16-le"
    UTF16BE = "utf-16-be"
    CP1252 = "cp1252"
    DAMAGED = "damaged utf-8"


STRANGE = 0.05
"""The share of characters that nobody can read above which a file is no text: a damaged export has a few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One file's shape. `rows` are its first rows, one of them the header; `ends` the line on which each ends."""

    path: Path
    kind: Kind
    gzipped: bool
    encoding: Encoding
    delimiter: str
    rows: tuple[tuple[str, ...], ...]
    ends: tuple[int, ...] = ()


def sniff(path: Path) -> Shape:
    """The shape of the file, from its first bytes."""
    if path.is_dir():
        raise LogError("this is a folder", file=str(path), mend="name the files in it")
    try:
        head, gzipped = _head(path)
    except OSError as why:
        raise LogError(f"the file can't be opened ({why.strerror or why})", file=str(path)) from why
    if head.startswith(b"PAR1"):
        return _shape(path, Kind.PARQUET)
    if head.startswith(b"PK\x03\x04"):
        return _shape(path, Kind.SHEET)
    if not head.strip():
        what = "the gzip stream is cut off before its first row" if gzipped else "the file is empty"
        raise LogError(what, file=str(path), mend="ask for the export again")
    encoding = encoding_of(head)
    text = head.decode(_codec(encoding), errors="replace").lstrip("\ufeff")
    if sum(not mark.isprintable() and not mark.isspace() for mark in text) > len(text) * STRANGE:
        what = "this is neither text nor a Parquet or XLSX file"
        raise LogError(what, file=str(path), mend="name a CSV, JSON lines, Parquet or XLSX export")
    start = text.lstrip()[:1]
    if start == "{":
        return _shape(path, Kind.JSON_LINES, gzipped=gzipped, encoding=encoding, rows=(_keys(text),))
    if start == "[":
        raise LogError("this is one JSON list", file=str(path), mend="write one object a line (JSON lines)")
    delimiter = _delimiter(text)
    rows, ends = _rows(text, delimiter)
    return Shape(
        path=path,
        kind=Kind.DELIMITED,
        gzipped=gzipped,
        encoding=encoding,
        delimiter=delimiter,
        rows=rows,
        ends=ends,
    )


def encoding_of(sample: bytes) -> Encoding:
    """The encoding that the bytes are written in; bytes cut off at the end of the sample don't count."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Encoding.UTF16
    if sample.count(0) > len(sample) // 4:  # every second byte of Latin text in UTF-16 is zero
        return Encoding.UTF16LE if sample[1::2].count(0) > sample[0::2].count(0) else Encoding.UTF16BE
    valid, strange = utf8_marks(sample)
    if not strange:
        return Encoding.UTF8
    return Encoding.DAMAGED if valid else Encoding.CP1252


def utf8_marks(sample: bytes) -> tuple[int, int]:
    """How many characters beyond ASCII are good UTF-8, and how many bytes are not UTF-8 at all."""
    text = sample.decode("utf-8", errors="surrogateescape")
    tail = text.rstrip("".join(map(chr, range(0xDC80, 0xDD00)))) if len(sample) >= SAMPLE else text
    strange = sum("\udc80" <= mark <= "\udcff" for mark in tail) if not tail.isascii() else 0
    return sum(mark > "\x7f" for mark in tail) - strange if not tail.isascii() else 0, strange


def open_bytes(path: Path, *, gzipped: bool) -> BinaryIO:
    """The file's bytes as they were before compression."""
    return cast(BinaryIO, gzip.open(path, "rb")) if gzipped else path.open("rb")


def _codec(encoding: Encoding) -> str:
    return "utf-8" if encoding is Encoding.DAMAGED else encoding.value


def _head(path: Path) -> tuple[bytes, bool]:
    with path.open("rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
    with open_bytes(path, gzipped=gzipped) as stream:
        parts, wanted = [], SAMPLE
        try:
            while wanted > 0 and (part := stream.read(min(wanted, 8192))):
                parts.append(part)
                wanted -= len(part)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            pass  # what came before the damage is enough to tell the shape; the reader says where it stops
    return b"".join(parts), gzipped


def _shape(
    path: Path,
    kind: Kind,
    *,
    gzipped: bool = False,
    encoding: Encoding = Encoding.UTF8,
    rows: tuple[tuple[str, ...], ...] = (),
) -> Shape:
    return Shape(path=path, kind=kind, gzipped=gzipped, encoding=encoding, delimiter=",", rows=rows)


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines()[:PREAMBLE] if line.strip()]
    return max(",;\t|", key=lambda mark: max((line.count(mark) for line in lines), default=0))


def _rows(text: str, delimiter: str) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    csv.field_size_limit(CELL_LIMIT)
    found: list[tuple[str, ...]] = []
    ends: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in islice(reader, PREAMBLE):
            found.append(tuple(row))
            ends.append(reader.line_num)
    except csv.Error:
        pass  # a damaged row so near the top: the rows above it must hold the header
    return tuple(found), tuple(ends)


def _keys(text: str) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for line in text.splitlines()[:200]:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            keys.update(dict.fromkeys(row))
    return tuple(keys)
