"""The ledger beside what the machine allows: durable appends, proofs, opening, space, all in one run.

    python -m benchmarks.ledger [--entries N] [--seconds S] [--rounds N] [--folder DIR] [--json]

Contestants take turns, round by round, so that whatever else the machine does falls on all of them; figures are medians of
the rounds, and what counts are the ratios. `--entries 10000000` asks for the large log (about 4 GB and some minutes).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

from benchmarks.ledger_writers import WRITERS, Limit, Ours
from benchmarks.machine import machine
from frith.ledger.log.keys import Keys
from frith.ledger.log.place import Folder
from frith.ledger.log.publisher import Publisher, Terms
from frith.ledger.log.reading import nodes
from frith.ledger.log.store import Store
from frith.ledger.log.writer import DATABASE, Log
from frith.ledger.tlog import tree

BATCHES = (1, 16, 256, 4096)
ENTRY = 256
SUBMITTERS = 3
PROOFS = 2000
PUBLISHED = 50_000


def rate(count: int, work: Callable[[], object]) -> float:
    """How many a second, when `work` does `count` of them."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def limits(folder: Path) -> dict[str, float]:
    """What hashing and the disk do by themselves."""
    leaf, pair, block = os.urandom(ENTRY + 1), os.urandom(65), os.urandom(1 << 20)
    file = os.open(folder / "raw", os.O_CREAT | os.O_WRONLY)

    def synced() -> None:
        for _ in range(200):
            os.write(file, leaf)
            os.fdatasync(file)

    def sequential() -> None:
        for _ in range(128):
            os.write(file, block)
        os.fdatasync(file)

    found = {
        "leaf_hashes_per_s": rate(200_000, lambda: [sha256(leaf).digest() for _ in range(200_000)]),
        "node_hashes_per_s": rate(200_000, lambda: [sha256(pair).digest() for _ in range(200_000)]),
        "append_fdatasync_per_s": rate(200, synced),
        "sequential_mib_per_s": rate(128, sequential),
    }
    os.close(file)
    return found


def timed(write: Callable[[Sequence[bytes]], None], batch: int, seconds: float) -> list[float]:
    """Seconds of each group that was written, one after another, for that long."""
    made = cycle([[os.urandom(ENTRY) for _ in range(batch)] for _ in range(4)])
    found: list[float] = []
    write(next(made))
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        write(next(made))
        found.append(time.perf_counter() - start)
    return found


def together(ours: Ours, batch: int, seconds: float) -> float:
    """Entries a second, when several submit at once."""
    counts = [0] * SUBMITTERS

    def submit(at: int) -> None:
        counts[at] = len(timed(ours.write, batch, seconds))

    threads = [Thread(target=submit, args=(at,)) for at in range(SUBMITTERS)]
    start = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return batch * sum(counts) / (time.perf_counter() - start)


def appends(folder: Path, seconds: float, rounds: int) -> list[dict[str, object]]:
    """Durable appends by size of the group, all contestants in turn."""
    found = []
    for batch in BATCHES:
        times: dict[str, list[list[float]]] = {each.name: [] for each in WRITERS}
        several: list[float] = []
        for number in range(rounds):
            for kind in WRITERS:
                place = folder / f"{batch}-{number}-{kind.__name__}"
                place.mkdir()
                writer = kind(place)
                times[kind.name].append(timed(writer.write, batch, seconds))
                if isinstance(writer, Ours):
                    several.append(together(writer, batch, seconds))
                writer.close()
                shutil.rmtree(place)
        rates = {
            name: median([batch * len(each) / sum(each) for each in all_]) for name, all_ in times.items()
        }
        ours = [each for one in times[Ours.name] for each in one]
        rates[f"frith, {SUBMITTERS} submitters"] = median(several)
        found.append(
            {
                "batch": batch,
                "per_s": {name: round(each) for name, each in rates.items()},
                "of_limit": {name: round(each / rates[Limit.name], 2) for name, each in rates.items()},
                "p50_ms": round(median(ours) * 1e3, 2),
                "p99_ms": round(quantiles(ours, n=100)[98] * 1e3, 2),
            }
        )
    return found


def grown(folder: Path, entries: int) -> dict[str, object]:
    """A log of that many entries: what a group costs on the way, proofs, opening, space."""
    ours = Ours(folder)
    marks = [size for size in (10**4, 10**5, 10**6, 10**7) if size <= entries]
    made, cost, recent, size = cycle([[os.urandom(ENTRY) for _ in range(4096)] for _ in range(8)]), {}, [], 0
    began = time.perf_counter()
    while size < entries:
        start = time.perf_counter()
        ours.write(next(made))
        recent = [*recent[-23:], time.perf_counter() - start]
        size += 4096
        while marks and size >= marks[0]:
            cost[marks.pop(0)] = round(median(recent) / 4096 * 1e6, 2)
    built = time.perf_counter() - began
    crashed = folder / "crashed"
    # What kill -9 would leave: the files as they are while the log is open.
    shutil.copytree(folder / "log", crashed)
    ours.close()
    os.sync()  # or the first opening would wait for the copy to reach the disk
    keys = Keys(folder / "keys")
    opening = []
    for _ in range(3):
        start = time.perf_counter()
        Log.open(crashed, keys).close()
        opening.append(round((time.perf_counter() - start) * 1e3, 1))
    shutil.rmtree(crashed)
    database = folder / "log" / DATABASE
    return {
        "entries": size,
        "build_s": round(built, 1),
        "us_per_append_at": cost,
        "open_after_kill_ms": opening[0],
        "open_ms": median(opening[1:]),
        "database_bytes_per_entry": round(database.stat().st_size / size, 1),
        **proofs(database, size),
    }


def proofs(database: Path, size: int) -> dict[str, object]:
    """Inclusion proofs out of the database, and their verification."""
    store, draw = Store(database), random.Random(3)
    state, cold, warm, made = store.state(), [], [], []
    with store.snapshot():
        known = nodes(store, size)
        for index in [draw.randrange(size) for _ in range(PROOFS)]:
            for times, source in ((cold, nodes(store, size)), (warm, known)):
                start = time.perf_counter()
                proof = tree.inclusion_proof(index, size, source)
                times.append((time.perf_counter() - start) * 1e3)
            made.append((index, known(0, index), proof))
    store.close()

    def verify() -> None:
        for index, leaf, proof in made:
            tree.verify_inclusion(leaf, proof, index=index, size=size, root=state.root)

    return {
        "proof_ms_p50": round(median(cold), 3),
        "proof_ms_p99": round(quantiles(cold, n=100)[98], 3),
        "proof_with_tiles_in_memory_ms_p50": round(median(warm), 3),
        "proofs_verified_per_s": round(rate(PROOFS, verify)),
    }


def published(folder: Path) -> dict[str, object]:
    """A first publication as files, each synced."""
    folder.mkdir()
    ours = Ours(folder)
    for _ in range(PUBLISHED // 4096 + 1):
        ours.write([os.urandom(ENTRY) for _ in range(4096)])
    size = ours.log.state.size
    ours.close()
    terms = Terms(keys=Keys(folder / "keys").verifiers())
    publisher = Publisher(folder / "log" / DATABASE, Folder(folder / "public"), terms)
    speed = rate(size, publisher.publish)
    used = sum(each.stat().st_size for each in (folder / "public").rglob("*") if each.is_file())
    return {
        "entries": size,
        "published_per_s": round(speed),
        "published_bytes_per_entry": round(used / size, 1),
    }


def main() -> None:
    """Prints the figures."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--entries", type=int, default=1_000_000)
    words.add_argument("--seconds", type=float, default=0.5, help="for each contestant, batch and round")
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--folder", type=Path, help="on the disk that is to be measured")
    words.add_argument("--json", action="store_true")
    asked = words.parse_args()
    folder = Path(tempfile.mkdtemp(dir=asked.folder, prefix="frith-benchmark-"))
    try:
        (folder / "grown").mkdir()
        found = {
            "machine": machine(),
            "limits": {name: round(each) for name, each in limits(folder).items()},
            "appends": appends(folder, asked.seconds, asked.rounds),
            "grown": grown(folder / "grown", asked.entries),
            "published": published(folder / "published"),
            "load_after": round(os.getloadavg()[0], 2),
        }
    finally:
        shutil.rmtree(folder)
    if asked.json:
        json.dump(found, sys.stdout, indent=1)
        print()
        return
    for name, part in found.items():
        print(f"\n{name}")
        for each in part if isinstance(part, list) else [part]:
            print("  " + (json.dumps(each) if isinstance(each, dict) else str(each)))


if __name__ == "__main__":
    main()
