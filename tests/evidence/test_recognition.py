"""What a file is taken for: who searched is never left unread, and what is no export is told apart at once."""

import gzip

import pytest

from frith.errors import LogError
from frith.evidence.profile import recognise
from frith.evidence.sniff import sniff


def test_a_column_that_says_who_searched_is_read():
    """An export with the columns of a portal's download and an organisation besides is read as a network audit."""
    portal = ["id", "userId", "reason", "searchTime", "networkCount"]
    assert recognise(portal, file="log.csv").name == "portal-download"
    assert recognise([*portal, "orgName"], file="log.csv").name == "network-audit"


def test_bytes_that_are_no_text_are_refused(tmp_path):
    """A picture or a programme is not taken for a table with strange columns."""
    path = tmp_path / "picture.csv"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(LogError, match="neither text nor a Parquet or XLSX file: name a CSV"):
        sniff(path)


def test_a_gzip_cut_off_before_its_first_row_says_so(tmp_path):
    """Nothing could be read, and the reader hears why."""
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(b"id,reason\n1,theft\n" * 50)[:12])
    with pytest.raises(LogError, match="cut off before its first row: ask for the export again"):
        sniff(path)
