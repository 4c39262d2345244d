"""A proof is checked offline, a policy counts each witness once, and both are read in one spelling only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.errors import LedgerError
from frith.ledger.tlog import hashes, tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.note import Note, sign_note
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.proof import Proof

ORIGIN = "ledger.example/city"
LOG = Signer(name=ORIGIN, kind=KeyKind.ED25519, seed=b"\x01" * 32)
WITNESSES = {
    f"X{number}": Signer(
        name=f"witness.example/x{number}", kind=KeyKind.COSIGNATURE, seed=bytes([number]) * 32
    )
    for number in range(2, 7)
}
ENTRIES = [b"entry %d" % number for number in range(11)]


def nodes(level: int, index: int) -> bytes:
    row = hashes.leaf_row(ENTRIES)
    for _ in range(level):
        row = hashes.row_above(row)
    return row[32 * index : 32 * index + 32]


def proof_of(index: int, size: int = len(ENTRIES), extra: bytes = b"") -> Proof:
    head = Checkpoint(origin=ORIGIN, size=size, root=tree.root(size, nodes))
    note = Note.parse(sign_note(head.text, [LOG]))
    return Proof(index=index, hashes=tree.inclusion_proof(index, size, nodes), note=note, extra=extra)


@pytest.mark.parametrize("extra", [b"", b"salt and field"])
def test_a_proof_is_written_read_and_holds_for_its_entry_alone(extra):
    for size in range(1, len(ENTRIES) + 1):
        for index in range(size):
            proof = Proof.parse(proof_of(index, size, extra).text.encode())
            assert proof == proof_of(index, size, extra)
            assert proof.verify(ENTRIES[index]).size == size
            with pytest.raises(LedgerError, match="does not lead"):
                proof.verify(b"another")


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_a_proof_with_any_byte_changed_is_refused(data):
    whole = proof_of(4, extra=b"x").text.encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    try:
        proof = Proof.parse(changed)
        proof.verify(ENTRIES[4])
        known = proof.note.signed_by([LOG.verifier])
        assert not known or changed.split(b"\nindex")[1] == whole.split(b"\nindex")[1], (
            "only `extra` is unsigned"
        )
    except LedgerError:
        pass


MARK = "c2sp.org/tlog-proof@v1"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (MARK, "c2sp.org/tlog-proof@v2"),
        ("index 4", "index 04"),
        ("index 4", "Index 4"),
        ("index 4\n", ""),
        ("index 4", "extra \nindex 4"),
        ("index 4", "index 4\n"),
        ("\n\n" + ORIGIN, "\n" + ORIGIN),
        ("index 4", "index 4\nAAAA"),
        ("index 4", "index 4" + "\n" + "\n".join(["A" * 43 + "="] * 64)),
    ],
)
def test_no_other_spelling_of_a_proof_is_read(old, new):
    text = proof_of(4).text
    assert old in text
    with pytest.raises(LedgerError, match=r"proof|hash|index|note|extra|size"):
        Proof.parse(text.replace(old, new, 1), file="a.tlog-proof")


def policy_text(end: str) -> str:
    lines = [f"log {LOG.verifier.text} https://ledger.example/", "", "  # the witnesses"]
    lines += [f"\twitness {name} {key.verifier.text}" for name, key in WITNESSES.items()]
    return "\n".join(lines) + "\n" + end


TWO_OF_THREE = "group X 2 X2 X3 X4\ngroup Y any X5 X6\ngroup both all X Y\nquorum both\n"


@pytest.mark.parametrize(
    ("signers", "reached"),
    [
        ([], False),
        (["X2", "X3"], False),
        (["X2", "X5"], False),
        (["X2", "X3", "X5"], True),
        (["X3", "X4", "X6"], True),
        (["X2", "X3", "X4", "X5", "X6"], True),
        (["X2", "X2", "X5"], False),
    ],
)
def test_a_quorum_is_reached_by_enough_different_witnesses(signers, reached):
    policy = Policy.parse(policy_text(TWO_OF_THREE).encode())
    head = proof_of(0).note
    signed = head.signed_too([WITNESSES[name] for name in signers], time=7).signed_by(policy.keys)
    assert (policy.lacks(ORIGIN, signed) == ()) is reached
    assert policy.lacks("another.example/log", signed)[0].startswith("no key that you trust")


def test_without_witnesses_the_logs_signature_is_enough():
    policy = Policy.parse(policy_text("quorum none\n").encode())
    signed = proof_of(0).note.signed_by(policy.keys)
    assert policy.lacks(ORIGIN, signed) == ()
    assert Policy.of_logs([LOG.verifier]).lacks(ORIGIN, signed) == ()


def test_a_witness_key_does_not_sign_for_a_log():
    key = WITNESSES["X2"].verifier.text
    with pytest.raises(LedgerError, match="doesn't sign here") as caught:
        Policy.parse(f"quorum none\nlog {key}\n".encode(), file="policy")
    assert (caught.value.file, caught.value.line) == ("policy", 2)


@pytest.mark.parametrize(
    ("end", "says"),
    [
        ("", "one quorum line"),
        ("quorum none\nquorum none\n", "second quorum"),
        ("quorum X9\n", "not the name"),
        ("quorum both\n" + TWO_OF_THREE, "not the name"),
        ("group X 4 X2 X3 X4\nquorum X\n", "can't have `4`"),
        ("group X 0 X2\nquorum X\n", "can't have `0`"),
        ("group X 01 X2\nquorum X\n", "not written"),
        ("group X any X2 X2\nquorum X\n", "twice"),
        ("group X any X2\ngroup Y any X2\nquorum Y\n", "twice"),
        ("group X any none\nquorum X\n", "not the name"),
        ("group X2 any X3\nquorum X2\n", "taken"),
        ("group none any X3\nquorum none\n", "taken"),
        ("quorum none", "each with its end"),
        ("quorum\fnone\n", "control characters"),
        ("quorum none extra\n", "one name"),
        ("Quorum none\n", "is not `log`"),
        (f"log {LOG.verifier.text}\nquorum none\n", "twice"),
        ("witness A nonsense\nquorum none\n", "as a key"),
    ],
)
def test_a_policy_that_says_nothing_clear_is_refused(end, says):
    with pytest.raises(LedgerError, match=says):
        Policy.parse(policy_text(end).encode(), file="policy")


def test_names_are_bytes_that_nobody_interprets():
    key = WITNESSES["X2"].verifier.text.encode()
    policy = Policy.parse(b"witness \xffK " + key + b"\nquorum \xffK\n")
    assert policy.quorum == policy.witnesses[0].name
    with pytest.raises(LedgerError, match="not the name"):
        Policy.parse(b"witness K " + key + b"\nquorum \xe2\x84\xaa\n")
