"""Two operators, an entry for what they destroyed, and the schedule that the law sets."""

from datetime import date
from pathlib import Path

import pytest

from frith.api import counsel
from frith.errors import LedgerError, PackError
from frith.ledger.entry.approvals import OperatorKey, order_of
from frith.ledger.entry.codec import parse
from frith.ledger.entry.keystore import Keystore
from frith.ledger.entry.lint import lint
from frith.ledger.entry.receipt import Standing, Trust, make_receipt, open_receipt
from frith.ledger.entry.receipt_key import ReceiptSigner
from frith.ledger.entry.retention import read_retention
from frith.ledger.entry.sealed import chosen, new_key, seal
from frith.ledger.entry.shred import (
    appoint,
    dispose,
    entered,
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
from tests.ledger.keys.made import (
    ANN,
    BEN,
    CAT,
    FEBRUARY,
    JANUARY,
    OPERATORS,
    ROLES,
    RULE,
    TODAY,
    both,
    destroy,
    filled,
)


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
