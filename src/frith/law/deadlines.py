"""By when a duty must be done: the words of `@within`, counted from the day of the request.

| words                 | last day                                                                              |
|-----------------------|---------------------------------------------------------------------------------------|
| `at once`             | the same day                                                                          |
| `72 hours`            | as many whole days later; a request has a day but no hour, so it is never counted late |
| `10 calendar days`    | ten days later (`10 days` is the same)                                                |
| `3 business days`     | three days later, Saturdays and Sundays not counted; holidays are, so it comes early  |
| `by 2026-03-01`       | that day                                                                              |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from frith.errors import PackError

SPAN = re.compile(r"(?P<count>\d{1,4}) (?P<unit>hours?|(?:calendar |business )?days?)", re.ASCII)
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day to do it, and whether the law says at once."""

    on: date
    at_once: bool = False


def deadline(within: str, received: date, *, file: str = "", line: int | None = None) -> Deadline:
    """The last day for a duty; PackError where the words can't be counted."""
    try:
        if within == "at once":
            return Deadline(on=received, at_once=True)
        if within.startswith("by "):
            return Deadline(on=date.fromisoformat(within.removeprefix("by ")))
        if found := SPAN.fullmatch(within):
            return Deadline(on=_later(received, int(found["count"]), found["unit"]))
    except ValueError as why:
        raise _wrong(within, file, line) from why
    raise _wrong(within, file, line)


def _later(received: date, count: int, unit: str) -> date:
    if unit.startswith("hour"):
        return received + timedelta(days=count // 24)
    if unit.startswith("business"):
        day = received
        for _ in range(count):
            day += timedelta(days=1)
            while day.weekday() >= SATURDAY:
                day += timedelta(days=1)
        return day
    return received + timedelta(days=count)


def _wrong(within: str, file: str, line: int | None) -> PackError:
    mend = "write `72 hours`, `10 calendar days`, `3 business days`, `at once` or `by 2026-03-01`"
    return PackError(f"`{within}` is no time that can be counted", file=file, line=line, mend=mend)
