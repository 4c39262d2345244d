"""Who asks: an agency's name into the kind of agency that the law speaks of."""

from __future__ import annotations


def kind_of_agency(name: str) -> str:
    """The kind that the dated registry gives the name, or an empty word where it knows none for certain."""
    del name
    return ""
