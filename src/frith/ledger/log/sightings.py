"""How far others saw the log: the file beside the key, the published checkpoint, a mirror, a witness.

If any of them saw more than the database holds, the database was put back from a backup or lost its end, and whatever it
would sign next would be a second history. If one saw another root at a size that the database has, there are two
histories already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from frith.errors import LedgerError
from frith.ledger.log.highwater import HighWater
from frith.ledger.log.place import CHECKPOINT, Place
from frith.ledger.log.reading import nodes
from frith.ledger.log.store import Store
from frith.ledger.tlog import tree
from frith.ledger.tlog.hashes import EMPTY_ROOT
from frith.ledger.tlog.keys import Verifier
from frith.ledger.tlog.note import open_checkpoint

PATIENCE = 10
"""Seconds that a witness has for an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Somebody saw the log with this size and root."""

    where: str
    size: int
    root: bytes


def at_high_water(water: HighWater) -> Sighting:
    """What the file beside the signing key says."""
    return Sighting(where=str(water.path), size=water.size, root=water.root)


def at_place(place: Place, keys: Sequence[Verifier]) -> Sighting:
    """What is published, or mirrored, there; nothing yet is a log of no entries."""
    try:
        data = place.read(CHECKPOINT)
    except FileNotFoundError:
        return Sighting(where=place.name, size=0, root=EMPTY_ROOT)
    where = f"{place.name}/{CHECKPOINT}"
    head = open_checkpoint(data, keys, file=where).checkpoint
    return Sighting(where=where, size=head.size, root=head.root)


def at_witness(prefix: str, keys: Sequence[Verifier]) -> Sighting:
    """What a witness cosigned last, from its monitoring address (https://c2sp.org/tlog-witness)."""
    where = f"{prefix.rstrip('/')}/{sha256(keys[0].name.encode()).hexdigest()}/{CHECKPOINT}"
    if not where.startswith(("https://", "http://")):
        raise LedgerError("the address of a witness begins with https://", file=where)
    try:
        with urlopen(where, timeout=PATIENCE) as answer:  # noqa: S310  the scheme is looked at above
            data = answer.read(1_000_001)
    except HTTPError as why:
        if why.code == 404:  # the specification's word for "never cosigned"
            return Sighting(where=where, size=0, root=EMPTY_ROOT)
        raise LedgerError(f"the witness answers `{why.code}`", file=where, mend=UNREACHED) from why
    except (URLError, OSError) as why:
        raise LedgerError(f"the witness can't be reached: `{why}`", file=where, mend=UNREACHED) from why
    head = open_checkpoint(data, keys, file=where).checkpoint
    return Sighting(where=where, size=head.size, root=head.root)


UNREACHED = "try again; a log that can't ask its witnesses does not sign"


def check(store: Store, sightings: Sequence[Sighting]) -> None:
    """Nobody saw more of the log than the database holds, and nobody saw another log."""
    state = store.state()
    for each in sightings:
        if each.size > state.size:
            raise LedgerError(
                f"the log was seen with `{each.size}` entries, and its database has `{state.size}`: nothing is signed",
                file=each.where,
                mend="the database is older than what was signed: restore it from the published tiles or a mirror",
            )
        if tree.root(each.size, nodes(store, each.size)) != each.root:
            raise LedgerError(
                f"the log was seen with another root at `{each.size}` entries: nothing is signed",
                file=each.where,
                mend="two histories exist: keep both as evidence, freeze the log, and tell its readers",
            )
