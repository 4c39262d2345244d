"""A town's entries in the program's own log: only right ones get in, strangers verify it, and receipts come out of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from frith.errors import LedgerError
from frith.ledger.entry.codec import encode, parse
from frith.ledger.entry.counting import count, load_rules
from frith.ledger.entry.lint import admission
from frith.ledger.entry.receipt import Standing, Trust, make_receipt, open_receipt
from frith.ledger.entry.receipt_key import ReceiptSigner
from frith.ledger.log.reading import nodes
from frith.ledger.log.writer import Options
from frith.ledger.tlog.note import Note
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.proof import Proof
from frith.ledger.tlog.tree import inclusion_proof
from tests.ledger.entry_kinds import one_of_each
from tests.ledger.entry_made import DETAILS, data_of, decisions, rules, sealed, words, written
from tests.ledger.writing import Written, entries_of, sound

WORDS = words()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
EACH = one_of_each()


@pytest.fixture
def town(memory):
    """A log that takes a town's entries and nothing else."""
    made = Written(memory)
    log = []
    admit = admission(rules(), lambda: log[0].state.size)
    made.options = Options(clock=lambda: NOON, admit=admit)
    log.append(made.create())
    yield made, log[0]
    log[0].close()


def test_every_kind_gets_in_and_strangers_verify_the_log(town):
    made, log = town
    for number, each in enumerate(EACH):
        log.submit(data_of(each), b"entry %d" % number)
    made.publish()
    assert sound(made.public, made.keys) == len(EACH)
    assert [parse(each, WORDS).entry for each in entries_of(log)] == EACH


def test_what_is_wrong_never_gets_in(town):
    _, log = town
    tomorrow = replace(decisions()[0], on="2026-11-25")
    for data, said in (
        (b"made up", "not JSON"),
        (encode(replace(written(decisions()[0]), entry=tomorrow), WORDS), "no day of this ledger"),
        (data_of(EACH[1]), "the index of no entry yet"),
        (data_of(replace(decisions()[0], provisions=("toy-town/records/ana",))), "no provision of the packs"),
    ):
        with pytest.raises(LedgerError, match=said):
            log.submit(data, b"wrong")
    assert log.state.size == 0


def test_a_receipt_from_the_log_and_a_count_of_it(town):
    made, log = town
    for number in range(5):
        log.submit(data_of(decisions()[0]), b"entry %d" % number)
    state, store = log.state, log._desk.store
    signer = ReceiptSigner.new()
    proof = Proof(
        index=3,
        hashes=inclusion_proof(3, state.size, nodes(store, state.size)),
        note=Note.parse(state.checkpoint),
    )
    text = make_receipt(entries_of(log)[3], sealed(), ["case"], proof=proof, signer=signer)
    trust = Trust(policy=Policy.of_logs(made.keys.verifiers()), keys=(signer.verifier,))
    shown = open_receipt(text, WORDS, trust)
    assert (shown.standing, shown.index, shown.disclosed) == (Standing.HOLDS, 3, {"case": DETAILS["case"]})
    entries = {index: parse(each, WORDS).entry for index, each in enumerate(entries_of(log))}
    (requests,) = count(entries, ["requests"], "2026", rules=load_rules())
    assert (requests.total.least, requests.total.most) == (5, 5)
