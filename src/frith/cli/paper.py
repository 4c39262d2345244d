"""`frith paper`: what a paper is and what it can do, from what can be seen on it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from frith.casework.paper import CannotTell, Look, describe, recognise
from frith.cli import options, paper_view
from frith.law import pack
from frith.law.files import near
from frith.law.papers import read_papers
from frith.law.words import Words, languages, load
from frith.model.paper import Papers

RECOGNISED, CANNOT_TELL = 0, 4


@click.command("paper")
@click.argument("kind", required=False)
@click.option(
    "--see", "seen", multiple=True, metavar="CUE", help="What you see; again for more. `list` shows all."
)
@click.option("--list", "list_kinds", is_flag=True, help="Show every kind of paper.")
@options.lang
@options.as_json
@options.packs
@click.pass_context
def paper(
    ctx: click.Context,
    kind: str | None,
    seen: tuple[str, ...],
    list_kinds: bool,
    lang: str,
    as_json: bool,
    packs: Path | None,
) -> None:
    """Tell what a paper is, and what it can do.

    Name a KIND (`i_200`, `I-200`), or say what you see on the paper with --see. It never guesses: what it
    can't tell goes to counsel.

    \b
    frith paper --see list
    frith paper --see heading_dhs --see officer_signature --see form_i_200
    frith paper ao-442

    Exit codes: 0 the paper is known, 4 can't tell, 2 wrong usage.
    """
    folder = pack.folder(packs)
    papers, words = read_papers(folder), _words(folder, lang)
    if list_kinds or "list" in seen:
        listed = paper_view.kinds(papers, words) if list_kinds else paper_view.cues(papers, words)
        click.echo(_json(listed) if as_json else paper_view.listing(listed, words))
        return
    look = _look(papers, kind, _cues(papers, seen))
    if as_json:
        click.echo(_json(paper_view.as_json(look, words)))
    else:
        paper_view.show(look, words)
    ctx.exit(CANNOT_TELL if isinstance(look, CannotTell) else RECOGNISED)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _look(papers: Papers, kind: str | None, seen: tuple[str, ...]) -> Look:
    if kind is not None:
        name = kind.lower().replace("-", "_").replace(" ", "_")
        if name not in papers.kinds:
            known = {each.form: each.id for each in papers.kinds.values() if each.form}
            raise click.BadParameter(
                f"no paper `{kind}`{_near(name, [*papers.kinds, *known])}", param_hint="KIND"
            )
        return describe(papers, name, seen)
    if not seen:
        raise click.UsageError(
            "name a kind of paper, or say what you see on it: `frith paper --see list` shows the words"
        )
    return recognise(papers, seen)


def _cues(papers: Papers, seen: tuple[str, ...]) -> tuple[str, ...]:
    """The cues that were named, each once; a comma parts several."""
    names = dict.fromkeys(
        name.strip().replace("-", "_") for each in seen for name in each.split(",") if name.strip()
    )
    for name in names:
        if name not in papers.cues:
            what = f"no cue `{name}`{_near(name, list(papers.cues))}; `--see list` shows them all"
            raise click.BadParameter(what, param_hint="--see")
    return tuple(names)


def _words(folder: Path, language: str) -> Words:
    known = languages(folder)
    if language not in known:
        raise click.BadParameter(
            f"no words in `{language}`: there is {', '.join(known)}", param_hint="--lang"
        )
    return load(folder, (), language)


def _near(name: str, known: list[str]) -> str:
    hint = near(name, known)
    return f": {hint}" if hint else ""
