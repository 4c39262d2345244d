"""`frith prove`: a question about every possible request, answered with a proof or with a request that breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from frith import api
from frith.casework.counsel import Counsel
from frith.casework.describe import describe, written
from frith.casework.prove import Proof, save, sentences
from frith.casework.prove import prove as prove_question
from frith.casework.sides import Side, side, sides
from frith.cli import options
from frith.cli.output import put_json, today
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
    "--against",
    metavar="DATE",
    help="The older law, to hold it against: its day, or any law that `frith compare` takes.",
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
    against: str | None,
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
      frith prove only-narrows --place us-ca-los-angeles+ordinance-188441 --against us-ca-los-angeles --on 2024-11-20

    --place takes what `frith compare` takes, too: PLACE+LAW counts a law as in force, a folder is a draft.
    VALUE is a value or a group of the fact, or several with commas between them. Exit code 0: proved. 3: not so, and
    a request shows it. 4: can't be settled. 1: error. 2: wrong usage. Needs `pip install 'frith[proofs]'`.
    """
    said = sentences(lang)
    if listed:
        click.echo("\n".join(f"{name:16} {said[name]['says']}" for name in QUESTIONS))
        return 0
    if question is None:
        raise UsageError("no question: see `frith prove --list`")
    day = on or today()
    law = side(place or pack.default_place(packs), on=day, packs=packs)
    older = _older(against, law, packs) if against else None
    counsel, words = law.counsel, api.words(law.place, law.counsel.packs, language=lang)
    meant = describe(when, unless, counsel.vocabulary)
    proof = prove_question(question, law, older=older, said=meant)
    count = save(proof, kept, says=_says(proof, said), vocabulary=counsel.vocabulary) if kept else 0
    if as_json:
        put_json(_json(proof, counsel.vocabulary))
    else:
        click.echo(printable("\n".join(_lines(proof, counsel, said=said, words=words))))
    if kept:
        click.echo(said["saved"].format(count=count, file=kept), err=True)
    return CODES[proof.finding.verdict]


def _older(text: str, law: Side, packs: Path | None) -> Side:
    """The law that the text names: the same on another day, or another one."""
    try:
        return law.on_day(date.fromisoformat(text))
    except ValueError:
        return sides((text, law.name), on=law.on, packs=packs)[0]


def _says(proof: Proof, said: Mapping[str, Any]) -> str:
    verdict = proof.finding.verdict
    if verdict is Verdict.UNSETTLED:
        return str(said["unsettled"])
    return str(said[proof.question][str(verdict)])


def _lines(proof: Proof, counsel: Counsel, *, said: Mapping[str, Any], words: Words) -> Iterator[str]:
    law, two = proof.law, len(proof.sides) == 2
    older = proof.sides[0] if two else law
    place = _place(law, words)
    if two and older.named_alike(law):
        yield said["laws"].format(place=place, date=words.day(law.on), old=words.day(older.on))
    else:
        yield said["law"].format(place=place, date=words.day(law.on))
        if two:
            yield said["against"].format(name=older.name, date=words.day(older.on))
    yield _says(proof, said)
    names = proof.finding.names
    yield from (f"  {_name(name, words)}" for name in names[:SHOWN])
    if len(names) > SHOWN:
        yield f"  {said['more'].format(count=len(names) - SHOWN)}"
    for case in proof.finding.cases:
        yield ""
        yield said["case"]
        yield from _request(case, counsel.vocabulary, said=said, words=words)
        for each, outcome in zip(proof.sides, case.outcomes, strict=True):
            before = f"{_before(each, proof, said, words)} " if two else ""
            yield f"  => {before}{words.card(f'heading_{outcome.answer}')} ({', '.join(outcome.deciding) or '-'})"
        yield f"  {said['rest']}"
    if proof.finding.verdict is not Verdict.UNSETTLED:
        yield ""
        yield said["seconds"].format(seconds=f"{proof.seconds:.1f}")


def _place(law: Side, words: Words) -> str:
    """The place, and what is counted as in force although it is not."""
    top = law.counsel.stack.packs[0]
    place = words.of(top.title, file=f"{top.folder}/pack.toml")
    return f"{place} ({law.name})" if law.assumed else place


def _before(side: Side, proof: Proof, said: Mapping[str, Any], words: Words) -> str:
    """Which of two laws answers so: by its day where nothing else tells them apart."""
    if proof.sides[0].named_alike(proof.law):
        return str(said["before"].format(date=words.day(side.on)))
    return f"{side.name}:"


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
        "place": proof.law.place,
        "on": proof.law.on.isoformat(),
        "against": proof.sides[0].on.isoformat() if len(proof.sides) == 2 else None,
        "laws": [side.name for side in proof.sides],
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
