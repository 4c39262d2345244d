"""A page before it is set: its head, its sections and its sentences; and the one place where HTML is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from frith.casework.report.drawing import Section
from frith.casework.report.opening import Opening
from frith.casework.report.sentences import FOLDER, Sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything that the template sets; it adds nothing of its own."""

    language: str
    title: str
    about: tuple[str, ...]
    opening: Opening
    sections: tuple[Section, ...]
    say: Sentences


def set_in_html(page: Page, *, parts: str = "parts.html", more: Path | None = None) -> str:
    """The page as one string of HTML. Whatever comes from data is escaped; nothing is loaded, no script runs.

    `parts` is the template that sets the blocks of a section; `more` a folder that holds it, with a style.css of its own.
    """
    folders = (FOLDER, *((more,) if more else ()))
    room = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "".join((folder / "style.css").read_text(encoding="utf-8") for folder in folders)
    return room.get_template("page.html").render(page=page, style=style, parts=parts)
