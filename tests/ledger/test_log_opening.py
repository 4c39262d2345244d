"""A log that somebody saw further along than its database signs nothing, and says how to mend it."""

import shutil
import sqlite3

import pytest

from frith.errors import LedgerError
from frith.ledger.log.audit import audit
from frith.ledger.log.highwater import BLOCK, LINE, HighWater
from frith.ledger.log.place import Folder
from frith.ledger.log.restore import Source, restore, set_aside
from frith.ledger.log.sightings import at_place
from frith.ledger.log.spool import hand_over, placed, take_up
from frith.ledger.log.store import Store
from frith.ledger.log.writer import Log, Options
from tests.ledger.logs import flip
from tests.ledger.writing import NOON, STILL, Written, entries_of, sound, still


@pytest.fixture
def written(memory):
    return Written(memory)


def backed_up(written, before: int, after: int) -> None:
    """The database is put back from a backup taken at `before` entries, when `after` more were signed."""
    log = written.create()
    written.add(log, before)
    log.close()
    shutil.copy(written.database, written.root / "backup")
    log = written.open()
    written.add(log, after)
    written.publish()
    log.close()
    shutil.copy(written.root / "backup", written.database)


def test_an_old_backup_is_refused_by_the_file_beside_the_key(written):
    backed_up(written, 100, 200)
    with pytest.raises(LedgerError, match=r"seen with `300` entries, and its database has `100`.*restore it"):
        written.open()


def test_an_old_backup_is_refused_by_the_published_checkpoint_alone(written):
    backed_up(written, 100, 200)
    (written.root / "keys/high-water").unlink()
    with pytest.raises(LedgerError, match="the file that says how far the log ever was, is missing"):
        written.open()
    root = Store(written.database).state().root
    HighWater.create(written.root / "keys/high-water", size=100, root=root).close()
    seen = at_place(Folder(written.public), written.keys.verifiers())
    with pytest.raises(LedgerError, match=r"public/checkpoint: the log was seen with `300` entries"):
        written.open(Options(clock=still, sightings=[seen]))


def test_a_restored_log_has_every_entry_and_key_and_goes_on(written):
    log = written.create()
    written.add(log, 100)
    log.close()
    shutil.copy(written.database, written.root / "backup")
    log = written.open()
    written.add(log, 700)
    log.submit(b"retried", b"a key")
    written.publish()
    entries, state = entries_of(log), log.state
    log.close()
    shutil.copy(written.root / "backup", written.database)
    hand_over(written.folder, b"retried", b"a key")
    old = set_aside(written.folder)
    with_keys = tuple(Store(old).all_seen())
    restore(
        written.folder,
        Source(places=[Folder(written.public)], keys=written.keys.verifiers()),
        known=with_keys,
    )
    log = written.open(
        Options(clock=still, sightings=[at_place(Folder(written.public), written.keys.verifiers())])
    )
    assert (entries_of(log), log.state.checkpoint) == (entries, state.checkpoint)
    assert take_up(log, written.folder) == 1
    assert next(placed(written.folder, b"a key")).index == 800, (
        "what still lay in the spool is not logged twice"
    )
    assert log.submit_many(entries[:100], b"key 0").index == 0, "a retry with a key of the old database"
    assert audit(written.database, written.keys.verifiers()) == ()
    written.add(log, 5)
    written.publish()
    assert sound(written.public, written.keys) == 806


def test_a_damaged_place_is_mended_from_a_mirror_bundle_by_bundle(written, tmp_path):
    log = written.create()
    written.add(log, 600)
    written.publish()
    entries = entries_of(log)
    log.close()
    shutil.copytree(written.public, tmp_path / "mirror")
    flip(written.public / "tile/entries/000", 40)
    (written.public / "tile/entries/001").unlink()
    flip(tmp_path / "mirror/tile/entries/002.p/88", 9)
    set_aside(written.folder)
    keys = written.keys.verifiers()
    with pytest.raises(
        LedgerError, match=r"no place has bundle `0` whole.*public/tile/entries/000.*entry `[0-9]+`"
    ):
        restore(written.folder, Source(places=[Folder(written.public)], keys=keys))
    places = [Folder(written.public), Folder(tmp_path / "mirror")]
    restore(written.folder, Source(places=places, keys=keys))
    assert entries_of(written.open()) == entries


def test_a_mirror_that_is_a_fork_is_no_source(tmp_path):
    one, two = Written(tmp_path / "one"), Written(tmp_path / "two")
    for each, mark in ((one, b"a"), (two, b"b")):
        log = each.create()
        log.submit(mark, b"k")
        each.publish()
        log.close()
    set_aside(one.folder)
    with pytest.raises(LedgerError, match="no place has a checkpoint that the log signed"):
        restore(one.folder, Source(places=[Folder(two.public)], keys=one.keys.verifiers()))
    shutil.copytree(two.public / "tile", one.public / "tile", dirs_exist_ok=True)
    with pytest.raises(LedgerError, match="the entries' root at `1` is not the one that was signed"):
        restore(one.folder, Source(places=[Folder(one.public)], keys=one.keys.verifiers()))


def test_another_root_at_a_size_that_the_log_has_is_a_fork(written):
    log = written.create()
    written.add(log, 10)
    written.add(log, 10)
    log.close()
    (written.root / "keys/high-water").unlink()
    HighWater.create(written.root / "keys/high-water", size=10, root=b"\7" * 32).close()
    with pytest.raises(LedgerError, match=r"another root at `10` entries.*keep both as evidence"):
        written.open()


def test_a_database_ahead_of_the_file_beside_the_key_is_what_a_crash_leaves(written):
    log = written.create()
    written.add(log, 10)
    log.close()
    (written.root / "keys/high-water").unlink()
    HighWater.create(written.root / "keys/high-water").close()
    log = written.open()
    assert log.state.size == 10
    log.close()
    assert HighWater(written.root / "keys/high-water").size == 10, "opening brought the file up"


@pytest.mark.parametrize("torn", [range(LINE), range(BLOCK, BLOCK + LINE)], ids=["first", "second"])
def test_one_torn_line_of_the_file_leaves_the_other(tmp_path, torn):
    water = HighWater.create(tmp_path / "high-water")
    for size in (5, 6):
        water.raise_to(size, bytes([size]) * 32)
        water.sync()
    water.close()
    for at in torn:
        shutil.copy(tmp_path / "high-water", tmp_path / "torn")
        flip(tmp_path / "torn", at)
        assert HighWater(tmp_path / "torn").size in {5, 6}


def test_a_file_with_both_lines_torn_is_told(tmp_path):
    HighWater.create(tmp_path / "high-water").close()
    flip(tmp_path / "high-water", 7)
    flip(tmp_path / "high-water", BLOCK + 7)
    with pytest.raises(LedgerError, match="is damaged: compare with the published checkpoint"):
        HighWater(tmp_path / "high-water")


def test_a_key_that_signed_entries_begins_no_second_log(written, tmp_path):
    log = written.create()
    written.add(log, 10)
    log.close()
    with pytest.raises(LedgerError, match="this key has signed a log of `10` entries"):
        Log.create(tmp_path / "another", written.keys, STILL)
    fresh = Written(tmp_path / "fresh")
    fresh.create().close()
    with pytest.raises(LedgerError, match="a log is here already"):
        Log.create(fresh.folder, fresh.keys, STILL)


def test_no_log_is_told(written):
    written.create().close()
    written.database.unlink()
    with pytest.raises(LedgerError, match="no log is here: begin one, or restore it from a mirror"):
        written.open()


def test_a_database_of_another_version_is_left_alone(written):
    written.create().close()
    db = sqlite3.connect(written.database)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(LedgerError, match="the log is of version `99`, this program reads `1`"):
        written.open()


def test_the_database_itself_refuses_to_shrink_or_change(written):
    log = written.create()
    written.add(log, 300)
    log.close()
    db = sqlite3.connect(written.database)
    for statement in (
        "UPDATE state SET size = size - 1",
        "UPDATE state SET root = x'00'",
        "UPDATE state SET stamp = 1",
        "UPDATE state SET origin = 'else'",
        "DELETE FROM state",
        "UPDATE bundle SET data = x'00'",
        "DELETE FROM bundle",
        "UPDATE tile SET data = x'00' WHERE id = 0",
        "DELETE FROM tile",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"only grows|never"):
            db.execute(statement)
    db.close()


def test_a_clock_set_back_never_makes_time_run_backwards(written):
    times = [NOON]
    written.options = Options(clock=lambda: times[0])
    log = written.create(ml_dsa=True)
    written.add(log, 1)
    times[0] = NOON - 3600
    written.add(log, 1)
    assert log.state.stamp == NOON
    log.close()
    log = written.open()
    written.add(log, 1)
    assert log.state.stamp == NOON, "nor after the log was opened again"
    times[0] = NOON + 5
    written.add(log, 1)
    assert log.state.stamp == NOON + 5
    log.close()


def test_a_clock_that_is_days_behind_signs_nothing(written):
    times = [NOON]
    days = []
    written.options = Options(clock=lambda: times[0], admit=lambda _entry, day: days.append(day))
    log = written.create()
    written.add(log, 1)
    times[0] = NOON - 3 * 86400
    with pytest.raises(LedgerError, match="clock says 2026-09-18, and the log has signed on 2026-09-21"):
        written.add(log, 1)
    log.close()
    with pytest.raises(LedgerError, match="set the clock"):
        written.open()
    times[0] = NOON
    log = written.open()
    assert log.state.size == 1
    written.add(log, 1)
    assert {str(each) for each in days} == {"2026-09-21"}


def test_an_entry_handed_over_by_another_process_is_logged_once(written):
    log = written.create()
    for _ in range(2):
        hand_over(written.folder, b"from elsewhere", b"key")
    assert list(placed(written.folder, b"key")) == []
    assert take_up(log, written.folder) == 1
    assert next(placed(written.folder, b"key")).index == 0
    hand_over(written.folder, b"from elsewhere", b"key")
    assert (take_up(log, written.folder), take_up(log, written.folder), log.state.size) == (1, 0, 1)
    hand_over(written.folder, b"waits", b"another")
    with pytest.raises(LedgerError, match="stands for another entry"):
        hand_over(written.folder, b"else", b"another")


def test_an_entry_that_the_log_refuses_leaves_the_spool_with_its_reason(written):
    log = written.create()
    log.submit(b"one", b"key")
    hand_over(written.folder, b"two", b"other")
    hand_over(written.folder, b"else", b"key")
    assert take_up(log, written.folder) == 2
    assert log.state.size == 2
    spool = written.folder / "spool"
    assert sorted(each.suffix for each in spool.iterdir()) == [".refused", ".why"]
    assert "stands for other entries" in next(spool.glob("*.why")).read_text()
