"""Rows written while a damaged file is read: the good ones for staging, the bad ones aside."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from .record import neutral

BATCH = 20_000

REJECTED = pa.schema(
    [
        ("line", pa.int64()),
        ("row", pa.int64()),
        ("columns", pa.int32()),
        ("reason", pa.string()),
        ("text", pa.string()),
    ]
)


class Writer:
    """Two Parquet files under construction: rows (columns `c0`..., `row`) and rejected rows. Memory holds one batch."""

    def __init__(self, folder: Path, width: int) -> None:
        self.rows_file, self.rejected_file = folder / "raw.parquet", folder / "rejected.parquet"
        columns = [(f"c{i}", pa.string()) for i in range(width)]
        self._schema = pa.schema([*columns, ("row", pa.int64())])
        self._width = width
        self._good: list[tuple[str | int | None, ...]] = []
        self._bad: list[tuple[int | str | None, ...]] = []
        self._rows = pq.ParquetWriter(self.rows_file, self._schema, compression="zstd")
        self._rejected = pq.ParquetWriter(self.rejected_file, REJECTED, compression="zstd")
        self.kept = self.set_aside = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush_good()
        self._flush_bad()
        self._rows.close()
        self._rejected.close()

    def good(self, row: int, cells: Sequence[str | None]) -> None:
        """The row is kept; cells beyond the header's width must be empty and are dropped."""
        self._good.append((*cells[: self._width], row))
        self.kept += 1
        if len(self._good) >= BATCH:
            self._flush_good()

    def bad(
        self, row: int, reason: str, text: str, *, line: int | None = None, columns: int | None = None
    ) -> None:
        """The row is counted and written aside with its place, the reason, and the beginning of its text."""
        self._bad.append((line, row, columns, reason, neutral(text)))
        self.set_aside += 1
        if len(self._bad) >= BATCH:
            self._flush_bad()

    def _flush_good(self) -> None:
        if self._good:
            columns = [pa.array(column) for column in zip(*self._good, strict=True)]
            self._rows.write_table(
                pa.table([c.cast(f.type) for c, f in zip(columns, self._schema, strict=True)], self._schema)
            )
            self._good.clear()

    def _flush_bad(self) -> None:
        if self._bad:
            columns = [
                pa.array(column, f.type)
                for column, f in zip(zip(*self._bad, strict=True), REJECTED, strict=True)
            ]
            self._rejected.write_table(pa.table(columns, REJECTED))
            self._bad.clear()
