"""A submission that was acknowledged is in the log for good: once, in its place, under a signature that others can check."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.errors import LedgerError
from frith.ledger.log.edge import Bundles, Edge
from frith.ledger.log.reading import nodes
from frith.ledger.log.store import Store
from frith.ledger.log.writer import MOST_ENTRIES, Log, Options, freeze, fresh_keys
from frith.ledger.tlog import tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.hashes import leaf_hash
from frith.ledger.tlog.note import open_checkpoint
from frith.ledger.tlog.tiles import tiles_of, unpack_bundle
from tests.ledger.logs import made_up, root_of, rows_of
from tests.ledger.writing import STILL, Written, entries_of, still


@pytest.fixture
def written(memory):
    return Written(memory)


def head(log: Log, receipt_or_state) -> Checkpoint:
    verifiers = [each.verifier for each in log._desk.pens]
    return open_checkpoint(receipt_or_state.checkpoint, verifiers).checkpoint


def test_the_receipt_holds_the_place_and_a_signed_root_over_all_that_came_before(written):
    log, entries = written.create(), made_up(600)
    for at in (0, 1, 2, 255, 256, 257, 599):
        entries_before = entries_of(log)
        receipt = log.submit_many(entries[at : at + 3], b"from %d" % at)
        now = entries_before + entries[at : at + 3]
        assert (receipt.index, receipt.count) == (len(entries_before), len(entries[at : at + 3]))
        assert (head(log, receipt).size, head(log, receipt).root) == (len(now), root_of(now))
        assert entries_of(log) == now


@given(st.lists(st.integers(1, 700), max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_edge_has_the_root_and_the_tiles_of_the_whole_tree_however_it_grew(sizes):
    edge, bundles, held, tiles, whole = Edge(), Bundles(0, b""), [], {}, {}
    for size in sizes:
        new = made_up(size, mark=b"group %d" % len(held))
        held += new
        tiles |= {(level, index): row for level, index, row in edge.grow([leaf_hash(each) for each in new])}
        full, tail = bundles.add(new)
        whole |= dict(full)
    assert edge.root() == root_of(held)
    rows = rows_of(held) if held else []
    for tile in tiles_of(len(held)):
        if tile.width == 256 or tile.level:
            wanted = b"".join(rows[8 * tile.level][256 * tile.index : 256 * tile.index + tile.width])
            assert tiles[tile.level, tile.index] == wanted
    for index, data in whole.items():
        assert unpack_bundle(data, 256) == held[256 * index : 256 * index + 256]


def test_a_retry_with_the_same_key_gets_the_same_place(written):
    log = written.create()
    first = log.submit_many([b"a", b"b"], b"key")
    log.submit(b"c", b"other")
    again = log.submit_many([b"a", b"b"], b"key")
    assert (again.index, again.count) == (first.index, first.count) == (0, 2)
    assert log.state.size == 3
    log.close()
    later = written.open().submit_many([b"a", b"b"], b"key")
    assert later.index == 0, "the log forgot the key when it was opened again"


def test_a_key_that_stands_for_other_entries_is_refused_and_harms_nobody_else(written):
    log = written.create()
    log.submit(b"a", b"key")
    for entries in ([b"b"], [b"a", b"b"]):
        with pytest.raises(LedgerError, match="stands for other entries, at `0`"):
            log.submit_many(entries, b"key")
    assert log.submit(b"b", b"other").index == 1


@pytest.mark.parametrize(
    ("entries", "key", "why"),
    [
        ([], b"k", "`0` entries"),
        ([b""] * (MOST_ENTRIES + 1), b"k", "`4097` entries"),
        ([b"a"], b"", "1 to `64` bytes"),
        ([b"a"], b"k" * 65, "1 to `64` bytes"),
        ([b"a" * 65536], b"k", "none above `65535`"),
    ],
)
def test_what_no_log_can_hold_is_refused_before_it_is_queued(written, entries, key, why):
    log = written.create()
    with pytest.raises(LedgerError, match=why):
        log.submit_many(entries, key)
    assert log.submit(b"sound", b"k").index == 0


def test_an_entry_that_the_linter_refuses_never_reaches_the_log(written):
    def admit(entry, day):
        if entry == b"person":
            raise LedgerError(f"an entry of {day} names a person")

    written.options = Options(clock=still, admit=admit)
    log = written.create()
    with pytest.raises(LedgerError, match="2026-09-21 names a person"):
        log.submit(b"person", b"k")
    assert log.state.size == 0


def test_many_threads_at_once_each_get_a_place_of_their_own(written):
    log, keys = written.create(), fresh_keys()
    work = [(b"entry %d" % number, key) for number, key in enumerate(islice(keys, 400))]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda each: log.submit(*each), work))
    assert sorted(each.index for each in receipts) == list(range(400))
    stored = entries_of(log)
    assert all(stored[each.index] == entry for each, (entry, _) in zip(receipts, work, strict=True))
    assert all(head(log, each).size > each.index for each in receipts)


def test_one_key_from_many_threads_at_once_is_one_entry(written):
    log = written.create()
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: log.submit(b"once", b"key"), range(64)))
    assert {each.index for each in receipts} == {0}
    assert log.state.size == 1


def test_a_second_writer_is_told_which_role_holds_the_log(written):
    log = written.create()
    with pytest.raises(LedgerError, match=r"the sequencer, process [0-9]+ is at work here"):
        written.open()
    log.close()
    written.open().close()


def test_a_closed_log_takes_nothing_more(written):
    log = written.create()
    log.close()
    with pytest.raises(LedgerError, match="the log is closed"):
        log.submit(b"late", b"key")


def test_a_frozen_log_never_grows_and_keeps_its_last_checkpoint(written):
    log = written.create()
    log.submit(b"last", b"key")
    log.close()
    final = freeze(written.folder, "the key was lost")
    log = written.open()
    with pytest.raises(LedgerError, match="the log is frozen: the key was lost"):
        log.submit(b"more", b"another key")
    assert log.state.checkpoint == final


def test_a_lost_key_freezes_the_log_without_it(written):
    log = written.create()
    log.submit(b"last", b"key")
    log.close()
    for each in (written.root / "keys").glob("*.key"):
        each.unlink()
    with pytest.raises(LedgerError, match="no signing key is here"):
        written.open()
    successor = Written(written.root / "next")
    begun = successor.create()
    assert begun.submit(freeze(written.folder, "the key was lost"), b"succession").index == 0


def test_every_inclusion_and_consistency_proof_comes_out_of_the_database(written):
    log, entries = written.create(), made_up(300)
    for at in range(0, 300, 60):
        log.submit_many(entries[at : at + 60], b"%d" % at)
    known = nodes(log._desk.store, 300)
    root = root_of(entries)
    for index in (0, 100, 255, 256, 299):
        proof = tree.inclusion_proof(index, 300, known)
        tree.verify_inclusion(leaf_hash(entries[index]), proof, index=index, size=300, root=root)
    for old in (1, 60, 255, 256, 299):
        proof = tree.consistency_proof(old, 300, known)
        tree.verify_consistency(proof, old=old, new=300, old_root=root_of(entries[:old]), new_root=root)


def test_submitters_who_wait_while_the_log_stops_are_all_told(written):
    reached = []

    def step(each):
        reached.append(each)
        if each == "committed":
            raise RuntimeError("the machine is on fire")

    log = written.create()
    log.close()
    log = written.open(Options(clock=still, step=step))
    found = []

    def submit(number):
        try:
            log.submit(b"%d" % number, b"%d" % number)
        except LedgerError as why:
            found.append(str(why))

    threads = [Thread(target=submit, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 6
    assert all("the machine is on fire" in each and "retry with the same key" in each for each in found)
    log.close()
    log = written.open(STILL)
    assert {log.submit(b"%d" % number, b"%d" % number).index for number in range(6)} == set(range(6))


class Slow(Store):
    """A disk on which a commit takes long enough for the next group to be prepared, and may fail."""

    fails = False

    def append(self, group):
        time.sleep(0.05)
        if self.fails:
            raise LedgerError("the database says `disk I/O error`")
        super().append(group)


def submitted(log, number, found):
    try:
        found.append(log.submit(b"entry %d" % (number % 5), b"key %d" % (number % 5)).index)
    except LedgerError as why:
        found.append(str(why))


def together(log, numbers) -> list:
    found = []
    threads = [Thread(target=submitted, args=(log, number, found)) for number in numbers]
    for each in threads:
        each.start()
        time.sleep(0.005)
    for each in threads:
        each.join()
    return found


def test_a_retry_of_a_key_that_is_on_its_way_to_the_disk_is_no_second_entry(written):
    written.create().close()
    log = written.open(Options(clock=still, store=lambda path: Slow(path, writing=True)))
    assert set(together(log, range(20))) == set(range(5))
    assert log.state.size == 5
    log.close()


def test_a_group_that_was_prepared_on_a_lost_one_is_lost_with_it(written):
    written.create().close()
    failing = type("Failing", (Slow,), {"fails": True})
    log = written.open(Options(clock=still, store=lambda path: failing(path, writing=True)))
    found = together(log, range(4))
    assert len(found) == 4
    assert all("disk I/O error" in str(each) and "retry with the same key" in str(each) for each in found)
    log.close()
    log = written.open()
    assert log.state.size == 0
    assert sorted(together(log, range(4))) == [0, 1, 2, 3]
