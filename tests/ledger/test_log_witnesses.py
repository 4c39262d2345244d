"""A witness over HTTP is told the truth about what it saw last, and its word is checked before it counts."""

from base64 import b64decode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from frith.errors import LedgerError
from frith.ledger.log.sightings import at_witness
from frith.ledger.log.witnesses import HttpWitness
from frith.ledger.log.writer import Options
from frith.ledger.tlog import tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.note import Note
from tests.ledger.logs import WITNESS_KEY
from tests.ledger.writing import NOON, ORIGIN, Written, sound, still


class Witness(BaseHTTPRequestHandler):
    """The witness protocol as its specification words it, for one log."""

    size, root, note, lies = 0, b"", b"", ""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        told, _, note = body.partition("\n\n")
        first, *proof = told.splitlines()
        old, head = int(first.removeprefix("old ")), Checkpoint.parse(Note.parse(note).text)
        kind = type(self)
        if old != kind.size:
            self.answer(409, f"{kind.size}\n")
            return
        try:
            hashes = [b64decode(each) for each in proof]
            if old:
                tree.verify_consistency(
                    hashes, old=old, new=head.size, old_root=kind.root, new_root=head.root
                )
        except LedgerError:
            self.answer(422, "")
            return
        kind.size, kind.root = head.size, head.root
        text = Note.parse(note).text if not kind.lies else "else\n" * 3
        cosigned = Note(text=text, signatures=()).signed_too([WITNESS_KEY], time=NOON)
        kind.note = Note(
            text=head.text, signatures=Note.parse(note).signatures + cosigned.signatures
        ).whole.encode()
        self.answer(200, "".join(each.line for each in cosigned.signatures))

    def do_GET(self):
        wanted = f"/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
        self.answer(200 if type(self).note and self.path == wanted else 404, type(self).note.decode())

    def answer(self, status, text):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_words):
        """Tests are silent."""


@pytest.fixture
def witness():
    """(address, class that holds what the witness saw)."""
    kind = type("Mine", (Witness,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", kind
    server.shutdown()
    server.server_close()


@pytest.fixture
def written(memory):
    return Written(memory)


def test_each_publication_is_cosigned_over_its_growth(written, witness):
    address, seen = witness
    log, asked = written.create(), HttpWitness(address, WITNESS_KEY.verifier)
    for size in (3, 300, 1):
        written.add(log, size)
        written.publish(witnesses=[asked], quorum=1)
        assert (seen.size, seen.root) == (log.state.size, log.state.root)
    published = Note.parse((written.public / "checkpoint").read_bytes())
    assert [each.time for each in published.signed_by([WITNESS_KEY.verifier])] == [NOON]
    assert sound(written.public, written.keys) == 304


def test_after_a_restart_the_witness_says_what_it_saw(written, witness):
    address, seen = witness
    log = written.create()
    written.add(log, 10)
    written.publish(witnesses=[HttpWitness(address, WITNESS_KEY.verifier)], quorum=1)
    written.add(log, 10)
    written.publish(witnesses=[HttpWitness(address, WITNESS_KEY.verifier)], quorum=1)
    assert seen.size == 20


def test_a_line_that_signs_something_else_does_not_count(written, witness):
    address, seen = witness
    seen.lies = "yes"
    log = written.create()
    written.add(log, 10)
    with pytest.raises(LedgerError, match="does not hold"):
        written.publish(witnesses=[HttpWitness(address, WITNESS_KEY.verifier)], quorum=1)
    assert not (written.public / "checkpoint").exists()


def test_a_witness_that_is_away_leaves_the_old_checkpoint_and_is_asked_again(written, witness):
    address, _ = witness
    log, gone = written.create(), HttpWitness("http://127.0.0.1:9", WITNESS_KEY.verifier)
    written.add(log, 10)
    with pytest.raises(LedgerError, match=r"witness `witness.example/w1` can't be reached"):
        written.publish(witnesses=[gone], quorum=1)
    written.publish(witnesses=[gone, HttpWitness(address, WITNESS_KEY.verifier)], quorum=1)
    assert sound(written.public, written.keys) == 10


def test_a_witness_that_saw_more_keeps_an_old_backup_from_signing(written, witness):
    address, seen = witness
    keys = written.create().close() or written.keys.verifiers()
    assert at_witness(address, keys).size == 0, "never cosigned"
    log = written.open()
    written.add(log, 10)
    written.publish(witnesses=[HttpWitness(address, WITNESS_KEY.verifier)], quorum=1)
    assert at_witness(address, keys).size == 10
    log.close()
    other = Written(written.root / "backup")
    other.create().close()
    (other.root / "keys/0001.key").write_bytes((written.root / "keys/0001.key").read_bytes())
    for each in ("log.sqlite",):
        (other.folder / each).unlink()
    (other.root / "keys/high-water").unlink()
    from frith.ledger.log.highwater import HighWater
    from frith.ledger.log.writer import Log

    HighWater.create(other.root / "keys/high-water").close()
    Log.create(other.folder, other.keys, other.options).close()
    with pytest.raises(LedgerError, match="seen with `10` entries, and its database has `0`"):
        other.open(Options(clock=still, sightings=[at_witness(address, keys)]))
    assert seen.size == 10


def test_a_witness_that_can_not_be_asked_is_no_witness_that_saw_nothing(written):
    written.create().close()
    with pytest.raises(LedgerError, match="can't be reached"):
        at_witness("http://127.0.0.1:9", written.keys.verifiers())
    with pytest.raises(LedgerError, match="begins with https"):
        at_witness("file:///etc", written.keys.verifiers())
