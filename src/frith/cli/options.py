"""Options that several commands share, said once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """A calendar day on the command line."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that shows how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is not a day: write it as 2024-12-09", param, ctx)


class Language(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """A language as people and systems write it: `es`, `ES`, `es-MX`, `es_MX.UTF-8`."""

    name = "language"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The language alone, in small letters; whether there are words in it is known where they are read."""
        del param, ctx
        return re.split(r"[-_.@]", str(value).strip())[0].lower()


def place(command: Command) -> Command:
    """--place: whose law."""
    words = "The place whose law is asked (see `frith law list`)."
    return click.option("--place", envvar="FRITH_PLACE", metavar="ID", help=words)(command)


def packs(command: Command) -> Command:
    """--packs: a folder of packs of one's own."""
    kind = click.Path(exists=True, file_okay=False, path_type=Path)
    words = "A folder with packs of your own; packs above them are taken from those that ship."
    return click.option("--packs", type=kind, envvar="FRITH_PACKS", metavar="DIR", help=words)(command)


def on(command: Command) -> Command:
    """--on: the law of which day."""
    return click.option("--on", type=Day(), metavar="DATE", help="Use the law that binds on this day.")(
        command
    )


def lang(command: Command) -> Command:
    """--lang: the language of the words."""
    return click.option(
        "--lang",
        type=Language(),
        default="en",
        envvar="FRITH_LANG",
        show_default=True,
        metavar="CODE",
        help="Language: en or es.",
    )(command)


def as_json(command: Command) -> Command:
    """--json: for other programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")(command)
