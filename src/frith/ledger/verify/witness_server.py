"""A witness over HTTP, as https://c2sp.org/tlog-witness@v1.0.0 has it: any log that knows the protocol can ask it.

    POST /add-checkpoint                       a request; the answer's status and body are the witness's
    GET  /<sha256 of the origin>/checkpoint    the last checkpoint that was signed

It belongs behind a server that speaks TLS. Whoever asks is believed only as far as the log's signature goes.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from frith.ledger.tlog.keys import Signer
from frith.ledger.tlog.note import LARGEST_NOTE
from frith.ledger.tlog.policy import Policy
from frith.ledger.verify.witness import Answer, Status, Witness

PATIENCE: Final = 20
"""Seconds that somebody who asks has for each step."""

AT_ONCE: Final = 32
"""Requests that are answered at the same time; one more is told to come again."""

SIZE_TYPE: Final = "text/x.tlog.size"
TEXT_TYPE: Final = "text/plain; charset=utf-8"
LATEST: Final = re.compile(r"/([0-9a-f]{64})/checkpoint", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Where a witness works: its memory, its keys, the logs it knows, its clock."""

    state: Path
    signers: tuple[Signer, ...]
    policy: Policy
    clock: Callable[[], float] = time.time

    @contextmanager
    def witness(self) -> Iterator[Witness]:
        """The witness, for one request: its memory is opened by the thread that uses it."""
        with closing(Witness(self.state, self.signers, self.policy)) as one:
            yield one

    def latest(self, name: str) -> str:
        """The last checkpoint signed of the log whose origin has this hash; nothing where there is none."""
        for origin in {each.key.name for each in self.policy.logs}:
            if sha256(origin.encode()).hexdigest() == name:
                with self.witness() as one:
                    return "".join(note.whole for note in one.latest(origin))
        return ""


def witness_server(office: Office, *, host: str = "127.0.0.1", port: int = 8080) -> ThreadingHTTPServer:
    """A server that answers for this witness once its `serve_forever` runs."""
    handler = type("Desk", (_Desk,), {"office": office, "free": BoundedSemaphore(AT_ONCE)})
    server = ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    return server


class _Desk(BaseHTTPRequestHandler):
    """One connection."""

    office: Office
    free: BoundedSemaphore
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "witness", ""
    timeout = PATIENCE

    def handle(self) -> None:
        # Whoever hangs up, hangs up.
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def do_POST(self) -> None:
        """The request is answered as the witness says."""
        length = self.headers.get("Content-Length", "")
        readable = length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= LARGEST_NOTE
        if self.path != "/add-checkpoint" or not readable:
            # What was sent is not read, so nothing more can be said on this connection.
            self.close_connection = True
            status = Status.MALFORMED if self.path == "/add-checkpoint" else Status.UNKNOWN_LOG
            return self._say(Answer(status=status, body="not a request that is answered here\n"))
        body = self.rfile.read(int(length))
        if not self.free.acquire(blocking=False):
            return self._say(Answer(status=Status.NOT_NOW, body="busy: ask again\n"))
        try:
            with self.office.witness() as one:
                answer = one.add_checkpoint(body, time=int(self.office.clock()))
        finally:
            self.free.release()
        return self._say(answer)

    def do_GET(self) -> None:
        """The last checkpoint that was signed."""
        asked = LATEST.fullmatch(self.path)
        found = self.office.latest(asked[1]) if asked else ""
        status = Status.SIGNED if found else Status.UNKNOWN_LOG
        self._say(Answer(status=status, body=found or "nothing was signed for such a log\n"))

    def log_message(self, *_: object) -> None:
        """Nothing: who asked is nobody's business."""

    def _say(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response_only(answer.status)
        self.send_header("Content-Type", SIZE_TYPE if answer.status is Status.CONFLICT else TEXT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
