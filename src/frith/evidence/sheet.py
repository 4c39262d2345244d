"""A spreadsheet as a stream of rows. Nothing in it is computed: a formula stays the text it is."""

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from frith.errors import LogError

from .aside import Writer
from .record import CELL_LIMIT

# Shared texts are held in memory by every reader of this format, so their size is the memory they take.
SHARED_LIMIT = 200_000_000
UNPACKED_LIMIT = 8_000_000_000
CHUNK = 1 << 20


def first_rows(path: Path, count: int) -> tuple[tuple[str, ...], ...]:
    """The first rows of the first sheet as text."""
    found = []
    for cells in _rows(path):
        found.append(tuple(cell or "" for cell in cells))
        if len(found) == count:
            break
    return tuple(found)


def read_sheet(path: Path, writer: Writer, width: int, header_at: int) -> int:
    """Every row below the header is kept or set aside; the result counts cells that hold a formula."""
    formulas = row = 0
    for place, cells in enumerate(_rows(path), start=1):
        if place <= header_at + 1 or not any(cells):
            continue
        row += 1
        formulas += sum(cell is not None and cell.startswith("=") for cell in cells)
        if any(len(cell) > CELL_LIMIT for cell in cells if cell):
            writer.bad(
                row, f"a cell of more than {CELL_LIMIT:,} characters", "", line=place, columns=len(cells)
            )
        elif any(cells[width:]):
            reason = f"{len(cells)} columns where the header has {width}"
            writer.bad(row, reason, ",".join(cell or "" for cell in cells), line=place, columns=len(cells))
        else:
            writer.good(row, [*cells, *[None] * (width - len(cells))])
    return formulas


def _rows(path: Path) -> Iterator[list[str | None]]:
    _check_size(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # styles and validations that openpyxl leaves out don't matter here
            book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
            try:
                sheet = book.worksheets[0]
                sheet.reset_dimensions()  # a sheet may claim fewer cells than it has
                yield from _texts(sheet.iter_rows(values_only=True))
            finally:
                book.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        IndexError,
        ValueError,
        ParseError,
        OSError,
    ) as why:
        raise LogError(
            f"the spreadsheet can't be read ({why})", file=str(path), mend="save it as CSV"
        ) from why


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    except zipfile.BadZipFile as why:
        raise LogError("the spreadsheet is damaged", file=str(path), mend="save it again as CSV") from why
    if not any(name.startswith("xl/") for name in sizes):
        raise LogError("this is a ZIP file, not a spreadsheet", file=str(path), mend="unpack it first")
    if sizes.get("xl/sharedStrings.xml", 0) > SHARED_LIMIT or sum(sizes.values()) > UNPACKED_LIMIT:
        raise LogError("the spreadsheet is too large to read safely", file=str(path), mend="save it as CSV")
    if any(
        _has_giant(path, name)
        for name in sizes
        if name.startswith("xl/worksheets/") or "sharedStrings" in name
    ):
        raise LogError("one cell of the spreadsheet is far too large", file=str(path), mend="save it as CSV")


def _has_giant(path: Path, part: str) -> bool:
    """True when some text between two tags is longer than a cell may be: the XML parser would hold all of it."""
    open_text = 0
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            pieces = chunk.split(b"<")
            if max(open_text + len(pieces[0]), *map(len, pieces)) > 4 * CELL_LIMIT:
                return True
            open_text = len(pieces[-1]) if len(pieces) > 1 else open_text + len(pieces[0])
    return False


def _texts(rows: Iterable[tuple[object, ...]]) -> Iterator[list[str | None]]:
    for cells in rows:
        yield [_text(cell) for cell in cells]


def _text(cell: object) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat(sep=" ") if isinstance(cell, dt.datetime) else cell.isoformat()
    return str(cell)
