"""Two checkpoints tell whether a log only grew; a witness signs nothing else, and remembers what it signed."""

import sqlite3
import threading
from pathlib import Path
from random import Random

import pytest

from frith.errors import LedgerError
from frith.ledger.tlog import tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.note import Note, open_checkpoint
from frith.ledger.tlog.policy import Party, Policy
from frith.ledger.tlog.proof import Proof
from frith.ledger.tlog.tiles import TiledNodes
from frith.ledger.verify.answers import Verdict
from frith.ledger.verify.compare import Relation, compare
from frith.ledger.verify.offline import check_proof
from frith.ledger.verify.source import Folder
from frith.ledger.verify.witness import Status, Witness, cosign, request_of
from tests.ledger import logs

ENTRIES = logs.made_up(900)
FORKED = [*ENTRIES[:50], b"another", *ENTRIES[51:]]


@pytest.fixture
def grown(tmp_path) -> tuple[Path, dict[int, bytes]]:
    """A log that was published at several sizes, and its checkpoint of each."""
    sizes = (0, 40, 256, 300, 600, 900)
    return tmp_path / "log", {size: logs.publish(tmp_path / "log", ENTRIES[:size]).encode() for size in sizes}


def forked(folder: Path, size: int) -> bytes:
    return logs.publish(folder, FORKED[:size]).encode()


@pytest.mark.parametrize(
    ("earlier", "later", "relation"),
    [
        (300, 300, Relation.SAME),
        (300, 600, Relation.GROWN),
        (40, 900, Relation.GROWN),
        (0, 40, Relation.GROWN),
        (256, 300, Relation.GROWN),
        (600, 300, Relation.ROLLBACK),
        (900, 256, Relation.ROLLBACK),
        (40, 0, Relation.ROLLBACK),
    ],
)
def test_two_checkpoints_of_one_history(grown, earlier, later, relation):
    folder, heads = grown
    found = compare(heads[earlier], heads[later], logs.POLICY, Folder(folder))
    assert found.relation is relation
    assert found.verdict is (Verdict.REFUTED if relation is Relation.ROLLBACK else Verdict.VERIFIED)
    assert found.notes == (heads[earlier].decode(), heads[later].decode())


@pytest.mark.parametrize(("earlier", "later"), [(300, 600), (600, 300), (256, 900), (600, 256)])
def test_a_head_of_another_history_is_a_fork_whichever_comes_first(grown, tmp_path, earlier, later):
    folder, heads = grown
    other = forked(tmp_path / "other", later)
    assert compare(heads[earlier], other, logs.POLICY, Folder(folder)).relation is Relation.FORK
    elsewhere = compare(heads[earlier], other, logs.POLICY, Folder(tmp_path / "other"))
    # What is published there is too short to show more than that entries were taken back.
    assert elsewhere.relation is (Relation.FORK if earlier < later else Relation.ROLLBACK)
    assert compare(other, heads[earlier], logs.POLICY, Folder(folder)).verdict is Verdict.REFUTED


def test_two_roots_for_one_size_prove_themselves(grown, tmp_path):
    _, heads = grown
    found = compare(heads[600], forked(tmp_path / "other", 600), logs.POLICY)
    assert (found.relation, found.verdict) == (Relation.EQUIVOCATION, Verdict.REFUTED)


def test_a_damaged_tile_does_not_pass_for_a_second_history(grown):
    folder, heads = grown
    for path in ("tile/0/000", "tile/0/001", "tile/1/000.p/3"):
        logs.flip(folder / path, 70)
        relations = {
            compare(heads[one], heads[two], logs.POLICY, Folder(folder)).relation
            for one, two in ((40, 300), (256, 600), (300, 900))
        }
        assert Relation.UNSETTLED in relations
        assert relations <= {Relation.UNSETTLED, Relation.GROWN}
        logs.flip(folder / path, 70)
    (folder / "tile/0/001").unlink()
    found = compare(heads[300], heads[900], logs.POLICY, Folder(folder))
    assert (found.relation, [each.file for each in found.findings]) == (Relation.UNSETTLED, ["tile/0/001"])


def test_what_nobody_known_signed_or_another_log_did_settles_nothing(grown, tmp_path):
    folder, heads = grown
    thief = Signer(name=logs.ORIGIN, kind=KeyKind.ED25519, seed=b"\x42" * 32)
    stolen = logs.publish(tmp_path / "stolen", FORKED[:600], [thief]).encode()
    assert compare(heads[600], stolen, logs.POLICY, Folder(folder)).relation is Relation.UNSETTLED
    elsewhere = Signer(name="elsewhere.example", kind=KeyKind.ED25519, seed=b"\x43" * 32)
    theirs = logs.publish(tmp_path / "theirs", ENTRIES[:600], [elsewhere], origin=elsewhere.name).encode()
    both = Policy.of_logs([logs.LOG_KEY.verifier, elsewhere.verifier])
    assert compare(heads[600], theirs, both, Folder(folder)).relation is Relation.UNSETTLED
    assert compare(heads[300], heads[600], logs.POLICY).relation is Relation.UNSETTLED
    with pytest.raises(LedgerError, match="later"):
        compare(heads[300], b"nonsense", logs.POLICY)


def proof_of(folder: Path, note: bytes, index: int) -> Proof:
    read = Note.parse(note)
    size = Checkpoint.parse(read.text).size
    nodes = TiledNodes(size, lambda tile: (folder / tile.path).read_bytes())
    return Proof(index=index, hashes=tree.inclusion_proof(index, size, nodes), note=read)


def test_a_proof_is_verified_refuted_or_left_open(grown):
    folder, heads = grown
    data = proof_of(folder, heads[900], 77).text.encode()
    assert check_proof(data, ENTRIES[77], logs.POLICY).verdict is Verdict.VERIFIED
    assert check_proof(data, ENTRIES[78], logs.POLICY).verdict is Verdict.REFUTED
    assert check_proof(b"nonsense", ENTRIES[77], logs.POLICY).verdict is Verdict.REFUTED
    nobody = Policy.of_logs([Signer.generate(logs.ORIGIN).verifier])
    found = check_proof(data, ENTRIES[77], nobody)
    assert (found.verdict, found.index) == (Verdict.CANNOT_TELL, 77)
    assert "no key that you trust" in found.why[0]


WITNESSES = [
    logs.WITNESS_KEY,
    Signer(name=logs.WITNESS_KEY.name, kind=KeyKind.ML_DSA_44, seed=b"\x04" * 32),
]
TRUSTED = Policy(
    logs=logs.POLICY.logs, witnesses=(Party(name="w", key=logs.WITNESS_KEY.verifier),), quorum="w"
)


@pytest.fixture
def witness(tmp_path):
    made = Witness(tmp_path / "witness.db", WITNESSES, logs.POLICY)
    yield made
    made.close()


def grow(folder: Path, size: int, entries=ENTRIES) -> Folder:
    logs.publish(folder, entries[:size])
    return Folder(folder)


def test_a_witness_signs_a_log_that_only_grows(witness, tmp_path):
    folder = tmp_path / "log"
    for time, size in enumerate((0, 1, 40, 256, 300, 300, 900), 1):
        answer = cosign(grow(folder, size), witness, time=time)
        assert answer.status is Status.SIGNED
        note = (folder / "checkpoint").read_text(encoding="utf-8") + answer.body
        opened = open_checkpoint(note, [logs.LOG_KEY.verifier], [each.verifier for each in WITNESSES])
        assert [each.time for each in opened.signed_by] == [0, time, time]
    assert Checkpoint.parse(witness.latest(logs.ORIGIN)[0].text).size == 900
    assert witness.evidence(logs.ORIGIN) == []


def test_a_witness_refuses_a_rollback_a_fork_and_two_roots_and_keeps_the_evidence(witness, tmp_path):
    assert cosign(grow(tmp_path / "log", 300), witness, time=1).status is Status.SIGNED
    back = cosign(grow(tmp_path / "back", 40), witness, time=2)
    assert (back.status, back.body) == (Status.CONFLICT, "300\n")
    fork = cosign(grow(tmp_path / "fork", 600, FORKED), witness, time=3)
    assert fork.status is Status.INCONSISTENT
    twice = cosign(grow(tmp_path / "twice", 300, FORKED), witness, time=4)
    assert twice.status is Status.INCONSISTENT
    kept = witness.evidence(logs.ORIGIN)
    assert [Checkpoint.parse(Note.parse(refused).text).size for _, _, refused in kept] == [600, 300]
    assert compare(kept[1][1].encode(), kept[1][2].encode(), logs.POLICY).relation is Relation.EQUIVOCATION
    assert cosign(grow(tmp_path / "log", 600), witness, time=5).status is Status.SIGNED


def test_a_witness_remembers_after_it_was_closed(tmp_path):
    source, state = grow(tmp_path / "log", 300), tmp_path / "state.db"
    first = Witness(state, WITNESSES, logs.POLICY)
    cosign(source, first, time=1)
    first.close()
    again = Witness(state, WITNESSES, logs.POLICY)
    assert cosign(grow(tmp_path / "fork", 600, FORKED), again, time=2).status is Status.INCONSISTENT
    assert cosign(grow(tmp_path / "log", 600), again, time=0).status is Status.NOT_NOW
    again.close()
    memory = sqlite3.connect(state)
    with pytest.raises(sqlite3.IntegrityError, match="never goes back"):
        memory.execute("UPDATE head SET size = 5")
    memory.close()


def test_a_witness_answers_as_the_protocol_says(witness, grown):
    _, heads = grown
    notes = {size: Note.parse(head) for size, head in heads.items()}
    thief = Signer(name=logs.ORIGIN, kind=KeyKind.ED25519, seed=b"\x42" * 32)
    stranger = Signer(name="elsewhere.example", kind=KeyKind.ED25519, seed=b"\x43" * 32)
    text, other = notes[40].text, Checkpoint(origin=stranger.name, size=1, root=bytes(32)).text
    spoiled = Note(text=text.replace("40", "41"), signatures=notes[40].signatures)
    asked = {
        b"": Status.MALFORMED,
        b"old 0\n": Status.MALFORMED,
        b"old 00\n\n" + heads[40]: Status.MALFORMED,
        b"old 0\nAAAA\n\n" + heads[40]: Status.INCONSISTENT,
        b"old 0\n" + b"A" * 43 + b"=\n\n" + heads[40]: Status.INCONSISTENT,
        b"old 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + heads[40]: Status.MALFORMED,
        request_of(41, (), notes[40]): Status.MALFORMED,
        request_of(0, (), Note(text=text, signatures=()).signed_too([thief])): Status.NOT_THE_LOGS,
        request_of(0, (), spoiled): Status.NOT_THE_LOGS,
        request_of(0, (), Note(text=other, signatures=()).signed_too([stranger])): Status.UNKNOWN_LOG,
        request_of(7, (), notes[40]): Status.CONFLICT,
    }
    assert {request: witness.add_checkpoint(request, time=1).status for request in asked} == asked
    assert witness.latest(logs.ORIGIN) == ()
    assert witness.add_checkpoint(request_of(0, (), notes[40]), time=1).status is Status.SIGNED
    assert witness.add_checkpoint(request_of(0, (), notes[300]), time=2).body == "40\n"


def test_a_log_key_does_not_make_a_witness(tmp_path):
    with pytest.raises(LedgerError, match="not a witness's"):
        Witness(tmp_path / "state.db", [logs.LOG_KEY], logs.POLICY)


def test_of_two_histories_sent_at_once_one_is_signed(tmp_path, grown):
    folder, heads = grown
    state = tmp_path / "state.db"
    Witness(state, WITNESSES, logs.POLICY).close()
    fork = logs.publish(tmp_path / "fork", FORKED[:600]).encode()
    requests = [
        request_of(0, (), Note.parse(each)) for each in (heads[600], fork, heads[900], heads[300])
    ] * 3
    Random(3).shuffle(requests)
    answers = []

    def ask(request):
        one = Witness(state, WITNESSES[:1], logs.POLICY)
        answers.append(one.add_checkpoint(request, time=1).status)
        one.close()

    threads = [threading.Thread(target=ask, args=(each,)) for each in requests]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers.count(Status.SIGNED) == 1
    assert answers.count(Status.CONFLICT) == len(requests) - 1
