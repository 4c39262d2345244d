"""The canonical record of a log row, and how names and texts are written into SQL."""

import re
from collections.abc import Iterable
from pathlib import Path

from frith.errors import quoted as in_backticks

# What a row can say, whatever the vendor calls it. `portal` is whose log it is; `outcome` how the matter ended.
FIELDS = (
    "event_time",
    "actor",
    "on_behalf_of",
    "reason",
    "case_number",
    "offense_type",
    "networks",
    "moderation",
    "record_id",
    "portal",
    "outcome",
)
TEXTS = tuple(field for field in FIELDS if field != "event_time")

# A cell beyond this is no reason a person typed; it is set aside before it can fill the memory.
CELL_LIMIT = 1_000_000
# DuckDB's own limit for one line of text; a longer line goes the careful way.
LINE_LIMIT = 2_000_000

_FORMULA = "=+-@\t\r"
# How many names a sentence lists.
MOST = 30


def quoted(name: str) -> str:
    """The name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """The text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def listed(names: Iterable[str]) -> str:
    """The names in backticks, for a sentence; what a foreign file calls its columns is shown, not obeyed, and cut."""
    shown = [in_backticks(name) for name in names]
    more = [f"and {len(shown) - MOST:,} more"] if len(shown) > MOST else []
    return ", ".join([*shown[:MOST], *more])


def neutral(text: str, limit: int = 200) -> str:
    """The text shortened, on one line, and no formula to a spreadsheet."""
    flat = "".join(mark if mark.isprintable() else " " for mark in text[:limit])
    return f"'{flat}" if flat.lstrip()[:1] in _FORMULA and flat.strip() else flat


def located(path: Path) -> str:
    """The path as an SQL string that names this one file, whatever marks its name holds."""
    return literal(re.sub(r"([*?\[])", r"[\1]", str(path)))
