"""Days, weeks and the periods that reports are made for, as an entry writes them.

    2026-11-23 · 2026-W48 · 2026-11 · 2026-Q4 · 2026-H2 · 2026

A week lies in the period that holds its Thursday, as ISO 8601 gives a week to a year: each week counts once.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from frith.ledger.entry.slots import WEEK

MONTHS: Final = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "H1": 1, "H2": 7}
LENGTH: Final = {"Q": 3, "H": 6}
THURSDAY: Final = 4


def middle(on: str) -> date:
    """The day itself, or the Thursday of the week."""
    if WEEK.fullmatch(on):
        return date.fromisocalendar(int(on[:4]), int(on[6:]), THURSDAY)
    return date.fromisoformat(on)


def span(period: str) -> tuple[date, date]:
    """The first day of the period, and the first day after it."""
    year, part = int(period[:4]), period[5:]
    if not part:
        return date(year, 1, 1), date(year + 1, 1, 1)
    first = MONTHS[part] if part in MONTHS else int(part)
    last = first + LENGTH.get(part[0], 1)
    return date(year, first, 1), date(year + last // 13, (last - 1) % 12 + 1, 1)


def lies_in(on: str, period: str) -> bool:
    """The day, or the middle of the week, lies in the period."""
    first, after = span(period)
    return first <= middle(on) < after


def months_after(month: str, months: int) -> date:
    """The first day of the month so many months after the end of this one."""
    year, number = int(month[:4]), int(month[5:7])
    whole = year * 12 + number + months
    return date(whole // 12, whole % 12 + 1, 1)
