"""Read reports.toml: the counts that the law of a place demands, from whom, how often, for whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from frith.law.files import Table, near, read_toml
from frith.model.law import Pack, Text

KEYS = ("id", "cite", "provision", "says", "counts", "due", "to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One count that a law demands; `provision` is the full id of the provision that makes it due."""

    id: str
    cite: str
    provision: str
    says: Text
    counts: tuple[str, ...]
    due: Text
    to: Text
    file: str
    line: int | None


def read_reports(pack: Pack) -> tuple[Report, ...]:
    """The reports that the pack's own law demands; none where it has no reports.toml.

    PackError names the line where a key is missing or unknown, an id is written twice, or a provision is not there.
    """
    path = Path(pack.folder) / "reports.toml"
    if not path.is_file():
        return ()
    top = read_toml(path)
    top.only(("report",))
    provisions = {each.id for each in pack.provisions}
    found: list[Report] = []
    for table in top.tables("report"):
        report = _report(table, pack, provisions)
        if any(each.id == report.id for each in found):
            raise table.wrong(f"report `{report.id}` is written twice", key="id", mend="give it another id")
        found.append(report)
    return tuple(found)


def _report(table: Table, pack: Pack, provisions: Collection[str]) -> Report:
    table.only(KEYS)
    provision = f"{pack.id}/{table.string('provision')}"
    if provision not in provisions:
        what = f"no provision `{provision}` in this pack"
        raise table.wrong(what, key="provision", mend=near(provision, provisions) or "write LAW/ID")
    return Report(
        id=_written(table, "id"),
        cite=_written(table, "cite"),
        provision=provision,
        says=table.texts("says", pack.languages),
        counts=_counts(table),
        due=_worded(table, "due", pack),
        to=_worded(table, "to", pack),
        file=str(table.path),
        line=table.at,
    )


def _written(table: Table, key: str) -> str:
    value = table.string(key)
    if not value.strip():
        raise table.wrong(f"`{key}` is empty", key=key, mend=f'write `{key} = "..."`')
    return value


def _worded(table: Table, key: str, pack: Pack) -> Text:
    """Text by language; where it stands in one only, as a day does, it is the same in all."""
    if isinstance(table.data.get(key, ""), str):
        return dict.fromkeys(pack.languages, _written(table, key))
    return table.texts(key, pack.languages)


def _counts(table: Table) -> tuple[str, ...]:
    counts = table.strings("counts")
    if not counts:
        raise table.wrong("`counts` is empty", key="counts", mend="name what is counted")
    return counts
