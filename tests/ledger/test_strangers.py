"""Programs that nobody here wrote accept our log, and refuse it when any part of it is changed."""

from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from frith.ledger.tlog import tree
from frith.ledger.tlog.keys import Verifier
from frith.ledger.tlog.note import Note, open_checkpoint
from frith.ledger.verify.witness import Status, Witness, request_of
from tests.ledger import logs
from tests.ledger.strangers import verifiers
from tests.ledger.strangers.verifiers import Published
from tests.ledger.writing import Written

OLD, NEW = 300, 600
FILES = ["tile/entries/000", "tile/entries/002.p/88", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Published:
    folder = tmp_path_factory.mktemp("published")
    entries = logs.made_up(NEW)
    old = logs.publish(folder, entries[:OLD], logs.SIGNERS)
    logs.publish(folder, entries, logs.SIGNERS)
    return Published(folder=folder, old=old)


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("work")


@pytest.fixture(params=verifiers.ALL, ids=lambda each: each.__name__)
def stranger(request):
    return request.param


def refuses(stranger, log: Published, work: Path) -> bool:
    try:
        stranger(log, work)
    except pytest.skip.Exception:
        raise
    except Exception:  # noqa: BLE001  each stranger refuses in its own way
        return True
    return False


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, NEW])
def test_a_stranger_accepts_our_log(stranger, published, work, tmp_path, size):
    if size == NEW:
        return stranger(published, work)
    entries = logs.made_up(size)
    old = logs.publish(tmp_path, entries[: max(1, size - 1)], logs.SIGNERS)
    logs.publish(tmp_path, entries, logs.SIGNERS)
    return stranger(Published(folder=tmp_path, old=old), work)


def test_a_stranger_accepts_what_our_own_writer_wrote(stranger, work, memory):
    written = Written(memory)
    log = written.create(ml_dsa=True)
    for size in (1, 40, 300):
        written.add(log, size)
    written.publish()
    old = (written.public / "checkpoint").read_text(encoding="utf-8")
    for size in (7, 400):
        written.add(log, size)
    written.publish()
    log.close()
    keys = sorted(written.keys.verifiers(), key=lambda key: key.kind)
    stranger(Published(folder=written.public, old=old, keys=tuple(keys)), work)


@pytest.mark.parametrize("path", FILES)
def test_a_stranger_refuses_any_byte_changed_in_a_file(stranger, published, work, tmp_path, path):
    copytree(published.folder, tmp_path / "log")
    log = Published(folder=tmp_path / "log", old=published.old)
    size, chance = (log.folder / path).stat().st_size, Random(path)  # one order each time
    for at in chance.sample(range(size), 4):
        bit = chance.randrange(8)
        logs.flip(log.folder / path, at, bit)
        assert refuses(stranger, log, work), f"byte {at} of {path}"
        logs.flip(log.folder / path, at, bit)
    stranger(log, work)


def test_a_stranger_refuses_any_byte_changed_in_a_checkpoint(stranger, published, work, tmp_path):
    copytree(published.folder, tmp_path / "log")
    log = Published(folder=tmp_path / "log", old=published.old)
    file, chance = log.folder / "checkpoint", Random(1)
    text, _, lines = file.read_bytes().partition(b"\n\n")
    # The last letters of a Base64 text hold bits that some readers leave out; a flipped one changes nothing for them.
    first = len(text) + 2 + lines.index(b" ", 5) + 12
    places = [*chance.sample(range(len(text)), 8), *chance.sample(range(first, first + 70), 4)]
    for at in places:
        logs.flip(file, at, 0)
        assert refuses(stranger, log, work), f"byte {at} of the checkpoint"
        logs.flip(file, at, 0)
    stranger(log, work)


def test_a_stranger_refuses_a_log_that_was_rewritten_and_signed_again(stranger, published, work, tmp_path):
    entries = logs.made_up(NEW)
    entries[7] = b"another"
    logs.publish(tmp_path, entries, logs.SIGNERS)
    alone = logs.publish(tmp_path / "old", entries[:OLD], logs.SIGNERS)
    forked = Published(folder=tmp_path, old=published.old)
    if stranger is not verifiers.sigstore_js:  # looks at one checkpoint only
        assert refuses(stranger, forked, work)
    stranger(Published(folder=tmp_path, old=alone), work)


@pytest.mark.parametrize("kind", ["another key", "another origin"])
def test_a_stranger_refuses_a_log_of_somebody_else(stranger, published, work, tmp_path, kind):
    thief = logs.Signer(name=logs.ORIGIN, kind=logs.KeyKind.ED25519, seed=b"\x42" * 32)
    if kind == "another origin":
        thief = logs.Signer(name="elsewhere.example/log", kind=logs.KeyKind.ED25519, seed=logs.LOG_KEY.seed)
    logs.publish(tmp_path, logs.made_up(NEW), [thief], origin=thief.name)
    assert refuses(stranger, Published(folder=tmp_path, old=published.old), work)


@pytest.fixture
def foreign_witness(tmp_path):
    """A witness that nobody here wrote, which knows our log."""
    pytest.importorskip("aics_witness", reason="aics-witness needs Python 3.12 and is not installed")
    from aics_witness.config import LogConfig
    from aics_witness.service import Witness as Foreign
    from aics_witness.store import WitnessStore

    key = Ed25519PrivateKey.from_private_bytes(b"\x05" * 32)
    with WitnessStore(tmp_path / "foreign.db", create=True) as store:
        known = LogConfig.from_strings(logs.ORIGIN, [logs.LOG_KEY.verifier.text])
        yield Foreign("witness.example/foreign", key, store, [known])


def asked(folder: Path, old: int) -> tuple[bytes, str]:
    """The request that our log sends to a witness that signed `old` entries last."""
    log = Published(folder=folder, old="")
    proof = tree.consistency_proof(old, log.head.size, log.nodes())
    return request_of(old, proof, Note.parse(log.note)), log.note


def test_a_foreign_witness_signs_our_growth_and_refuses_our_fork(foreign_witness, tmp_path):
    from aics_witness.service import WitnessError

    entries, forked = logs.made_up(NEW), logs.made_up(NEW, b"another")
    key, old = Verifier.parse(foreign_witness.vkey_text), 0
    for size in (1, 255, OLD, NEW):
        logs.publish(tmp_path / "log", entries[:size])
        request, note = asked(tmp_path / "log", old)
        lines = foreign_witness.add_checkpoint(request).decode()
        opened = open_checkpoint(note + lines, [logs.LOG_KEY.verifier], [key])
        assert [each.key for each in opened.signed_by] == [logs.LOG_KEY.verifier, key]
        old = size
    logs.publish(tmp_path / "fork", forked)
    with pytest.raises(WitnessError) as refused:
        foreign_witness.add_checkpoint(asked(tmp_path / "fork", old)[0])
    assert refused.value.status == Status.INCONSISTENT
    with pytest.raises(WitnessError) as refused:
        foreign_witness.add_checkpoint(asked(tmp_path / "log", OLD)[0])
    assert refused.value.status == Status.CONFLICT


def test_our_witness_answers_a_foreign_log_as_a_foreign_witness_does(foreign_witness, tmp_path):
    from aics_witness.protocol import format_add_checkpoint_request
    from aics_witness.service import WitnessError

    ours = Witness(tmp_path / "ours.db", [logs.WITNESS_KEY], logs.POLICY)
    entries, forked = logs.made_up(NEW), logs.made_up(NEW, b"another")
    folders = {}
    for name, held in (
        ("40", entries[:40]),
        ("300", entries[:300]),
        ("fork", forked[:300]),
        ("600", entries),
    ):
        logs.publish(tmp_path / name, held)
        folders[name] = Published(folder=tmp_path / name, old="")
    sent = [
        ("40", 0),
        ("40", 40),
        ("300", 0),
        ("300", 40),
        ("fork", 300),
        ("40", 300),
        ("600", 600),
        ("600", 300),
    ]
    for name, old in sent:
        log = folders[name]
        proof = tree.consistency_proof(old, log.head.size, log.nodes()) if old <= log.head.size else ()
        request = format_add_checkpoint_request(old, proof, log.note.encode())
        try:
            foreign_witness.add_checkpoint(request)
            theirs = Status.SIGNED
        except WitnessError as why:
            theirs = why.status
        assert ours.add_checkpoint(request, time=1).status == theirs, (name, old)
    ours.close()
