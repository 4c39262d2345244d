"""A witness over HTTP: our own log gets its signature, and whoever asks for something else gets nothing."""

import http.client
import threading
from hashlib import sha256

import pytest

from frith.errors import LedgerError
from frith.ledger.log.witnesses import HttpWitness
from frith.ledger.tlog import tree
from frith.ledger.tlog.note import Note, open_checkpoint
from frith.ledger.tlog.tiles import TiledNodes
from frith.ledger.verify.witness_server import Office, witness_server
from tests.ledger import logs

NOW = 1_790_000_000


@pytest.fixture
def served(tmp_path):
    """The port of a witness on this machine that knows our log."""
    office = Office(
        state=tmp_path / "state.db", signers=(logs.WITNESS_KEY,), policy=logs.POLICY, clock=lambda: NOW
    )
    with witness_server(office, port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body=body or None, headers=headers)
    answer = connection.getresponse()
    told = answer.status, answer.getheader("Content-Type"), answer.read().decode()
    connection.close()
    return told


def cosigned(tmp_path, port: int, size: int, mark: bytes = b"entry") -> str:
    """The checkpoint of a log of this size, with the signature that our own client fetched."""
    folder = tmp_path / f"{mark.decode()} {size}"
    note = Note.parse(logs.publish(folder, logs.made_up(size, mark)))
    nodes = TiledNodes(size, lambda tile: (folder / tile.path).read_bytes())
    client = HttpWitness(f"http://127.0.0.1:{port}/", logs.WITNESS_KEY.verifier)
    line = client.cosign(note, lambda old: tree.consistency_proof(old, size, nodes))
    return note.whole + line.line


def test_our_own_log_gets_the_witness_s_signature_as_it_grows(served, tmp_path):
    latest = f"/{sha256(logs.ORIGIN.encode()).hexdigest()}/checkpoint"
    assert ask(served, "GET", latest)[0] == 404
    for size in (1, 300, 300, 777):
        whole = cosigned(tmp_path, served, size)
        opened = open_checkpoint(whole, [logs.LOG_KEY.verifier], [logs.WITNESS_KEY.verifier])
        assert [each.time for each in opened.signed_by] == [0, NOW]
        assert ask(served, "GET", latest)[2] == whole
    with pytest.raises(LedgerError, match="answers `422`"):
        cosigned(tmp_path, served, 900, b"another")
    with pytest.raises(LedgerError, match="saw `777` entries"):
        cosigned(tmp_path, served, 40)


def test_a_conflict_tells_the_size_in_its_own_type(served, tmp_path):
    whole = cosigned(tmp_path, served, 40).encode()
    assert ask(served, "POST", "/add-checkpoint", b"old 0\n\n" + whole) == (409, "text/x.tlog.size", "40\n")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (("POST", "/add-checkpoint", b"nonsense", {}), 400),
        (("POST", "/add-checkpoint", b"", {"Content-Length": "99999999"}), 400),
        (("POST", "/add-checkpoint", b"", {"Content-Length": "-1"}), 400),
        (("POST", "/elsewhere", b"old 0\n", {}), 404),
        (("GET", "/", b"", {}), 404),
        (("GET", "/../../etc/passwd", b"", {}), 404),
        (("GET", f"/{'0' * 64}/checkpoint", b"", {}), 404),
        (("PUT", "/add-checkpoint", b"x", {}), 501),
    ],
)
def test_anything_else_is_refused(served, request_, status):
    method, path, body, headers = request_
    assert ask(served, method, path, body, **headers)[0] == status
