"""How often the reading of a reason is right: the lexicon against what people labelled, and against a substring search.

The labelled reasons are distinct texts of public search logs that people read one by one. Precision: of the texts that
a method marks, the share that readers marked. Recall: of those that readers marked, the share that the method does.
The lexicon was written with these texts in view: on texts that nobody has seen yet it will do worse.

    python -m benchmarks.precision [--data DIR] [--json]
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from frith.evidence.lexicon import Kind, load
from frith.evidence.purpose import Said, read

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SUBSTRINGS = ("ice", "immigra", "deport", "hsi", "ero", "cbp", "dhs", "287", "border", "detainer")

FEDERAL = {"usms", "fbi", "dea", "atf", "irs", "uspis", "usss", "federal_unclear"}

EXPLICIT, NAMED, CRIME = (
    "immigration_explicit",
    "immigration_agency_named_no_purpose",
    "hsi_with_criminal_purpose",
)
QUESTIONS: Mapping[str, tuple[frozenset[str], Callable[[Said], bool]]] = {
    "immigration purpose stated": (frozenset({EXPLICIT}), lambda said: Kind.IMMIGRATION in said.kinds),
    "immigration purpose or authority": (
        frozenset({EXPLICIT, NAMED, CRIME}),
        lambda said: Kind.IMMIGRATION in said.kinds or Kind.AUTHORITY in said.kinds,
    ),
    "authority beside a crime": (frozenset({CRIME}), lambda said: said.authority_with_crime),
    "national origin": (
        frozenset({"national_origin_descriptor"}),
        lambda said: Kind.ORIGIN in said.kinds,
    ),
    "other federal agency": (
        frozenset({"federal_other"}),
        # a text has one label, and "FBI" beside a nationality is labelled for the nationality
        lambda said: bool(FEDERAL & set(said.authorities)) and Kind.ORIGIN not in said.kinds,
    ),
}
Judged = tuple[str, str]
"""A text and its label."""


def labelled(data: Path) -> list[Judged]:
    """Every labelled text, without those that only the actor's name makes what they are."""
    with (data / "lexicon" / "labelled_reasons.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["reason"], row["label"]) for row in csv.DictReader(file)]
    return [(text, label) for text, label in rows if not label.startswith("immigration_actor_only")]


def scores(marked: Iterable[bool], true: Iterable[bool]) -> dict[str, float | int]:
    """Precision and recall with the counts behind them."""
    pairs = list(zip(marked, true, strict=True))
    hits = sum(m and t for m, t in pairs)
    of_marked, of_true = sum(m for m, _ in pairs), sum(t for _, t in pairs)
    return {
        "marked": of_marked,
        "true": of_true,
        "both": hits,
        "precision": round(hits / of_marked, 4) if of_marked else 1.0,
        "recall": round(hits / of_true, 4) if of_true else 1.0,
    }


def measure(judged: list[Judged]) -> dict[str, dict[str, float | int]]:
    """Each question answered by the lexicon, and the first two by a substring search."""
    lexicon = load()
    said = [read(text, lexicon).said for text, _ in judged]
    found = {}
    for question, (labels, test) in QUESTIONS.items():
        true = [label in labels for _, label in judged]
        found[question] = scores([test(each) for each in said], true)
    true = [label in QUESTIONS["immigration purpose or authority"][0] for _, label in judged]
    naive = [any(part in text.lower() for part in SUBSTRINGS) for text, _ in judged]
    found["the same by substrings"] = scores(naive, true)
    return found


def agency_months(data: Path) -> dict[str, int]:
    """Searches of a published report's agency-months, by what their example reasons say; each month counts once."""
    lexicon = load()
    words = {"immigration-word", "deportation-word", "dropdown"}
    found = {"immigration or deportation word": 0, "HSI with a stated crime": 0, "HSI alone": 0, "other": 0}
    with (data / "slp-immigration-reasons" / "slp_immigration_reasons.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        for month in csv.DictReader(file):
            readings = [read(text, lexicon) for text in month["reason_examples"].split(";")]
            terms = {span.term.id.split(":")[0] for reading in readings for span in reading.spans}
            named = {name for reading in readings for name in reading.said.immigration_authorities}
            acts = any(Kind.IMMIGRATION in reading.said.kinds for reading in readings)
            kind = "HSI alone" if named == {"hsi"} and not acts else "other"
            if any(reading.said.authority_with_crime for reading in readings):
                kind = "HSI with a stated crime"
            if terms & words:
                kind = "immigration or deportation word"
            found[kind] += int(month["searches"])
    return found


def main() -> None:
    """Print the table, and a line of JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, help="folder of public records")
    parser.add_argument("--json", action="store_true", help="only the JSON")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no public records at {options.data}: nothing to measure")
        return
    judged, lexicon = labelled(options.data), load()
    measured, months = measure(judged), agency_months(options.data)
    version, today = f"{lexicon.version} {lexicon.digest[:12]}", datetime.now(UTC).date().isoformat()
    if not options.json:
        print(f"{len(judged)} labelled texts, lexicon {version}, {today}\n")
        print(f"{'question':34} {'marked':>7} {'true':>6} {'both':>6} {'precision':>10} {'recall':>8}")
        for question, row in measured.items():
            counts = f"{row['marked']:>7} {row['true']:>6} {row['both']:>6}"
            print(f"{question:34} {counts} {row['precision']:>10.1%} {row['recall']:>8.1%}")
        print("\nsearches in agency-months by what their examples say")
        for kind, count in months.items():
            print(f"{kind:34} {count:>7}")
        print()
    result = {
        "date": today,
        "lexicon": version,
        "texts": len(judged),
        "scores": measured,
        "agency_months": months,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
