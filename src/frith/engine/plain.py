"""The law as plain Cedar: no annotations with meaning, no exceptions, no error that could skip a policy.

Each provision becomes two permits over a flat context, under the actions `certainly` and `possibly`. A fact that is unknown
is left out of the context, every read is guarded by `has`, so nothing can err; Cedar's determining policies for the two
actions are then exactly the provisions that are certainly and possibly active.
"""

from __future__ import annotations

import json
from datetime import date

from frith.engine.meaning import ASSUMED, Meaning, Rule
from frith.engine.rails import All, Any, Literal, Rail
from frith.model.facts import ABSENT, FactKind, Facts, Value, Vocabulary
from frith.model.term import Compare, Flag, Is, Present

HAS = "__has"
"""What the name of an optional day ends in where it says whether that day exists."""


def policies(meaning: Meaning) -> str:
    """The lowered policies of one place on one day, as text for a `.cedar` file."""
    head = (
        f"// Lowered by Frith for {meaning.binding.place} on {meaning.binding.on}. Generated: don't edit.\n"
    )
    return head + "\n".join(
        _policy(rule, rail) for rule in meaning.rules.values() for rail in ("certainly", "possibly")
    )


def _policy(rule: Rule, rail: str) -> str:
    body = expression(rule.certainly if rail == "certainly" else rule.possibly)
    provision = rule.provision
    lines = [
        f"// {provision.mode}: {' '.join(provision.cite.split())}",
        f"@id({json.dumps(provision.id + '#' + rail)})",
        f'permit (principal, action == Action::"{rail}", resource)',
        f"when {{ {body} }};",
    ]
    return "\n".join(lines) + "\n"


def schema(vocabulary: Vocabulary, assumptions: tuple[str, ...]) -> str:
    """The Cedar schema that the lowered policies are valid under, strictly."""
    kinds = {FactKind.FLAG: "Bool", FactKind.DATE: "datetime"}
    fields = []
    for name, kind in vocabulary.columns().items():
        fields.append(f"  {json.dumps(name)}?: {kinds.get(kind, 'String')},")
        if kind is FactKind.DATE:
            fields.append(f"  {json.dumps(name + HAS)}?: Bool,")
    fields += [f"  {json.dumps(ASSUMED + name)}?: Bool," for name in assumptions]
    record = "\n".join(fields)
    return (
        f"type Facts = {{\n{record}\n}};\nentity Frith;\n"
        'action "certainly", "possibly" appliesTo { principal: Frith, resource: Frith, context: Facts };\n'
    )


def expression(rail: Rail) -> str:
    """The rail as a Cedar expression over `context`."""
    match rail:
        case Literal():
            return _literal(rail)
        case All():
            return "(" + " && ".join(expression(part) for part in rail.parts) + ")"
        case Any():
            return "(" + " || ".join(expression(part) for part in rail.parts) + ")"
        case _:
            return "true" if rail else "false"


def _literal(literal: Literal) -> str:
    """Certain: `has f && test`. Possible: `!(has f && !test)`: the validator lets nothing weaker through."""
    guard, plain = _atom(literal)
    wanted = plain if not literal.negated else f"!({plain})"
    if literal.certain:
        return f"({guard} && {wanted})"
    return f"!({guard} && {f'!({plain})' if not literal.negated else plain})"


def _atom(literal: Literal) -> tuple[str, str]:
    atom = literal.atom
    match atom:
        case Is():
            values = ", ".join(json.dumps(value) for value in sorted(atom.values))
            return _has(atom.fact), f"[{values}].contains({_get(atom.fact)})"
        case Flag():
            return _has(atom.fact), _get(atom.fact)
        case Present():
            return _has(atom.fact + HAS), _get(atom.fact + HAS)
        case Compare():
            return _dates(atom)


def _dates(atom: Compare) -> tuple[str, str]:
    """A date that is known not to exist settles the comparison as false, whatever the other date is."""
    names = [atom.fact] + ([atom.other] if isinstance(atom.other, str) else [])
    other = _get(atom.other) if isinstance(atom.other, str) else f'datetime("{atom.other.isoformat()}")'
    known = " && ".join(_has(name) for name in names)
    gone = " || ".join(f"({_has(name + HAS)} && !{_get(name + HAS)})" for name in names)
    guard = f"(({known}) || {gone})"
    return guard, f"(!({gone}) && {known} && {_get(atom.fact)} {atom.comparison} {other})"


def _has(name: str) -> str:
    return f"context has {json.dumps(name)}"


def _get(name: str) -> str:
    return f"context[{json.dumps(name)}]"


def context(facts: Facts) -> dict[str, object]:
    """The facts as Cedar's JSON context; unknown facts are left out."""
    found: dict[str, object] = {}
    for name, value in facts.items():
        if value is ABSENT:
            found[name + HAS] = False
        elif isinstance(value, date):
            found[name + HAS] = True
            found[name] = _extension(value)
        else:
            found[name] = value
    return found


def _extension(value: Value) -> dict[str, object]:
    return {"__extn": {"fn": "datetime", "arg": str(value)}}
