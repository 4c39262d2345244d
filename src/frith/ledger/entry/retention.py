"""Read retention.toml: how long the law of a place keeps what its units sealed, and from when on it must be destroyed.

    [[class]]
    id = "declined-requests"
    provision = "LAW/ID"           # the provision that says how long
    entries = ["decision"]         # kinds of entry whose sealed details are of this class
    months = 24                    # after the month's end; the month's keys are destroyed together
    says = { en = "...", es = "..." }

A place without such a file destroys nothing: nobody but the law says how long a record is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frith.law.files import Table, near, read_toml
from frith.ledger.entry.model import Kind
from frith.ledger.entry.periods import months_after
from frith.model.law import Pack, Text

KEYS = ("id", "provision", "entries", "months", "says")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """One class of what is kept: for which kinds of entry, how many months, and the provision that says so."""

    id: str
    place: str
    provision: str
    entries: tuple[Kind, ...]
    months: int
    says: Text

    @property
    def path(self) -> str:
        """Its id with its place: `place/class`."""
        return f"{self.place}/{self.id}"

    def due(self, month: str) -> date:
        """The first day on which the keys of that month may be destroyed."""
        return months_after(month, self.months)


def read_retention(pack: Pack) -> tuple[Retention, ...]:
    """The retention classes of the pack's own law; none where it has no retention.toml.

    PackError names the line where a key is missing or unknown, an id is written twice, or a provision is not there.
    """
    path = Path(pack.folder) / "retention.toml"
    if not path.is_file():
        return ()
    top = read_toml(path)
    top.only(("class",))
    found: dict[str, Retention] = {}
    for table in top.tables("class"):
        each = _read(table, pack)
        if each.id in found:
            raise table.wrong(f"class `{each.id}` is written twice", key="id", mend="give it another id")
        found[each.id] = each
    return tuple(found.values())


def _read(table: Table, pack: Pack) -> Retention:
    table.only(KEYS)
    provisions = {each.id for each in pack.provisions}
    provision = f"{pack.id}/{table.string('provision')}"
    if provision not in provisions:
        what = f"no provision `{provision}` in this pack"
        raise table.wrong(what, key="provision", mend=near(provision, provisions) or "write LAW/ID")
    months = table.data.get("months")
    if isinstance(months, bool) or not isinstance(months, int) or months < 0:
        raise table.wrong("`months` is not a number of months", key="months", mend="write `months = 24`")
    return Retention(
        id=table.string("id"),
        place=pack.id,
        provision=provision,
        entries=tuple(_kind(table, each) for each in table.strings("entries")),
        months=months,
        says=table.texts("says", pack.languages),
    )


def _kind(table: Table, name: str) -> Kind:
    if name not in tuple(Kind):
        raise table.wrong(f"`{name}` is not a kind of entry", key="entries", mend="one of " + ", ".join(Kind))
    return Kind(name)
