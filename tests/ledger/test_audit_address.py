"""A log that is read from an address: servers that misbehave are told of and not followed."""

import contextlib
import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from frith.errors import LedgerError
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.note import sign_note
from frith.ledger.verify.answers import Fault, Verdict
from frith.ledger.verify.audit import audit
from frith.ledger.verify.source import Address, Folder, open_source
from tests.ledger import logs
from tests.ledger.test_audit import told


class Served(BaseHTTPRequestHandler):
    """Gives the files of a folder; `how` may say that it misbehaves."""

    protocol_version = "HTTP/1.1"
    folder = Path()
    how = ""

    def do_GET(self):
        file = self.folder / self.path.removeprefix("/log/")
        if self.how == "moved":
            return self.answer(302, b"", Location="http://127.0.0.1:1/elsewhere")
        if self.how == "broken":
            return self.answer(500, b"")
        if self.how == "endless" and "entries" in self.path:
            self.send_response(200)
            self.end_headers()
            return self.pour()
        if self.how == "bomb" and "entries" in self.path:
            return self.answer(200, gzip.compress(bytes(80_000_000)), **{"Content-Encoding": "gzip"})
        if not file.is_file():
            return self.answer(404, b"")
        if self.how == "packed":
            return self.answer(200, gzip.compress(file.read_bytes()), **{"Content-Encoding": "gzip"})
        return self.answer(200, file.read_bytes())

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def pour(self):
        self.close_connection = True
        while True:
            self.wfile.write(bytes(65536))

    def handle(self):
        with contextlib.suppress(ConnectionError):
            super().handle()

    def finish(self):
        with contextlib.suppress(ConnectionError):
            super().finish()

    def log_message(self, *words):
        pass


@pytest.fixture
def served(tmp_path):
    """The address of a server on this machine, and the class that says how it behaves."""
    logs.publish(tmp_path, logs.made_up(600))
    how = type("How", (Served,), {"folder": tmp_path})
    with ThreadingHTTPServer(("127.0.0.1", 0), how) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/log/", how
        server.shutdown()


@pytest.mark.parametrize("how", ["", "packed"])
def test_a_log_is_read_from_an_address(served, how):
    address, server = served
    server.how = how
    found = audit(open_source(address), logs.POLICY)
    assert (found.verdict, found.findings, found.entries) == (Verdict.VERIFIED, (), 600)


@pytest.mark.parametrize(
    ("how", "verdict", "fault"),
    [
        ("moved", Verdict.CANNOT_TELL, Fault.UNREADABLE),
        ("broken", Verdict.CANNOT_TELL, Fault.UNREADABLE),
        ("endless", Verdict.REFUTED, Fault.LENGTH),
        ("bomb", Verdict.REFUTED, Fault.LENGTH),
    ],
)
def test_a_server_that_misbehaves_is_told_of_and_not_followed(served, how, verdict, fault):
    address, server = served
    server.how = how
    found = audit(Address(address, patience=5), logs.POLICY)
    assert found.verdict is verdict
    assert fault in {each.fault for each in found.refuting}


def test_a_file_that_a_server_lacks_is_missing_and_a_dead_server_can_tell_nothing(served):
    address, server = served
    (server.folder / "tile/entries/001").unlink()
    assert told(audit(open_source(address), logs.POLICY)) == [(Fault.MISSING, "tile/entries/001", 256, 256)]
    nobody = Address("http://127.0.0.1:9/", patience=1)
    assert audit(nobody, logs.POLICY).verdict is Verdict.CANNOT_TELL


def test_a_checkpoint_that_claims_too_much_does_not_keep_anybody_busy(tmp_path):
    head = Checkpoint(origin=logs.ORIGIN, size=2**62, root=bytes(32))
    logs.write(tmp_path / "checkpoint", sign_note(head.text, [logs.LOG_KEY]).encode())
    for processes in (1, 2):
        found = audit(Folder(tmp_path), logs.POLICY, processes=processes)
        assert found.verdict is Verdict.REFUTED
        assert "the rest was not looked at" in found.findings[-1].what
        assert len(found.findings) < 11_000


@pytest.mark.parametrize(
    "text",
    [
        "http://",
        "https://user@host/",
        "https://host/?a",
        "ftp://host/",
        "/nowhere",
        "http://h:x/",
        "http://h/\u00e9",
        "http://h/ x",
    ],
)
def test_what_is_no_place_of_a_log_is_refused(text):
    with pytest.raises(LedgerError):
        open_source(text)
