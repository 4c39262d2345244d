"""Notes, keys and checkpoints are read and written as the specifications show, and no second spelling is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.errors import LedgerError
from frith.ledger.tlog import note, tiles, tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.hashes import EMPTY_ROOT, leaf_hash
from frith.ledger.tlog.keys import KeyKind, Signer, Verifier

FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
MESSAGE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
VECTOR_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
ORIGIN = "ledger.example/city"
HEAD = Checkpoint(origin=ORIGIN, size=3, root=b"\x07" * 32)


def signer(kind: KeyKind = KeyKind.ED25519, name: str = ORIGIN, seed: int = 1) -> Signer:
    return Signer(name=name, kind=kind, seed=bytes([seed]) * 32)


def test_the_example_of_the_specification_is_read_and_holds():
    opened = note.open_note(MESSAGE.encode(), [Verifier.parse(FOO)])
    assert opened.text == "This is an example message.\n"
    assert opened.whole == MESSAGE


@pytest.mark.parametrize("at", range(0, len(MESSAGE), 3))
def test_the_example_with_a_letter_changed_is_refused(at):
    other = "X" if MESSAGE[at] != "X" else "Y"
    with pytest.raises(LedgerError):
        note.open_note(MESSAGE[:at] + other + MESSAGE[at + 1 :], [Verifier.parse(FOO)])


@pytest.mark.parametrize("kind", KeyKind)
def test_keys_are_written_and_read_again(kind):
    key = signer(kind)
    assert Signer.parse(key.secret_text) == key
    assert Verifier.parse(key.verifier.text) == key.verifier
    assert key.secret_text not in repr(key)
    assert str(key.seed) not in repr(key)


@pytest.mark.parametrize("kind", KeyKind)
def test_a_checkpoint_opens_with_the_key_that_signed_it_and_no_other(kind):
    text = note.sign_note(HEAD.text, [signer(kind)], time=1_700_000_000)
    opened = note.open_checkpoint(text, [signer(kind).verifier], file="checkpoint")
    assert opened.checkpoint == HEAD
    assert [each.time for each in opened.signed_by] == [0 if kind is KeyKind.ED25519 else 1_700_000_000]
    with pytest.raises(LedgerError, match="did not sign this with a key you trust"):
        note.open_checkpoint(text, [signer(kind, seed=2).verifier])


@pytest.mark.parametrize("kind", [KeyKind.COSIGNATURE, KeyKind.ML_DSA_44])
def test_a_cosignature_is_bound_to_its_time_and_needs_one(kind):
    key = signer(kind, "witness.example/w1")
    data = key.sign(HEAD.text, time=1_700_000_000)
    assert key.verifier.verify(HEAD.text, data) == 1_700_000_000
    with pytest.raises(LedgerError, match="does not hold"):
        key.verifier.verify(HEAD.text, data[:7] + bytes([data[7] ^ 1]) + data[8:])
    with pytest.raises(LedgerError, match="states when it was made"):
        key.sign(HEAD.text)


def test_an_ml_dsa_signature_is_bound_to_its_signers_name():
    data = signer(KeyKind.ML_DSA_44, "witness.example/a").sign(HEAD.text, time=5)
    with pytest.raises(LedgerError, match="does not hold"):
        signer(KeyKind.ML_DSA_44, "witness.example/b").verifier.verify(HEAD.text, data)


def test_signatures_by_unknown_keys_are_left_aside():
    signed = note.Note.parse(note.sign_note(HEAD.text, [signer()]))
    both = signed.signed_too([signer(KeyKind.COSIGNATURE, "witness.example/w1")], time=9).whole
    opened = note.open_checkpoint(both, [signer().verifier])
    assert [each.key.name for each in opened.signed_by] == [ORIGIN]
    witness = signer(KeyKind.COSIGNATURE, "witness.example/w1").verifier
    opened = note.open_checkpoint(both, [signer().verifier], [witness])
    assert [(each.key.name, each.time) for each in opened.signed_by] == [
        (ORIGIN, 0),
        ("witness.example/w1", 9),
    ]
    with pytest.raises(LedgerError, match="did not sign this"):
        note.open_checkpoint(both, [witness], [witness])


def test_a_known_keys_signature_that_fails_spoils_the_note():
    good = note.sign_note(HEAD.text, [signer()])
    spoiled = note.Note.parse(good)
    line = spoiled.signatures[0]
    bad = note.Signature(name=line.name, key_id=line.key_id, signature=bytes(64))
    with pytest.raises(LedgerError, match="does not hold"):
        note.open_checkpoint(good + bad.line, [signer().verifier])


def test_an_old_key_and_a_new_one_both_open_a_checkpoint():
    old, new = signer(seed=1), signer(seed=2)
    text = note.sign_note(HEAD.text, [old, new])
    for trusted in ([old.verifier], [new.verifier], [old.verifier, new.verifier]):
        assert note.open_checkpoint(text, trusted).checkpoint == HEAD


def test_sixteen_signatures_are_read():
    witnesses = [signer(KeyKind.COSIGNATURE, f"witness.example/{each}", each) for each in range(1, 17)]
    text = note.sign_note(HEAD.text, [signer(), *witnesses], time=1)
    opened = note.open_checkpoint(text, [signer().verifier], [each.verifier for each in witnesses])
    assert len(opened.signed_by) == 17


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\n\xe2\x80\x94 name\n",
        b"text\n\n\xe2\x80\x94 name AAAA\n",
        b"text\n\n\xe2\x80\x94 name AAAAAAA=",
        b"text\n\n- name AAAAAAA=\n",
        b"text\n\n\xe2\x80\x94 name AAAAAAB=\n",
        b"text\r\n\n\xe2\x80\x94 name AAAAAAA=\n",
        b"te\x1b[31mxt\n\n\xe2\x80\x94 name AAAAAAA=\n",
        b"te\xffxt\n\n\xe2\x80\x94 name AAAAAAA=\n",
        b"text\n\n\xe2\x80\x94 na+me AAAAAAA=\n",
        b"text\n\n" + "— name AAAAAAA=\n".encode() * 101,
        b"x" * 1_000_001,
    ],
)
def test_what_is_no_note_is_refused(data):
    with pytest.raises(LedgerError):
        note.Note.parse(data)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "name",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+",
        "example.com/foo+530d903a+A",
        "example.com/foo+530d903a+AAAA",
        " " + FOO,
        FOO + "\n",
    ],
)
def test_what_is_no_key_is_refused(key):
    with pytest.raises(LedgerError):
        Verifier.parse(key)


WEAK = [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18]
ORDER_8 = [
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]


@pytest.mark.parametrize(
    "point", [*(each.to_bytes(32, "little") for each in WEAK), *map(bytes.fromhex, ORDER_8)]
)
@pytest.mark.parametrize("sign", [0, 0x80])
def test_a_key_under_which_everybody_can_sign_is_refused(point, sign):
    for kind in (KeyKind.ED25519, KeyKind.COSIGNATURE):
        with pytest.raises(LedgerError, match="everybody can sign"):
            Verifier(name=ORIGIN, kind=kind, public=point[:31] + bytes([point[31] | sign]))


def test_a_secret_key_never_shows_in_a_message():
    secret = signer().secret_text
    for wrong in (secret[:-4] + "AAA=", secret + "x", secret.replace("city", "town"), secret[12:]):
        with pytest.raises(LedgerError) as caught:
            Signer.parse(wrong)
        assert secret[-20:] not in str(caught.value)


heads = st.builds(
    Checkpoint,
    origin=st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40),
    size=st.integers(1, 2**63 - 1),
    root=st.binary(min_size=32, max_size=32),
)


@given(heads)
@settings(deadline=None)
def test_a_checkpoint_is_written_and_read_again(head):
    assert Checkpoint.parse(head.text) == head
    signed = note.sign_note(head.text, [signer()])
    assert note.open_note(signed.encode(), [signer().verifier]).text == head.text


ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"origin\n0\n{ROOT}",
        f"\n0\n{ROOT}\n",
        f"origin\n00\n{ROOT}\n",
        f"origin\n+0\n{ROOT}\n",
        f"origin\n٠\n{ROOT}\n",
        f"origin\n-1\n{ROOT}\n",
        f"origin\n{2**63}\n{ROOT}\n",
        f"origin\n{'9' * 5000}\n{ROOT}\n",
        f"origin\n1\n{ROOT[:-1]}\n",
        f"origin\n1\n {ROOT}\n",
        f"origin\n1\n{ROOT[:-2]}V=\n",
        "origin\n1\nAAAA\n",
        f"origin\n0\n{'A' * 43}=\n",
        f"origin\n0\n{ROOT}\n\n",
    ],
)
def test_no_other_spelling_of_a_checkpoint_is_read(text):
    with pytest.raises(LedgerError):
        Checkpoint.parse(text, file="checkpoint")


def test_a_checkpoint_with_lines_of_its_own_is_read():
    text = f"origin\n0\n{ROOT}\nsomething else\n"
    assert Checkpoint.parse(text).extensions == ("something else",)
    assert Checkpoint.parse(text).text == text


@pytest.fixture(scope="module")
def vectors(shared):
    """A log of 15 entries that another program wrote, with a signed checkpoint of every size."""
    return shared / "data" / "tlog-vectors" / "log"


@pytest.mark.parametrize("size", range(16))
def test_a_log_that_another_program_wrote_holds_at_every_size(vectors, size):
    key = Verifier.parse(VECTOR_KEY)
    read = (vectors / f"checkpoint.{size}").read_bytes()
    head = note.open_checkpoint(read, [key], file=f"checkpoint.{size}").checkpoint
    nodes = tiles.TiledNodes(size, lambda tile: (vectors / tile.path).read_bytes())
    assert head.size == size
    assert tree.root(size, nodes) == head.root
    for bundle in tiles.bundles_of(size):
        held = tiles.unpack_bundle((vectors / bundle.path).read_bytes(), bundle.width)
        for index, entry in enumerate(held):
            proof = tree.inclusion_proof(index, size, nodes)
            tree.verify_inclusion(leaf_hash(entry), proof, index=index, size=size, root=head.root)
    for old in range(size + 1):
        before = note.open_checkpoint((vectors / f"checkpoint.{old}").read_bytes(), [key]).checkpoint
        proof = tree.consistency_proof(old, size, nodes)
        tree.verify_consistency(proof, old=old, new=size, old_root=before.root, new_root=head.root)


def test_the_empty_log_has_the_root_that_everybody_writes():
    assert Checkpoint(origin="o", size=0, root=EMPTY_ROOT).text == f"o\n0\n{ROOT}\n"
