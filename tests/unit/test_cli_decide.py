"""`frith decide`: from a file, flags, standard input or an interview; a card or JSON; the exit code is the answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.commands import run

ROOT = Path(__file__).parents[2]
PACKS = Path(__file__).parents[1] / "cards" / "packs"
DEMO = {
    "1-library-counter": 3,
    "2-records-judge-warrant": 0,
    "3-permits-administrative-subpoena": None,
    "4-status-check": 4,
    "5-shared-case": 0,
}
HARBOR = ("--packs", PACKS, "--place", "harbor")
TOML = b"""
received = 2026-11-20
requester = "ICE"
paper = "I-200"
subject = { publicly_available = false }
asks = [{ act = "disclose", object = "home_address" }]
"""
JSON = b"""{"received": "2026-11-20", "requester": "ICE", "paper": "I-200",
"subject": {"publicly_available": false}, "asks": [{"act": "disclose", "object": "home_address"}]}"""
FLAGS = ("--act", "disclose", "--object", "home_address")


@pytest.mark.parametrize("content", [TOML, JSON], ids=["toml", "json"])
def test_a_request_from_standard_input_is_declined(content):
    ran = run("decide", "-", *HARBOR, stdin=content)
    assert (ran.code, ran.err) == (3, "")
    assert "[X] NO. Do not do this." in ran.out


@pytest.mark.parametrize("name", DEMO)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_request_of_the_demo_prints_a_card(name, lang):
    ran = run("decide", ROOT / f"src/frith/demo/requests/{name}.toml", "--lang", lang)
    assert ran.err == ""
    assert ran.code in ((0, 3, 4) if DEMO[name] is None else (DEMO[name],))
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (("requester_kind=ice", "paper=none", "publicly_available=no"), 3),
        (("agency=ICE", "paper=none", "publicly_available=no"), 3),
        (("agency=ICE",), 4),
        (("requester_kind=court", "paper=none"), 0),
        (
            (
                "requester_kind=court",
                "paper=ao_93",
                "paper_judge_signed=sí",
                "paper_in_date=y",
                "paper_names_this=yes",
            ),
            0,
        ),
    ],
)
def test_flags_make_a_request(facts, code):
    words = [word for fact in facts for word in ("--fact", fact)]
    assert run("decide", *FLAGS, *words, *HARBOR).code == code


def test_flags_stand_before_the_file():
    declined = run("decide", "-", *HARBOR, "--json", stdin=TOML)
    given = run("decide", "-", *HARBOR, "--json", "--fact", "publicly_available=yes", stdin=TOML)
    other = run("decide", "-", *HARBOR, "--json", "--act", "admit", "--object", "public_area", stdin=TOML)
    assert [json.loads(each.out)["answer"] for each in (declined, given, other)] == ["decline", "may", "may"]
    assert [each["object"] for each in json.loads(other.out)["asks"]] == ["public_area"]


def test_flags_say_what_is_asked_where_the_file_does_not():
    ran = run(
        "decide",
        "-",
        *HARBOR,
        *FLAGS,
        stdin=b'requester = "ICE"\npaper = "none"\nfacts = {publicly_available = false}',
    )
    assert ran.code == 3


def test_json_has_the_answer_and_nothing_else_is_printed():
    ran = run("decide", "-", *HARBOR, "--json", "--lang", "es-MX", stdin=JSON)
    found = json.loads(ran.out)
    assert (ran.code, found["answer"], ran.err) == (3, "decline", "")
    assert found["asks"][0]["duties"][0]["due"] == "de inmediato"


def test_the_day_of_the_law_and_the_day_that_duties_count_from():
    ran = run("decide", *FLAGS, "--fact", "requester_kind=ice", *HARBOR, "--on", "2026-11-20", "--json")
    assert "2026-11-25" in [each["by"] for each in json.loads(ran.out)["asks"][0]["duties"]]
    assert run("decide", *FLAGS, "--fact", "requester_kind=ice", *HARBOR, "--on", "2024-01-01").code == 0


def test_the_request_may_name_its_place():
    ran = run("decide", "-", "--packs", PACKS, "--json", stdin=b'place = "harbor"' + TOML)
    assert json.loads(ran.out)["place"] == "harbor"


def test_the_schema_is_printed_in_either_language():
    english, spanish = (json.loads(run("decide", "--schema", "--lang", each).out) for each in ("en", "es"))
    assert english["$defs"]["paper"]["enum"] == spanish["$defs"]["paper"]["enum"]
    assert english["$defs"]["paper"]["description"] != spanish["$defs"]["paper"]["description"]


@pytest.mark.parametrize(
    ("words", "stdin", "code", "said"),
    [
        (("decide",), b"", 2, "no request: name a file, give --act and --object, or use --ask"),
        (("decide", "-"), b"", 1, "standard input: an empty request"),
        (("decide", "-"), b"\xff\xfe", 1, "standard input: not written in UTF-8"),
        (("decide", "-"), b"x" * 1_100_000, 1, "standard input: too large for a request"),
        (("decide", "-"), b'{"a":' * 20_000, 1, "nested too deeply"),
        (("decide", "-"), b"asks = 3", 1, "`asks` is not a list of tables"),
        (("decide", "-"), b"asks = [3]", 1, "`asks` is not a list of tables"),
        (("decide", "-"), b'asks = [{ act = "fly" }]', 1, "`fly` is no value of `act`"),
        (("decide", "-"), b"\nasks = [{]", 1, "standard input:2: "),
        (("decide", "."), b"", 1, "a folder is no request"),
        (("decide", "no-such-file.toml"), b"", 1, "no-such-file.toml: can't be read: no such file"),
        (("decide", *FLAGS, "--place", "atlantis"), b"", 2, "no pack for place `atlantis`"),
        (("decide", *FLAGS, "--lang", "tlh"), b"", 2, "no words in language `tlh`: there is en, es"),
        (("decide", *FLAGS, "--on", "soon"), b"", 2, "`soon` is not a day"),
        (("decide", *FLAGS, "--fact", "paper"), b"", 2, "is not NAME=VALUE"),
        (("decide", *FLAGS, "--fact", "papper=I-200"), b"", 1, "unknown fact `papper`: did you mean `paper`"),
        (("decide", *FLAGS, "--fact", "paper=I-900"), b"", 1, "`I-900` is no value of `paper`"),
        (("decide", *FLAGS, "--packs", "no-such-folder"), b"", 2, "no-such-folder"),
        (("explain",), b"", 2, "no request"),
        (("explain", "-"), b"asks = []", 1, "what is asked for is missing"),
        (("decide", "--ask", *FLAGS), b"", 1, "stopped; nothing was left half-written"),
    ],
)
def test_what_goes_wrong_is_one_plain_line(words, stdin, code, said):
    ran = run(*words, stdin=stdin)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert max(map(len, ran.err.splitlines())) < 1500


def test_a_place_that_is_not_known_lists_those_that_are():
    assert "us-ca" in run("decide", *FLAGS, "--place", "xq").err


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("laws/welcome.toml", 'title = "unclosed\n', r"laws/welcome.toml:1: "),
        ("provisions/welcome/rules.provision", '\n@id("x")\npermit (principal action, resource);\n', "rules.provision:2: "),
        ("pack.toml", 'id = "harbor"\ntitle = { en = "\\u001b[31mred" }\n', "a control character stands in"),
        ("provisions/welcome/rules.provision", '@id("x")\n@cite("\\u{1b}[2J")\npermit (principal, action, resource);\n',
         "a control character stands in"),
    ],
)  # fmt: skip
def test_a_broken_pack_is_named_with_file_line_and_mend(tmp_path, file, text, said):
    for each in (PACKS / "harbor").rglob("*"):
        if each.is_file():
            copy = tmp_path / "harbor" / each.relative_to(PACKS / "harbor")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(each.read_bytes())
    (tmp_path / "harbor" / file).write_text(text, encoding="utf-8")
    ran = run("decide", "-", "--packs", tmp_path, "--place", "harbor", stdin=TOML)
    assert ran.code == 1
    assert said in ran.err
    assert "\x1b" not in ran.err + ran.out


def test_an_interview_at_the_terminal_decides():
    typed = b"disclose\nhome_address\nICE\nice\nnone\nno\n.\n"
    ran = run("decide", "--ask", *HARBOR, "--on", "2026-11-20", "--json", stdin=typed)
    assert ran.code in (3, 4)
    assert json.loads(ran.out)["asks"][0]["object"] == "home_address"
    assert "What is the office asked to do?" in ran.err


def test_an_interview_that_is_left_ends_plainly():
    ran = run("decide", "--ask", *HARBOR, stdin=b"disclose\n")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.rstrip().endswith("frith: stopped; nothing was left half-written")


@pytest.mark.parametrize(
    "hostile", ["[red]x[/red]", "\x1b[31mx", "<script>x</script>", "x" * 50_000, "{0.__class__}", "\u202ex"]
)
def test_hostile_words_are_neither_obeyed_nor_spread(hostile):
    text = json.dumps(
        {
            "requester": {"agency": hostile[:150]},
            "paper": "none",
            "asks": [{"act": "disclose", "object": "home_address"}],
        }
    )
    ran = run("decide", "-", *HARBOR, stdin=text.encode())
    assert (ran.code, ran.err) == (4, "")
    assert hostile not in ran.out
    ran = run("decide", *FLAGS, "--fact", f"paper={hostile}", *HARBOR)
    assert (ran.code, ran.out) == (1, "")
    assert not {"\x1b", "\u202e"} & set(ran.err)
    assert len(ran.err) < 1500
    ran = run("decide", *FLAGS, "--place", hostile)
    assert ran.code == 2
    assert not {"\x1b", "\u202e"} & set(ran.err)
    assert len(ran.err) < 1500


def test_the_list_of_commands_names_them_all_and_loads_none_of_them():
    from importlib import import_module

    from frith.cli.main import COMMANDS

    ran = run("--help")
    assert ran.code == 0
    for name, (module, what) in COMMANDS.items():
        assert f"  {name} " in ran.out
        assert what in ran.out
        assert getattr(import_module(module), name).name == name
    code = "import sys; sys.argv = ['frith', '--help']\nfrom frith.cli.main import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += f"print([each for each in {[module for module, _ in COMMANDS.values()]} if each in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"
