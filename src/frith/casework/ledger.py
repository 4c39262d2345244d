"""A place's public ledger: begun, written to by decisions, published, and counted from.

    FOLDER/ledger.toml     which place, which log, where its keys are
    FOLDER/policy.txt      the log's public key, as a reader's policy: hand it out
    FOLDER/log/            the database, ours alone
    FOLDER/public/         what anybody may read and check

The keys stand in a folder of their own, which no backup of the ledger may hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_bytes
from time import monotonic, sleep
from typing import Any

from frith.casework.counsel import Counsel
from frith.errors import LedgerError, UsageError, quoted
from frith.law.files import put, read_toml
from frith.law.reports import Report, read_reports
from frith.ledger.entry.codec import parse
from frith.ledger.entry.counting import Counted, Range, count, load_rules
from frith.ledger.entry.entering import ready_without_details
from frith.ledger.entry.lint import Rules, admission, rules_of
from frith.ledger.entry.make import Sites, from_decision
from frith.ledger.entry.model import Correction, Entry, NilReturn
from frith.ledger.entry.slots import week_of
from frith.ledger.entry.words import load as load_words
from frith.ledger.log.keys import Keys
from frith.ledger.log.place import Folder
from frith.ledger.log.publisher import Publisher, Terms
from frith.ledger.log.reading import entries as read_entries
from frith.ledger.log.reading import nodes
from frith.ledger.log.sightings import at_place
from frith.ledger.log.store import Store
from frith.ledger.log.writer import DATABASE, LOCK, Log, Options
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.note import Note
from frith.ledger.tlog.proof import Proof
from frith.ledger.tlog.tree import inclusion_proof
from frith.model.decision import Decision

PERIOD = re.compile(r"\d{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?")
PATIENCE, BETWEEN = 10.0, 0.05
"""Seconds that a desk waits for another one that is writing, and between two looks."""
BOOK, POLICY, LOG, PUBLIC = "ledger.toml", "policy.txt", "log", "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One ledger. `large` are the bodies whose entries may speak by day; all others speak by week."""

    folder: Path
    place: str
    origin: str
    began: date
    keys: Path
    large: frozenset[str]

    @property
    def public(self) -> Path:
        """What anybody may read."""
        return self.folder / PUBLIC

    @property
    def database(self) -> Path:
        """The log's own database."""
        return self.folder / LOG / DATABASE


def begin(folder: Path, *, keys: Path, origin: str, place: str, on: date) -> Book:
    """A new ledger without entries, published as such; its signing key stands in the folder `keys`.

    UsageError where a ledger or a key is there already; LedgerError where the two folders hold one another.
    """
    for file in (folder / BOOK, *keys.glob("*.key")):
        if file.exists():
            raise UsageError(f"{quoted(str(file))} is there already: name a new folder")
    signing = Keys(keys)
    signing.kept_apart_from(folder / LOG)
    signing.kept_apart_from(folder)
    signing = Keys.create(keys, origin)
    book = Book(folder=folder, place=place, origin=origin, began=on, keys=keys.resolve(), large=frozenset())
    folder.mkdir(parents=True, exist_ok=True)
    Log.create(folder / LOG, signing).close()
    policy = "".join(f"log {each.text}\n" for each in signing.verifiers()) + "quorum none\n"
    put(folder / POLICY, policy)
    # Written last: without it there is no ledger here, and the same may be begun again in a new folder.
    lines = {
        "place": place,
        "origin": origin,
        "began": on.isoformat(),
        "keys": str(book.keys),
    }
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    put(folder / BOOK, text + 'large = []  # bodies so busy that a day points at nobody, as in ["jail"]\n')
    publish(book)
    return book


def open_book(folder: Path) -> Book:
    """The ledger in the folder; PackError says what of its ledger.toml can't be read."""
    if not (folder / BOOK).is_file():
        raise UsageError(f"no ledger in {quoted(str(folder))}: begin one with `frith ledger init`")
    top = read_toml(folder / BOOK)
    top.only(("place", "origin", "began", "keys", "large"))
    try:
        began = date.fromisoformat(top.string("began"))
    except ValueError as why:
        raise top.wrong("`began` is no day", key="began", mend="write it as 2026-12-09") from why
    return Book(
        folder=folder,
        place=top.string("place"),
        origin=top.string("origin"),
        began=began,
        keys=Path(top.string("keys")),
        large=frozenset(top.strings("large")),
    )


def record(book: Book, decision: Decision, counsel: Counsel, *, today: date, key: bytes = b"") -> range:
    """The indexes of the decision's entries, one for each ask, which are in the log for good.

    `key` makes a retry harmless: what was recorded with it is not recorded again. LedgerError says what an entry may
    not hold, and then nothing was recorded.
    """
    if decision.place != book.place:
        raise UsageError(f"this ledger is of `{book.place}`, and the decision of `{decision.place}`")
    made = from_decision(decision, words=load_words(), sites=Sites(large=book.large))
    return _enter(book, made, counsel, today=today, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Units of a class have nothing to report for a demand (place/report) in a period: all of them, or some."""

    demand: str
    period: str
    unit: str
    returning: str = "all"


def nil(book: Book, counsel: Counsel, said: Nothing, *, today: date) -> int:
    """The index of the entry that says so."""
    entry = NilReturn(
        place=book.place,
        on=week_of(today),
        packs=counsel.versions,
        unit=said.unit,
        demand=said.demand,
        period=said.period,
        returning=said.returning,
    )
    return _enter(book, (entry,), counsel, today=today)[0]


def correct(book: Book, counsel: Counsel, *, about: int, why: str, today: date) -> int:
    """The index of an entry that says: entry `about` no longer counts. It stays where it is."""
    entry = Correction(place=book.place, on=week_of(today), packs=counsel.versions, about=about, why=why)
    return _enter(book, (entry,), counsel, today=today)[0]


def _enter(book: Book, made: Sequence[Entry], counsel: Counsel, *, today: date, key: bytes = b"") -> range:
    """The indexes of the entries, which stand in the log side by side; LedgerError where the linter refuses one."""
    words, sites = load_words(), Sites(large=book.large)
    rules = rules_of(counsel.stack, words, versions=counsel.versions, sites=sites, days=(book.began, today))
    with _writing(book, rules) as log:
        size = log.state.size
        ready = [ready_without_details(each, rules=rules, size=size) for each in made]
        receipt = log.submit_many(ready, key or token_bytes(16))
    return range(receipt.index, receipt.index + receipt.count)


@contextmanager
def _writing(book: Book, rules: Rules) -> Iterator[Log]:
    """The log, open for writing: what is published was seen first, and no entry that the linter refuses comes in."""
    keys = Keys(book.keys)
    seen = (at_place(Folder(book.public), keys.verifiers()),)
    admit = admission(rules, lambda: log.state.size)
    log = _opened(book, keys, Options(admit=admit, sightings=seen))
    try:
        yield log
    finally:
        log.close()


def _opened(book: Book, keys: Keys, options: Options) -> Log:
    """The log; where somebody else writes to it, as another desk, it is waited for."""
    last = monotonic() + PATIENCE
    while True:
        try:
            return Log.open(book.folder / LOG, keys, options)
        except LedgerError as why:
            if why.file != str(book.folder / LOG / LOCK) or monotonic() > last:
                raise
            sleep(BETWEEN)


def publish(book: Book, *, tell: Callable[[Checkpoint], None] = lambda _: None) -> Checkpoint:
    """What is in the log is published: entries, then tiles, then the checkpoint."""
    terms = Terms(keys=Keys(book.keys).verifiers())
    found = Publisher(book.database, Folder(book.public), terms).publish()
    tell(found)
    return found


def entries(book: Book) -> Mapping[int, Entry]:
    """Every entry of the log by its index."""
    words, store = load_words(), Store(book.database)
    try:
        size = store.state().size
        found = read_entries(store, 0, size) if size else []
    finally:
        store.close()
    return {index: parse(data, words).entry for index, data in enumerate(found)}


def prove(book: Book, index: int) -> tuple[str, bytes]:
    """A proof that the entry is under the checkpoint as it is published, and the entry's bytes: both can be handed out."""
    note = Note.parse((book.public / "checkpoint").read_bytes(), file=str(book.public / "checkpoint"))
    size = Checkpoint.parse(note.text).size
    if not 0 <= index < size:
        raise UsageError(f"no entry {index} is published: there are {size}, counted from 0")
    store = Store(book.database)
    try:
        (entry,) = read_entries(store, index, 1)
        hashes = inclusion_proof(index, size, nodes(store, size))
    finally:
        store.close()
    return Proof(index=index, hashes=hashes, note=note).text, entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A report that the law demands, with its counts for the period, drawn from entries alone."""

    report: Report
    counts: tuple[Counted, ...]


def returns(book: Book, counsel: Counsel, period: str) -> tuple[Return, ...]:
    """Every report that the laws of the place and above it demand, counted for the period (2026, 2026-Q4, 2026-11).

    UsageError where the period is none.
    """
    if not PERIOD.fullmatch(period):
        raise UsageError(f"{quoted(period)} is no period: write 2026, 2026-H2, 2026-Q4 or 2026-11")
    held, rules = entries(book), load_rules()
    return tuple(
        Return(report=each, counts=count(held, each.counts, period, rules=rules))
        for pack in counsel.stack.packs
        for each in read_reports(pack)
    )


def returns_json(found: tuple[Return, ...], period: str) -> dict[str, Any]:
    """The reports as plain data: a count is a number, or a range where entries leave something open."""
    return {"period": period, "reports": [_return(each) for each in found]}


def _return(each: Return) -> dict[str, Any]:
    return {
        "report": each.report.id,
        "provision": each.report.provision,
        "cite": each.report.cite,
        "says": each.report.says["en"],
        "counts": [
            {
                "name": one.name,
                "kept": one.kept,
                "least": one.total.least,
                "most": one.total.most,
                "shown": _shown(one.total) if one.kept else "no entry holds it",
                "parts": {name: _shown(part) for name, part in one.parts.items()},
            }
            for one in each.counts
        ],
    }


def _shown(counted: Range) -> str:
    """One number where every entry says enough, else the two between which it lies."""
    if counted.least == counted.most:
        return str(counted.least)
    return f"{counted.least} to {counted.most}"
