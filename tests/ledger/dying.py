"""A process that writes a log under load and kills itself, unasked for, behind one of the numbered steps.

    python -m tests.ledger.dying FOLDER STEP TIMES

Three threads submit and a fourth publishes. Each receipt is printed the moment it is there: what is printed was acknowledged.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Thread

from frith.ledger.log.place import Folder
from frith.ledger.log.publisher import Publisher, Terms
from frith.ledger.log.writer import Log, Options
from tests.ledger.writing import Written, still

THREADS = 3


def killer(step: str, times: int) -> Callable[[object], None]:
    """What ends this process behind the `times`-th such step, as a power cut or an operator would: without a word."""
    seen = count(1)

    def at(reached: object) -> None:
        if reached == step and next(seen) == times:
            os.kill(os.getpid(), signal.SIGKILL)

    return at


def submit(log: Log, thread: int) -> None:
    for number in count():
        size = 1 + (number * 7 + thread) % 40
        key = f"{os.getpid()}-{thread}-{number}"
        receipt = log.submit_many([f"{key}/{each}".encode() for each in range(size)], key.encode())
        line = f"{key} {size} {receipt.index} {receipt.checkpoint.hex()}\n"
        os.write(1, line.encode())


def main() -> None:
    folder, step, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    at = killer(step, times)
    written = Written(folder)
    log = written.open(Options(clock=still, step=at))
    for thread in range(THREADS):
        Thread(target=submit, args=(log, thread), daemon=True).start()
    terms = Terms(keys=written.keys.verifiers(), stage=at)
    publisher = Publisher(written.database, Folder(written.public), terms)
    while True:
        head = publisher.publish()
        os.write(1, f"published {head.size}\n".encode())


if __name__ == "__main__":
    main()
