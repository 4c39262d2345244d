"""Ten million rows of a search log under the law: against the bare read, and against an analyst's script.

The rows are real searches that agencies publish, replicated with fresh ids (where the public records are not at hand, the
demo's made-up log is replicated). Four ways, each in a process of its own, in turn, several times:

  bare    DuckDB reads the columns that deciding needs and hands the rows over, nothing more (the named limit)
  scan    the same columns summed up inside the engine, without handing rows over (for comparison)
  frith   stage, classify each distinct text once, decide each distinct set of facts once, count the answers
  pandas  what an analyst would write: read the columns, look for words with a regular expression, count

    python -m benchmarks.many [--rows N] [--runs N] [--keep DIR] [--json]
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import machine, median, peak_mb

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data" / "flock-ca-portal-audit" / "search_audit.csv.gz"
COLUMNS = ("portal", "search_time", "reason", "case_number", "offense_type")
PLACE = "us-ca-los-angeles"
GOALS = {"bare": 2.0, "pandas": 20.0, "peak_mb": 1000}


def make(path: Path, rows: int) -> str:
    """A Parquet file of that many rows, each copy of the log with ids and days of its own order; what it was made of."""
    import duckdb  # noqa: PLC0415  only the process that needs it loads it

    con = duckdb.connect()
    source = str(REAL)
    if not REAL.is_file():
        from frith.demo.generate import write_log  # noqa: PLC0415

        source = str(write_log(path.with_suffix(".csv"), rows=20_000, seed=1))
    con.execute(f"CREATE TABLE log AS SELECT * FROM read_csv('{source}', all_varchar = true)")
    have = con.execute("SELECT count(*) FROM log").fetchall()[0][0]
    unique = "id" if REAL.is_file() else "record_id"
    when = "search_time" if REAL.is_file() else "event_time"
    con.execute(f"""
        COPY (SELECT log.* EXCLUDE ({unique}, {when}), {unique} || '-' || copy AS {unique},
                     CAST({when} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS {when}
              FROM range({-(-rows // have)}) AS copies(copy), log ORDER BY copy LIMIT {rows})
        TO '{path}' (FORMAT parquet, COMPRESSION zstd)""")
    con.execute(
        f"COPY (SELECT * FROM '{path}' LIMIT 1000) TO '{path.with_suffix('.few.parquet')}' (FORMAT parquet)"
    )
    return f"{source} ({have:,} rows) replicated"


def bare(path: Path) -> dict[str, int]:
    """The columns that deciding needs, read and handed over in batches that nobody keeps."""
    import duckdb  # noqa: PLC0415

    con = duckdb.connect(config={"memory_limit": "512MB"})
    names = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
    read = ", ".join(name for name in COLUMNS if name in names)
    batches = con.sql(f"SELECT {read} FROM '{path}'").to_arrow_reader(100_000)
    return {"rows": sum(batch.num_rows for batch in batches)}


def scan(path: Path) -> dict[str, int]:
    """The same columns summed up inside the engine, which works on dictionaries and never makes most of the rows."""
    import duckdb  # noqa: PLC0415

    con = duckdb.connect(config={"memory_limit": "512MB"})
    names = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
    # sums, because a count or a maximum would be answered from the file's statistics without reading a row
    texts = [
        f"sum(octet_length(encode({name})))"
        for name in COLUMNS
        if name in names and not name.endswith("_time")
    ]
    con.execute(f"SELECT {', '.join(texts)} FROM '{path}'").fetchall()
    return {}


def frith(path: Path) -> dict[str, int]:
    """The answers of the law of each row's day."""
    from frith import api  # noqa: PLC0415
    from frith.casework.verdicts import Spans, decide_classes  # noqa: PLC0415
    from frith.evidence.classify import classify  # noqa: PLC0415
    from frith.evidence.stage import open_workspace, stage  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as work:
        con = open_workspace(Path(work))
        staged = stage(con, [path], work=Path(work))
        spans = Spans(staged, api.counsel(PLACE))
        classify(con, staged, home_state="CA", period=spans.period)
        decide_classes(con, spans)
        rows = con.execute(
            "SELECT answer, sum(n) FROM record_classes JOIN verdicts USING (class_id) GROUP BY 1 ORDER BY 1"
        ).fetchall()
        con.close()
    return {answer: int(count) for answer, count in rows}


WORDS = re.compile(
    r"\b(?:immigra\w*|deport\w*|detainer|undocumented|removal order|i-?247|i-?200|i-?205|287\s*\(\s*g\s*\)|ero|hsi|cbp|usbp|"
    r"border patrol|homeland security|ice (?:hold|warrant|detainer|agent|assist))\b",
    re.IGNORECASE,
)


def pandas(path: Path) -> dict[str, int]:
    """An analyst's script: no law, no days, no unknowns; words in the reason, counted by month."""
    import pandas as pd  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    have = set(pq.read_schema(path).names)
    table = pd.read_parquet(path, columns=[name for name in COLUMNS if name in have])
    reason = table["reason"].fillna("").astype(str)
    hit = reason.str.contains(WORDS)
    crime = reason.str.contains(
        r"\b(?:theft|burg\w*|robbery|homicide|warrant|assault|stolen|\d{3}\s?pc)\b", case=False
    )
    empty = reason.str.fullmatch(r"\s*[\d\-\s]*\s*")
    when = next(name for name in ("search_time", "event_time") if name in table)
    months = pd.to_datetime(table[when]).dt.strftime("%Y-%m")
    counted = (
        table.assign(hit=hit, crime=crime, empty=empty, month=months)
        .groupby(["portal", "month"])[["hit", "crime", "empty"]]
        .sum()
    )
    return {name: int(value) for name, value in counted.sum().items()}


WAYS = {"bare": bare, "scan": scan, "frith": frith, "pandas": pandas}


def once(way: str, path: Path) -> dict[str, object]:
    """One run in a process of its own: seconds inside the work, peak memory, and what came out."""
    command = [sys.executable, "-m", "benchmarks.many", "--way", way, "--file", str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(path: Path, runs: int) -> dict[str, object]:
    """The ways in turn, so that a machine that slows down slows all of them; pandas, the slowest, once."""
    taken: dict[str, list[dict]] = {way: [] for way in WAYS}
    for number in range(runs):
        for way in ("bare", "scan", "frith", *(("pandas",) if number == 0 else ())):
            taken[way].append(once(way, path))
    ways = {
        way: {
            "seconds": round(median([run["seconds"] for run in all_runs]), 2),
            "peak_mb": round(max(run["peak_mb"] for run in all_runs)),
            "runs": len(all_runs),
            "result": all_runs[0]["result"],
        }
        for way, all_runs in taken.items()
    }
    return {
        "ways": ways,
        "frith_to_bare": round(ways["frith"]["seconds"] / ways["bare"]["seconds"], 2),
        "pandas_to_frith": round(ways["pandas"]["seconds"] / ways["frith"]["seconds"], 1),
        "goals": GOALS,
    }


def _child(way: str, path: Path) -> int:
    # one run over a few rows first, uncounted: libraries, the law and the lexicon are loaded once, for ten rows or for
    # ten million
    WAYS[way](path.with_suffix(".few.parquet"))
    start = time.perf_counter()
    result = WAYS[way](path)
    print(json.dumps({"seconds": time.perf_counter() - start, "peak_mb": peak_mb(), "result": result}))
    return 0


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="a folder for the file of rows, used again by the next run")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        return _child(given.way, given.file)
    with tempfile.TemporaryDirectory() as scratch:
        path = (given.keep or Path(scratch)) / f"rows-{given.rows}.parquet"
        made = "kept from an earlier run" if path.is_file() else make(path, given.rows)
        found = {"machine": machine(), "rows": given.rows, "made_of": made, **measure(path, given.runs)}
    print(json.dumps(found, indent=2) if given.json else _text(found))
    return 0


def _text(found: dict) -> str:
    lines = [f"machine   {found['machine']}", f"rows      {found['rows']:,}: {found['made_of']}"]
    for way, each in found["ways"].items():
        lines.append(f"{way:<9} {each['seconds']:8.2f} s   peak {each['peak_mb']:>6,} MB   {each['result']}")
    lines.append(f"frith to the bare read   {found['frith_to_bare']} x   (goal: within {GOALS['bare']} x)")
    lines.append(
        f"pandas to frith          {found['pandas_to_frith']} x   (goal: {GOALS['pandas']} x or more)"
    )
    peak = found["ways"]["frith"]["peak_mb"]
    lines.append(f"peak memory of frith     {peak:,} MB   (goal: below {GOALS['peak_mb']:,} MB)")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
