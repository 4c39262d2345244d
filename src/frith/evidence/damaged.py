"""The careful way through a damaged text file: every line is judged by itself, the good ones are kept.

Steps for delimited text: 1 a line that was cut, is no text or is far too long goes aside; 2 a line with an open quote
is joined with the next ones until the quote closes, within a limit, and goes aside alone if it never does; 3 a row of
another width than the header goes aside, unless it only has empty cells too many; 4 a cell beyond the limit goes aside.
"""

import csv
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from .aside import Writer
from .record import CELL_LIMIT
from .streams import Line

# A quoted cell may run over lines; a quote still open after this many is a stray mark, not a cell.
JOIN_LINES = 50
LOST = "\ufffd"


def read_delimited(lines: Iterator[Line], writer: Writer, width: int, delimiter: str) -> None:
    """Every row after the header is either kept or set aside with a reason."""
    csv.field_size_limit(LIMIT_OF_CSV)
    whole_cell = re.compile(rf'(^|{re.escape(delimiter)})"(?:[^"]|"")*"(?={re.escape(delimiter)}|$)')
    open_cell = re.compile(rf'(?:^|{re.escape(delimiter)})"')

    def is_open(text: str) -> bool:
        return '"' in text and bool(open_cell.search(whole_cell.sub(r"\1", text)))

    def fits(text: str) -> bool:
        return not is_open(text) and len(_cells(text, delimiter)) == width

    waiting: deque[Line] = deque()
    row = 0
    while line := _next(waiting, lines):
        if not line.data.strip():
            continue
        row += 1
        text, reason = _text(line)
        if (
            not reason
            and '"' not in text
            and len(text) <= CELL_LIMIT
            and len(cells := text.split(delimiter)) == width
        ):
            writer.good(row, cells)  # nine rows in ten: nothing to unquote, nothing to doubt
            continue
        if not reason and is_open(text):
            text, reason = _joined(text, waiting, lines, fits)
        if reason:
            writer.bad(row, reason, text, line=line.number)
            continue
        _keep_or_set_aside(row, line.number, _cells(text, delimiter), writer, width)


def read_json_lines(lines: Iterator[Line], writer: Writer, keys: Sequence[str]) -> None:
    """Every line is one object and kept, or set aside with a reason."""
    for row, line in enumerate((line for line in lines if line.data.strip()), start=1):
        text, reason = _text(line)
        try:
            found = None if reason else json.loads(text)
        except (ValueError, RecursionError):
            found, reason = None, "not a JSON object"
        if isinstance(found, dict):
            cells = [_as_text(found.get(key)) for key in keys]
            _keep_or_set_aside(row, line.number, cells, writer, len(keys))
        else:
            writer.bad(row, reason or "not a JSON object", text, line=line.number)


# The reader's own limit must lie above ours, so that we and not the csv module name the row.
LIMIT_OF_CSV = 4 * CELL_LIMIT


def _next(waiting: deque[Line], lines: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(lines, None)


def _text(line: Line) -> tuple[str, str]:
    """The line as text, and why it can't be used ('' when it can)."""
    if not line.whole:
        return line.data[:400].decode(
            "utf-8", errors="replace"
        ), f"a cell of more than {CELL_LIMIT:,} characters"
    text = line.data.decode("utf-8", errors="replace")
    return text, "characters in no known encoding" if LOST in text else ""


def _joined(
    text: str, waiting: deque[Line], lines: Iterator[Line], fits: Callable[[str], bool]
) -> tuple[str, str]:
    """The row with its continuation lines; if the quote never closes those lines are given back to be read alone."""
    taken: list[Line] = []
    whole = text
    while len(taken) < JOIN_LINES and len(whole) <= CELL_LIMIT and (line := _next(waiting, lines)):
        taken.append(line)
        more, reason = _text(line)
        if reason:
            break
        whole = f"{whole}\n{more}"
        if '"' in more and fits(whole):
            return whole, ""
    waiting.extendleft(reversed(taken))
    return text, "a quotation mark that is never closed"


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _keep_or_set_aside(row: int, line: int, cells: Sequence[str | None], writer: Writer, width: int) -> None:
    if len(cells) < width or any(cells[width:]):
        shown = ",".join(cell or "" for cell in cells)
        writer.bad(
            row, f"{len(cells)} columns where the header has {width}", shown, line=line, columns=len(cells)
        )
    elif any(len(cell) > CELL_LIMIT for cell in cells if cell):
        writer.bad(row, f"a cell of more than {CELL_LIMIT:,} characters", "", line=line, columns=len(cells))
    else:
        writer.good(row, cells)


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
