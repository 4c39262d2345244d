"""Read facts.toml into the closed list of facts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from frith.law.files import Table, read_toml
from frith.model.facts import Fact, FactKind, Vocabulary

HEADS = ("body", "act", "object")
"""What the principal, the action and the resource of a provision are."""

KEYS = {"kind", "entity", "values", "groups", "like", "extra", "optional", "computed"}


def load_vocabulary(packs: Path) -> Vocabulary:
    """Every fact of `facts.toml` in the folder of packs, groups spread out to values; read again once the file changed."""
    try:
        state = (packs / "facts.toml").stat()
    except OSError:
        return _read(packs)  # which says what is wrong
    return _kept(packs, state.st_ino, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _kept(packs: Path, *_state: int) -> Vocabulary:
    """Every part of one answer asks for the facts anew; the file is read for the first of them."""
    return _read(packs)


def _read(packs: Path) -> Vocabulary:
    top = read_toml(packs / "facts.toml")
    facts: dict[str, Fact] = {}
    for name in HEADS:
        if name not in top.data:
            raise top.wrong(
                f"no fact `{name}`", mend=f"write `[{name}]`: the head of every provision reads it"
            )
    for name, data in top.data.items():
        if not isinstance(data, dict):
            raise top.wrong(f"`{name}` is not a table", key=name, mend=f"write `[{name}]`")
        table = Table(top.path, top.text, data, top.line(name + "]"))
        table.only(KEYS)
        facts[name] = _fact(name, table, facts)
    return Vocabulary(facts=facts)


def _fact(name: str, table: Table, known: Mapping[str, Fact]) -> Fact:
    kinds = {str(each) for each in FactKind}
    kind = table.string("kind")
    if kind not in kinds:
        raise table.wrong(
            f"`{kind}` is not a kind of fact", key="kind", mend="one of " + ", ".join(sorted(kinds))
        )
    values, groups = table.strings("values"), _groups(table)
    entity = table.string("entity", default="")
    if "like" in table.data:
        model = known.get(table.string("like"))
        if model is None:
            raise table.wrong(
                f"`{name}` is like a fact that stands nowhere above it", key="like", mend="move it down"
            )
        values = model.values + table.strings("extra")
        return Fact(name=name, kind=FactKind.ENUM, entity=entity, values=values, groups=model.groups)
    return Fact(
        name=name,
        kind=FactKind(kind),
        entity=entity,
        values=values,
        groups={group: _spread(group, values, groups, table, ()) for group in groups},
        optional=bool(table.data.get("optional", False)),
        years_before=_years(table),
    )


def _groups(table: Table) -> Mapping[str, tuple[str, ...]]:
    given = table.data.get("groups", {})
    if not isinstance(given, dict):
        raise table.wrong(
            "`groups` is not a table", key="groups", mend='write `name = ["value", "value"]` under it'
        )
    inner = Table(table.path, table.text, given, table.at)
    return {name: inner.strings(name) for name in given}


def _years(table: Table) -> int:
    """How many years before the day of the request a computed day lies; 0 where it is not computed."""
    computed = table.string("computed", default="")
    number = computed.removeprefix("years_before:")
    if computed and (number == computed or not number.isdecimal()):
        raise table.wrong(
            f"`{computed}` can't be computed", key="computed", mend='write `computed = "years_before:5"`'
        )
    return int(number or 0)


def _spread(
    word: str,
    values: tuple[str, ...],
    groups: Mapping[str, tuple[str, ...]],
    table: Table,
    path: tuple[str, ...],
) -> frozenset[str]:
    if word in values:
        return frozenset((word,))
    if word not in groups:
        raise table.wrong(
            f"group `{path[-1]}` names `{word}`, which is neither a value nor a group", key=path[-1]
        )
    if word in path:
        raise table.wrong(f"group `{word}` holds itself", key=word, mend="break the circle")
    return frozenset().union(*(_spread(each, values, groups, table, (*path, word)) for each in groups[word]))
