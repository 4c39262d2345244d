"""Made-up logs in every format that is read, and what a screening of them left behind. No agency here exists."""

import csv
import gzip
import io
import json
from datetime import datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from frith import api
from frith.casework.screen import Sources

PLACE = "us-ca-los-angeles"
FIELDS = ("event_time", "actor", "on_behalf_of", "reason", "case_number", "offense_type", "record_id")

# Who searched, why, and when; one line of each kind that a screening tells apart.
ROWS = (
    ("2026-03-02T10:00:00Z", "Corvane PD (CA)", "", "robbery", "", ""),
    ("2026-03-02T10:01:00Z", "Corvane PD (CA)", "", "inv", "26-0001", ""),
    ("2026-03-03T10:02:00Z", "Corvane PD (CA)", "", "26-0417", "", ""),
    ("2026-03-03T10:03:00Z", "Corvane PD (CA)", "", "", "26-0099", ""),
    ("2026-03-04T10:04:00Z", "Corvane PD (CA)", "", "", "", ""),
    ("2026-03-05T10:05:00Z", "Corvane PD (CA)", "", "", "", "Burglary/Breaking & Entering"),
    ("2026-03-06T10:06:00Z", "Ashcombe County SO (TX)", "", "stolen vehicle", "", ""),
    ("2026-04-01T10:07:00Z", "Ashcombe County SO (TX)", "", "immigration", "", ""),
    ("2026-04-02T10:08:00Z", "U.S. Border Patrol - Ironmere Sector (AZ)", "", "inv", "", ""),
    ("2026-04-03T10:09:00Z", "Three Vales Regional Fusion Center (CA)", "", "homicide", "", ""),
    ("2026-04-04T10:10:00Z", "Corvane PD (CA)", "", "HSI", "", ""),
    ("2026-04-05T10:11:00Z", "Corvane PD (CA)", "", "HSI money laundering", "", ""),
    ("2026-04-06T10:12:00Z", "Corvane PD (CA)", "", "immigration hold, ICE", "", ""),
    ("2026-04-07T10:13:00Z", "Corvane PD (CA)", "", "romanian suspects", "", ""),
    ("", "Corvane PD (CA)", "", "assault", "", ""),
)


def records(rows=ROWS):
    """The rows as mappings, each with an id of its own."""
    return [dict(zip(FIELDS, (*row, f"id{number}"), strict=True)) for number, row in enumerate(rows, start=1)]


def as_csv(rows=ROWS, mark=","):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, FIELDS, delimiter=mark, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records(rows))
    return text.getvalue().encode()


def as_json_lines(rows=ROWS):
    return "".join(json.dumps(record) + "\n" for record in records(rows)).encode()


def as_parquet(rows=ROWS, *, typed=False):
    columns = {name: [record[name] or None for record in records(rows)] for name in FIELDS}
    kinds = dict.fromkeys(FIELDS, pa.string())
    if typed:
        columns["event_time"] = [each and datetime.fromisoformat(each) for each in columns["event_time"]]
        kinds["event_time"] = pa.timestamp("us", tz="UTC")
    target = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(columns[name], kinds[name]) for name in FIELDS}), target)
    return target.getvalue()


def as_sheet(rows=ROWS, *, typed=False):
    book = openpyxl.Workbook()
    book.active.append(FIELDS)
    for record in records(rows):
        if typed and record["event_time"]:
            record["event_time"] = datetime.fromisoformat(record["event_time"]).replace(tzinfo=None)
        book.active.append([record[name] or None for name in FIELDS])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


FORMATS = {
    "log.csv": as_csv(),
    "log.csv.gz": gzip.compress(as_csv()),
    "log.tsv": as_csv(mark="\t"),
    "log.txt": as_csv(mark=";"),
    "utf-16.csv": as_csv().decode().encode("utf-16"),
    "log.jsonl": as_json_lines(),
    "log.jsonl.gz": gzip.compress(as_json_lines()),
    "log.parquet": as_parquet(),
    "typed.parquet": as_parquet(typed=True),
    "log.xlsx": as_sheet(),
    "typed.xlsx": as_sheet(typed=True),
}


def screened(folder, content, name="log.csv", **options):
    """What `frith.screen` wrote for one file of this content: the folder, and its summary."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return screened_files(folder / "out", [path], **options)


def screened_files(out, paths, *, profile="", owner="", **options):
    given = Sources(paths=tuple(paths), profile=profile, owner=owner)
    api.screen(given, out=out, **({"place": PLACE} | options))
    return summary(out)


def summary(out):
    return json.loads((out / "summary.json").read_text(encoding="utf-8"))


def found(out):
    """The findings as mappings, in the order of the file."""
    return pq.read_table(out / "findings.parquet").to_pylist()


def listed(out, name="findings.csv"):
    """The rows of a CSV file, as a spreadsheet would take them in."""
    with (out / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
