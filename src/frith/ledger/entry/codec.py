"""An entry as bytes, and back. The parser refuses whatever the printer would not write.

One object of canonical JSON (RFC 8785), in plain ASCII:

    {"_sd":[12 digests],"_sd_alg":"sha-256","act":"disclose", ... ,"kind":"decision", ... ,"pad":"----","v":"frith-entry/1"}

JSON and not a layout of our own: the same bytes are the payload of the SD-JWT in a receipt (RFC 9901), so that programs
which nobody here wrote can read an entry and open what a receipt discloses. `pad` fills it up to the first length of a
fixed list, so that a length tells no more than the kind does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from frith.errors import LedgerError, quoted
from frith.ledger.entry.canonical import canonical, from_b64u, read
from frith.ledger.entry.model import KINDS, Entry
from frith.ledger.entry.slots import grain_of
from frith.ledger.entry.words import Words

VERSION: Final = "frith-entry/1"
ALGORITHM: Final = "sha-256"
FRAME: Final = ("_sd", "_sd_alg", "kind", "pad", "v")
"""Members of every entry that are not fields of its kind."""
PAD: Final = "-"
DIGEST_SIZE: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An entry as it stands in the log: its fields, and the salted digests of what is sealed, decoys among them."""

    entry: Entry
    digests: tuple[str, ...]


def encode(written: Written, words: Words) -> bytes:
    """The bytes of the entry. LedgerError says which field holds what it may not."""
    members = _members(written)
    if problem := _problem(members, words):
        raise LedgerError(problem, mend="use the closed words of an entry")
    bare = len(canonical(members | {"pad": ""}))
    room = next((each - bare for each in words.lengths if each >= bare), None)
    if room is None:
        raise LedgerError(
            f"an entry of `{bare}` bytes is too long", mend="name fewer provisions, or split the request"
        )
    return canonical(members | {"pad": PAD * room})


def parse(data: bytes, words: Words) -> Written:
    """The entry that the bytes spell. LedgerError says what is wrong with them: one entry has one spelling."""
    members = read(data, "the entry")
    if not isinstance(members, dict):
        raise LedgerError("the entry is not a table of JSON")
    if problem := _problem(members, words):
        raise LedgerError(problem, mend="refuse the entry: it was not written by this version")
    kind = KINDS[members["kind"]]
    given = {each.name: _frozen(members[each.name]) for each in fields(kind)}
    written = Written(entry=kind(**given), digests=tuple(members["_sd"]))
    if encode(written, words) != data:
        raise LedgerError("the entry is not spelled as entries are: order, blanks or padding differ")
    return written


def public(written: Written) -> Mapping[str, Any]:
    """What anybody may read in the entry, by field."""
    return {
        name: value for name, value in _members(written).items() if name in ("kind", *_names(written.entry))
    }


def _members(written: Written) -> dict[str, Any]:
    entry = written.entry
    own = {name: _plain(getattr(entry, name)) for name in _names(entry)}
    frame = {"_sd": list(written.digests), "_sd_alg": ALGORITHM, "kind": str(entry.kind), "v": VERSION}
    return own | frame


def _names(entry: Entry) -> list[str]:
    return [each.name for each in fields(entry)]


def _problem(members: Mapping[str, Any], words: Words) -> str:
    """The first thing that is wrong, most general first, so that a newer version is not told that a field is unknown."""
    if members.get("v") != VERSION:
        return f"the entry's version is {quoted(members.get('v'))}, not `{VERSION}`"
    if members.get("kind") not in tuple(KINDS):
        return f"{quoted(members.get('kind'))} is not a kind of entry"
    slots = {each.name: each.metadata["slot"] for each in fields(KINDS[members["kind"]])}
    for name in members:
        if name not in slots and name not in FRAME:
            return f"an entry of this kind has no field {quoted(name)}"
    missing = [name for name in (*slots, *FRAME) if name not in members and name != "pad"]
    if missing:
        return f"`{missing[0]}` is missing"
    grain = grain_of(str(members["on"]))
    for name, slot in slots.items():
        if found := slot.problem(members[name], words, grain):
            return f"`{name}`: {found}"
    return _frame_problem(members, words)


def _frame_problem(members: Mapping[str, Any], words: Words) -> str:
    if members["_sd_alg"] != ALGORITHM:
        return f"`_sd_alg` is {quoted(members['_sd_alg'])}, not `{ALGORITHM}`"
    digests = members["_sd"]
    if not isinstance(digests, list) or len(digests) != words.digests:
        return f"`_sd` does not hold `{words.digests}` digests"
    if not all(isinstance(each, str) and _is_digest(each) for each in digests):
        return "`_sd` holds something that is not a digest"
    return "" if digests == sorted(set(digests)) else "`_sd` is not in order, or a digest stands twice"


def _is_digest(text: str) -> bool:
    try:
        return len(from_b64u(text, "the digest")) == DIGEST_SIZE
    except LedgerError:
        return False


def _plain(value: object) -> Any:
    """The value as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _frozen(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value
