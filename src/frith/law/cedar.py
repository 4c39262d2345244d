"""Cedar's syntax into terms: the closed fragment that provisions are written in.

Only what has a meaning here is let in; everything else is refused with the file, the line and a mend. Cedar's own
parser (cedarpy) reads the text; its JSON form of a policy is what is walked (docs.cedarpolicy.com, policies/json-format).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import cedarpy

from frith.errors import PackError
from frith.law.files import near, obeyed
from frith.model.facts import Fact, FactKind, Vocabulary
from frith.model.term import FALSE, TRUE, And, Compare, Comparison, Flag, If, Is, Not, Or, Present, Term

Meaning = Callable[[str], Term]
"""The term of a definition by the name a provision uses for it; raises KeyError where there is none."""

SEE = "see facts.toml"
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


@dataclass(frozen=True, slots=True)
class Written:
    """One policy as it stands in a file."""

    file: str
    line: int
    text: str
    annotations: Mapping[str, str]
    tree: Mapping[str, Any]

    def wrong(self, what: str, mend: str = "") -> PackError:
        """The error to raise about this policy."""
        name = self.annotations.get("id") or self.annotations.get("define")
        return PackError(f"{what}, in `{name}`" if name else what, file=self.file, line=self.line, mend=mend)


def split(text: str) -> Iterator[tuple[int, str]]:
    """Each policy of the text with the line on which it begins; `;` inside strings and comments ends nothing."""
    start, line, begun, quoted, comment, escaped = 0, 1, 1, False, False, False
    fresh = True
    for at, char in enumerate(text):
        if char == "\n":
            line, comment = line + 1, False
        elif comment:
            continue
        elif quoted:
            quoted = char != '"' or escaped
            escaped = char == "\\" and not escaped
        elif char == "/" and text[at : at + 2] == "//":
            comment = True
        elif char == ";":
            yield begun, text[start : at + 1]
            start, fresh = at + 1, True
        elif not char.isspace():
            quoted = char == '"'
            if fresh:
                begun, fresh = line, False
    if not fresh:
        yield begun, text[start:]


def read(text: str, file: str) -> list[Written]:
    """The policies of a provision file; PackError where Cedar can't read one."""
    found = []
    for line, piece in split(text):
        try:
            document = json.loads(cedarpy.policies_to_json_str(piece))
        except ValueError as why:
            raise PackError(
                str(why), file=file, line=line, mend="mend the provision that begins here"
            ) from why
        policies = list(document["staticPolicies"].values())
        if len(policies) != 1:
            raise PackError(
                "a template has no meaning here", file=file, line=line, mend="name the value itself"
            )
        notes = policies[0].get("annotations", {})
        if shown := obeyed(notes):
            what = f"a control character stands in {shown}"
            raise PackError(what, file=file, line=line, mend="write plain text")
        found.append(Written(file, line, piece, notes, policies[0]))
    return found


class Reader:
    """Turns one policy, or one bare condition, into a term over the vocabulary."""

    def __init__(self, written: Written, vocabulary: Vocabulary, means: Meaning) -> None:
        self.written, self.vocabulary, self.means = written, vocabulary, means

    def term(self) -> Term:
        """The whole policy: its head and its conditions."""
        tree = self.written.tree
        if tree["effect"] != "permit":
            raise self.wrong("a provision is written with `permit`", "say what it does in `@mode`")
        parts = [self._head("body", tree["principal"]), self._head("act", tree["action"])]
        parts.append(self._head("object", tree["resource"]))
        for condition in tree["conditions"]:
            body = self._term(condition["body"])
            parts.append(Not(body) if condition["kind"] == "unless" else body)
        held = tuple(part for part in parts if part != TRUE)
        return held[0] if len(held) == 1 else And(held) if held else TRUE

    def wrong(self, what: str, mend: str = "") -> PackError:
        """The error to raise about this policy."""
        return self.written.wrong(what, mend)

    def _head(self, fact: str, scope: Mapping[str, Any]) -> Term:
        if scope["op"] == "All":
            return TRUE
        if scope["op"] not in ("==", "in"):
            raise self.wrong(f"`{scope['op']}` in the head has no meaning here", "use `==` or `in`")
        entities = scope["entities"] if "entities" in scope else [scope["entity"]]
        return self._is(self.vocabulary.facts[fact], entities)

    def _term(self, node: Mapping[str, Any]) -> Term:
        (kind, inside), *_ = node.items()
        match kind:
            case "&&":
                return And((self._term(inside["left"]), self._term(inside["right"])))
            case "||":
                return Or((self._term(inside["left"]), self._term(inside["right"])))
            case "!":
                return Not(self._term(inside["arg"]))
            case "if-then-else":
                return If(self._term(inside["if"]), self._term(inside["then"]), self._term(inside["else"]))
            case "Value" if isinstance(inside, bool):
                return TRUE if inside else FALSE
            case "." | "has":
                return self._attribute(inside, present=kind == "has")
            case "in":
                return self._is(self._enum(inside["left"]), self._entities(inside["right"]))
            case "contains":
                return self._contains(inside)
            case "==" | "!=" | "<" | "<=" | ">" | ">=":
                return self._compare(kind, inside["left"], inside["right"])
            case _:
                raise self.wrong(
                    f"`{kind}` has no meaning here", "see the fragment in docs/design/pack-format.md"
                )

    def _attribute(self, inside: Mapping[str, Any], *, present: bool) -> Term:
        name = inside["attr"]
        if inside["left"] == {".": {"left": {"Var": "context"}, "attr": "means"}} and not present:
            try:
                return self.means(name)
            except KeyError as why:
                raise self.wrong(f"no definition `{name}`", 'write it with `@define("...")`') from why
        fact = self._fact(name, inside["left"])
        if present:
            if not fact.optional:
                raise self.wrong(f"`{name}` always exists", "drop the `has`: unknown is handled for you")
            return Present(name)
        if fact.kind is not FactKind.FLAG:
            raise self.wrong(f"`{name}` is not a flag", f"compare it: it is of kind {fact.kind}")
        return Flag(name)

    def _fact(self, name: str, left: object) -> Fact:
        if left != {"Var": "context"}:
            raise self.wrong(
                f"`{name}` is read from something else than `context`", f"write `context.{name}`"
            )
        fact = self.vocabulary.facts.get(name)
        if fact is None:
            raise self.wrong(f"unknown fact `{name}`", near(name, self.vocabulary.facts) or SEE)
        return fact

    def _enum(self, node: Mapping[str, Any]) -> Fact:
        heads = {"principal": "body", "action": "act", "resource": "object"}
        if "Var" in node and node["Var"] in heads:
            return self.vocabulary.facts[heads[node["Var"]]]
        if "." not in node:
            raise self.wrong("`in` and `==` compare a fact", "write the fact on the left")
        fact = self._fact(node["."]["attr"], node["."]["left"])
        if fact.kind is not FactKind.ENUM:
            raise self.wrong(f"`{fact.name}` has no list of values", f"it is of kind {fact.kind}")
        return fact

    def _entities(self, node: Mapping[str, Any]) -> list[Mapping[str, str]]:
        members = node.get("Set", [node])
        try:
            return [member["Value"]["__entity"] for member in members]
        except (KeyError, TypeError) as why:
            raise self.wrong(
                "`in` takes values or groups", 'write `Type::"value"` or a list of them'
            ) from why

    def _is(self, fact: Fact, entities: list[Mapping[str, str]]) -> Is:
        values: frozenset[str] = frozenset()
        if not entities:
            raise self.wrong(f"an empty list holds no value of `{fact.name}`", "name a value or a group")
        for entity in entities:
            if entity["type"] != fact.entity:
                what = f"`{fact.name}` takes no `{entity['type']}`"
                raise self.wrong(what, f'write `{fact.entity}::"..."`')
            found = fact.expand(entity["id"])
            if not found:
                known = (*fact.values, *fact.groups)
                raise self.wrong(
                    f"`{entity['id']}` is no value of `{fact.name}`", near(entity["id"], known) or SEE
                )
            values |= found
        return Is(fact.name, values)

    def _contains(self, inside: Mapping[str, Any]) -> Flag:
        node, member = inside["left"], inside["right"].get("Value")
        fact = self._fact(node["."]["attr"], node["."]["left"]) if "." in node else None
        if fact is None or fact.kind is not FactKind.SET:
            raise self.wrong("`contains` asks a set fact", 'write `context.record_classes.contains("...")`')
        if member not in fact.values:
            raise self.wrong(
                f"`{member}` is no value of `{fact.name}`", near(str(member), fact.values) or SEE
            )
        return Flag(f"{fact.name}__{member}")

    def _compare(self, operator: str, left: Mapping[str, Any], right: Mapping[str, Any]) -> Term:
        if operator == "!=":
            return Not(self._compare("==", left, right))
        days = self._day(left), self._day(right)
        if isinstance(days[0], str):
            return Compare(days[0], Comparison(operator), days[1] if days[1] is not None else self._no_day())
        if isinstance(days[1], str) and days[0] is not None:
            return Compare(days[1], Comparison(MIRRORED[operator]), days[0])
        if operator != "==":
            raise self.wrong(f"`{operator}` compares days", 'write a date fact or `datetime("2026-01-01")`')
        return self._is(self._enum(left), self._entities(right))

    def _no_day(self) -> date:
        raise self.wrong("a day is compared with something that is no day", 'write `datetime("2026-01-01")`')

    def _day(self, node: Mapping[str, Any]) -> str | date | None:
        if "datetime" in node:
            try:
                return date.fromisoformat(node["datetime"][0]["Value"])
            except (ValueError, TypeError, LookupError) as why:
                raise self.wrong("a day is written without a time", 'as `datetime("2026-01-01")`') from why
        if "." in node and node["."]["left"] == {"Var": "context"}:
            fact = self._fact(node["."]["attr"], node["."]["left"])
            return fact.name if fact.kind is FactKind.DATE else None
        return None


def condition(text: str, *, file: str, line: int | None, vocabulary: Vocabulary) -> Term:
    """A bare condition, as an injunction's `as_to` gives one."""
    whole = f"permit (principal, action, resource) when {{ {text} }};"
    try:
        trees = list(json.loads(cedarpy.policies_to_json_str(whole))["staticPolicies"].values())
    except ValueError as why:
        raise PackError(str(why), file=file, line=line, mend="mend the condition") from why
    if len(trees) != 1:
        raise PackError(
            "more than a condition stands here", file=file, line=line, mend="write one condition alone"
        )
    return Reader(Written(file, line or 1, whole, {}, trees[0]), vocabulary, _no_definition).term()


def _no_definition(name: str) -> Term:
    raise KeyError(name)
