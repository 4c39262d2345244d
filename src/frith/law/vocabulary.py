"""Read facts.toml into the closed list of facts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from frith.law.files import Table, read_toml
from frith.model.facts import Fact, FactKind, Vocabulary

KEYS = {"kind", "entity", "values", "groups", "like", "extra", "optional", "computed"}


def load_vocabulary(packs: Path) -> Vocabulary:
    """Every fact of `facts.toml` in the folder of packs, groups spread out to values."""
    top = read_toml(packs / "facts.toml")
    facts: dict[str, Fact] = {}
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
        raise table.wrong(f"`{kind}` is not a kind of fact", key="kind", mend="one of " + ", ".join(sorted(kinds)))
    values, groups = table.strings("values"), dict(table.data.get("groups", {}))
    entity = table.string("entity", default="")
    if "like" in table.data:
        model = known.get(table.string("like"))
        if model is None:
            raise table.wrong(f"`{name}` is like a fact that stands nowhere above it", key="like", mend="move it down")
        values = model.values + table.strings("extra")
        return Fact(name=name, kind=FactKind.ENUM, entity=entity, values=values, groups=model.groups)
    computed = table.string("computed", default="")
    return Fact(
        name=name,
        kind=FactKind(kind),
        entity=entity,
        values=values,
        groups={group: _spread(group, values, groups, table, ()) for group in groups},
        optional=bool(table.data.get("optional", False)),
        years_before=int(computed.removeprefix("years_before:")) if computed else 0,
    )


def _spread(
    word: str, values: tuple[str, ...], groups: Mapping[str, list[str]], table: Table, path: tuple[str, ...]
) -> frozenset[str]:
    if word in values:
        return frozenset((word,))
    if word not in groups:
        raise table.wrong(f"group `{path[-1]}` names `{word}`, which is neither a value nor a group", key=path[-1])
    if word in path:
        raise table.wrong(f"group `{word}` holds itself", key=word, mend="break the circle")
    return frozenset().union(*(_spread(each, values, groups, table, (*path, word)) for each in groups[word]))
