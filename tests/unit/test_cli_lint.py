"""`frith law lint` finds what is wrong with a pack; `frith law export` writes Cedar that Cedar's own validator passes."""

import json
from pathlib import Path

import cedarpy
import pytest

from frith.casework.lint import lint
from frith.law import pack
from frith.law.lint import Weight, static
from tests.unit.commands import run

PACKS = Path(__file__).parents[1] / "cards" / "packs"


@pytest.fixture
def packs(tmp_path):
    """Harbor in a folder of its own, to be spoilt."""
    for each in (PACKS / "harbor").rglob("*"):
        if each.is_file():
            copy = tmp_path / "harbor" / each.relative_to(PACKS / "harbor")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(each.read_bytes())
    return tmp_path


def spoil(packs, file, old, new):
    path = packs / "harbor" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(packs):
    return {(each.rule, each.what): each for each in static(pack.load("harbor", packs))}


RULES = "provisions/welcome/rules.provision"


SOURCE = '@source("H1")\npermit (principal, action == Action::"disclose", resource in Object::"personal_information")'
REFERS = '@cite("Harbor Code 5")\n@mode("refers")'
SPOILT = [
    (
        (RULES, '"3 business days"', '"3 fortnights"'),
        "uncounted-deadline",
        "`3 fortnights`, which can't be counted",
    ),
    (
        (RULES, SOURCE, SOURCE.replace("H1", "H9")),
        "unlisted-source",
        "names source `H9`, which its law does not list",
    ),
    ((RULES, SOURCE, SOURCE.partition("\n")[2]), "unsourced", "is marked `text` but names no source"),
    ((RULES, REFERS, REFERS + '\n@within("at once")'), "stray-deadline", "has `@within` but is no duty"),
    (
        ("laws/welcome.toml", 'where = "nowhere"', 'where = ""'),
        "empty-source",
        "without saying what and where",
    ),
    (("laws/welcome.toml", 'sources = ["H1"]', ""), "unsourced", "without a source"),
    (
        ("laws/welcome.toml", ', es = "Ordenanza de Bienvenida"', ""),
        "missing-words",
        "title of law `welcome`",
    ),
    (("laws/welcome.toml", ', es = "En vigor."', ""), "missing-words", "has no words in `es`"),
    (("pack.toml", ', es = "Ciudad de Harbor (inventada)"', ""), "missing-words", "the place's title"),
    (("pack.toml", ', es = "Oficina legal de Harbor"', ""), "missing-words", "`title` of contact `counsel`"),
    (
        ("words/es.toml", '"welcome/obey"', '"welcome/obay"'),
        "missing-words",
        "`welcome/obey` has no plain words",
    ),
    (
        ("words/es.toml", '"welcome/obey"', '"welcome/obay"'),
        "idle-words",
        "`welcome/obay`, which is not in the pack",
    ),
]


@pytest.mark.parametrize(
    ("spoilt", "rule", "said"), SPOILT, ids=[f"{rule}-{n}" for n, (_, rule, _) in enumerate(SPOILT)]
)
def test_what_is_wrong_is_found(packs, spoilt, rule, said):
    before = problems(packs)
    spoil(packs, *spoilt)
    fresh = [each for key, each in problems(packs).items() if key not in before]
    found = [each for each in fresh if each.rule == rule and said in each.what]
    assert found, [each.what for each in fresh]
    assert all(each.weight is Weight.ERROR and each.file.startswith(str(packs)) for each in found)


def test_a_pack_that_cannot_be_read_is_a_problem_with_its_line(packs):
    spoil(packs, RULES, "context.publicly_available &&", "context.publicly_availble &&")
    (only,) = lint("harbor", packs)
    assert (only.rule, only.file.endswith("rules.provision")) == ("unreadable", True)
    assert "`publicly_availble`" in only.what
    assert only.line


@pytest.mark.parametrize("place", pack.places(pack.shipped()))
def test_what_ships_has_nothing_to_mend_but_scenarios_that_are_checked_elsewhere(place):
    assert [each.what for each in static(pack.load(place)) if each.weight is Weight.ERROR] == []


def test_errors_end_with_three_and_a_sound_pack_with_nought(packs):
    found = run("law", "lint", "--packs", packs, "--place", "harbor", "--json")
    assert found.code == 3  # a pack without scenarios shows nothing
    listed = json.loads(found.out)["harbor"]
    assert {"rule", "weight", "what", "file", "line"} == set(listed[0])
    (packs / "quiet").mkdir()
    text = 'id = "quiet"\ntitle = { en = "Quiet" }\nkind = "city"\nversion = "1"\nlanguages = ["en"]\n'
    (packs / "quiet" / "pack.toml").write_text(text, encoding="utf-8")
    (packs / "quiet" / "words").mkdir()
    (packs / "quiet" / "words" / "en.toml").write_text("", encoding="utf-8")
    sound = run("law", "lint", "--packs", packs, "--place", "quiet")
    assert (sound.code, sound.out.splitlines()) == (0, ["quiet: sound", "0 errors in 1 packs"])


def test_a_folder_without_packs_and_a_place_that_is_none_are_wrong_usage(tmp_path):
    assert run("law", "lint", "--packs", tmp_path).code == 2
    assert run("law", "lint", "--place", "atlantis").code == 2


def test_what_a_pack_says_is_shown_and_not_obeyed(packs):
    spoil(packs, "words/es.toml", '"welcome/obey"', '"welcome/[bold]obey[/bold]"')
    ran = run("law", "lint", "--packs", packs, "--place", "harbor")
    assert "`welcome/[bold]obey[/bold]`" in ran.out
    spoil(packs, "words/es.toml", '"welcome/[bold]obey', '"welcome/\\u001b[31mobey')
    ran = run("law", "lint", "--packs", packs, "--place", "harbor")
    assert ran.code == 3
    assert "\x1b" not in ran.out
    assert "a control character stands in" in ran.out


def test_a_places_title_is_shown_and_not_obeyed(packs):
    spoil(packs, "pack.toml", "City of Harbor", "City of [red]Harbor[/red] :smile:")
    spoil(packs, "laws/welcome.toml", "Welcome Ordinance", "[bold]Welcome[/bold]")
    words = ("--packs", packs, "--place", "harbor", "--on", "2026-01-01")
    for command in (("law", "status"), ("law", "timeline"), ("law", "show", "welcome"), ("law", "list")):
        ran = run(*command, *words)
        assert ran.code == 0, ran.err
        assert "[red]Harbor[/red] :smile:" in ran.out or "[bold]Welcome[/bold]" in ran.out, command
    ran = run("decide", "-", *words, stdin=b'asks = [{ act = "disclose", object = "home_address" }]')
    assert "City of [red]Harbor[/red] :smile:" in " ".join(ran.out.split())


@pytest.mark.parametrize("place", pack.places(pack.shipped()))
@pytest.mark.parametrize("day", ["2024-11-20", "2026-10-05"])
def test_the_export_is_plain_cedar_that_validates(place, day):
    where = ("--place", place, "--on", day)
    policies, schema = run("law", "export", "--cedar", *where), run("law", "export", "--schema", *where)
    assert (policies.code, schema.code) == (0, 0)
    checked = cedarpy.validate_policies(policies.out, schema.out)
    assert checked.validation_passed, checked.errors
    assert policies.out == run("law", "export", *where).out
