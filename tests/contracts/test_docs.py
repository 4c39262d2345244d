"""What is written about the program is so: paths exist, commands exist, reference pages are as generated."""

import re
import subprocess
import sys

import click
import pytest

from frith import errors
from frith.cli.main import frith as commands
from frith.law import pack
from tests.contracts.tree import ROOT, name_of, texts

MARKDOWN = [path for path in texts() if path.suffix == ".md"]
GENERATED = ROOT / "docs" / "reference"
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TYPED = ("", "sh", "console")
"""Kinds of fenced block that show what somebody types."""
PATH = re.compile(
    r"`((?:src|tests|docs|benchmarks|\.ci|changelog\.d)/[\w/.-]*\w/?|[A-Z]+\.md|pyproject\.toml)`"
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def command_lines(text):
    """Every line of a fenced block that calls Frith or the task runner."""
    blocks = [block.replace("\\\n", " ") for kind, block in BLOCK.findall(text) if kind in TYPED]
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(("frith ", "sh run ", ".venv/bin/frith "))]


def resolved(line):
    """The command that a line names, or None; and the options that it gives."""
    words = line.split("  #")[0].split()[1:]
    command = commands
    while words and isinstance(command, click.Group):
        command = command.get_command(click.Context(command), words[0])
        words = words[1:]
    return command, [word.split("=")[0] for word in words if word.startswith("--")]


def own_options(command):
    return {name for each in command.params for name in (*each.opts, *each.secondary_opts)} | {"--help"}


def all_commands(command=commands, path=("frith",)):
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from all_commands(command.get_command(click.Context(command), name), (*path, name))


SINGLE = [(path, command) for path, command in all_commands() if not isinstance(command, click.Group)]


@pytest.mark.parametrize("path", MARKDOWN, ids=name_of)
def test_every_link_leads_somewhere(path):
    targets = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in targets if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", [path for path in MARKDOWN if GENERATED not in path.parents], ids=name_of)
def test_every_command_that_a_page_shows_exists(path):
    for line in command_lines(path.read_text(encoding="utf-8")):
        if line.startswith("sh run"):
            assert re.search(rf"^  {line.split()[2]} ", runner_help(), re.MULTILINE), line
            continue
        command, options = resolved(line)
        assert command, f"`{line}` names no command"
        assert [each for each in options if each not in own_options(command)] == [], line


def runner_help():
    return subprocess.run(["sh", ROOT / "run", "help"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("path", "command"), SINGLE, ids=lambda each: " ".join(each) if isinstance(each, tuple) else ""
)
def test_every_command_says_what_it_does_and_shows_an_example(path, command):
    told = command.help or ""
    examples = [line.strip() for line in told.splitlines() if line.strip().startswith(" ".join(path))]
    assert examples, "no example in its help"
    for example in examples:
        found, options = resolved(example)
        assert found is command, example
        assert [each for each in options if each not in own_options(command)] == [], example


@pytest.mark.parametrize(
    ("path", "command"), SINGLE, ids=lambda each: " ".join(each) if isinstance(each, tuple) else ""
)
def test_every_option_says_what_it_is_for(path, command):
    silent = [each.name for each in command.params if isinstance(each, click.Option) and not each.help]
    assert silent == [], " ".join(path)


@pytest.mark.parametrize("path", [path for path in MARKDOWN if GENERATED not in path.parents], ids=name_of)
def test_every_file_that_a_page_names_exists(path):
    named = PATH.findall(path.read_text(encoding="utf-8"))
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_the_walk_passes_through_real_files():
    walk = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert len(set(PATH.findall(walk))) > 30


def test_ci_runs_the_two_commands_of_the_readme():
    readme = command_lines((ROOT / "README.md").read_text(encoding="utf-8"))
    assert readme[:2] == ["sh run demo", "sh run test"]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(re.search(rf"^{line}\b", ci, re.MULTILINE) for line in readme[:2])


def test_every_error_is_in_the_reference():
    page = (GENERATED / "errors.md").read_text(encoding="utf-8")
    known = [
        name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, Exception)
    ]
    assert known
    assert [name for name in known if f"## {name}\n" not in page] == []


def test_generating_the_reference_again_changes_nothing():
    result = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_place_stands_in_the_table_with_what_its_files_hold():
    page = (GENERATED / "places.md").read_text(encoding="utf-8")
    for place in pack.places(pack.shipped()):
        files = (pack.shipped() / place / "provisions").rglob("*.provision")
        written = sum(len(re.findall(r"@id\(", path.read_text(encoding="utf-8"))) for path in files)
        laws = len(list((pack.shipped() / place / "laws").glob("*.toml")))
        assert re.search(rf"^\| \[{place}\]\(#{place}\) \|.*\| {laws} \| {written} \|", page, re.MULTILINE), (
            place
        )
        assert f"(provisions/{place}.md)" in page
        assert (GENERATED / "provisions" / f"{place}.md").exists(), place


def test_a_fact_is_said_to_be_read_where_some_provision_names_it():
    page = (GENERATED / "facts.md").read_text(encoding="utf-8")
    law = "".join(path.read_text(encoding="utf-8") for path in pack.shipped().rglob("*.provision"))
    heads = {"body": "principal", "act": "action", "object": "resource"}
    for name in pack.vocabulary(pack.shipped()).facts:
        told = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
        read = re.search(rf"\b{heads.get(name, f'context.{name}')}\b", law)
        assert ("Read by " in told) == bool(read), name


def test_fragments_say_for_whom_they_are():
    fragments = [path for path in (ROOT / "changelog.d").glob("*.md") if path.name != "README.md"]
    wrong = [
        path.name
        for path in fragments
        if not re.fullmatch(r"[a-z-]+\.(city|operator|developer)\.md", path.name)
    ]
    assert wrong == []
