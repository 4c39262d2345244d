"""What several commands print with: JSON, today, and a bar of progress where a person is looking."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from frith.errors import printable


def today() -> date:
    """The local day: the law of a counter is that of the day there."""
    return date.today()  # noqa: DTZ011  on purpose


def put_json(data: Mapping[str, Any]) -> None:
    """The data is printed for other programs."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """Within this, whoever is told what is being done, and the share that is done, shows it on a terminal."""
    from rich.console import Console  # noqa: PLC0415  drawn only where something takes long
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description:<34}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda doing, share: bar.update(task, description=printable(doing), completed=share)
