"""What stands in the folder after a run that was stopped, run again, refused, or that met another."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from frith.casework import findings
from frith.casework import folder as folders
from frith.casework.folder import WORK
from frith.casework.screen import NAMES
from frith.errors import LogError
from frith.evidence.staged_file import NOTE
from tests.unit.screen_logs import PLACE, as_csv, as_parquet, found, screened_files, summary


class Stopped(Exception):
    """Somebody pulled the plug."""


@pytest.fixture
def paths(tmp_path):
    (tmp_path / "a.csv").write_bytes(as_csv())
    (tmp_path / "b.csv").write_bytes(
        as_csv([("2026-05-01T10:00:00Z", "Corvane PD (CA)", "", "ICE hold", "", "")])
    )
    return tmp_path / "a.csv", tmp_path / "b.csv"


def stop_at(doing):
    def progress(said, share):
        assert 0 <= share <= 1
        if said.startswith(doing):
            raise Stopped

    return progress


def stopped(out, paths, doing):
    with pytest.raises(Stopped):
        screened_files(out, paths, progress=stop_at(doing))


def names(out):
    return sorted(each.name for each in out.iterdir())


def content(out):
    return {name: (out / name).read_bytes() for name in NAMES}


STEPS = (
    "looking for repeats",
    "classifying",
    "deciding",
    "writing findings",
    "counting",
    "writing the report",
)


@pytest.mark.parametrize("doing", ["reading b.csv", *STEPS])
def test_a_run_that_is_stopped_leaves_nothing_under_a_final_name(tmp_path, paths, doing):
    stopped(tmp_path / "out", paths, doing)
    assert names(tmp_path / "out") == [WORK]
    assert not (tmp_path / "out" / WORK / folders.DRAFTS).exists()


def test_the_next_run_reads_nothing_twice_and_finds_the_same(tmp_path, paths):
    stopped(tmp_path / "out", paths, "writing findings")
    work = tmp_path / "out" / WORK
    staged = {note: note.stat().st_mtime_ns for note in work.glob(f"staged/*/{NOTE}")}
    assert len(staged) == 2
    with pytest.raises(Stopped):
        screened_files(tmp_path / "out", paths, progress=stop_at("counting"))
    assert {note: note.stat().st_mtime_ns for note in work.glob(f"staged/*/{NOTE}")} == staged
    resumed = screened_files(tmp_path / "out", paths)
    assert resumed == screened_files(tmp_path / "whole", paths)
    assert found(tmp_path / "out") == found(tmp_path / "whole")
    assert content(tmp_path / "out").keys() == set(names(tmp_path / "out"))


def test_a_file_that_changed_in_between_is_read_again(tmp_path, paths):
    stopped(tmp_path / "out", paths, "deciding")
    paths[0].write_bytes(as_csv([("2026-05-02T10:00:00Z", "Corvane PD (CA)", "", "robbery", "", "")]))
    assert screened_files(tmp_path / "out", paths[:1])["rows"]["read"] == 1


def test_what_was_left_by_a_run_over_other_files_does_no_harm_and_goes(tmp_path, paths):
    stopped(tmp_path / "out", paths[:1], "deciding")
    told = screened_files(tmp_path / "out", paths[1:])
    assert told["rows"]["read"] == 1
    assert names(tmp_path / "out") == sorted(NAMES)


def test_an_earlier_result_outlives_a_run_that_fails(tmp_path, paths):
    out = tmp_path / "out"
    screened_files(out, paths)
    before = content(out)
    for doing in ("reading b.csv", "writing findings", "writing the report"):
        stopped(out, paths, doing)
        assert content(out) == before
    (tmp_path / "bad.csv").write_text("org_name,why\nA,b\n")
    with pytest.raises(LogError, match="no profile knows"):
        screened_files(out, [*paths, tmp_path / "bad.csv"])
    assert content(out) == before


def test_an_earlier_result_gives_way_as_a_whole(tmp_path, paths):
    out = tmp_path / "out"
    screened_files(out, paths)
    told = screened_files(out, paths[1:])
    assert told["rows"]["read"] == len(found(out)) == 1
    assert names(out) == sorted(NAMES)


def test_a_summary_never_stands_beside_findings_of_another_run(tmp_path, paths, monkeypatch):
    out = tmp_path / "out"
    screened_files(out, paths)
    real, done = Path.replace, []

    def replace(self, target):
        if self.parent.name == folders.DRAFTS:
            done.append(Path(target).name)
            if len(done) == 3:
                raise OSError(5, "the disk went away")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="went away"):
        screened_files(out, paths[1:])
    assert not (out / "summary.json").exists()
    monkeypatch.undo()
    screened_files(out, paths[1:])
    assert summary(out)["rows"]["read"] == 1
    assert done[-1] != "summary.json"


def test_a_folder_that_was_made_for_nothing_goes_again(tmp_path):
    (tmp_path / "bad.csv").write_text("org_name,why\nA,b\n")
    with pytest.raises(LogError, match="no profile knows"):
        screened_files(tmp_path / "out", [tmp_path / "bad.csv"])
    assert not (tmp_path / "out").exists()
    (tmp_path / "mine").mkdir()
    with pytest.raises(LogError, match="no profile knows"):
        screened_files(tmp_path / "mine", [tmp_path / "bad.csv"])
    assert names(tmp_path / "mine") == []


def test_only_the_owner_can_look_into_the_work_folder(tmp_path, paths):
    stopped(tmp_path / "out", paths, "deciding")
    assert (tmp_path / "out" / WORK).stat().st_mode & 0o077 == 0


def test_a_second_run_into_the_same_folder_is_refused(tmp_path, paths):
    def meet(said, share):
        if said == "deciding":
            with pytest.raises(LogError, match="another screening is writing here") as caught:
                screened_files(tmp_path / "out", paths)
            assert "choose another --out" in str(caught.value)

    told = screened_files(tmp_path / "out", paths, progress=meet)
    assert told["rows"]["read"] == 16


def test_a_lock_that_went_with_its_folder_is_no_lock(tmp_path, paths, monkeypatch):
    """A run that opened the lock of one that then ended well must not write into a folder that is gone."""
    real = folders.fcntl.flock

    def flock(lock, how):
        real(lock, how)
        (tmp_path / "out" / WORK / "lock").unlink()

    monkeypatch.setattr(folders.fcntl, "flock", flock)
    with pytest.raises(LogError, match="another screening"):
        screened_files(tmp_path / "out", paths)


@pytest.mark.parametrize(
    ("out", "what"),
    [("a.csv", "nothing can be written here"), ("a.csv/deeper", "nothing can be written here")],
)
def test_an_out_that_is_a_file_is_refused(tmp_path, paths, out, what):
    before = paths[0].read_bytes()
    with pytest.raises(LogError, match=what) as caught:
        screened_files(tmp_path / out, paths[1:])
    assert "--out" in str(caught.value)
    assert paths[0].read_bytes() == before


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody can write to")
def test_an_out_that_cannot_be_written_is_refused(paths):
    with pytest.raises(LogError, match="nothing can be written here"):
        screened_files(Path("/proc/frith"), paths)


def test_a_folder_under_a_final_name_is_refused_before_anything_is_done(tmp_path, paths):
    (tmp_path / "out" / "report.html").mkdir(parents=True)
    with pytest.raises(LogError, match="a folder stands where a file will be"):
        screened_files(tmp_path / "out", paths)
    assert names(tmp_path / "out") == ["report.html"]


def test_a_log_is_never_written_over(tmp_path):
    (tmp_path / "findings.parquet").write_bytes(as_parquet())
    with pytest.raises(LogError, match="would be written over"):
        screened_files(tmp_path, [tmp_path / "findings.parquet"])
    assert (tmp_path / "findings.parquet").read_bytes() == as_parquet()


def test_a_file_named_twice_is_refused(tmp_path, paths):
    (tmp_path / "link.csv").symlink_to(paths[0])
    with pytest.raises(LogError, match="named twice"):
        screened_files(tmp_path / "out", [paths[0], tmp_path / "link.csv"])


def test_a_disk_that_is_full_is_said_in_plain_words(tmp_path, paths, monkeypatch):
    def full(con, folder):
        raise duckdb.IOException("IO Error: No space left on device\nand more")

    monkeypatch.setattr(findings, "write", full)
    with pytest.raises(LogError, match="No space left on device") as caught:
        screened_files(tmp_path / "out", paths)
    assert "\n" not in str(caught.value)
    assert names(tmp_path / "out") == [WORK]


def test_control_c_within_a_query_is_control_c(tmp_path, paths, monkeypatch):
    def interrupted(con, folder):
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(findings, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        screened_files(tmp_path / "out", paths)
    assert names(tmp_path / "out") == [WORK]


RUN = """
import sys
from pathlib import Path
from frith import api
from frith.casework.screen import Sources

def progress(said, share):
    if said == "deciding":
        Path(sys.argv[2]).touch()
        import time
        time.sleep(60)

api.screen(Sources(paths=(Path(sys.argv[1]),)), out=sys.argv[3], place=sys.argv[4], progress=progress)
"""


def test_a_run_that_is_killed_leaves_no_lock_and_is_taken_up_again(tmp_path, paths):
    at_work = tmp_path / "at-work"
    words = [sys.executable, "-c", RUN, paths[0], at_work, tmp_path / "out", PLACE]
    with subprocess.Popen([str(word) for word in words], stderr=subprocess.DEVNULL) as process:
        for _ in range(600):
            if at_work.exists() or process.poll() is not None:
                break
            time.sleep(0.05)
        assert process.poll() is None
        with pytest.raises(LogError, match="another screening"):
            screened_files(tmp_path / "out", paths[:1])
        process.send_signal(signal.SIGKILL)
    assert names(tmp_path / "out") == [WORK]
    assert screened_files(tmp_path / "out", paths[:1])["rows"]["read"] == 15
