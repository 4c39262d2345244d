"""A log through the law of each row's day: read, classify, decide, count, and write what was found.

Steps: 1 stage the files (what can't be read is set aside); 2 classify each distinct text and name once; 3 decide each
distinct set of facts once for each span of days in which the law was the same; 4 join back, write the findings; 5 count;
6 put everything in place. A crash before 6 leaves nothing under a final name, and files staged by then are not read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from frith.casework import findings, folder, tally
from frith.casework.counsel import Counsel
from frith.casework.screening import Screening
from frith.casework.verdicts import Spans, decide_classes
from frith.errors import LogError
from frith.evidence.classify import classify
from frith.evidence.reader import stage_file
from frith.evidence.stage import Staged, open_workspace, stage, write_rejected
from frith.model.law import Stack

REPORT, SUMMARY, REJECTED = "report.html", "summary.json", "rejected.csv"
NAMES = (findings.CSV, findings.PARQUET, REJECTED, REPORT, SUMMARY)
"""Everything that a screening writes. The summary is put in place last: a folder with a summary is a finished one."""

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
    with folder.opened(out, sources.paths, NAMES) as work:
        with _engine(work, out) as con:
            found = _found(con, sources, counsel, work=work, progress=progress)
        progress("writing the report", 0.95)
        drafts = work / folder.DRAFTS
        (drafts / REPORT).write_text(render(found), encoding="utf-8")
        text = json.dumps(tally.summary(found), indent=2, ensure_ascii=False)
        (drafts / SUMMARY).write_text(text + "\n", encoding="utf-8")
        written = folder.put_in_place(work, out, NAMES)
    progress("done", 1.0)
    return Screened(screening=found, folder=out, written=written)


def home_state(stack: Stack) -> str:
    """The two letters of the state that the place lies in, empty for a nation: who is an outsider hangs on it.

    They are the second part of a place's id (`us-ca-...`, after ISO 3166-2), whether or not the state has a pack of its own.
    """
    parts = stack.place.split("-")
    return parts[1].upper() if len(parts) > 1 else ""


@contextmanager
def _engine(work: Path, out: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A workspace for the block; where the table engine gives up, it is said in plain words."""
    con = open_workspace(work)
    try:
        yield con
    except duckdb.Error as why:
        first = (str(why).splitlines() or [""])[0]
        mend = "run it again where there is room: files that were read are kept"
        raise LogError(f"the work can't go on ({first})", file=str(out), mend=mend) from why
    except RuntimeError as why:
        if str(why) == "Query interrupted":  # what DuckDB makes of Control-C
            raise KeyboardInterrupt from why
        raise
    finally:
        con.close()


def _found(
    con: duckdb.DuckDBPyConnection, sources: Sources, counsel: Counsel, *, work: Path, progress: Progress
) -> Screening:
    """The counts; the findings and the rows set aside stand among the drafts."""
    staged = _stage(con, sources, work, progress)
    progress("classifying each distinct text", 0.5)
    spans = Spans(staged, counsel)
    classified = classify(con, staged, home_state=home_state(counsel.stack), period=spans.period)
    progress("deciding", 0.65)
    decide_classes(con, spans)
    progress("writing findings", 0.7)
    findings.write(con, work / folder.DRAFTS)
    write_rejected(con, work / folder.DRAFTS / REJECTED)
    progress("counting", 0.9)
    return tally.screening(con, staged, spans, classified)


def _stage(con: duckdb.DuckDBPyConnection, sources: Sources, work: Path, progress: Progress) -> Staged:
    """Each file by itself first, so that progress shows and a later crash finds it staged; then all as one."""
    for number, path in enumerate(sources.paths):
        progress(f"reading {path.name}", 0.45 * number / len(sources.paths))
        stage_file(con, path, work=work, profile=sources.profile)
    progress("looking for repeats", 0.45)
    return stage(con, sources.paths, work=work, profile=sources.profile, owner=sources.owner)
