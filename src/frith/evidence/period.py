"""Which law was in force when a row happened: the days between two changes of law are one period."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .record import literal
from .stage import Staged


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days on which the law changes, in the place's own time. A row's `period` counts those on or before it."""

    cuts: tuple[dt.date, ...] = ()
    zone: str = "UTC"


def period_sql(staged: Staged, period: Period, of: str = "") -> str:
    """SQL: how many of the cuts lie on or before the row's day, in the place's time; NULL where the time is unknown."""
    local = [dt.datetime.combine(cut, dt.time()) for cut in sorted(period.cuts)]
    zone = ZoneInfo(period.zone)
    utc = [moment.replace(tzinfo=zone).astimezone(dt.UTC).replace(tzinfo=None) for moment in local]
    times = {file.profile.name: local if file.profile.local else utc for file in staged.files}
    counted = {name: _counted(moments, staged, of) for name, moments in times.items()}
    if len(set(counted.values())) == 1:
        return counted.popitem()[1]
    cases = " ".join(f"WHEN {literal(name)} THEN {sql}" for name, sql in counted.items())
    return f"CASE {of}profile {cases} END"


def _counted(moments: list[dt.datetime], staged: Staged, of: str) -> str:
    first, last = staged.first, staged.last
    if first and last and not staged.undated and not any(first < moment <= last for moment in moments):
        return str(
            sum(moment <= first for moment in moments)
        )  # one law for all of them: no time need be read
    later = [
        f"WHEN {of}event_time < TIMESTAMP '{moment.isoformat(sep=' ')}' THEN {place}"
        for place, moment in enumerate(moments)
    ]
    return f"CASE WHEN {of}event_time IS NULL THEN NULL {' '.join(later)} ELSE {len(moments)} END"
