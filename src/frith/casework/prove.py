"""A question about every possible request under the law of a place, and what its counterexamples are kept as."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from frith.casework.sides import Side
from frith.engine.every import Every, Verdict
from frith.engine.questions import QUESTIONS, TWO_DAYS, Case, Finding, Said, meant
from frith.engine.space import Setting
from frith.errors import FactError, UsageError, quoted
from frith.law.files import near
from frith.law.requests import fact_value
from frith.law.scenarios import FIXED
from frith.model.facts import ABSENT, Fact, FactKind, Facts, Value, Vocabulary
from frith.model.term import FALSE, TRUE, And, Compare, Comparison, Flag, Is, Not, Present, Term

COLUMNS = (
    "id",
    "says",
    "on",
    "body",
    "act",
    "object",
    "requester_kind",
    "purpose",
    "paper",
    "facts",
    "answer",
    "provisions",
)
"""The columns of a new table of scenarios; what they lack stands in `facts`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was asked of a law, or of two of which the older one comes first, and what came of it."""

    question: str
    sides: tuple[Side, ...]
    finding: Finding
    seconds: float

    @property
    def law(self) -> Side:
        """The law that was asked about."""
        return self.sides[-1]


def sentences(language: str) -> Mapping[str, Any]:
    """What is said about proofs in one language."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    if language not in tables:
        raise UsageError(f"no words in language {quoted(language)}: there is {', '.join(tables)}")
    found: Mapping[str, Any] = tables[language]
    return found


def prove(question: str, law: Side, *, older: Side | None = None, said: Said | None = None) -> Proof:
    """The verdict on a question over every request received on the law's day; `older` is what it is held against.

    UsageError where the question is unknown, wants a second day or is about no request; FrithError where the
    solver is not installed.
    """
    if question not in QUESTIONS:
        mend = near(question, QUESTIONS) or "see `frith prove --list`"
        raise UsageError(f"unknown question {quoted(question)}: {mend}")
    if (question in TWO_DAYS) != (older is not None):
        needs = (
            "needs `--against DATE`, the day of the older law" if older is None else "takes no `--against`"
        )
        raise UsageError(f"`{question}` {needs}")
    began = monotonic()
    sides = (law,) if older is None else (older, law)
    counsel = law.counsel
    setting = Setting(vocabulary=counsel.vocabulary, papers=counsel.papers, on=law.on)
    every = Every(setting, *(each.one for each in sides))
    about = said or Said()
    if meant(every, about) is Verdict.PROVED:
        raise UsageError("no request fits what `--when` and `--unless` say together: leave something out")
    finding = QUESTIONS[question](every, about)
    return Proof(question=question, sides=sides, finding=finding, seconds=monotonic() - began)


# ---- a description of requests --------------------------------------------------------------------------------------


def describe(when: Iterable[str], unless: Iterable[str], vocabulary: Vocabulary) -> Said:
    """The requests that fit every NAME=VALUE of `when` and not every one of `unless`; FactError where a word is none."""
    fits = tuple(_described(pair, vocabulary) for pair in when)
    spares = tuple(_described(pair, vocabulary) for pair in unless)
    return Said(when=And(fits) if fits else TRUE, unless=And(spares) if spares else FALSE)


def _described(pair: str, vocabulary: Vocabulary) -> Term:
    name, equals, text = (each.strip() for each in pair.partition("="))
    if not equals:
        raise UsageError(f"{quoted(pair)} is not NAME=VALUE: write it as `purpose=civil_immigration`")
    fact = vocabulary.facts.get(name)
    if fact is not None and fact.kind is FactKind.ENUM:
        return _listed(fact, text)
    given = fact_value(name, text, vocabulary)
    if not given:
        raise UsageError(f"{quoted(pair)} says nothing: describe what is known")
    held = {flat: value for flat, value in given.items() if value is not False}
    return And(tuple(_holds(flat, value) for flat, value in (held or given).items()))


def _listed(fact: Fact, text: str) -> Term:
    """Values and groups of the fact, with commas between them: any one of them."""
    values: frozenset[str] = frozenset()
    for each in text.split(","):
        word = each.strip().lower().replace("-", "_").replace(" ", "_")
        found = fact.expand(word)
        if not found:
            mend = near(word, [*fact.values, *fact.groups]) or "see docs/reference/facts.md"
            raise FactError(f"{quoted(each)} is no value or group of `{fact.name}`", mend=mend)
        values |= found
    return Is(fact.name, values)


def _holds(name: str, value: Value) -> Term:
    if value is ABSENT:
        return Not(Present(name))
    if isinstance(value, date):
        return Compare(name, Comparison.SAME, value)
    return Flag(name) if value is True else Not(Flag(name))


# ---- facts as they are written --------------------------------------------------------------------------------------


def written(facts: Facts, vocabulary: Vocabulary) -> dict[str, str]:
    """The facts as words of a request: a set's members on one line, which ends in `...` where others may be so too."""
    found: dict[str, str] = {}
    for fact in vocabulary.facts.values():
        if fact.kind is FactKind.SET:
            members = {
                value: facts[flat] for value in fact.values if (flat := f"{fact.name}__{value}") in facts
            }
            named = [value for value, held in members.items() if held is True]
            if members:
                whole = len(members) == len(fact.values)
                found[fact.name] = " ".join(named + ([] if whole else ["..."])) or "none"
        elif fact.name in facts:
            found[fact.name] = _word(facts[fact.name])
    return found


def _word(value: Value) -> str:
    if value is ABSENT:
        return "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


# ---- kept -----------------------------------------------------------------------------------------------------------


def save(proof: Proof, file: Path, *, says: str, vocabulary: Vocabulary) -> int:
    """How many counterexamples stand in the file now: every one as a row of a .csv table, or the first as a .toml request."""
    cases = proof.finding.cases
    if file.suffix not in (".csv", ".toml"):
        raise UsageError(f"`--save {file}`: name a .csv table of scenarios or a .toml request")
    if not cases:
        return 0
    if file.suffix == ".toml":
        if file.exists():
            raise UsageError(f"`{file}` is there already: name a new file")
        file.write_text(_request(proof, cases[0], says=says, vocabulary=vocabulary), encoding="utf-8")
        return 1
    _append(file, [_row(proof, case, says=says, vocabulary=vocabulary) for case in cases])
    return len(cases)


def _request(proof: Proof, case: Case, *, says: str, vocabulary: Vocabulary) -> str:
    facts = written(case.facts, vocabulary)
    heads = [f"{name} = {json.dumps(facts.pop(name))}" for name in ("act", "object") if name in facts]
    lines = [f"{name} = {json.dumps(value)}" for name, value in facts.items()]
    top = [f"# {says}", f"place = {json.dumps(proof.law.place)}", f"received = {proof.law.on.isoformat()}"]
    return "\n".join([*top, "", "[facts]", *lines, "", "[[asks]]", *heads, ""])


def _row(proof: Proof, case: Case, *, says: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The row that holds the answer which the law gives now."""
    outcome = case.outcomes[-1]
    row = {"id": proof.question, "says": says, "on": proof.law.on.isoformat(), "answer": str(outcome.answer)}
    return row | {"provisions": " ".join(outcome.deciding)} | written(case.facts, vocabulary)


def _append(file: Path, rows: list[dict[str, str]]) -> None:
    """The rows stand at the end of the table, under its own columns; every id is new there."""
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    table = csv.DictReader(text.splitlines())
    columns = list(table.fieldnames or COLUMNS)
    taken = {row.get("id") for row in table}
    lacking = [each for each in ("id", "on", "facts", "answer", "provisions") if each not in columns]
    if lacking:
        raise FactError(f"the table has no column `{lacking[0]}`", file=str(file), line=1, mend="add it")
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
        if not text:
            writer.writeheader()
        elif not text.endswith("\n"):
            out.write("\n")
        for row in rows:
            more = [f"{name}={value}" for name, value in row.items() if name not in (*columns, *FIXED)]
            number = next(n for n in range(1, len(taken) + 2) if f"{row['id']}-{n}" not in taken)
            taken.add(f"{row['id']}-{number}")
            writer.writerow({**row, "id": f"{row['id']}-{number}", "facts": "; ".join(more)})
