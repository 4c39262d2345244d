"""A question about every possible request under the law of a place, and what its counterexamples are kept as."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from frith.casework.describe import written
from frith.casework.sides import Side
from frith.engine.every import Every, Verdict
from frith.engine.questions import QUESTIONS, TWO_DAYS, Case, Finding, Said, meant
from frith.engine.space import Setting
from frith.errors import FactError, UsageError, quoted
from frith.law.files import near
from frith.law.scenarios import FIXED
from frith.law.words import told
from frith.model.facts import Vocabulary

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
    return told(Path(__file__).with_suffix(".toml"), language)


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
