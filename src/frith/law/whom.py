"""Those whom an injunction's condition describes, in words."""

from __future__ import annotations

from frith.law.words import Words
from frith.model.facts import Vocabulary
from frith.model.law import Event
from frith.model.term import Is, Or, Term


def whom(event: Event, words: Words, vocabulary: Vocabulary) -> str:
    """The labels of the values or groups that the condition names; its own text where it says more than that."""
    if event.as_to is None:
        return ""
    found = _labels(event.as_to, words, vocabulary)
    return ", ".join(found) if found else event.as_to_text


def _labels(term: Term, words: Words, vocabulary: Vocabulary) -> list[str]:
    """One label for each alternative; none at all where one of them is not a plain list of values."""
    match term:
        case Is():
            groups = vocabulary.facts[term.fact].groups
            named = [name for name, values in groups.items() if values == term.values]
            return [words.label(term.fact, name) for name in named[:1] or sorted(term.values)]
        case Or():
            parts = [_labels(part, words, vocabulary) for part in term.parts]
            return [label for part in parts for label in part] if all(parts) else []
        case _:
            return []
