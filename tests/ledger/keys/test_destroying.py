"""Record keys go on schedule by two people's word, and leave no byte behind."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from frith.errors import LedgerError
from frith.ledger.entry.keystore import Keystore, Month
from frith.ledger.entry.shred import (
    dispose,
    hold,
    lift,
    order_to_dispose,
    order_to_lift,
    to_enter,
)
from tests.ledger.entry_made import (
    PLACE,
)
from tests.ledger.keys.made import ANN, BEN, FEBRUARY, JANUARY, RULE, both, bytes_on_disk, destroy, filled


class TestDestroying:
    def test_a_month_goes_and_the_others_stay(self, store):
        keys = filled(store)
        assert destroy(store).number == 20
        assert (store.months(), store.number(JANUARY), store.number(FEBRUARY)) == ((FEBRUARY,), 0, 20)
        for at, (leaf, key) in enumerate(keys.items()):
            if at % 2:
                assert store.key(leaf) == key
            else:
                with pytest.raises(LedgerError, match="destroyed on schedule"):
                    store.key(leaf)

    def test_no_byte_of_a_key_is_left(self, store, path):
        """While the store is still open, and after it is closed: file, write-ahead log and all."""
        filled(store)
        month_key = store._month_key(*JANUARY.row)
        wrapped = [
            row[0]
            for row in store._db.execute("SELECT wrapped FROM record WHERE month = ?", (JANUARY.month,))
        ]
        store.sweep()
        before = bytes_on_disk(path)
        assert month_key in before
        assert all(each in before for each in wrapped)
        destroy(store)
        after = bytes_on_disk(path)
        assert [each for each in (month_key, *wrapped) if each in after] == []
        store.close()
        assert month_key not in bytes_on_disk(path)

    @pytest.mark.parametrize("seed", range(2))
    def test_no_byte_is_left_after_a_long_and_mixed_life(self, store, path, seed):
        """Pages split, merge and are used again; no stale copy of a month's key stays behind."""
        random = Random(seed)
        months = [
            Month(retention=f"{PLACE}/requests", month=f"{year}-{n:02}")
            for year in range(2010, 2024)
            for n in range(1, 13)
        ]
        random.shuffle(months)
        gone, present = [], {}
        for month in months:
            for _ in range(random.randrange(1, 6)):
                store.keep(random.randbytes(32), random.randbytes(32), month)
            present[month] = store._month_key(*month.row)
            if random.random() < 0.5:
                old = random.choice(list(present))
                gone.append(present.pop(old))
                destroy(store, old)
        left = bytes_on_disk(path)
        assert len(gone) > 40
        assert [each for each in gone if each in left] == []
        store.sweep()
        assert all(each in bytes_on_disk(path) for each in present.values())

    def test_a_crash_before_the_log_is_cut_leaves_nothing_once_it_is_opened(self, store, path):
        filled(store)
        month_key = store._month_key(*JANUARY.row)
        orders = [each.signature.hex() for each in both(order_to_dispose(store, JANUARY))]
        store.close()
        code = f"""
import os
from pathlib import Path
from tests.ledger.keys import made as t
from frith.ledger.entry.approvals import Approval
from frith.ledger.entry.keystore import Keystore
from frith.ledger.entry.shred import dispose
store = Keystore(Path({str(path)!r}))
keys = [bytes.fromhex(each) for each in {[ANN.operator.public.hex(), BEN.operator.public.hex()]}]
approvals = [Approval(public=p, signature=bytes.fromhex(s)) for p, s in zip(keys, {orders})]
store.sweep = lambda: os._exit(9)
dispose(store, t.JANUARY, t.RULE, today=t.TODAY, approvals=approvals)
"""
        root = Path(__file__).parents[3]
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 9, done.stderr
        assert month_key in bytes_on_disk(path), "the write-ahead log still has to be settled"
        with Keystore(path) as again:
            assert month_key not in bytes_on_disk(path)
            assert [each.number for each in to_enter(again)] == [20]

    @pytest.mark.parametrize("answer", [(1, 0, 0), (0, 0, 0)])
    def test_an_answer_is_given_only_once_nothing_is_left(self, store, path, monkeypatch, answer):
        """SQLite says that it could not cut its log, or says that it could and the log is still there."""
        filled(store)
        real = store._db

        class Deaf:
            def execute(self, *_):
                return self

            def fetchone(self):
                return answer

        monkeypatch.setattr(store, "_db", Deaf())
        with pytest.raises(LedgerError, match="the write-ahead log can't be cut"):
            store.sweep()
        monkeypatch.setattr(store, "_db", real)
        store.sweep()

    def test_before_the_law_lets_it(self, store):
        late = Month(retention=f"{PLACE}/requests", month="2024-11")
        store.keep(b"leaf", bytes(32), late)
        with pytest.raises(LedgerError, match="the law keeps `2024-11` until `2026-12-01`"):
            destroy(store, late)
        assert store.key(b"leaf") == bytes(32)

    def test_on_the_first_day_that_the_law_lets_it(self, store):
        filled(store)
        first = RULE.due(JANUARY.month)
        approvals = both(order_to_dispose(store, JANUARY))
        with pytest.raises(LedgerError, match="the law keeps"):
            dispose(store, JANUARY, RULE, today=first - timedelta(days=1), approvals=approvals)
        assert dispose(store, JANUARY, RULE, today=first, approvals=approvals).number == 20

    def test_a_rule_of_another_class(self, store):
        filled(store)
        with pytest.raises(LedgerError, match="is not that of"):
            destroy(store, Month(retention=f"{PLACE}/routes", month="2024-01"))

    def test_a_legal_hold_stops_it_until_two_lift_it(self, store):
        filled(store)
        hold(store, JANUARY)
        with pytest.raises(LedgerError, match="a legal hold keeps `2024-01`"):
            destroy(store)
        with pytest.raises(LedgerError, match="`1` of `2` operators"):
            lift(store, JANUARY, approvals=[ANN.approve(order_to_lift(store, JANUARY))])
        assert store.number(JANUARY) == 20
        lift(store, JANUARY, approvals=both(order_to_lift(store, JANUARY)))
        assert destroy(store).number == 20

    def test_a_hold_comes_too_late(self, store):
        filled(store)
        destroy(store)
        with pytest.raises(LedgerError, match="is destroyed already"):
            hold(store, JANUARY)

    def test_no_key_joins_a_month_that_is_gone(self, store):
        filled(store)
        destroy(store)
        with pytest.raises(LedgerError, match="are destroyed already"):
            store.keep(b"late", bytes(32), JANUARY)
        with pytest.raises(LedgerError, match="holds no keys"):
            destroy(store)
