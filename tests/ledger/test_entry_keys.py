"""Record keys live outside the ledger, go on schedule by two people's word, and leave no byte behind."""

import os
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from frith.api import counsel
from frith.errors import LedgerError, PackError
from frith.ledger.entry.approvals import Operator, OperatorKey, order_of
from frith.ledger.entry.codec import parse
from frith.ledger.entry.keystore import Keystore, Month
from frith.ledger.entry.lint import lint
from frith.ledger.entry.receipt import Standing, Trust, make_receipt, open_receipt
from frith.ledger.entry.receipt_key import ReceiptSigner
from frith.ledger.entry.retention import read_retention
from frith.ledger.entry.sealed import chosen, new_key, seal
from frith.ledger.entry.shred import (
    appoint,
    dispose,
    entered,
    hold,
    lift,
    order_to_appoint,
    order_to_dispose,
    order_to_lift,
    to_enter,
)
from frith.ledger.tlog.hashes import leaf_hash
from frith.ledger.tlog.policy import Policy
from tests.ledger.entry_made import (
    DETAILS,
    LOG,
    PLACE,
    TOY,
    data_of,
    decisions,
    proof_of,
    rules,
    sealed,
    words,
    written,
)

ROLES = words().lists["role"]
ANN, BEN, CAT = OperatorKey.new("records_officer"), OperatorKey.new("counsel"), OperatorKey.new("auditor")
OPERATORS = [each.operator for each in (ANN, BEN, CAT)]
JANUARY, FEBRUARY = (
    Month(retention=f"{PLACE}/requests", month="2024-01"),
    Month(retention=f"{PLACE}/requests", month="2024-02"),
)
TODAY = date(2026, 11, 23)
RULE = read_retention(counsel(PLACE, TOY).stack.packs[0])[0]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "records.sqlite"


@pytest.fixture
def store(path):
    path.parent.mkdir(mode=0o700)
    with Keystore.create(path, OPERATORS, roles=ROLES) as opened:
        yield opened


def both(order):
    return [ANN.approve(order), BEN.approve(order)]


def destroy(store, month=JANUARY):
    return dispose(store, month, RULE, today=TODAY, approvals=both(order_to_dispose(store, month)))


def filled(store, number=40):
    """Keys by leaf, half of them of January."""
    keys = {os.urandom(32): new_key() for _ in range(number)}
    for at, (leaf, key) in enumerate(keys.items()):
        store.keep(leaf, key, (JANUARY, FEBRUARY)[at % 2])
    return keys


def bytes_on_disk(path):
    """Everything in the store's folder: the file, its write-ahead log, whatever else."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.iterdir()))


class TestKeeping:
    def test_a_key_is_there_when_the_store_is_opened_again(self, store, path):
        keys = filled(store)
        store.close()
        with Keystore(path) as again:
            assert {leaf: again.key(leaf) for leaf in keys} == keys
            assert again.months() == (JANUARY, FEBRUARY)
            assert again.number(JANUARY) == 20

    def test_keeping_it_again_changes_nothing(self, store):
        store.keep(b"leaf", bytes(32), JANUARY)
        store.keep(b"leaf", bytes(32), JANUARY)
        assert store.number(JANUARY) == 1
        for other in ((b"k" * 32, JANUARY), (bytes(32), FEBRUARY)):
            with pytest.raises(LedgerError, match="another key is kept for this entry"):
                store.keep(b"leaf", *other)

    def test_a_key_that_was_never_kept(self, store):
        with pytest.raises(LedgerError, match="no key is kept for this entry"):
            store.key(b"leaf")

    def test_only_its_owner_can_read_it(self, store, path):
        filled(store)
        assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
        store.close()
        path.chmod(0o640)
        with pytest.raises(LedgerError, match="others can read the record keys"):
            Keystore(path)

    def test_it_never_lies_inside_the_ledger(self, tmp_path):
        ledger = tmp_path / "ledger"
        for inside in (ledger / "keys.sqlite", tmp_path / "other" / ".." / "ledger" / "deep" / "keys.sqlite"):
            with pytest.raises(LedgerError, match="the record keys would lie inside the ledger"):
                Keystore.create(inside, OPERATORS, roles=ROLES, apart_from=[ledger])

    def test_no_key_stands_in_the_file_as_it_is(self, store, path):
        keys = filled(store)
        store.close()
        assert [key for key in keys.values() if key in bytes_on_disk(path)] == []

    def test_a_second_program_waits_and_is_told(self, store, path, monkeypatch):
        monkeypatch.setattr("frith.ledger.entry.keystore.WAIT", 0.1)
        with pytest.raises(LedgerError, match=r"close what else has it open|locked"):
            Keystore(path)
        assert store.months() == ()

    def test_what_is_no_store(self, tmp_path):
        with pytest.raises(LedgerError, match="no store of record keys here"):
            Keystore(tmp_path / "none")
        other = tmp_path / "other"
        other.write_bytes(b"not a database at all" * 100)
        other.chmod(0o600)
        with pytest.raises(LedgerError, match="record keys can't be"):
            Keystore(other)

    def test_it_is_never_created_over_another(self, store, path):
        with pytest.raises(LedgerError, match="can't create a store"):
            Keystore.create(path, OPERATORS, roles=ROLES)

    def test_a_key_under_which_everybody_can_sign_is_nobody_s(self, path):
        path.parent.mkdir()
        weak = Operator(role="counsel", public=bytes(32))
        with pytest.raises(LedgerError, match="everybody can sign"):
            Keystore.create(path, [OPERATORS[0], weak], roles=ROLES)
        assert not path.exists()

    @pytest.mark.parametrize(
        "operators",
        [OPERATORS[:1], [OPERATORS[0], OPERATORS[0]], [OPERATORS[0], Operator(role="ana", public=bytes(32))]],
    )
    def test_one_person_alone_has_no_store(self, path, operators):
        path.parent.mkdir()
        with pytest.raises(LedgerError, match=r"two operators|is not a role"):
            Keystore.create(path, operators, roles=ROLES)


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
from tests.ledger import test_entry_keys as t
from frith.ledger.entry.approvals import Approval
from frith.ledger.entry.keystore import Keystore
store = Keystore(t.Path({str(path)!r}))
keys = [bytes.fromhex(each) for each in {[ANN.operator.public.hex(), BEN.operator.public.hex()]}]
approvals = [Approval(public=p, signature=bytes.fromhex(s)) for p, s in zip(keys, {orders})]
store.sweep = lambda: os._exit(9)
t.dispose(store, t.JANUARY, t.RULE, today=t.TODAY, approvals=approvals)
"""
        root = Path(__file__).parents[2]
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


class TestTwoOperators:
    @pytest.mark.parametrize(
        ("approvals", "said"),
        [
            (lambda order: [], "`0` of `2` operators approved"),
            (lambda order: [ANN.approve(order)], "`1` of `2` operators approved"),
            (lambda order: [ANN.approve(order), ANN.approve(order)], "`1` of `2` operators approved"),
            (lambda order: [ANN.approve(order), OperatorKey.new("counsel").approve(order)], "does not know"),
            (
                lambda order: [ANN.approve(order), BEN.approve(order + b"x")],
                "by the `counsel` is for another order",
            ),
        ],
    )
    def test_one_is_not_two(self, store, approvals, said):
        filled(store)
        with pytest.raises(LedgerError, match=said):
            dispose(store, JANUARY, RULE, today=TODAY, approvals=approvals(order_to_dispose(store, JANUARY)))
        assert store.number(JANUARY) == 20

    def test_what_was_approved_is_what_is_destroyed(self, store):
        """A key that comes after the approval asks for another one; so does another store, month or act."""
        filled(store)
        order = order_to_dispose(store, JANUARY)
        store.keep(b"one more", bytes(32), JANUARY)
        with pytest.raises(LedgerError, match="is for another order"):
            dispose(store, JANUARY, RULE, today=TODAY, approvals=both(order))
        orders = {order, order_to_dispose(store, FEBRUARY), order_to_lift(store, JANUARY)}
        orders |= {order_of("dispose", bytes(16), *JANUARY.row, "20"), order_to_appoint(store, OPERATORS)}
        assert len(orders) == 5
        with pytest.raises(LedgerError, match="without line breaks"):
            order_of("dispose", store.id, "2024-01\n20")

    def test_others_take_their_place_by_two_votes(self, store):
        new = [OperatorKey.new("counsel"), OperatorKey.new("counsel")]
        chosen_ones = [each.operator for each in new]
        order = order_to_appoint(store, chosen_ones)
        with pytest.raises(LedgerError, match="`1` of `2`"):
            appoint(store, chosen_ones, roles=ROLES, approvals=[ANN.approve(order)])
        appoint(store, chosen_ones, roles=ROLES, approvals=[BEN.approve(order), CAT.approve(order)])
        filled(store)
        with pytest.raises(LedgerError, match="does not know"):
            destroy(store)
        order = order_to_dispose(store, JANUARY)
        gone = dispose(store, JANUARY, RULE, today=TODAY, approvals=[each.approve(order) for each in new])
        assert gone.roles == ("counsel", "counsel")

    def test_a_secret_shows_nowhere(self):
        assert ANN.seed.hex() not in repr(ANN)
        assert repr(ANN.seed) not in repr(ANN)


class TestInTheLedger:
    def test_the_disposal_is_an_entry_that_names_roles_and_no_person(self, store):
        filled(store)
        law = counsel(PLACE, TOY)
        entry = destroy(store).entry(place=PLACE, packs=law.versions, on=TODAY, words=words())
        assert (entry.amount, entry.roles, entry.on) == ("10-49", ("counsel", "records_officer"), "2026-W48")
        # 2024-01 lies before this ledger's first day in `rules`, which is a fault of the test's ledger alone
        assert lint(data_of(entry), rules(), size=1) == ("`month`: `2024-01` is no time of this ledger",)

    def test_a_disposal_is_told_until_it_is_entered(self, store, path):
        filled(store)
        gone = destroy(store)
        store.close()
        with Keystore(path) as again:
            assert to_enter(again) == (gone,)
            entered(again, JANUARY)
            assert to_enter(again) == ()

    def test_after_it_nobody_opens_the_entry_and_old_receipts_stay_open(self, store):
        data, signer = data_of(decisions()[0]), ReceiptSigner.new()
        key = bytes(range(32))  # the key that `sealed` used
        store.keep(leaf_hash(data), key, JANUARY)
        kept = seal(DETAILS, store.key(leaf_hash(data)), words())
        old = make_receipt(data, kept, ["case"], proof=proof_of([data], 0), signer=signer)
        destroy(store)
        with pytest.raises(LedgerError, match="nothing opens its details"):
            store.key(leaf_hash(data))
        trust = Trust(policy=Policy.of_logs([LOG.verifier]), keys=(signer.verifier,))
        assert open_receipt(old, words(), trust).standing is Standing.HOLDS
        guessed = seal(DETAILS, new_key(), words())
        with pytest.raises(LedgerError, match="is not what the entry sealed"):
            make_receipt(data, guessed, ["people"], proof=proof_of([data], 0), signer=signer)
        assert parse(data, words()) == written(decisions()[0]), "the entry stands as it stood"
        assert chosen(sealed(), ["case"])[0].digest in parse(data, words()).digests


class TestSchedule:
    def test_the_last_day_is_counted_from_the_month_s_end(self):
        assert RULE.due("2024-01") == date(2026, 2, 1)
        assert RULE.due("2024-12") == date(2027, 1, 1)

    def test_a_place_without_a_schedule_destroys_nothing(self):
        assert read_retention(counsel("us").stack.packs[0]) == ()

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("records/keep", "records/forget", "no provision `toy-town/records/forget` in this pack"),
            ("months = 24", 'months = "two years"', "`months` is not a number of months"),
            ("months = 24", "months = -1", "`months` is not a number of months"),
            ("months = 24", "months = true", "`months` is not a number of months"),
            ('"decision"', '"person"', "`person` is not a kind of entry"),
            ("months = 24", "months = 24\nyears = 2", "unknown key `years`"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_line(self, tmp_path, old, new, said):
        from dataclasses import replace

        pack = counsel(PLACE, TOY).stack.packs[0]
        text = (Path(pack.folder) / "retention.toml").read_text(encoding="utf-8")
        (tmp_path / "retention.toml").write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(PackError, match=said) as why:
            read_retention(replace(pack, folder=str(tmp_path)))
        assert why.value.line

    def test_a_class_written_twice(self, tmp_path):
        from dataclasses import replace

        pack = counsel(PLACE, TOY).stack.packs[0]
        text = (Path(pack.folder) / "retention.toml").read_text(encoding="utf-8")
        (tmp_path / "retention.toml").write_text(text * 2, encoding="utf-8")
        with pytest.raises(PackError, match="class `requests` is written twice"):
            read_retention(replace(pack, folder=str(tmp_path)))
