"""A small town's entries, made from its law: what the tests of entries begin with."""

from datetime import date
from functools import cache
from pathlib import Path

from frith.api import counsel, decide
from frith.ledger.entry.codec import Written, encode
from frith.ledger.entry.lint import Rules, rules_of
from frith.ledger.entry.make import Sites, from_decision
from frith.ledger.entry.sealed import Sealed, seal
from frith.ledger.entry.words import Words, load
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.hashes import leaf_hash, node_hash
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.note import Note, sign_note
from frith.ledger.tlog.proof import Proof
from frith.ledger.tlog.tree import inclusion_proof, root

TOY = Path(__file__).parent / "toy"
PLACE = "toy-town"
DAY = date(2026, 11, 23)
KEY = bytes(range(32))
DETAILS = {
    "case": "26-000417",
    "received": "2026-11-23T09:41+00:00",
    "unit_name": "records-desk-2",
    "people": "1",
}
LARGE = Sites(large=frozenset({"police", "jail"}))


def words() -> Words:
    return load()


@cache
def rules() -> Rules:
    law = counsel(PLACE, TOY)
    return rules_of(
        law.stack, words(), versions=law.versions, sites=LARGE, days=(date(2026, 1, 1), date(2026, 11, 27))
    )


def request(**facts):
    """A request for an address, on a detainer form, with these facts changed."""
    given = {
        "received": DAY,
        "channel": "fax",
        "body": "police",
        "requester": {"kind": "ice_ero"},
        "on_behalf_of": "none",
        "purpose": "civil_immigration",
        "paper": {"kind": "i_247a"},
        "asks": [{"act": "disclose", "object": "home_address"}],
    } | facts
    return {name: value for name, value in given.items() if value != ""}


def decisions(**facts):
    """The entries of the decision on it."""
    decision = decide(request(**facts), place=PLACE, packs=TOY)
    return from_decision(decision, words=words(), sites=LARGE)


def sealed(**details: str) -> Sealed:
    return seal(details or DETAILS, KEY, words())


def written(entry) -> Written:
    return Written(entry=entry, digests=sealed().digests)


def data_of(entry) -> bytes:
    return encode(written(entry), words())


# ---- a log in memory ------------------------------------------------------------------------------------------------

ORIGIN = "ledger.example/toy-town"
LOG = Signer(name=ORIGIN, kind=KeyKind.ED25519, seed=b"l" * 32)


def proof_of(entries, index) -> Proof:
    """The proof that one of the entries is in a log of all of them, signed by the log."""
    leaves = [leaf_hash(each) for each in entries]

    def nodes(level: int, at: int) -> bytes:
        if level == 0:
            return leaves[at]
        return node_hash(nodes(level - 1, 2 * at), nodes(level - 1, 2 * at + 1))

    head = Checkpoint(origin=ORIGIN, size=len(entries), root=root(len(entries), nodes))
    note = Note.parse(sign_note(head.text, [LOG]))
    return Proof(index=index, hashes=inclusion_proof(index, len(entries), nodes), note=note)
