"""Windows that overlap: a search counts once, however often it was published."""

from pathlib import Path

from tests.evidence.logs import HEADER, column, row, rows, staged, staged_files


def two_files(folder: Path, first: str, second: str):
    (folder / "a.csv").write_text(HEADER + first)
    (folder / "b.csv").write_text(HEADER + second)
    return staged_files(folder, [folder / "a.csv", folder / "b.csv"])


def test_the_first_of_each_record_is_kept(tmp_path):
    con, found = staged(tmp_path, HEADER + rows([1, 2, 1, 3, 2, 1]))
    assert (found.records, found.repeats) == (3, 3)
    assert column(con, "SELECT row FROM records ORDER BY row") == [1, 2, 4]


def test_overlapping_files_count_a_record_once(tmp_path):
    con, found = two_files(tmp_path, rows(range(10)), rows(range(5, 15)))
    assert (found.read, found.records, found.repeats) == (20, 15, 5)
    assert column(con, "SELECT count(*) FROM records WHERE source = 0") == [10]


def test_one_id_at_two_portals_is_two_records(tmp_path):
    _, found = two_files(tmp_path, row(1), row(1, portal="another-pd"))
    assert (found.records, found.repeats) == (2, 0)


def test_a_record_that_was_altered_between_two_publications_is_counted(tmp_path):
    _, found = two_files(tmp_path, row(1) + row(2), row(1, "HSI") + row(2))
    assert (found.repeats, found.changed) == (2, 1)


def test_files_of_different_times_need_no_comparison(tmp_path):
    header = "event_time,actor,reason,record_id\n"
    (tmp_path / "a.csv").write_text(header + "2026-01-01,A,x,1\n")
    (tmp_path / "b.csv").write_text(header + "2026-02-01,A,x,2\n")
    _, found = staged_files(tmp_path, [tmp_path / "a.csv", tmp_path / "b.csv"])
    assert (found.records, found.repeats) == (2, 0)


def test_weekly_scrapes_come_to_the_unique_searches(tmp_path, shared):
    folder = shared / "data" / "flock-ca-portal-audit"
    con, scrapes = staged_files(tmp_path, [folder / "search_audit_all_scrapes.csv.gz"])
    assert (scrapes.read, scrapes.records, scrapes.repeats) == (106_800, 45_273, 61_527)
    _, together = staged_files(
        tmp_path, [folder / "search_audit.csv.gz", folder / "search_audit_all_scrapes.csv.gz"]
    )
    assert together.records == column(con, "SELECT count(*) FROM records")[0] == 45_273
