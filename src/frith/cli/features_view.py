"""Features of laws on a terminal: one feature after the other, with what each law says about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 240
"""Letters of a cell that are printed; the whole stands in `--json` and `--html`."""


def lines(found: Mapping[str, Any], more: str) -> Iterator[str]:
    """Every column of the matrix with a line for each law; `more` stands where a cell is longer than that."""
    widest = max((len(row["name"]) for row in found["rows"]), default=0)
    for column in found["columns"]:
        yield column["title"].upper()
        for row in found["rows"]:
            cell = row["cells"][column["id"]]
            says = cell["says"]
            if len(says) > LONGEST:
                says = says[:LONGEST].rpartition(" ")[0] + f" … {more}"
            code = f"{cell['code']}  " if cell["code"] else ""
            yield f"  {row['name']:{widest}}  {code}{says}"
        yield ""
