"""Bytes and lines out of a file that may be cut off, foreign or far too wide, in bounded memory."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .record import LINE_LIMIT
from .sniff import Encoding, Shape, open_bytes, utf8_marks

CHUNK = 1 << 20


@dataclass(slots=True)
class Stop:
    """Where reading ended before the end of the file, if it did."""

    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One physical line without its end. `whole` is False when it was too long and only its beginning is here."""

    number: int
    data: bytes
    whole: bool = True


def chunks(shape: Shape, stop: Stop) -> Iterator[bytes]:
    """The file's bytes, as far as they can be read; `stop` says why they end early."""
    with open_bytes(shape.path, gzipped=shape.gzipped) as stream:
        # Small reads: whatever was unpacked before the damage must not be lost with it.
        while True:
            try:
                part = stream.read(8192 if shape.gzipped else CHUNK)
            except (EOFError, zlib.error, gzip.BadGzipFile) as why:
                stop.why = f"the compressed file is cut off or damaged ({why})"
                return
            if not part:
                return
            yield part


def lines(parts: Iterator[bytes], stop: Stop) -> Iterator[Line]:
    """The physical lines; one beyond the limit gives up its end, and a line cut off by damage is left out."""
    kept, number, whole = bytearray(), 1, True
    for part in parts:
        pieces = part.split(b"\n")
        for piece in pieces[:-1]:
            whole = _add(kept, piece) and whole
            yield Line(number=number, data=bytes(kept).removesuffix(b"\r"), whole=whole)
            kept, number, whole = bytearray(), number + 1, True
        whole = _add(kept, pieces[-1]) and whole
    if stop.why:
        stop.why += f", after line {number - 1}"
    elif kept:
        yield Line(number=number, data=bytes(kept).removesuffix(b"\r"), whole=whole)


def _add(kept: bytearray, piece: bytes) -> bool:
    room = LINE_LIMIT - len(kept)
    kept += piece[:room]
    return len(piece) <= room


def true_encoding(shape: Shape) -> Encoding:
    """The encoding of the whole file, where its beginning was plain ASCII and told nothing."""
    good = strange = 0
    for part in chunks(shape, Stop()):
        if not part.isascii():
            more_good, more_strange = utf8_marks(part)
            good, strange = good + more_good, strange + more_strange
    # A character split between two chunks looks strange twice; that is too few to call a file foreign.
    if strange <= good // 1000:
        return Encoding.DAMAGED if strange else Encoding.UTF8
    return Encoding.DAMAGED if good > strange else Encoding.CP1252


def to_utf8(shape: Shape, target: Path, stop: Stop) -> int:
    """The file written again in UTF-8; the result counts characters that no rule could read (U+FFFD)."""
    decoder = codecs.getincrementaldecoder(shape.encoding.value)(errors="replace")
    lost = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        for part in chunks(shape, stop):
            text = decoder.decode(part)
            lost += text.count("\ufffd")
            out.write(text)
        out.write(decoder.decode(b"", final=True))
    return lost
