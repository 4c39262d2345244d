# ruff: noqa: S608 - every name and text in the SQL is written by record.py, which quotes it
"""One file into rows that DuckDB can query: the fast way when it is well formed, the careful way when it isn't.

Text is read by DuckDB's own strict reader into a Parquet file of canonical columns; the first thing wrong with it
sends the whole file through `damaged`. A Parquet file is not copied at all. A file staged before, unchanged in path,
size and time, is not read again.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from frith.errors import LogError

from . import damaged, parquet, sheet
from .aside import Writer
from .plan import Plan, plan
from .record import CELL_LIMIT, LINE_LIMIT, TEXTS, literal, located
from .sniff import Encoding, Kind, Shape
from .staged_file import NOTE, Note, StagedFile
from .streams import Line, Stop, chunks, lines, to_utf8, true_encoding
from .times import time_from_text

Connection = duckdb.DuckDBPyConnection


def stage_file(con: Connection, path: Path, *, work: Path, profile: str = "") -> StagedFile:
    """The file's good rows can be queried and its bad rows are listed; an unchanged file is not read again."""
    planned = plan(con, path, work=work, profile=profile)
    if not (planned.folder / NOTE).is_file():
        shutil.rmtree(planned.folder, ignore_errors=True)
        planned.folder.mkdir(parents=True)
        try:
            _STAGERS[planned.shape.kind](con, planned).write(planned.folder)
        except duckdb.Error as why:
            raise LogError(f"the file can't be read ({_first_line(why)})", file=str(path)) from why
    note = Note.read(planned.folder)
    found = (
        _terms(con, planned)
        if not note.canonical
        else parquet.Terms(fields=(), bad="bad", bad_text="bad_text")
    )
    return StagedFile(path=path, profile=planned.profile, folder=planned.folder, note=note, terms=found)


def _terms(con: Connection, planned: Plan) -> parquet.Terms:
    named = {field: planned.header[place] for field, place in planned.mapping.items()}
    return parquet.terms(parquet.columns(con, planned.shape.path), named)


def _stage_parquet(con: Connection, planned: Plan) -> Note:
    found = _terms(con, planned)
    moment = dict(found.fields).get("event_time", "NULL")
    path = planned.shape.path.resolve()
    note = Note(table=str(path), canonical=False, numbered=False)
    return _counted(
        con, note, f"SELECT {moment} AS event_time, {found.bad} AS bad FROM read_parquet({located(path)})"
    )


def _stage_delimited(con: Connection, planned: Plan) -> Note:
    stop = Stop()
    shape, notices, clean = _as_utf8(planned, stop)
    if clean and not stop.why:
        try:
            return _copied(con, planned, _strict_csv(planned, shape), notices)
        except duckdb.Error:
            pass  # something is wrong somewhere: judge every line by itself
    if not notices and true_encoding(shape) is Encoding.CP1252:
        shape, notices, _ = _as_utf8(planned, stop, Encoding.CP1252)
    with Writer(planned.folder, len(planned.header)) as writer:
        below = _below(lines(chunks(shape, stop), stop), planned.header_lines)
        damaged.read_delimited(below, writer, len(planned.header), shape.delimiter)
    return _mended(con, planned, writer, notices, stop)


def _stage_json_lines(con: Connection, planned: Plan) -> Note:
    stop = Stop()
    shape, notices, clean = _as_utf8(planned, stop)
    if clean and not stop.why:
        try:
            return _copied(con, planned, _strict_json(planned, shape), notices)
        except duckdb.Error:
            pass  # as above
    with Writer(planned.folder, len(planned.header)) as writer:
        damaged.read_json_lines(lines(chunks(shape, stop), stop), writer, planned.header)
    return _mended(con, planned, writer, notices, stop)


def _stage_sheet(con: Connection, planned: Plan) -> Note:
    with Writer(planned.folder, len(planned.header)) as writer:
        formulas = sheet.read_sheet(planned.shape.path, writer, len(planned.header), planned.header_at)
    notices = (
        [f"{formulas} cells hold a formula; its text was read, nothing was computed"] if formulas else []
    )
    return _mended(con, planned, writer, notices, Stop())


_STAGERS: dict[Kind, Callable[[Connection, Plan], Note]] = {
    Kind.PARQUET: _stage_parquet,
    Kind.DELIMITED: _stage_delimited,
    Kind.JSON_LINES: _stage_json_lines,
    Kind.SHEET: _stage_sheet,
}


def _as_utf8(planned: Plan, stop: Stop, encoding: Encoding | None = None) -> tuple[Shape, list[str], bool]:
    """The shape of a UTF-8 file with the same text, what to say about it, and whether no character was lost."""
    shape = replace(planned.shape, encoding=encoding or planned.shape.encoding)
    if shape.encoding in (Encoding.UTF8, Encoding.DAMAGED):
        return shape, [], shape.encoding is Encoding.UTF8
    target = planned.folder / "text"
    lost = to_utf8(shape, target, stop)
    notice = f"read as {shape.encoding} and not as UTF-8"
    return replace(shape, path=target, gzipped=False, encoding=Encoding.UTF8), [notice], lost == 0


def _strict_csv(planned: Plan, shape: Shape) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(planned.header)))
    return (
        f"read_csv({located(shape.path)}, auto_detect = false, header = false, skip = {planned.header_lines}, "
        f"delim = {literal(shape.delimiter)}, quote = '\"', escape = '\"', strict_mode = true, null_padding = false, "
        f"max_line_size = {LINE_LIMIT}, compression = '{'gzip' if shape.gzipped else 'none'}', "
        f"columns = {{{columns}}})"
    )


def _strict_json(planned: Plan, shape: Shape) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in planned.header)
    renamed = ", ".join(f"#{place + 1} AS c{place}" for place in range(len(planned.header)))
    return (
        f"(SELECT {renamed} FROM read_json({located(shape.path)}, format = 'newline_delimited', "
        f"maximum_object_size = {LINE_LIMIT}, compression = '{'gzip' if shape.gzipped else 'none'}', "
        f"columns = {{{columns}}}))"
    )


def _copied(con: Connection, planned: Plan, table: str, notices: list[str]) -> Note:
    """The table's canonical columns stand in the folder; an error leaves nothing behind that a note would name."""
    target = planned.folder / "rows.parquet"
    con.execute(
        f"COPY ({_canonical(planned, table)}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )
    note = Note(table=target.name, canonical=True, numbered=False, notices=tuple(notices))
    return _counted(con, note, f"SELECT event_time, bad FROM read_parquet({located(target)})")


def _mended(con: Connection, planned: Plan, writer: Writer, notices: list[str], stop: Stop) -> Note:
    target = planned.folder / "rows.parquet"
    select = _canonical(planned, f"read_parquet({located(writer.rows_file)})", numbered=True)
    con.execute(f"COPY ({select}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)")
    writer.rows_file.unlink()
    (planned.folder / "text").unlink(missing_ok=True)
    note = Note(
        table=target.name,
        canonical=True,
        numbered=True,
        aside=writer.set_aside,
        notices=tuple(notices),
        stopped=stop.why,
    )
    return _counted(con, note, f"SELECT event_time, bad FROM read_parquet({located(target)})")


def _canonical(planned: Plan, table: str, *, numbered: bool = False) -> str:
    """SQL for the canonical columns of a table whose columns are `c0`..., with what makes a row no record."""
    texts = {field: f"nullif(trim(c{place}), '')" for field, place in planned.mapping.items()}
    raw = texts.pop("event_time", "NULL")
    moment = time_from_text(raw) if raw != "NULL" else "CAST(NULL AS TIMESTAMP)"
    checked = [f"c{place}" for place in planned.mapping.values()]
    nul = " OR ".join(f"contains({cell}, chr(0))" for cell in checked)
    giant = " OR ".join(f"length({cell}) > {CELL_LIMIT}" for cell in checked)
    bad = (
        f"CASE WHEN {nul} THEN 'a NUL character' WHEN {giant} THEN 'a cell of more than {CELL_LIMIT:,} characters' "
        f"WHEN {raw} IS NOT NULL AND ({moment}) IS NULL THEN {literal(parquet.BAD_TIME)} END"
    )
    columns = [f"{texts.get(field, 'CAST(NULL AS VARCHAR)')} AS {field}" for field in TEXTS]
    columns += [
        f"{moment} AS event_time",
        f"{bad} AS bad",
        f"CASE WHEN ({bad}) IS NOT NULL THEN {raw} END AS bad_text",
    ]
    return f"SELECT {', '.join(columns)}{', row' if numbered else ''} FROM {table}"


def _counted(con: Connection, note: Note, select: str) -> Note:
    found = con.execute(f"""
        SELECT count(*), count(bad), count(*) FILTER (event_time IS NULL AND bad IS NULL),
               min(event_time), max(event_time) FROM ({select})""").fetchone()
    rows, bad, undated, first, last = found or (0, 0, 0, None, None)
    return replace(
        note,
        rows=rows,
        bad=bad,
        undated=undated,
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
    )


def _below(found: Iterator[Line], header_lines: int) -> Iterator[Line]:
    return (line for line in found if line.number > header_lines)


def _first_line(why: Exception) -> str:
    return (str(why).splitlines() or [""])[0]
