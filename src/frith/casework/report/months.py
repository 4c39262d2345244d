"""The section on findings by month: one small chart for each kind, and one table for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from frith.casework.report.charts import Figure, Panel, Panels, posts, ticks
from frith.casework.report.drawing import Section
from frith.casework.report.sentences import Sentences, opened
from frith.casework.report.tables import Cell, Prose, Table, heads, number, text
from frith.casework.screening import Finding, Screening

LONGEST = 120
"""Months. Over a longer span one wrong day would stretch the charts to nothing, so only months with rows stand."""

Series = Mapping[str, int]


def months(screening: Screening, say: Sentences) -> Section:
    """Rows read and each kind of finding that has rows, month by month; a month without rows is shown as none."""
    title = say.say("months.title")
    series = _series(screening, say)
    span = stretch([month for _, one in series.values() for month in one if month])
    if not span:
        return Section(id="months", title=title, blocks=(Prose(text=say.say("months.none")),))
    panels = Panels(
        panels=tuple(_panel(key, name, _over(one, span), say=say) for key, (name, one) in series.items())
    )
    figure = Figure(caption=say.say("months.chart"), chart=panels, table=_table(series, span, say))
    lead = Prose(text=say.say("months.lead"), tone="lead")
    return Section(id="months", title=title, blocks=(lead, figure))


def stretch(found: Sequence[str]) -> tuple[str, ...]:
    """Every month from the first to the last (`2025-03`), those between them that no row bears too."""
    numbers = sorted({12 * int(each[:4]) + int(each[5:7]) - 1 for each in found})
    if not numbers:
        return ()
    if numbers[-1] - numbers[0] < LONGEST:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    return tuple(f"{each // 12:04}-{each % 12 + 1:02}" for each in numbers)


def _series(screening: Screening, say: Sentences) -> dict[str, tuple[str, Series]]:
    """What is drawn: by key, its name and its rows by month."""
    series: dict[str, tuple[str, Series]] = {"read": (say.say("months.read"), screening.months)}
    for finding in Finding:
        rows: Counter[str] = Counter()
        for each in screening.by_month:
            if each.finding is finding:
                rows[each.month] += each.rows
        if any(rows.values()):
            series[finding] = (say.say(f"finding.{finding}.name"), rows)
    return series


def _over(series: Series, span: Sequence[str]) -> dict[str, int]:
    return {month: series.get(month, 0) for month in span}


def _panel(key: str, name: str, rows: Mapping[str, int], *, say: Sentences) -> Panel:
    peak = max(rows, key=lambda month: rows[month])
    named = [say.month(month) for month in rows]
    slots = {"name": name, "total": say.rows(sum(rows.values())), "first": named[0], "last": named[-1]}
    most, month = say.number(rows[peak]), say.month(peak)
    key_of_desc = "months.desc" if len(rows) > 1 else "months.desc_one"
    return Panel(
        id=f"month-{key}",
        title=opened(name),
        desc=say.say(key_of_desc, most=most, month=month, **slots),
        most=say.say("months.most", n=most, month=month),
        posts=posts(list(rows.values())),
        ticks=ticks(named),
        tone=key,
    )


def _table(series: Mapping[str, tuple[str, Series]], span: Sequence[str], say: Sentences) -> Table:
    columns = heads(say.say("months.column"), numbers=tuple(opened(name) for name, _ in series.values()))
    shown = [(month, say.month(month)) for month in span]
    if any(one.get("", 0) for _, one in series.values()):
        shown.append(("", say.say("months.undated")))

    def row(month: str, name: str) -> tuple[Cell, ...]:
        return (text(name), *(number(say.number(one.get(month, 0))) for _, one in series.values()))

    rows = tuple(row(month, name) for month, name in shown)
    return Table(caption=say.say("months.table"), columns=columns, rows=rows, pinned=True)
