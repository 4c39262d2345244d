"""The command table. Exit codes carry the answer: 0 may or comply, 3 decline, 4 refer, 1 error, 2 wrong usage."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper

import click

from frith.errors import FrithError, PackError, UsageError, printable

COMMANDS = {
    "decide": ("frith.cli.decide", "Decide one request, and print the card."),
    "explain": ("frith.cli.explain", "Show how each provision came out for a request."),
    "paper": ("frith.cli.paper", "Tell what a paper is, and what it can do."),
    "screen": ("frith.cli.screen", "Screen logs under the same law."),
    "prove": ("frith.cli.prove", "Ask about every possible request at once."),
    "compare": ("frith.cli.compare", "Hold two laws side by side."),
    "ledger": ("frith.cli.ledger", "Keep a public record of decisions, or check one."),
    "law": ("frith.cli.laws", "Look into the law of a place, and check packs."),
    "demo": ("frith.demo.command", "Run all of it on made-up data."),
}
"""Where each command stands, and what it is for. A command is imported when it is run, so that neither a card nor the
list of commands waits for a table engine."""

HELP = """Decide, check and show what a city's sanctuary law asks for.

\b
  frith decide request.toml          one request: decline, comply, may, or refer to counsel
  frith decide --ask                 the same, asked question by question
  frith paper --see "..."            what a paper is, from what can be seen on it
  frith screen log.csv.gz            a log of searches under the same law
  frith law status --on 2024-11-20   which laws bind on a day, and what is still due
  frith compare PLACE OTHER-PLACE    every kind of request that two laws answer differently
  frith ledger verify FOLDER         a public record, checked without trusting whoever keeps it

Not legal advice. What the program does not know, it says.
"""


class Table(click.Group):
    """The commands, loaded on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command by name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands stands in the help, out of the table alone."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])


@click.group(cls=Table, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="frith", prog_name="frith")
def frith() -> None:
    """Nothing is done before a command is named."""


def main() -> None:
    """Run the command line; every error of ours is one plain sentence on stderr."""
    _speak_utf_8()
    try:
        code = frith.main(standalone_mode=False)
    except UsageError as error:
        sys.exit(_say(str(error), 2))
    except PackError as error:
        more = f" (and {len(error.others)} more: see `frith law lint`)" if error.others else ""
        sys.exit(_say(f"{error}{more}", 1))
    except FrithError as error:
        sys.exit(_say(str(error), 1))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)  # the cursor may stand behind a question
        sys.exit(_say("stopped; nothing was left half-written", 1))
    except BrokenPipeError:
        # the reader of our output went away, as `| head` does; that is not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        file = f"{error.filename}: " if error.filename else ""
        sys.exit(_say(f"{file}{(error.strerror or 'the system refused').lower()}", 1))
    sys.exit(code if isinstance(code, int) else 0)


def _say(text: str, code: int) -> int:
    click.echo(f"frith: {printable(text)}", err=True)
    return code


def _speak_utf_8() -> None:
    """Everything is read and written in UTF-8, whatever the system is set to; what can't be shown is marked."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
