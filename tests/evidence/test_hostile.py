"""Damaged, foreign and malicious files: the good rows are kept, the bad ones are counted and listed with a reason."""

import gzip
import resource

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from frith.errors import LogError
from frith.evidence import reader
from frith.evidence.record import neutral
from frith.evidence.stage import write_rejected
from tests.evidence.logs import HEADER, column, row, rows, staged, staged_files

GOOD = HEADER + rows(range(100))


def rejected(con):
    return con.execute("SELECT line, row, columns, reason, text FROM rejected ORDER BY row").fetchall()


def test_a_gzip_file_that_is_cut_off_keeps_what_was_read_and_says_where_it_stops(tmp_path):
    lines = [row(number, f"theft {hash(str(number))}") for number in range(20_000)]
    packed = gzip.compress((HEADER + "".join(lines)).encode())
    con, found = staged(tmp_path, packed[: len(packed) // 2], "cut.csv.gz")
    assert 1_000 < found.records < 20_000
    assert f"after line {found.records + 1}" in found.notices[0]
    assert column(con, "SELECT max(row) FROM records") == [found.records]


@pytest.mark.parametrize(
    ("content", "notice"),
    [
        pytest.param(GOOD.encode(), "", id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + GOOD.encode(), "", id="utf-8 with a mark"),
        pytest.param(GOOD.encode("utf-16"), "utf-16", id="utf-16 with a mark"),
        pytest.param(GOOD.encode("utf-16-le"), "utf-16-le", id="utf-16 without"),
        pytest.param(GOOD.replace("\n", "\r\n").encode(), "", id="windows line ends"),
        pytest.param(GOOD.replace("\n", "\r").encode(), "", id="old macintosh line ends"),
        pytest.param(GOOD.replace(",", ";").encode(), "", id="semicolons"),
        pytest.param(b"Searches in March\n\n" + GOOD.encode(), "", id="a title above the columns"),
    ],
)
def test_foreign_ways_to_write_the_same_table_give_the_same_rows(tmp_path, content, notice):
    con, found = staged(tmp_path, content)
    assert (found.records, found.rejected) == (100, 0)
    assert column(con, "SELECT DISTINCT reason FROM records") == ["theft"]
    assert notice in "".join(found.notices)
    assert bool(found.notices) == bool(notice)


@pytest.mark.parametrize("before", [0, 9_000], ids=["at the beginning", "beyond the sample"])
def test_windows_letters_are_read_as_such_with_a_notice(tmp_path, before):
    con, found = staged(tmp_path, (HEADER + rows(range(before)) + row(before, "José")).encode("cp1252"))
    assert column(con, "SELECT reason FROM records ORDER BY row DESC LIMIT 1") == ["José"]
    assert "cp1252" in found.notices[0]


def test_bytes_that_belong_to_no_encoding_cost_one_row_and_not_the_file(tmp_path):
    content = (
        HEADER.encode() + row(1, "José").encode() + row(2, "\xff").encode("latin-1") + row(3, "niño").encode()
    )
    con, found = staged(tmp_path, content)
    assert column(con, "SELECT reason FROM records ORDER BY row") == ["José", "niño"]
    assert [(line, at) for line, at, *_ in rejected(con)] == [(3, 2)]
    assert found.rejected == 1


def test_ragged_rows_are_set_aside_with_their_place_and_width(tmp_path):
    content = HEADER + row(1) + "a,b\n" + row(2) + row(3).strip() + ",more,still\n" + row(4).strip() + ",\n"
    con, found = staged(tmp_path, content)
    assert column(con, "SELECT row FROM records ORDER BY row") == [1, 3, 5]
    assert [(line, at, columns) for line, at, columns, *_ in rejected(con)] == [(3, 2, 2), (5, 4, 10)]
    assert found.read == 5


def test_a_quotation_mark_that_never_closes_costs_its_own_row_only(tmp_path):
    lines = [
        row(1),
        row(2, '"never closed'),
        row(3),
        row(4, '"over\ntwo lines"'),
        row(5, "5'10\" tall"),
        "ragged\n",
    ]
    con, found = staged(tmp_path, HEADER + "".join(lines))
    assert column(con, "SELECT reason FROM records ORDER BY row") == [
        "theft",
        "theft",
        "over\ntwo lines",
        "5'10\" tall",
    ]
    assert rejected(con)[0][3] == "a quotation mark that is never closed"
    assert found.rejected == 2


@pytest.mark.parametrize(
    "cell", ["x" * 30_000_000, '"' + ("y" * 79 + "\n") * 60_000 + '"'], ids=["one line", "many lines"]
)
def test_a_huge_cell_is_set_aside_before_it_fills_the_memory(tmp_path, cell):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    con, found = staged(tmp_path, HEADER + row(1) + row(2, cell) + row(3))
    assert found.records == 2
    assert found.rejected >= 1
    assert max(len(text) for *_, text in rejected(con)) <= 201
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # KiB


def test_times_are_read_in_every_known_style_and_others_set_the_row_aside(tmp_path):
    times = [
        "2026-03-20T00:06:23.972Z",
        '"11/14/2025, 09:53:36 PM UTC"',
        "2021-12-14 08:49:47",
        "1710892800000",
        "",
        "yesterday",
        "=HYPERLINK(1)",
        "0001-01-01",
    ]
    con, found = staged(tmp_path, HEADER + "".join(row(n, time=time) for n, time in enumerate(times)))
    got = column(con, "SELECT strftime(event_time, '%Y-%m-%d %H:%M') FROM records ORDER BY row")
    assert got == ["2026-03-20 00:06", "2025-11-14 21:53", "2021-12-14 08:49", "2024-03-20 00:00", None]
    assert [text for *_, text in rejected(con)] == ["yesterday", "'=HYPERLINK(1)", "0001-01-01"]
    assert found.undated == 1


def test_columns_that_no_profile_knows_are_named_with_the_nearest_profile(tmp_path):
    with pytest.raises(LogError, match="no profile knows these columns: `org_name`, `why`") as caught:
        staged(tmp_path, "org_name,why\nA,b\n")
    assert "`network-audit`" in str(caught.value)
    assert "--profile" in str(caught.value)


def test_a_profile_that_lacks_a_column_names_it(tmp_path):
    with pytest.raises(LogError, match="profile `page-extract` needs `src_page`"):
        staged(tmp_path, GOOD, profile="page-extract")


@pytest.mark.parametrize("content", ["", "\n \n"], ids=["nothing", "blanks"])
def test_an_empty_file_is_an_error(tmp_path, content):
    with pytest.raises(LogError, match="empty"):
        staged(tmp_path, content)


def test_a_file_with_nothing_below_its_columns_has_no_rows_and_says_so(tmp_path):
    _, found = staged(tmp_path, HEADER)
    assert (found.read, found.records) == (0, 0)
    assert "no rows" in found.notices[0]


def test_two_columns_of_one_name_are_an_error_where_the_name_is_used(tmp_path):
    with pytest.raises(LogError, match="columns 6 and 7 are both called `reason`"):
        staged(tmp_path, HEADER.replace("case_number", "reason") + row(1))
    _, found = staged(tmp_path, HEADER.replace("case_number", "x").replace("network_count", "x") + row(1))
    assert found.records == 1


def test_a_nul_character_sets_the_row_aside(tmp_path):
    con, found = staged(tmp_path, HEADER + row(1, "a\0b") + row(2))
    assert found.records == 1
    assert rejected(con)[0][3] == "a NUL character"


def test_formulas_stay_text_in_the_records_and_are_harmless_in_what_is_written_aside(tmp_path):
    con, _ = staged(tmp_path, HEADER + row(1, "\"=cmd|' /C calc'!A0\"") + "=1+1,2\n")
    assert column(con, "SELECT reason FROM records") == ["=cmd|' /C calc'!A0"]
    write_rejected(con, tmp_path / "rejected.csv")
    assert ",'=1" in (tmp_path / "rejected.csv").read_text().replace('"', "")
    assert neutral("  @SUM(A1)\nmore") == "'  @SUM(A1) more"


def test_a_file_name_is_only_ever_a_name(tmp_path):
    con, found = staged(tmp_path, GOOD, "we[i]rd' *?; DROP TABLE x--.csv")
    assert found.records == 100
    assert column(con, "SELECT DISTINCT file FROM records") == [str(found.files[0].path)]


def test_json_lines_keep_the_good_objects(tmp_path):
    lines = [
        '{"event_time":"2026-01-01T00:00:00Z","actor":"A","reason":"x"}',
        "{bad",
        "[1]",
        '{"reason":{"k":1}}',
    ]
    con, found = staged(tmp_path, "\n".join(lines), "log.jsonl")
    assert column(con, "SELECT reason FROM records ORDER BY row") == ["x", '{"k": 1}']
    assert (found.records, found.rejected) == (2, 2)


def test_packed_json_lines_are_read_directly(tmp_path):
    line = '{"event_time":"2026-01-01T00:00:00Z","actor":"A","reason":"x"}\n'
    _, found = staged(tmp_path, gzip.compress(line.encode() * 50), "log.jsonl.gz")
    assert (found.records, found.rejected) == (50, 0)


def test_a_json_list_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(LogError, match="one object a line"):
        staged(tmp_path, '[{"reason": 1}]', "log.json")


def test_a_sheet_is_read_below_its_title_and_formulas_are_counted(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Searches"])
    sheet.append(HEADER.strip().split(","))
    for number, reason in enumerate(["theft", "=1+1", None]):
        sheet.append(["p", "2026-04-19", f"id{number}", "2026-03-01 10:00:00", 3, reason])
    book.save(tmp_path / "book.xlsx")
    con, found = staged_files(tmp_path, [tmp_path / "book.xlsx"])
    assert column(con, "SELECT reason FROM records ORDER BY row") == ["theft", "=1+1", None]
    assert "1 cells hold a formula" in found.notices[0]


@pytest.mark.parametrize(("content", "name"), [(b"PK\x03\x04junk", "a.xlsx"), (b"PAR1junkPAR1", "a.parquet")])
def test_a_file_that_is_not_what_it_claims_is_an_error(tmp_path, content, name):
    with pytest.raises(LogError, match=name):
        staged(tmp_path, content, name)


def test_a_missing_file_and_a_folder_are_errors(tmp_path):
    with pytest.raises(LogError, match="can't be opened"):
        staged_files(tmp_path, [tmp_path / "none.csv"])
    with pytest.raises(LogError, match="a folder"):
        staged_files(tmp_path, [tmp_path])


def test_parquet_is_queried_where_it_lies_and_a_bad_time_is_listed(tmp_path):
    table = pa.table(
        {"event_time": ["2026-01-01", "never", None], "actor": ["A", "B", "C"], "reason": ["x", "y", "z"]}
    )
    pq.write_table(table, tmp_path / "log.parquet")
    con, found = staged_files(tmp_path, [tmp_path / "log.parquet"])
    assert column(con, "SELECT reason FROM records ORDER BY row") == ["x", "z"]
    assert [(at, text) for _, at, _, _, text in rejected(con)] == [(2, "never")]
    assert not (found.files[0].folder / "rows.parquet").exists()


def test_a_file_staged_before_is_not_read_again(tmp_path, monkeypatch):
    staged(tmp_path, GOOD)

    def refuse(con, planned):
        raise AssertionError(planned.shape.path)

    monkeypatch.setattr(reader, "_STAGERS", dict.fromkeys(reader._STAGERS, refuse))
    _, again = staged_files(tmp_path, [tmp_path / "log.csv"])
    assert again.records == 100
    with pytest.raises(AssertionError):
        staged(tmp_path, GOOD + row(101))
