"""The published JSON Schema of a request file, generated from the facts.

It describes the plain spelling. The reader takes more than it: `I-200` for `i_200`, `sí` for yes, an agency's name.
"""

from __future__ import annotations

from typing import Any

from frith.casework.receive import PAPER, PLAIN
from frith.law.requests import UNKNOWN
from frith.law.words import Words
from frith.model.facts import Fact, FactKind, Vocabulary

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}


def request_schema(vocabulary: Vocabulary, words: Words) -> Schema:
    """JSON Schema 2020-12 of a request. A fact left out is unknown; `none` says it is known not to exist."""

    def fact(name: str) -> Schema:
        return {"$ref": f"#/$defs/{name}"}

    free = {name: fact(name) for name, entry in vocabulary.facts.items() if not entry.computed}
    short = {name: fact(f"requester_{name}") for name in ("kind", "function")}
    requester = _table({"agency": TEXT, "component": TEXT, **short})
    paper = _table({"kind": fact("paper")} | {name: fact(f"paper_{name}") for name in PAPER})
    properties = {
        "place": {**TEXT, "description": "The place whose law is asked; see `frith law list`."},
        "received": {**DAY, "description": "The day it arrived. Left out: today."},
        **{name: fact(name) for name in PLAIN},
        "requester": {"anyOf": [fact("requester_kind"), requester]},
        "on_behalf_of": {
            "anyOf": [fact("on_behalf_of"), _table({"agency": TEXT, "kind": fact("on_behalf_of")})]
        },
        "paper": {"anyOf": [fact("paper"), paper]},
        "subject": {**_table(free), "description": "Facts about whom or what is asked for. Never identity."},
        "facts": {**_table(free), "description": "Any other fact."},
        "asks": {"type": "array", "minItems": 1, "items": _table(free)},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frith request",
        "description": "A fact left out is unknown. Never write a name, a date of birth, a number or an address.",
        **_table(properties),
        "required": ["asks"],
        "$defs": {name: _fact(vocabulary.facts[name], words) for name in free},
    }


def _table(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _fact(fact: Fact, words: Words) -> Schema:
    described = {"description": words.ask(fact.name)}
    match fact.kind:
        case FactKind.FLAG:
            return {"enum": [True, False, "yes", "no", *UNKNOWN], **described}
        case FactKind.DATE:
            return {"anyOf": [DAY, {"enum": [*UNKNOWN, *(["none"] if fact.optional else [])]}], **described}
        case FactKind.SET:
            items: Schema = {"type": "array", "items": {"enum": [*fact.values, "..."]}}
            return {"anyOf": [items, {"enum": ["none", *UNKNOWN]}], **described}
        case _:
            return {"enum": [*fact.values, *UNKNOWN], **described}
