"""What other programs call: the commands, as functions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from frith.casework.card import Card, make_card
from frith.casework.counsel import Counsel
from frith.casework.decide import decide as decide_request
from frith.casework.receive import Received, from_mapping, read_request
from frith.casework.requesters import kind_of_agency
from frith.law import pack
from frith.law import words as law_words
from frith.law.words import Words
from frith.model.decision import Decision, Request


@lru_cache(maxsize=16)
def counsel(place: str, packs: Path | None = None) -> Counsel:
    """The law of a place, read once and kept. PackError or UsageError where it can't be read."""
    return Counsel(place, packs)


def words(place: str, packs: Path | None = None, language: str = "en") -> Words:
    """The words of a place and of the places above it, in one language."""
    stack = counsel(place, packs).stack
    return law_words.load(pack.folder(packs), [each.id for each in stack.packs], language)


def receive(request: Request | Mapping[str, Any] | Path | str, packs: Path | None = None) -> Received:
    """A request from a file, a mapping in the shape of a file, or one that is made already."""
    if isinstance(request, Request):
        return Received(request=request, place="")
    vocabulary = pack.vocabulary(packs)
    if isinstance(request, Mapping):
        return from_mapping(request, vocabulary, kind_of_agency)
    return read_request(Path(request), vocabulary, kind_of_agency)


def decide(
    request: Request | Mapping[str, Any] | Path | str,
    *,
    place: str = "",
    on: date | None = None,
    packs: Path | None = None,
) -> Decision:
    """The answer to a request under the law of a place: the one given, else the request's own, else the default.

    Raises FactError where the request can't be read, PackError where the law can't.
    """
    received = receive(request, packs)
    chosen = place or received.place or pack.default_place(packs)
    return decide_request(received.request, counsel(chosen, packs), on=on)


def card(decision: Decision, *, language: str = "en", packs: Path | None = None, received: date | None = None) -> Card:
    """The decision in plain words; deadlines count from the day it was received."""
    stack = counsel(decision.place, packs).stack
    return make_card(decision, stack, words(decision.place, packs, language), received=received)
