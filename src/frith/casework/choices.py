"""A long list of values as a short one: groups first, then what a group holds. A person reads a list, not a wall."""

from __future__ import annotations

from collections.abc import Sequence

from frith.model.facts import Fact, FactKind

FLAT = 18
"""A list this long is read as it is."""
OPENED = 15
"""Where a longer one is split, its small groups are opened up to this many lines."""


def choices(fact: Fact, values: Sequence[str] = ()) -> tuple[str, ...]:
    """The values of the fact, or those given, as lines to pick from: values, and groups that stand for several.

    Every value is one of the lines or lies in exactly one group of them. `none` is never hidden in a group.
    """
    if fact.kind is FactKind.FLAG:
        return ("yes", "no")
    known = tuple(values or fact.values)
    if len(known) <= FLAT:
        return known
    lines = _split(fact, known)
    while small := _smallest(fact, lines, known):
        inside = tuple(value for value in known if value in fact.groups[small])
        opened = _split(fact, inside) if len(inside) > FLAT else inside
        if len(lines) - 1 + len(opened) > OPENED:
            break
        at = lines.index(small)
        lines = (*lines[:at], *opened, *lines[at + 1 :])
    return lines


def inside(fact: Fact, group: str) -> tuple[str, ...]:
    """The values of a group, in the order of the list, less `none`, which stands by itself."""
    return tuple(value for value in fact.values if value in fact.groups[group] and value != "none")


def _split(fact: Fact, known: tuple[str, ...]) -> tuple[str, ...]:
    """The largest groups that share no value, each where its first value stands, and what they leave over."""
    left = {value for value in known if value != "none"}
    held: dict[str, str] = {}
    for name in sorted(fact.groups, key=lambda each: -len(fact.groups[each])):
        members = fact.groups[name] - {"none"}
        if len(members) > 1 and members <= left and members != set(known) - {"none"}:
            held |= dict.fromkeys(members, name)
            left -= members
    return tuple(dict.fromkeys(held.get(value, value) for value in known))


def _smallest(fact: Fact, lines: tuple[str, ...], known: tuple[str, ...]) -> str:
    """The group among the lines that holds the fewest values; empty where there is none."""
    groups = [line for line in lines if line in fact.groups and line not in known]
    return min(groups, key=lambda each: len(fact.groups[each]), default="")
