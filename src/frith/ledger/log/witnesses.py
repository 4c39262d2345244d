"""Asking a witness over HTTP to cosign (https://c2sp.org/tlog-witness)."""

from collections.abc import Callable
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.encoding import from_decimal, to_base64
from frith.ledger.tlog.keys import Verifier
from frith.ledger.tlog.note import Note, Signature

PATIENCE = 10
"""Seconds that a witness has for an answer: a publication waits for it."""

MOST_ANSWER = 100_000


class HttpWitness:
    """A witness at an address."""

    def __init__(self, prefix: str, key: Verifier) -> None:
        if not prefix.startswith(("https://", "http://")):
            raise LedgerError(f"the address {quoted(prefix)} of a witness begins with https://")
        self._url = f"{prefix.rstrip('/')}/add-checkpoint"
        self._key = key
        self._seen = 0

    @property
    def key(self) -> Verifier:
        """What the witness's signatures are checked with."""
        return self._key

    def cosign(self, note: Note, prove: Callable[[int], tuple[bytes, ...]]) -> Signature:
        """The witness's line under the checkpoint, checked."""
        size = Checkpoint.parse(note.text).size
        status, answer = self._ask(note, prove)
        if status == 409:
            # The witness says which size it saw last: a restart of ours, or another publisher of this log, before.
            self._seen = from_decimal(answer.strip(), what="size")
            if self._seen > size:
                raise self._refusal(f"saw `{self._seen}` entries, and this checkpoint has `{size}`")
            status, answer = self._ask(note, prove)
        if status != 200:
            raise self._refusal(f"answers `{status}`")
        for line in answer.splitlines():
            found = Signature.parse(line, file=self._url)
            if (found.name, found.key_id) == (self._key.name, self._key.key_id):
                self._key.verify(note.text, found.signature)
                self._seen = size
                return found
        raise self._refusal("sent no signature by its own key")

    def _ask(self, note: Note, prove: Callable[[int], tuple[bytes, ...]]) -> tuple[int, str]:
        proof = "".join(f"{to_base64(each)}\n" for each in prove(self._seen))
        body = f"old {self._seen}\n{proof}\n{note.whole}".encode()
        try:
            with urlopen(Request(self._url, data=body, method="POST"), timeout=PATIENCE) as got:  # noqa: S310  see __init__
                return int(got.status), got.read(MOST_ANSWER).decode("utf-8", "replace")
        except HTTPError as why:
            return int(why.code), why.read(MOST_ANSWER).decode("utf-8", "replace")
        except (URLError, OSError) as why:
            raise self._refusal(f"can't be reached: `{why}`") from why

    def _refusal(self, what: str) -> LedgerError:
        return LedgerError(f"witness `{self._key.name}` {what}", file=self._url)
