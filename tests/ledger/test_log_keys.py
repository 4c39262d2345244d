"""A key is where no backup of the log goes, readable by its owner alone, changed with an overlap, and brought back by two."""

from dataclasses import replace

import pytest

from frith.errors import LedgerError
from frith.ledger.log import recovery
from frith.ledger.log.keys import Keys
from frith.ledger.log.writer import Log
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.note import Note, open_checkpoint
from tests.ledger.writing import ORIGIN, STILL, Written, sound


@pytest.fixture
def written(memory):
    return Written(memory)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Scrypt at its real cost takes half a second for each pair."""
    monkeypatch.setattr(recovery, "COST", 2**4)


def test_a_key_file_is_its_owners_alone_and_never_written_over(tmp_path):
    keys = Keys.create(tmp_path / "keys", ORIGIN)
    file = tmp_path / "keys/0001.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    before = file.read_bytes()
    with pytest.raises(LedgerError, match="a key is here already: a key is never written over"):
        Keys.create(tmp_path / "keys", ORIGIN)
    assert file.read_bytes() == before
    assert keys.signers()[0].secret_text.encode() in before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o666])
def test_a_key_that_others_may_read_or_write_is_not_used(tmp_path, mode):
    keys = Keys.create(tmp_path / "keys", ORIGIN)
    (tmp_path / "keys/0001.key").chmod(mode)
    with pytest.raises(LedgerError, match="others than its owner"):
        keys.signers()


def test_a_damaged_key_is_told_without_showing_it(tmp_path):
    keys = Keys.create(tmp_path / "keys", ORIGIN)
    file = tmp_path / "keys/0001.key"
    secret = file.read_text()
    file.write_text(secret[:-6] + "\n")
    with pytest.raises(LedgerError, match=r"0001\.key: .*recovery file") as told:
        keys.signers()
    assert secret[60:90] not in str(told.value)


@pytest.mark.parametrize("where", ["log", "log/keys", "."])
def test_keys_are_never_kept_with_the_log(tmp_path, where):
    keys = Keys.create(tmp_path / where if where != "." else tmp_path, ORIGIN)
    with pytest.raises(LedgerError, match="the keys and the log are in one another's folder"):
        Log.create(tmp_path / "log", keys, STILL)


def test_nothing_of_a_key_is_in_the_database_or_in_what_is_published(written):
    log = written.create(ml_dsa=True)
    written.add(log, 300)
    written.publish()
    log.close()
    seeds = [each.seed for each in written.keys.signers()]
    texts = [each.secret_text.split("+", 4)[-1].encode()[8:] for each in written.keys.signers()]
    for file in [*written.folder.rglob("*"), *written.public.rglob("*")]:
        if file.is_file():
            data = file.read_bytes()
            assert not any(secret in data for secret in (*seeds, *texts)), file


def test_a_second_signature_that_outlasts_quantum_computers_is_an_option(written):
    log = written.create(ml_dsa=True)
    written.add(log, 3)
    ed, ml = written.keys.verifiers()
    assert ml.kind is KeyKind.ML_DSA_44
    for key in (ed, ml):
        assert open_checkpoint(log.state.checkpoint, [key]).checkpoint.size == 3
    written.publish()
    assert sound(written.public, written.keys) == 3


def test_a_change_of_keys_is_announced_overlaps_and_ends(written):
    log = written.create()
    written.add(log, 3)
    old = written.keys.verifiers()
    new = written.keys.prepare()
    with pytest.raises(LedgerError, match="a next key exists already"):
        written.keys.prepare()
    log.submit(new[0].text.encode(), b"announced")
    assert lines(log) == [old[0].key_id], "the next key does not sign yet"
    log.close()
    written.publish()
    written.keys.begin_overlap()
    with pytest.raises(LedgerError, match="what is published was not signed by every key that stays"):
        written.keys.retire((written.public / "checkpoint").read_bytes())
    log = written.open()
    assert lines(log) == [old[0].key_id, new[0].key_id], "before anything grows"
    assert log.state.size == 4
    written.publish()
    note = (written.public / "checkpoint").read_bytes()
    for key in (*old, *new):
        assert open_checkpoint(note, [key]).checkpoint.size == 4
    log.close()
    written.keys.retire(note)
    log = written.open()
    written.add(log, 1)
    assert lines(log) == [new[0].key_id]
    written.publish()
    assert sound(written.public, written.keys) == 5
    with pytest.raises(LedgerError, match="this is the only key that signs"):
        written.keys.retire(note)


def lines(log) -> list[bytes]:
    return [each.key_id for each in Note.parse(log.state.checkpoint).signatures]


def test_a_key_of_another_log_does_not_sign_this_one(written, tmp_path):
    log = written.create()
    written.add(log, 3)
    log.close()
    other = Keys.create(tmp_path / "other", ORIGIN)
    with pytest.raises(LedgerError, match="did not sign this with a key you trust"):
        Log.open(written.folder, other, STILL)


PHRASES = {
    "clerk": "correct horse battery",
    "counsel": "staple of a long table",
    "auditor": "seven grey geese in May",
}


@pytest.mark.parametrize("pair", [("clerk", "counsel"), ("auditor", "clerk"), ("auditor", "counsel")])
def test_any_two_of_three_operators_bring_the_key_back(tmp_path, pair):
    keys = Keys.create(tmp_path / "keys", ORIGIN, ml_dsa=True)
    sealed = keys.seal(PHRASES)
    back = Keys.bring_back(tmp_path / "back", sealed, {each: PHRASES[each] for each in pair})
    assert back.signers() == keys.signers()
    assert (tmp_path / "back/0001.key").stat().st_mode & 0o777 == 0o600


def test_one_operator_alone_or_a_wrong_word_opens_nothing(tmp_path):
    sealed = Keys.create(tmp_path / "keys", ORIGIN).seal(PHRASES)
    with pytest.raises(LedgerError, match="two of the operators are needed"):
        recovery.unseal(sealed, {"clerk": PHRASES["clerk"]})
    with pytest.raises(LedgerError, match="the passphrases of `clerk` and `counsel` don't open this"):
        recovery.unseal(sealed, {"clerk": PHRASES["clerk"], "counsel": PHRASES["clerk"]})
    with pytest.raises(LedgerError, match="one operator alone must not hold the key"):
        recovery.seal(b"x", {"clerk": PHRASES["clerk"]}, public="")
    with pytest.raises(LedgerError, match="at least 16"):
        recovery.seal(b"x", PHRASES | {"clerk": "short"}, public="")
    with pytest.raises(LedgerError, match="no recovery file"):
        recovery.unseal("{}", PHRASES)


def test_a_recovery_file_holds_no_key_and_is_bound_to_its_log(tmp_path):
    keys = Keys.create(tmp_path / "keys", ORIGIN)
    sealed = keys.seal(PHRASES)
    assert keys.signers()[0].secret_text.split("+", 4)[-1] not in sealed
    moved = sealed.replace(ORIGIN, "ledger.example/town")
    with pytest.raises(LedgerError, match="don't open this"):
        recovery.unseal(moved, PHRASES)


def test_a_key_that_was_brought_back_signs_only_what_the_published_log_begins(written):
    log = written.create()
    written.add(log, 30)
    written.publish()
    log.close()
    sealed = written.keys.seal(PHRASES)
    keys = Keys.bring_back(written.root / "back", sealed, PHRASES)
    with pytest.raises(LedgerError, match="how far the log ever was, is missing"):
        Log.open(written.folder, keys, STILL)
    keys.begin_high_water(size=log.state.size, root=log.state.root)
    log = Log.open(written.folder, keys, STILL)
    assert log.submit(b"on", b"k").index == 30


def test_a_signer_and_its_pen_sign_alike():
    from frith.ledger.log.keys import Pen
    from frith.ledger.tlog.checkpoint import Checkpoint

    text = Checkpoint(origin=ORIGIN, size=1, root=b"\1" * 32).text
    for kind in KeyKind:
        signer = replace(Signer.generate("witness.example/w1", kind))
        line = Pen(signer).sign(text, time=1_790_000_000)
        assert signer.verifier.verify(text, line.signature) == (
            0 if kind is KeyKind.ED25519 else 1_790_000_000
        )
