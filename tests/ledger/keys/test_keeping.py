"""Record keys live outside the ledger."""

import stat

import pytest

from frith.errors import LedgerError
from frith.ledger.entry.approvals import Operator
from frith.ledger.entry.keystore import Keystore
from tests.ledger.keys.made import FEBRUARY, JANUARY, OPERATORS, ROLES, bytes_on_disk, filled


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
