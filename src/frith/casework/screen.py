"""A log through the law of each row's day: read, classify, decide, count, and write what was found.

Steps: 1 stage the files (what can't be read is set aside); 2 classify each distinct text and name once; 3 decide each
distinct set of facts once for each span of days in which the law was the same; 4 join back, write the findings; 5 count;
6 put everything in place. A crash before 6 leaves nothing under a final name, and files staged by then are not read again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from frith.casework import findings, tally
from frith.casework.counsel import Counsel
from frith.casework.screening import Screening
from frith.casework.verdicts import Spans, decide_classes
from frith.errors import LogError
from frith.evidence.classify import classify
from frith.evidence.stage import Staged, open_workspace, stage, write_rejected
from frith.model.law import Stack

WORK = ".frith-work"
REPORT, SUMMARY, REJECTED = "report.html", "summary.json", "rejected.csv"

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the whole that is behind, from 0 to 1."""

Render = Callable[[Screening], str]
"""A screening as the page that people read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What was found, and the files that stand in the folder."""

    screening: Screening
    folder: Path
    written: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The files to read, and what the reader knows about them that they don't say."""

    paths: tuple[Path, ...]
    profile: str = ""
    owner: str = ""


def screen(
    sources: Sources, counsel: Counsel, out: Path, *, render: Render, progress: Progress = lambda *_: None
) -> Screened:
    """The findings, the rows that could not be read, the summary and the report stand in `out`.

    LogError says what can't be read at all and what to do; then nothing new stands in `out`.
    """
    work = _prepare(out, sources.paths)
    con = open_workspace(work)
    try:
        progress("reading", 0.0)
        staged = _stage(con, sources, work, progress)
        progress("classifying each distinct text", 0.5)
        spans = Spans(staged, counsel)
        classified = classify(con, staged, home_state=home_state(counsel.stack), period=spans.period)
        progress("deciding", 0.7)
        decide_classes(con, spans)
        progress("writing findings", 0.75)
        drafts = work / "drafts"
        shutil.rmtree(drafts, ignore_errors=True)
        drafts.mkdir()
        findings.write(con, drafts)
        write_rejected(con, drafts / REJECTED)
        progress("counting", 0.9)
        screening = tally.screening(con, staged, spans, classified)
        (drafts / REPORT).write_text(render(screening), encoding="utf-8")
        # last of the drafts and last into place: a folder with a summary is a finished one
        text = json.dumps(tally.summary(screening), indent=2, ensure_ascii=False)
        (drafts / SUMMARY).write_text(text + "\n", encoding="utf-8")
    finally:
        con.close()
    written = _put_in_place(drafts, out)
    shutil.rmtree(work)
    progress("done", 1.0)
    return Screened(screening=screening, folder=out, written=written)


def home_state(stack: Stack) -> str:
    """The two letters of the state that the place lies in, empty where it lies in none: who is an outsider hangs on it."""
    state = next((pack.id for pack in stack.packs if pack.kind == "state"), "")
    return state.rpartition("-")[2].upper()


def _prepare(out: Path, paths: Sequence[Path]) -> Path:
    if not paths:
        raise LogError("no file to read", mend="name at least one log")
    for path in paths:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "is not there"
            raise LogError(what, file=str(path), mend="name a CSV, gzipped CSV, Parquet, JSON lines or XLSX file")
    try:
        (out / WORK).mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise LogError("can't write here", file=str(out), mend=why.strerror or "choose another --out") from why
    return out / WORK


def _stage(con: duckdb.DuckDBPyConnection, sources: Sources, work: Path, progress: Progress) -> Staged:
    """Each file by itself first, so that progress shows and a later crash finds it staged; then all as one."""
    for number, path in enumerate(sources.paths):
        progress(f"reading {path.name}", 0.45 * number / len(sources.paths))
        stage(con, [path], work=work, profile=sources.profile, owner=sources.owner)
    return stage(con, sources.paths, work=work, profile=sources.profile, owner=sources.owner)


def _put_in_place(drafts: Path, out: Path) -> tuple[Path, ...]:
    names = sorted((each.name for each in drafts.iterdir()), key=lambda name: (name == SUMMARY, name))
    (out / SUMMARY).unlink(missing_ok=True)  # an old summary must not stand beside new findings
    for name in names:
        os.replace(drafts / name, out / name)
    return tuple(out / name for name in names)
