"""Questions about every possible request, and whole comparisons: what they take, and how much of it is the solver's own.

The limit is z3 alone: the seconds inside its `check`, the formulas given. What is beyond that is ours: writing formulas,
reading models, replaying each of them through the reader for one request, and widening cases.

    python -m benchmarks.every [--place ID] [--with ID,ID] [--runs N] [--json]
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import date
from typing import Any

from benchmarks.machine import machine, median, seconds
from frith.casework.cases import spare
from frith.casework.compare import Watched, compare
from frith.casework.counsel import Counsel
from frith.casework.sides import sides
from frith.engine.every import Every
from frith.engine.questions import QUESTIONS, TWO_DAYS, Said
from frith.engine.space import Setting

DAY, OLDER = date(2026, 6, 1), date(2024, 11, 1)
GOALS = {"question": 2.0, "comparison": 20.0}
"""Seconds: the most that one question, and one comparison of two places, may take on two cores."""


def question(name: str, counsel: Counsel) -> dict[str, float | str]:
    """One question, formulas and all: seconds, of which the solver's, and the verdict."""
    began = time.perf_counter()
    days = (OLDER, DAY) if name in TWO_DAYS else (DAY,)
    setting = Setting(vocabulary=counsel.vocabulary, papers=counsel.papers, on=DAY)
    every = Every(setting, *(counsel.one(day) for day in days))
    verdict = QUESTIONS[name](every, Said()).verdict
    return {"seconds": time.perf_counter() - began, "solver": every.solving, "verdict": str(verdict)}


def comparison(place: str, other: str) -> dict[str, float | int | bool]:
    """One comparison, every case worked out; the solver's seconds are those of all processes."""
    one, two = sides((place, other), on=DAY)
    began = time.perf_counter()
    found = compare(one, two, how=Watched(workers=spare()))
    return {
        "seconds": time.perf_counter() - began,
        "solver": found.solving,
        "kinds": len(found.differences),
        "whole": found.whole,
    }


def measure(place: str, others: list[str], runs: int) -> dict[str, Any]:
    """Everything in one run: each figure the median of so many, after one that loads libraries and law."""
    counsel = Counsel(place)
    for day in (OLDER, DAY):
        counsel.one(day)
    asked = {}
    for name in QUESTIONS:
        found = [question(name, counsel) for _ in range(runs + 1)][1:]
        asked[name] = found[0] | {
            key: median(sorted(float(each[key]) for each in found)) for key in ("seconds", "solver")
        }
    compared = {}
    for other in others:
        rounds: list[dict[str, float | int | bool]] = []
        seconds(lambda: rounds.append(comparison(place, other)), runs=runs, warmup=0)  # noqa: B023
        compared[other] = rounds[0] | {
            key: median(sorted(float(each[key]) for each in rounds)) for key in ("seconds", "solver")
        }
    return {
        "machine": machine(),
        "place": place,
        "provisions": len(counsel.meaning(DAY).rules),
        "questions": asked,
        "comparisons": compared,
        "goals": GOALS,
    }


def main() -> None:
    """Prints a table, or JSON; says which goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--place", default="us-ca-los-angeles")
    parser.add_argument("--with", dest="others", default="us-ca-san-francisco,us-ny-new-york")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.place, given.others.split(","), given.runs)
    if given.json:
        print(json.dumps(found, indent=2))
        return
    print(found["machine"])
    print(f"{found['provisions']} provisions; seconds, of which inside the solver, and its share")
    for kind, key in (("question", "questions"), ("comparison", "comparisons")):
        for name, each in found[key].items():
            told = each.get("verdict") or f"{each['kinds']} kinds"
            missed = "" if each["seconds"] <= GOALS[kind] else f"  beyond the goal of {GOALS[kind]:.0f} s"
            share = each["solver"] / each["seconds"]
            print(f"  {name:24} {each['seconds']:7.2f} {each['solver']:7.2f} {share:6.0%}  {told}{missed}")


if __name__ == "__main__":  # a comparison begins processes that read this file again
    main()
