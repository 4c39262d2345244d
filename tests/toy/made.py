"""A small pack that is clean, written to a folder so that a test can spoil one thing in it."""

from pathlib import Path

PLACE = "made"

FILES = {
    "pack.toml": """\
id = "made"
title = { en = "Made", es = "Hecha" }
kind = "city"
version = "1"
languages = ["en", "es"]

[assumptions.wide]
says = { en = "the exception is wide", es = "la excepción es amplia" }
sources = ["example.org/dispute"]
""",
    "laws/code.toml": """\
title = { en = "Code", es = "Código" }
cite = "Made Code"
kind = "ordinance"
verification = "text"

[[source]]
id = "A"
what = "the code as printed"
where = "example.org/code"

[[event]]
kind = "effective"
on = 2020-01-01
sources = ["A"]
""",
    "provisions/code/code.provision": """\
@define("signed") permit (principal, action, resource) when { context.paper_judge_signed };

@id("bar") @cite("1") @mode("bars") @verified("text") @source("A")
permit (principal, action == Action::"disclose", resource) when { context.purpose == Purpose::"civil_immigration" };

@id("warrant") @cite("2") @mode("requires") @verified("text") @source("A") @excepts("bar")
permit (principal, action == Action::"disclose", resource) when { context.means.signed };

@id("log") @cite("3") @mode("duty") @verified("text") @source("A") @do("log") @within("72 hours")
permit (principal, action == Action::"disclose", resource);
""",
    "words/en.toml": """\
[says]
"code/bar" = "No."
"code/warrant" = "A judge may say yes."
"code/log" = "Write it down."
[do]
log = "Write it down."
""",
    "words/es.toml": """\
[says]
"code/bar" = "No."
"code/warrant" = "Un juez puede decir que sí."
"code/log" = "Anótelo."
[do]
log = "Anótelo."
""",
    "scenarios.csv": """\
id,says,on,act,purpose,facts,answer,provisions,duties
1,"no, they ask",2024-02-29,disclose,civil_immigration,paper_judge_signed=no,decline,made/code/bar,made/code/log
2,a judge signed,2024-02-29,disclose,civil_immigration,paper_judge_signed=yes,comply,made/code/warrant,
3,nothing known,2024-02-29,disclose,,,refer,made/code/bar made/code/warrant,made/code/log
""",
}


def write(folder: Path, changes=None) -> Path:
    """The pack in the folder of packs, with whole files put in place or, where the new text is None, left out."""
    for name, text in (FILES | (changes or {})).items():
        if text is not None:
            path = folder / PLACE / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def spoilt(folder: Path, name: str, *swaps) -> Path:
    """The pack with pieces of one file put in place of others; each piece must be there once."""
    text = FILES[name]
    for old, new in swaps:
        assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return write(folder, {name: text})
