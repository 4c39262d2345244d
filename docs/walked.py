"""Run the walk of a page that is written by hand: `python docs/walked.py`; with --check only say what is stale.

A fence whose first line names a file makes that file; a fence of the kind `console` holds one command and what it prints.
Everything happens in an empty folder, in the order of the page, and what is printed is written back into the page.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "attorneys.md"
FENCE = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<file>\S+))?(?: \((?P<note>[^\n]+)\))?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(r"\$ (?P<command>(?:.*\\\n)*.*)\n")
SECONDS = re.compile(r"in \d+\.\d seconds")
SAVED, MENDED = "last line, as it was saved", "last line, mended"
WIDTH = "80"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One fence of the page: what it holds there, what it should hold, and how its command ended."""

    command: str
    written: str
    real: str
    code: int


def steps(text: str, folder: Path) -> Iterator[Step]:
    """Every fence of the page in its order, its files made and its command run in the folder."""
    for fence in FENCE.finditer(text):
        body, real, command, code = fence["body"], fence["body"], "", 0
        if fence["kind"] == "console":
            found = COMMAND.match(body)
            if found is None:
                raise ValueError(f"no command in a fence of {PAGE.name}: begin it with `$ frith`")
            command = " ".join(found["command"].replace("\\\n", " ").split())
            code, printed = run(command, folder)
            real = found.group() + printed
        elif fence["file"]:
            real = made(folder / fence["file"], body, fence["note"] or "")
        yield Step(command=command, written=body, real=real, code=code)


def run(command: str, folder: Path) -> tuple[int, str]:
    """How the command ended and what it printed, the same on every machine: its time stands still."""
    name, *words = shlex.split(command)
    if name != "frith":
        raise ValueError(f"`{command}` is no command of Frith")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("FRITH_", "FORCE_"))}
    done = subprocess.run(  # noqa: S603  our own page, and Frith alone
        [sys.executable, "-m", name, *words],
        cwd=folder,
        env={**kept, "COLUMNS": WIDTH, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    lines = SECONDS.sub("in 0.1 seconds", done.stdout).splitlines()
    return done.returncode, "".join(f"{line.rstrip()}\n" for line in lines)


def made(path: Path, body: str, note: str) -> str:
    """The text that the page should show; the file holds it, or has its last line mended by it."""
    if note == SAVED:
        return path.read_text(encoding="utf-8").splitlines()[-1] + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1] if note == MENDED else []
    path.write_text("".join(before) + body, encoding="utf-8")
    return body


def walked(text: str) -> str:
    """The page with every fence as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        bodies = iter([step.real for step in steps(text, Path(folder))])
    return FENCE.sub(lambda fence: text[fence.start() : fence.start("body")] + next(bodies) + "```", text)


def main(words_given: list[str]) -> int:
    """0 where the page is as the program prints it; with --check nothing is written."""
    text = PAGE.read_text(encoding="utf-8")
    real = walked(text)
    if "--check" in words_given:
        if real != text:
            print(f"docs/{PAGE.name} is stale: run `python docs/walked.py`")
        return int(real != text)
    PAGE.write_text(real, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
