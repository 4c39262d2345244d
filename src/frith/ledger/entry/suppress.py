"""Small numbers held back from a table that is shown around, and enough others that subtraction doesn't bring them back.

The ledger's own entries stand in the open one by one, and what protects people there is that each is coarse. This is for
tables that say more: counts by something finer, drawn from the units' own records, or from entries that are not public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table as it may be shown: the cells with their numbers, the names of those held back, and perhaps the total."""

    cells: Mapping[str, int]
    held: frozenset[str]
    total: int | None


def suppress(cells: Mapping[str, int], *, below: int) -> Shown:
    """The table without any number from 1 up to `below`, and without what would give one away.

    A zero is shown: the law asks for it, and nobody stands behind it. Where the total is shown, the cells that are held
    back add up to a number that anybody can work out, so cells are held back, smallest first, until each of them could
    be any of `below` numbers at least. Where that can't be reached, the total is held back too.
    """
    held = {name for name, number in cells.items() if 0 < number < below}
    others = sorted((number, name) for name, number in cells.items() if number >= below)
    total: int | None = sum(cells.values())
    while held and not _hidden(sum(cells[name] for name in held), len(held), below):
        if not others:
            total = None
            break
        held.add(others.pop(0)[1])
    return Shown(
        cells={name: number for name, number in cells.items() if name not in held},
        held=frozenset(held),
        total=total,
    )


def hold_parts(counts: Mapping[str, int], part_of: Mapping[str, str], *, below: int) -> frozenset[str]:
    """The counts to hold back: small ones, and parts that leave a small rest of a whole that is shown beside them."""
    held = {name for name, number in counts.items() if 0 < number < below}
    for part, whole in part_of.items():
        if (
            part in counts
            and whole in counts
            and whole not in held
            and 0 < counts[whole] - counts[part] < below
        ):
            held.add(part)
    return frozenset(held)


def _hidden(total: int, cells: int, below: int) -> bool:
    """So many cells of at least 1 each, with that total: each could be any of `below` numbers.

    A small cell alone never could: the total of what is held back would be its own number.
    """
    return total - cells + 1 >= below
