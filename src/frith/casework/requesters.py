"""Who asks: an agency's name into the kind of agency that the law speaks of."""

from __future__ import annotations

from frith.evidence.actor import resolve
from frith.evidence.registry import load


def kind_of_agency(name: str) -> str:
    """The kind that the dated registry gives the name, or an empty word where the name could be two."""
    return resolve(name, load()).kind
