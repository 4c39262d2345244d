"""What can be compared: places, days, drafts as if they were in force."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from frith.casework.sides import side, sides
from frith.errors import UsageError
from frith.law.pack import shipped

DAY = date(2024, 11, 20)
CITY, ORDINANCE = "us-ca-los-angeles", "us-ca-los-angeles/ordinance-188441"


def binds(found, law: str) -> bool:
    return any(name.startswith(f"{law}/") for name in found.one.meaning.rules)


def test_a_place_stands_on_the_day_given_unless_it_names_its_own() -> None:
    assert side(CITY, on=DAY).on == DAY
    assert side(f"{CITY}@2025-06-01", on=DAY).on == date(2025, 6, 1)


def test_a_law_that_is_not_in_force_binds_only_where_it_is_assumed() -> None:
    assert not binds(side(CITY, on=DAY), ORDINANCE)
    tried = side(f"{CITY}+ordinance-188441", on=DAY)
    assert binds(tried, ORDINANCE)
    assert [law.path for law in tried.assumed] == [ORDINANCE]
    assert not binds(side(CITY, on=DAY), ORDINANCE), "trying a law out changed what binds"


def test_a_folder_counts_its_pending_laws_as_in_force_and_no_law_that_ended(tmp_path: Path) -> None:
    folder = tmp_path / CITY
    copytree(shipped() / CITY, folder)
    ended = folder / "laws" / "special-order-40.toml"
    ended.write_text(
        ended.read_text("utf-8") + '\n[[event]]\nkind = "repealed"\non = 2024-01-01\nsays = { en = "x" }\n',
        "utf-8",
    )
    tried = side(str(folder), on=DAY)
    assert binds(tried, ORDINANCE)
    assert not binds(tried, f"{CITY}/special-order-40")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("us-ca-los-angles", "us-ca-los-angeles"),
        (f"{CITY}@yesterday", "is not a day"),
        (f"{CITY}+ordinance-18844", "ordinance-188441"),
        ("./nowhere", "pack.toml"),
        ("../../etc", "pack.toml"),
        ("", "place"),
    ],
)
def test_what_names_no_law_says_so_and_what_to_write(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        side(text, on=DAY)


def test_packs_with_other_facts_are_not_compared(tmp_path: Path) -> None:
    copytree(shipped() / "us", tmp_path / "us")
    facts = (shipped() / "facts.toml").read_text("utf-8")
    (tmp_path / "facts.toml").write_text(f'{facts}\n[full_moon]\nkind = "flag"\n', "utf-8")
    with pytest.raises(UsageError, match="same facts"):
        sides([CITY, str(tmp_path / "us")], on=DAY)
