"""A byte that changed anywhere is told with what and where, or made no difference to anything that the log says."""

import shutil
import sqlite3
from random import Random

import pytest

from frith.errors import LedgerError
from frith.ledger.log.audit import audit
from frith.ledger.log.place import Folder
from frith.ledger.log.restore import Source, restore
from frith.ledger.log.store import PAGE_SIZE, Store
from frith.ledger.tlog.policy import Policy
from frith.ledger.verify.answers import Verdict
from frith.ledger.verify.audit import audit as read_as_a_stranger
from frith.ledger.verify.source import Folder as Read
from tests.ledger.logs import files, flip
from tests.ledger.writing import Written

SAMPLES = 150


@pytest.fixture
def written(memory):
    found = Written(memory)
    log = found.create()
    for size in (200, 1, 300, 40, 5):
        found.add(log, size)
    found.publish()
    log.close()
    return found


def contents(written) -> tuple:
    """All that the database says."""
    db = sqlite3.connect(f"file:{written.database}?mode=ro", uri=True)
    try:
        tables = ("state", "bundle", "tile", "tail", "seen")
        return tuple(sorted(db.execute(f"SELECT * FROM {table}").fetchall()) for table in tables)
    finally:
        db.close()


def places(written, what: bytes, step: int) -> range:
    """Where the bytes stand in the database's file."""
    at = written.database.read_bytes().index(what)
    return range(at, at + len(what), step)


def test_a_sound_log_has_no_faults(written):
    assert audit(written.database, written.keys.verifiers()) == ()


def test_a_flipped_bit_of_the_database_is_told_with_its_place_or_says_nothing(written):
    draw, keys = Random(5), written.keys.verifiers()
    whole, said = written.database.read_bytes(), contents(written)
    store = Store(written.database)
    pieces = [
        store.bundle(0)[-300:],
        store.tile(0, 0)[:300],
        store.tile(1, 0),
        store.state().checkpoint,
        b"key 3",
    ]
    store.close()
    spots = [draw.randrange(len(whole)) for _ in range(SAMPLES)]
    spots += [draw.choice(list(places(written, each, 1))) for each in pieces for _ in range(SAMPLES // 5)]
    told = 0
    for spot in spots:
        flip(written.database, spot, draw.randrange(8))
        faults = audit(written.database, keys)
        if faults:
            told += 1
            assert all("log.sqlite" in str(each) for each in faults), faults
        else:
            assert contents(written) == said, f"byte {spot} changed what the log says, and nobody was told"
        written.database.write_bytes(whole)
    assert told > len(spots) // 2


@pytest.mark.parametrize(
    ("piece", "what"),
    [
        (
            lambda store: store.bundle(0)[40:48],
            r"entry `[0-9]+` is not the one that was logged: its hash differs",
        ),
        (lambda store: store.tile(0, 0)[64:96], r"a hash of tile `tile/0/000` was changed"),
        (lambda store: store.tile(1, 0)[:32], r"their root at `546` is not the stored one"),
        (lambda store: store.tail()[2:9], r"their root at `546` is not the stored one"),
        (lambda store: store.state().root, r"their root at `546` is not the stored one"),
        (lambda store: store.state().checkpoint[60:90], r"the stored checkpoint"),
        (lambda _store: b"key 3", r"the key of the submission at entry `501` was changed"),
    ],
    ids=["entry", "hash", "upper hash", "last entries", "root", "checkpoint", "key"],
)
def test_what_was_changed_is_named(written, piece, what):
    store = Store(written.database)
    place = places(written, piece(store), 1)
    store.close()
    flip(written.database, place[len(place) // 2])
    faults = audit(written.database, written.keys.verifiers())
    assert pytest.RaisesExc(LedgerError, match=what).matches(faults[0]) or any(
        pytest.RaisesExc(LedgerError, match=what).matches(each) for each in faults
    ), faults


def test_a_changed_right_edge_is_never_signed(written):
    store = Store(written.database)
    pieces = [store.tail()[:200], store.tile(1, 0), store.state().root]
    store.close()
    whole = written.database.read_bytes()
    for each in pieces:
        for spot in places(written, each, max(1, len(each) // 12)):
            flip(written.database, spot, 3)
            with pytest.raises(LedgerError, match=r"log\.sqlite"):
                written.open()
            written.database.write_bytes(whole)


def test_a_truncated_database_is_told(written):
    whole = written.database.read_bytes()
    for pages in range(len(whole) // PAGE_SIZE):
        for cut in (pages * PAGE_SIZE, pages * PAGE_SIZE + 1000):
            written.database.write_bytes(whole[:cut])
            assert audit(written.database, written.keys.verifiers()), f"cut at {cut}"
            with pytest.raises(LedgerError):
                written.open().close()
            for left in written.folder.glob("log.sqlite-*"):
                left.unlink()


def test_a_commit_that_was_lost_from_the_journal_is_told_by_the_file_beside_the_key(memory):
    """SQLite takes a damaged journal for one that was cut off, and says nothing; the file beside the key does."""
    written = Written(memory / "one")
    log = written.create()
    written.add(log, 100)
    written.add(log, 100)
    shutil.copytree(memory / "one", memory / "copy")
    log.close()
    draw, refused = Random(3), 0
    journal = (memory / "copy/log/log.sqlite-wal").read_bytes()
    for number in range(40):
        after = Written(memory / str(number))
        shutil.copytree(memory / "copy", after.root)
        flip(after.folder / "log.sqlite-wal", draw.randrange(len(journal)), draw.randrange(8))
        refused += opens_or_says(after)
    assert refused > 10


def opens_or_says(written) -> bool:
    """Whether opening is refused with what was lost; otherwise all is there."""
    try:
        log = written.open()
    except LedgerError as why:
        return "seen with `200` entries" in str(why) or "log.sqlite" in str(why)
    size = log.state.size
    log.close()
    assert size == 200
    return False


def test_every_byte_of_every_published_file_counts(memory):
    written = Written(memory)
    log = written.create()
    written.add(log, 5)
    written.publish()
    policy = Policy.of_logs(written.keys.verifiers())
    tried = 0
    for file in files(written.public):
        if ".work" in file.parts:
            continue
        whole = file.read_bytes()
        for at in range(len(whole)):
            flip(file, at, at % 8)
            found = read_as_a_stranger(Read(written.public), policy)
            assert found.verdict is not Verdict.VERIFIED, f"byte {at} of {file}"
            assert any(each.file in str(file) for each in found.refuting), (file, at, found.refuting)
            file.write_bytes(whole)
            tried += 1
    assert tried > 300


def test_a_database_is_never_restored_from_damaged_files(written):
    draw, keys = Random(9), written.keys.verifiers()
    needed = [each for each in files(written.public) if "entries" in each.parts or each.name == "checkpoint"]
    said = contents(written)[1:4]
    written.database.rename(written.root / "kept")
    for _ in range(60):
        file = draw.choice(needed)
        whole = file.read_bytes()
        flip(file, draw.randrange(len(whole)), draw.randrange(8))
        with pytest.raises(LedgerError, match=str(file.relative_to(written.public))):
            restore(written.folder, Source(places=[Folder(written.public)], keys=keys))
        file.write_bytes(whole)
    for file in needed:
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(LedgerError, match=str(file.relative_to(written.public))):
            restore(written.folder, Source(places=[Folder(written.public)], keys=keys))
        file.write_bytes(whole)
    restore(written.folder, Source(places=[Folder(written.public)], keys=keys))
    bundles, tiles, tail = contents(written)[1:4]
    assert (bundles, tiles) == said[:2]
    assert b"".join(data for _, data in tail) == b"".join(data for _, data in said[2])
