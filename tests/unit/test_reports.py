"""The counts that a law demands, and what is wrong with a file of them."""

import pytest

from frith.errors import PackError
from frith.law import pack
from frith.law.reports import read_reports
from tests.toy.made import PLACE, write

GOOD = """\
[[report]]
id = "yearly"
cite = "3"
provision = "code/log"
says = { en = "Requests.", es = "Pedidos." }
counts = ["requests"]
due = { en = "yearly", es = "cada año" }
to = { en = "the council", es = "el concejo" }
"""


def reports(folder, text):
    write(folder, {"reports.toml": text})
    return read_reports(pack.load(PLACE, folder).packs[0])


def test_a_report_names_its_provision_in_full(tmp_path):
    (report,) = reports(tmp_path, GOOD)
    assert (report.provision, report.due["es"], report.counts) == ("made/code/log", "cada año", ("requests",))
    assert (report.says["es"], report.line) == ("Pedidos.", 1)


def test_words_in_no_language_are_the_same_in_all(tmp_path):
    (report,) = reports(tmp_path, GOOD.replace('{ en = "yearly", es = "cada año" }', '"2026-02-25"'))
    assert set(report.due.values()) == {"2026-02-25"}


def test_a_pack_without_the_file_demands_nothing(tmp_path):
    assert reports(tmp_path, "# nothing was seen\n") == ()
    (tmp_path / PLACE / "reports.toml").unlink()
    assert read_reports(pack.load(PLACE, tmp_path).packs[0]) == ()


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ('provision = "code/log"', 'provision = "code/lgo"', ("no provision `made/code/lgo`", "code/log"), 4),
        ('due = { en = "yearly", es = "cada año" }\n', "", ("`due` is missing", "write `due"), None),
        ("due = {", 'due = " " #', ("`due` is empty", "write `due"), 7),
        (', es = "cada año"', "", ("`due` has no words in `es`", "add them"), 7),
        ('cite = "3"', 'cite = " "', ("`cite` is empty", "write `cite"), 3),
        ("to = {", "too = {", ("unknown key `too`", "`to`"), 8),
        ('counts = ["requests"]', "counts = []", ("`counts` is empty", "name what is counted"), 6),
        (', es = "Pedidos."', "", ("`says` has no words in `es`", "add them"), 5),
        ("[[report]]", "[[reports]]", ("unknown key `reports`", "`report`"), 1),
        (GOOD, GOOD + GOOD, ("report `yearly` is written twice", "another id"), 10),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, old, new, said, line):
    with pytest.raises(PackError) as caught:
        reports(tmp_path, GOOD.replace(old, new))
    what, mend = said
    assert what in caught.value.what
    assert mend in caught.value.mend
    if line is not None:
        assert caught.value.line == line
