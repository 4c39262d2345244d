"""The published JSON Schema of a request file, generated from the facts."""

from __future__ import annotations

from typing import Any

from frith.casework.receive import PAPER, PLAIN
from frith.law.requests import UNKNOWN
from frith.law.words import Words
from frith.model.facts import Fact, FactKind, Vocabulary

Schema = dict[str, Any]


def request_schema(vocabulary: Vocabulary, words: Words) -> Schema:
    """JSON Schema 2020-12 of a request. A fact left out is unknown; `none` says it is known not to exist."""

    def fact(name: str) -> Schema:
        return _fact(vocabulary.facts[name], words)

    def table(properties: Schema) -> Schema:
        return {"type": "object", "properties": properties, "additionalProperties": False}

    free = {name: fact(name) for name, entry in vocabulary.facts.items() if not entry.computed}
    agency = {"agency": {"type": "string"}, "kind": fact("requester_kind")}
    paper = {"kind": fact("paper")} | {name: fact(f"paper_{name}") for name in PAPER}
    behalf = {"agency": {"type": "string"}, "kind": fact("on_behalf_of")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frith request",
        "description": "A fact left out is unknown. Never write a name, a date of birth, a number or an address.",
        "required": ["asks"],
        **table(
            {
                "place": {"type": "string", "description": "The place whose law is asked; see `frith law list`."},
                "received": {"type": "string", "format": "date", "description": "Left out: today."},
                **{name: fact(name) for name in PLAIN},
                "requester": table(
                    {**agency, "component": {"type": "string"}, "function": fact("requester_function")}
                ),
                "on_behalf_of": {"anyOf": [fact("on_behalf_of"), table(behalf)]},
                "paper": {"anyOf": [fact("paper"), table(paper)]},
                "subject": table(free),
                "facts": table(free),
                "asks": {"type": "array", "minItems": 1, "items": table(free)},
            }
        ),
    }


def _fact(fact: Fact, words: Words) -> Schema:
    described = {"description": words.ask(fact.name)}
    match fact.kind:
        case FactKind.FLAG:
            return {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", *UNKNOWN]}], **described}
        case FactKind.DATE:
            days: list[Schema] = [{"type": "string", "format": "date"}]
            return {"anyOf": [*days, {"const": "none"}] if fact.optional else days, **described}
        case FactKind.SET:
            return {"type": "array", "items": {"enum": [*fact.values, "..."]}, **described}
        case _:
            return {"enum": [*fact.values, *UNKNOWN], **described}
