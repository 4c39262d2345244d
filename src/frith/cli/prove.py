"""`frith prove`: a question about every possible request, answered with a proof or with a request that breaks it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from frith import api
from frith.casework.counsel import Counsel
from frith.casework.prove import Proof, describe, save, sentences, written
from frith.casework.prove import prove as prove_question
from frith.cli import options
from frith.engine.every import Verdict
from frith.engine.questions import QUESTIONS, Case
from frith.errors import UsageError, printable
from frith.law import pack
from frith.law.words import Words
from frith.model.facts import FactKind, Vocabulary

CODES = {Verdict.PROVED: 0, Verdict.REFUTED: 3, Verdict.UNSETTLED: 4}
SHOWN = 40
"""Names that are printed before the rest is left to `--json`."""


@click.command
@click.argument("question", required=False)
@click.option("--list", "listed", is_flag=True, help="Print the questions and stop.")
@click.option(
    "--when", multiple=True, metavar="NAME=VALUE", help="Only requests that fit this; several must all fit."
)
@click.option(
    "--unless", multiple=True, metavar="NAME=VALUE", help="But not those that fit this; several together."
)
@click.option(
    "--against", type=options.Day(), metavar="DATE", help="The day of the older law, to hold it against."
)
@click.option(
    "--save",
    "kept",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep counterexamples: rows at the end of a .csv of scenarios, or a .toml request.",
)
@options.place
@options.packs
@options.on
@options.lang
@options.as_json
def prove(
    *,
    question: str | None,
    listed: bool,
    when: tuple[str, ...],
    unless: tuple[str, ...],
    against: date | None,
    kept: Path | None,
    place: str | None,
    packs: Path | None,
    on: date | None,
    lang: str,
    as_json: bool,
) -> int:
    """Ask about every possible request at once: a proof, or a request that breaks it.

    \b
    Examples:
      frith prove --list
      frith prove never-permits --when act=disclose --when purpose=civil_immigration --unless paper=court_process
      frith prove always-declines --when act=inquire --when object=immigration_status
      frith prove conflicts --save scenarios.csv
      frith prove only-narrows --against 2024-12-01 --on 2024-12-09 --json

    VALUE is a value or a group of the fact, or several with commas between them. Exit code 0: proved. 3: not so, and
    a request shows it. 4: can't be settled. 1: error. 2: wrong usage. Needs `pip install 'frith[proofs]'`.
    """
    said = sentences(lang)
    if listed:
        click.echo("\n".join(f"{name:16} {said[name]['says']}" for name in QUESTIONS))
        return 0
    if question is None:
        raise UsageError("no question: see `frith prove --list`")
    chosen = place or pack.default_place(packs)
    counsel, words = api.counsel(chosen, packs), api.words(chosen, packs, language=lang)
    meant = describe(when, unless, counsel.vocabulary)
    day = on or date.today()  # noqa: DTZ011  the day at the counter is the local day
    proof = prove_question(question, counsel, on=day, against=against, said=meant)
    count = save(proof, kept, says=_says(proof, said), vocabulary=counsel.vocabulary) if kept else 0
    if as_json:
        click.echo(json.dumps(_json(proof, counsel.vocabulary), indent=2, ensure_ascii=False))
    else:
        click.echo(printable("\n".join(_lines(proof, counsel, said=said, words=words))))
    if kept:
        click.echo(said["saved"].format(count=count, file=kept), err=True)
    return CODES[proof.finding.verdict]


def _says(proof: Proof, said: Mapping[str, Any]) -> str:
    verdict = proof.finding.verdict
    if verdict is Verdict.UNSETTLED:
        return str(said["unsettled"])
    return str(said[proof.question][str(verdict)])


def _lines(proof: Proof, counsel: Counsel, *, said: Mapping[str, Any], words: Words) -> Iterator[str]:
    top = counsel.stack.packs[0]
    law = "law" if proof.against is None else "laws"
    old = words.day(proof.against or proof.on)
    place = words.of(top.title, file=f"{top.folder}/pack.toml")
    yield said[law].format(place=place, date=words.day(proof.on), old=old)
    yield _says(proof, said)
    names = proof.finding.names
    yield from (f"  {_name(name, words)}" for name in names[:SHOWN])
    if len(names) > SHOWN:
        yield f"  {said['more'].format(count=len(names) - SHOWN)}"
    for case in proof.finding.cases:
        yield ""
        yield said["case"]
        yield from _request(case, counsel.vocabulary, said=said, words=words)
        for day, outcome in zip((proof.against or proof.on, proof.on), case.outcomes, strict=False):
            before = f"{said['before'].format(date=words.day(day))} " if proof.against else ""
            yield f"  => {before}{words.card(f'heading_{outcome.answer}')} ({', '.join(outcome.deciding) or '-'})"
        yield f"  {said['rest']}"
    if proof.finding.verdict is not Verdict.UNSETTLED:
        yield ""
        yield said["seconds"].format(seconds=f"{proof.seconds:.1f}")


def _name(name: str, words: Words) -> str:
    """A provision by its id and sentence; an act on an object by their labels."""
    place, _, rest = name.partition("/")
    law, _, short = rest.partition("/")
    if short:
        return f"{name}: {words.says(place, law, short)}" if place in words.places else name
    return f"{words.label('act', place)}: {words.label('object', law)} ({name})"


def _request(case: Case, vocabulary: Vocabulary, *, said: Mapping[str, Any], words: Words) -> Iterator[str]:
    facts = written(case.facts, vocabulary)
    if not facts:
        yield f"  {said['nothing']}"
    for name, text in facts.items():
        fact = vocabulary.facts[name]
        if fact.kind is FactKind.DATE and text != "none":
            label = words.day(date.fromisoformat(text))
        elif fact.kind is FactKind.SET:
            label = ", ".join(
                each if each in ("...", "none") else words.label(name, each) for each in text.split()
            )
        else:
            label = words.label(name, text)
        yield f"  {words.ask(name)} {label} ({name}={text})"


def _json(proof: Proof, vocabulary: Vocabulary) -> dict[str, Any]:
    finding = proof.finding
    return {
        "question": proof.question,
        "place": proof.place,
        "on": proof.on.isoformat(),
        "against": proof.against.isoformat() if proof.against else None,
        "verdict": str(finding.verdict),
        "names": list(finding.names),
        "cases": [
            {
                "facts": written(case.facts, vocabulary),
                "answers": [
                    {"answer": str(each.answer), "deciding": list(each.deciding)} for each in case.outcomes
                ],
            }
            for case in finding.cases
        ],
        "seconds": round(proof.seconds, 3),
    }
