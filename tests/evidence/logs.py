"""Made-up logs for the tests of this folder."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from frith.evidence.stage import Staged, open_workspace, stage

HEADER = "portal,scrape_date,id,search_time,network_count,reason,case_number,offense_type\n"
TIME = "2026-03-20T00:06:23.972Z"


def row(number: int, reason: str = "theft", time: str = TIME, portal: str = "a-city-pd") -> str:
    return f"{portal},2026-04-19,id{number},{time},3,{reason},,\n"


def rows(numbers: Iterable[int]) -> str:
    return "".join(row(number) for number in numbers)


def staged(folder: Path, content: str | bytes, name: str = "log.csv", **options: str):
    """The file's connection and what was staged of it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return staged_files(folder, [path], **options)


def staged_files(folder: Path, paths: list[Path], **options: str) -> tuple[duckdb.DuckDBPyConnection, Staged]:
    con = open_workspace(folder / "work")
    return con, stage(con, paths, work=folder / "work", **options)


def column(con: duckdb.DuckDBPyConnection, sql: str) -> list[object]:
    return [found[0] for found in con.execute(sql).fetchall()]
