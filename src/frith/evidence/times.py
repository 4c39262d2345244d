"""The ways a log writes a time, as one SQL expression."""

from .record import literal

# The slash forms are month first, as United States exports write them. Each is tried in turn after ISO 8601.
STYLES = (
    "%m/%d/%Y, %I:%M:%S %p UTC",
    "%m/%d/%Y, %I:%M:%S %p",
    "%m/%d/%Y %I:%M:%S %p UTC",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y, %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%Y-%m-%d %H:%M:%S UTC",
)
# Outside these days a value is no moment of a search log: infinity, the year 0001, a number read as a date.
EARLIEST, LATEST = "1990-01-01", "2100-01-01"


def time_from_text(column: str) -> str:
    """SQL that yields the timestamp a text states, in UTC where it says so, NULL where it states none."""
    styles = ", ".join(literal(style) for style in STYLES)
    milliseconds = (
        f"CASE WHEN regexp_full_match({column}, '[0-9]{{13}}') THEN epoch_ms(CAST({column} AS BIGINT)) END"
    )
    seconds = f"CASE WHEN regexp_full_match({column}, '[0-9]{{10}}') THEN epoch_ms(CAST({column} AS BIGINT) * 1000) END"
    found = f"coalesce(try_cast({column} AS TIMESTAMP), try_strptime({column}, [{styles}]), {milliseconds}, {seconds})"
    return _within_reason(found)


def time_from_column(column: str, kind: str) -> str:
    """SQL that yields the timestamp of a typed column; whole numbers are milliseconds since 1970."""
    if kind in ("BIGINT", "UBIGINT", "HUGEINT"):
        return _within_reason(f"epoch_ms(CAST({column} AS BIGINT))")
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"({column} AT TIME ZONE 'UTC')"
    return f"CAST({column} AS TIMESTAMP)"


def _within_reason(moment: str) -> str:
    # Written out twice on purpose: DuckDB evaluates a common expression once, and a subquery costs four times as much.
    return (
        f"CASE WHEN {moment} >= TIMESTAMP '{EARLIEST}' AND {moment} < TIMESTAMP '{LATEST}' THEN {moment} END"
    )
