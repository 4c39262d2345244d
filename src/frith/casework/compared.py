"""A comparison as plain data: what `frith compare --json` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from frith.casework.compare import Comparison, Difference
from frith.casework.describe import written
from frith.casework.record import facts_json
from frith.casework.sides import Side
from frith.casework.whatif import Again
from frith.engine.widening import Box
from frith.law.words import Words, told
from frith.model.law import Provision

Json = dict[str, Any]


def sentences(language: str) -> Mapping[str, Any]:
    """What is said about comparisons in one language."""
    return told(Path(__file__).with_suffix(".toml"), language)


def comparison_json(found: Comparison, words: tuple[Words, Words]) -> Json:
    """Everything that was found, both sides in the order in which they were given; words for either side's provisions."""
    pairs = tuple(zip(found.sides, words, strict=True))
    return {
        "sides": [side_json(side) for side in found.sides],
        "whole": found.whole,
        "differences": [_difference(each, pairs) for each in found.differences],
        "duties": [
            [_provision(each, word) for each in own] for own, word in zip(found.duties, words, strict=True)
        ],
        "shared": found.shared,
        "scenarios": _changes(found.scenarios, tabled=True),
        "decisions": _changes(found.decisions, tabled=False),
        "seconds": round(found.seconds, 3),
        "solver_seconds": round(found.solving, 3),
    }


def side_json(side: Side) -> Json:
    """Which law it is: place, day, what was assumed, and the versions of the packs."""
    return {
        "name": side.name,
        "place": side.place,
        "on": side.on.isoformat(),
        "assumed": [law.path for law in side.assumed],
        "packs": side.counsel.versions,
    }


def _difference(each: Difference, pairs: tuple[tuple[Side, Words], ...]) -> Json:
    vocabulary = pairs[0][0].counsel.vocabulary
    ends = zip(each.answers, each.by, pairs, strict=True)
    return {
        "acts": list(each.acts),
        "answers": [
            {"answer": str(answer), "by": [_provision(side.provision(name), words) for name in names]}
            for answer, names, (side, words) in ends
        ],
        "case": _case(each.case),
        "example": written(each.facts, vocabulary),
    }


def _case(box: Box) -> dict[str, list[str | bool]]:
    """Every value of each flat fact, as `frith decide --json` writes facts."""
    return {name: [facts_json({name: value})[name] for value in values] for name, values in box.items()}


def _provision(each: Provision, words: Words) -> Json:
    place, law, name = each.id.split("/", 2)
    return {
        "provision": each.id,
        "cite": each.cite,
        "mode": str(each.mode),
        "verified": str(each.verified),
        "says": words.says(place, law, name),
    }


def _changes(rows: tuple[Again, ...], *, tabled: bool) -> Json:
    changed = [row for row in rows if row.changed]
    found: Json = {"asked": len(rows), "changed": [_row(row) for row in changed]}
    if not tabled:  # what was decided then may be neither of the two answers now
        found["unlike_then"] = [row.known.id for row in rows if _unlike_then(row)]
    return found


def _unlike_then(row: Again) -> bool:
    return any(outcome.answer is not row.known.answer for outcome in row.outcomes)


def _row(row: Again) -> Json:
    return {
        "id": row.known.id,
        "says": row.known.says,
        "recorded": str(row.known.answer),
        "answers": list(_answers(row)),
    }


def _answers(row: Again) -> Iterator[Json]:
    for outcome in row.outcomes:
        yield {"answer": str(outcome.answer), "by": list(outcome.deciding)}
