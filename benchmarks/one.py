"""Decisions a second, full reasons included: the compiled law against Cedar's own authorizer on the lowered law.

Both answer the same requests and must agree on every one of them: answer, deciding provisions, duties and all. Cedar is asked
with everything parsed beforehand (policies, entities, schema), as fast as its Python binding goes.

    python -m benchmarks.one [--place ID] [--requests N] [--json]
"""

from __future__ import annotations

import argparse
import json
import random
from datetime import date, timedelta

from benchmarks.machine import machine, median, seconds
from frith.casework.counsel import Counsel
from frith.engine.authorizer import Authorizer
from frith.law.scenarios import read_scenarios
from frith.model.facts import ABSENT, FactKind

DAY = date(2026, 6, 1)
GOAL = 25


def requests(counsel: Counsel, count: int, seed: int = 7) -> list[dict]:
    """Made-up requests: every scenario's facts, each time with some made unknown and some changed."""
    draw = random.Random(seed)
    rows = [
        row
        for pack in counsel.stack.packs
        for row in read_scenarios(pack, counsel.vocabulary, counsel.papers)
    ]
    found = []
    while len(found) < count:
        facts = dict(draw.choice(rows).facts)
        for name in draw.sample(sorted(facts), min(len(facts), draw.randint(0, 3))):
            del facts[name]
        for name in draw.sample(sorted(counsel.vocabulary.facts), 2):
            facts |= _value(name, counsel, draw)
        found.append(counsel.settle(facts, DAY))
    return found


def _value(name: str, counsel: Counsel, draw: random.Random) -> dict:
    fact = counsel.vocabulary.facts[name]
    match fact.kind:
        case FactKind.ENUM:
            return {name: draw.choice(fact.values)}
        case FactKind.FLAG:
            return {name: draw.random() < 0.5}
        case FactKind.DATE if not fact.computed:
            return {name: draw.choice([ABSENT, DAY - timedelta(days=draw.randint(0, 9000))])}
        case _:
            return {}


def measure(place: str, count: int) -> dict[str, object]:
    """Both readers over the same requests, in one run."""
    counsel = Counsel(place)
    one, meaning = counsel.one(DAY), counsel.meaning(DAY)
    cedar = Authorizer(meaning, counsel.vocabulary)
    asked = requests(counsel, count)
    few = asked[: max(50, count // 50)]
    differ = sum(one.decide(facts) != cedar.decide(facts) for facts in few)
    ours = median(seconds(lambda: [one.decide(facts) for facts in asked])) / len(asked)
    theirs = median(seconds(lambda: [cedar.decide(facts) for facts in few])) / len(few)
    answers: dict[str, int] = {}
    for facts in asked:
        answer = one.decide(facts).answer
        answers[answer] = answers.get(answer, 0) + 1
    return {
        "machine": machine(),
        "place": place,
        "provisions": len(meaning.rules),
        "requests": len(asked),
        "answers": answers,
        "compared": len(few),
        "disagreements": differ,
        "frith_us": round(ours * 1e6, 2),
        "frith_per_second": round(1 / ours),
        "cedar_us": round(theirs * 1e6, 1),
        "cedar_per_second": round(1 / theirs),
        "ratio": round(theirs / ours, 1),
        "goal": GOAL,
    }


def main() -> int:
    """Print the figures; exit 3 where the readers disagree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--place", default="us-ca-los-angeles")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.place, given.requests)
    if given.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"machine            {found['machine']}")
        print(
            f"law                {found['place']}, {found['provisions']} provisions; {found['requests']} requests"
        )
        print(f"answers            {found['answers']}")
        print(f"disagreements      {found['disagreements']} of {found['compared']} compared whole")
        print(f"frith              {found['frith_us']} us a decision, {found['frith_per_second']:,} a second")
        print(f"cedar, handles     {found['cedar_us']} us a decision, {found['cedar_per_second']:,} a second")
        print(f"ratio              {found['ratio']} x   (goal {GOAL} x)")
    return 3 if found["disagreements"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
