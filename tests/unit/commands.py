"""Run the command line as a shell would: its exit code, what it prints, and what it says beside."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper

from frith.cli.main import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    code: int
    out: str
    err: str


def run(*words, stdin=b""):
    """The end of `frith WORDS`."""
    out, err = StringIO(), StringIO()
    argv, sys.argv = sys.argv, ["frith", *map(str, words)]
    real, sys.stdin = sys.stdin, TextIOWrapper(BytesIO(stdin), encoding="utf-8")
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.argv, sys.stdin = argv, real
    return Ran(code=code, out=out.getvalue(), err=err.getvalue())
