"""An entry is ready once its key is on the disk; a refused one leaves no key behind; a day of work comes out as a receipt."""

import json
from dataclasses import replace

import pytest

from frith.api import counsel
from frith.errors import LedgerError
from frith.ledger.entry.canonical import canonical
from frith.ledger.entry.codec import VERSION, parse
from frith.ledger.entry.entering import Keeping, ready, ready_without_details
from frith.ledger.entry.keystore import Keystore, Month
from frith.ledger.entry.make import Sites
from frith.ledger.entry.model import KINDS
from frith.ledger.entry.receipt import Standing, Trust, make_receipt, open_receipt
from frith.ledger.entry.receipt_key import ReceiptSigner
from frith.ledger.entry.retention import read_retention
from frith.ledger.entry.sealed import seal
from frith.ledger.entry.words import Grain
from frith.ledger.tlog.hashes import leaf_hash
from frith.ledger.tlog.policy import Policy
from tests.ledger.entry_kinds import one_of_each
from tests.ledger.entry_made import DETAILS, LOG, PLACE, TOY, decisions, proof_of, rules, words
from tests.ledger.keys.made import OPERATORS, ROLES

WORDS = words()
SCHEDULE = read_retention(counsel(PLACE, TOY).stack.packs[0])


@pytest.fixture
def keeping(tmp_path):
    with Keystore.create(tmp_path / "records.sqlite", OPERATORS, roles=ROLES) as store:
        yield Keeping(store=store, schedule=SCHEDULE)


def test_from_a_request_to_a_receipt(keeping):
    entries = decisions() + decisions(body="library")
    logged = [
        ready(each, DETAILS, rules=rules(), keeping=keeping, size=at) for at, each in enumerate(entries)
    ]
    signer = ReceiptSigner.new()
    sealed = seal(DETAILS, keeping.store.key(leaf_hash(logged[1])), WORDS)
    text = make_receipt(logged[1], sealed, ["received"], proof=proof_of(logged, 1), signer=signer)
    trust = Trust(policy=Policy.of_logs([LOG.verifier]), keys=(signer.verifier,))
    shown = open_receipt(text, WORDS, trust)
    assert (shown.standing, dict(shown.disclosed)) == (Standing.HOLDS, {"received": DETAILS["received"]})
    assert shown.entry["on"] == "2026-W48", "the exact time is the holder's to show, and stands in no entry"


def test_details_are_kept_with_their_month(keeping):
    nil = next(each for each in one_of_each() if each.kind == "nil_return")
    months = (
        Month(retention=f"{PLACE}/requests", month="2026-11"),
        Month(retention=f"{PLACE}/unscheduled", month="2026-11"),
    )
    assert (keeping.month(decisions()[0]), keeping.month(nil)) == months
    for entry in (decisions()[0], nil):
        ready(entry, {}, rules=rules(), keeping=keeping, size=0)
    assert keeping.store.months() == months


def test_the_same_facts_make_two_entries_that_nobody_can_link(keeping):
    first, second = (ready(decisions()[0], DETAILS, rules=rules(), keeping=keeping, size=0) for _ in range(2))
    assert set(parse(first, WORDS).digests) & set(parse(second, WORDS).digests) == set()
    assert len(first) == len(second)


@pytest.mark.parametrize(
    ("entry", "details"),
    [
        (replace(decisions()[0], place="toy-state"), DETAILS),
        (replace(decisions()[0], unit="library"), DETAILS),
        (decisions()[0], {"name": "Ana"}),
    ],
)
def test_what_is_refused_leaves_no_key(keeping, entry, details):
    with pytest.raises(LedgerError):
        ready(entry, details, rules=rules(), keeping=keeping, size=0)
    assert keeping.store.months() == ()


@pytest.mark.parametrize("entry", one_of_each(), ids=lambda each: each.kind)
def test_an_entry_without_details_looks_like_any_other(entry):
    one, other = (ready_without_details(entry, rules=rules(), size=10) for _ in range(2))
    assert len(one) == len(other)
    assert len(set(parse(one, WORDS).digests) | set(parse(other, WORDS).digests)) == 2 * WORDS.digests


def test_no_detail_stands_in_the_bytes(keeping):
    data = ready(decisions()[0], DETAILS, rules=rules(), keeping=keeping, size=0).decode()
    assert [
        name for name, value in DETAILS.items() if len(value) > 1 and (value in data or name in data)
    ] == []


def test_a_site_is_large_by_what_it_saw():
    weekly = {"police": [12, 10, 31], "jail": [40, 9, 40], "library": [], "school": [0, 0]}
    assert Sites.of(weekly, WORDS) == Sites(large=frozenset({"police"}))


def test_a_change_of_words_is_a_change_of_version():
    """A reader of this version refuses a word that it does not know, so new words need a new version.

    Change the version in codec.py first, keep the words of the old one for reading, then the number here.
    """
    held = {
        "classes": {
            name: {str(g): sorted(each.words[g]) for g in Grain} for name, each in WORDS.classes.items()
        },
        "lists": {name: sorted(each) for name, each in WORDS.lists.items()},
        "bands": list(WORDS.bands.words),
        "fields": {str(kind): sorted(entry.__dataclass_fields__) for kind, entry in KINDS.items()},
        "digests": WORDS.digests,
        "lengths": list(WORDS.lengths),
    }
    assert (VERSION, leaf_hash(canonical(held)).hex()[:16]) == ("frith-entry/1", "ad3a67aa1877a6b3")
    assert json.loads(canonical(held)) == held
