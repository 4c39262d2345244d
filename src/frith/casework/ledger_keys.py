"""The life of a ledger's signing key, and a ledger brought back from what it published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from frith.casework.ledger import LOG, POLICY, Book
from frith.errors import LedgerError, UsageError, quoted
from frith.law.files import put
from frith.ledger.log.keys import Keys
from frith.ledger.log.place import Folder
from frith.ledger.log.restore import Source, restore, set_aside
from frith.ledger.log.sightings import at_place
from frith.ledger.log.store import Seen, Store
from frith.ledger.log.writer import freeze as freeze_log
from frith.ledger.tlog.keys import Verifier


def next_key(book: Book) -> tuple[Verifier, ...]:
    """A next key exists and does not sign yet; the policy names it beside the old one, so that readers learn it first."""
    keys = Keys(book.keys)
    made = keys.prepare()
    _tell(book, (*keys.verifiers(), *made))
    return made


def both_sign(book: Book) -> tuple[Verifier, ...]:
    """Old and next key both sign from the next entry on."""
    keys = Keys(book.keys)
    keys.begin_overlap()
    _tell(book, keys.verifiers())
    return keys.verifiers()


def retire(book: Book) -> tuple[Verifier, ...]:
    """The oldest key is gone; LedgerError where what is published was not signed by those that stay."""
    keys = Keys(book.keys)
    keys.retire((book.public / "checkpoint").read_bytes())
    _tell(book, keys.verifiers())
    return keys.verifiers()


def _tell(book: Book, keys: Sequence[Verifier]) -> None:
    put(book.folder / POLICY, "".join(f"log {each.text}\n" for each in keys) + "quorum none\n")


def seal(book: Book, passphrases: Mapping[str, str], file: Path) -> None:
    """The file holds the key so that any two of the operators bring it back, and none alone."""
    if file.exists():
        raise UsageError(f"{quoted(str(file))} is there already: name a new file")
    put(file, Keys(book.keys).seal(passphrases))


def bring_back(book: Book, file: Path, passphrases: Mapping[str, str]) -> None:
    """The key stands in its folder again, and signs nothing shorter than what was ever published."""
    folder = Folder(book.public)
    keys = Keys.bring_back(book.keys, file.read_text(encoding="utf-8"), passphrases)
    seen = at_place(folder, keys.verifiers())
    keys.begin_high_water(size=seen.size, root=seen.root)


def bring_database_back(book: Book, mirrors: Sequence[Path] = ()) -> int:
    """How many entries the database holds, made anew from what is published here and in mirrors; the old is set aside."""
    keys = Keys(book.keys).verifiers()
    known = _known(set_aside(book.folder / LOG)) if book.database.exists() else ()
    places = [Folder(book.public), *map(Folder, mirrors)]
    return restore(book.folder / LOG, Source(places=places, keys=keys), known=known).size


def _known(old: Path) -> tuple[Seen, ...]:
    """What an older database remembers of submissions, so that none is logged twice; nothing where it can't be read."""
    try:
        store = Store(old)
    except LedgerError:
        return ()
    try:
        return tuple(store.all_seen())
    finally:
        store.close()


def freeze(book: Book, why: str) -> bytes:
    """The log never grows again; its last checkpoint."""
    return freeze_log(book.folder / LOG, why)
