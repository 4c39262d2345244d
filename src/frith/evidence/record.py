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
# Marks that a terminal obeys or that can't be seen; a spreadsheet looks for its formula behind some of them.
_UNSEEN = r"[\p{Cc}\p{Cf}\p{Co}\x{2028}\x{2029}]"
# What a spreadsheet takes for the beginning of a formula, the wide forms of East Asian keyboards included.
_BEGINS = r"[-=+@\x{FF0D}\x{FF1D}\x{FF0B}\x{FF20}]"
_BLANKS = r"[\s\p{Z}\"]*"
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


def harmless(column: str) -> str:
    """SQL for a text that no spreadsheet runs as a formula (OWASP, CSV injection) and no terminal obeys.

    Where lists are separated by semicolons a spreadsheet cuts the cell at one and reads on, so the same holds behind it.
    """
    at_start, behind = f"^({_BLANKS}{_BEGINS})", f"(;{_BLANKS})({_BEGINS})"
    apostrophe = literal("'")
    safe = f"regexp_replace({column}, {literal(_UNSEEN)}, ' ', 'g')"
    safe = f"regexp_replace({safe}, {literal(at_start)}, {apostrophe} || '\\1')"
    safe = f"regexp_replace({safe}, {literal(behind)}, '\\1' || {apostrophe} || '\\2', 'g')"
    doubtful = literal(f"{_UNSEEN}|{at_start}|{behind}")
    return f"CASE WHEN regexp_matches({column}, {doubtful}) THEN {safe} ELSE {column} END"


def located(path: Path) -> str:
    """The path as an SQL string that names this one file, whatever marks its name holds."""
    return literal(re.sub(r"([*?\[])", r"[\1]", str(path)))
