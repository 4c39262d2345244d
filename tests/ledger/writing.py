"""A log of the program's own writer in a folder, for tests: begun, filled, published, opened again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from frith.ledger.log.disk import Disk
from frith.ledger.log.keys import Keys
from frith.ledger.log.place import Folder
from frith.ledger.log.publisher import Publisher, Terms
from frith.ledger.log.writer import DATABASE, Log, Options
from frith.ledger.tlog.policy import Policy
from frith.ledger.verify.answers import Verdict
from frith.ledger.verify.audit import audit
from frith.ledger.verify.source import Folder as Read

ORIGIN = "ledger.example/city"
NOON = 1_790_000_000


def still() -> float:
    """A clock that stands still, so that two runs sign the same bytes."""
    return NOON


STILL = Options(clock=still)


@dataclass
class Written:
    """The folders of one log: `log` its database, `keys` its keys, `public` what is published."""

    root: Path
    disk: Disk = field(default_factory=Disk)
    options: Options = STILL
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def folder(self) -> Path:
        return self.root / "log"

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def public(self) -> Path:
        return self.root / "public"

    @property
    def keys(self) -> Keys:
        return Keys(self.root / "keys", disk=self.disk)

    def create(self, *, ml_dsa: bool = False) -> Log:
        Keys.create(self.root / "keys", ORIGIN, ml_dsa=ml_dsa, disk=self.disk)
        return Log.create(self.folder, self.keys, self.options)

    def open(self, options: Options | None = None) -> Log:
        return Log.open(self.folder, self.keys, options or self.options)

    def add(self, log: Log, size: int) -> int:
        """Made-up entries are in the log, in one submission; where the first stands."""
        number = next(self.numbers)
        return log.submit_many(
            [b"%d of %d" % (each, number) for each in range(size)], b"key %d" % number
        ).index

    def publish(self, **terms) -> int:
        place = Folder(self.public, disk=self.disk)
        return Publisher(self.database, place, Terms(keys=self.keys.verifiers(), **terms)).publish().size


def sound(public: Path, keys: Keys) -> int:
    """What is published is a log, says the reader that shares nothing with the writer but hashes; how large it is."""
    found = audit(Read(public), Policy.of_logs(keys.verifiers()))
    assert found.verdict is Verdict.VERIFIED, found.findings
    return found.entries


def entries_of(log: Log) -> list[bytes]:
    from frith.ledger.log.reading import entries

    return entries(log._desk.store, 0, log.state.size)
