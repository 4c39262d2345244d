"""What other programs call: the commands, as functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frith.casework.card import Card, make_card
from frith.casework.counsel import Counsel
from frith.casework.decide import decide as decide_request
from frith.casework.receive import Received, from_mapping, read_request
from frith.casework.requesters import kind_of_agency
from frith.errors import UsageError, quoted
from frith.law import pack
from frith.law import words as law_words
from frith.law.words import Words
from frith.model.decision import Decision, Request

if TYPE_CHECKING:
    from frith.casework.compare import Comparison, Watched
    from frith.casework.screen import Screened, Sources
    from frith.casework.screening import Screening


def counsel(place: str, packs: Path | None = None) -> Counsel:
    """The law of a place, read once and kept. PackError or UsageError where it can't be read."""
    return _kept(place, pack.folder(packs))


_kept = lru_cache(maxsize=16)(Counsel)


def words(place: str, packs: Path | None = None, *, language: str = "en") -> Words:
    """The words of a place and of the places above it, in one language, read once and kept."""
    folder = pack.folder(packs)
    known = law_words.languages(folder)
    if language not in known:
        raise UsageError(f"no words in language {quoted(language)}: there is {', '.join(known)}")
    return _spoken(folder, tuple(each.id for each in counsel(place, packs).stack.packs), language)


_spoken = lru_cache(maxsize=16)(law_words.load)


def receive(
    request: Request | Mapping[str, Any] | Path | str, *, packs: Path | None = None, today: date | None = None
) -> Received:
    """A request from a file, a mapping in the shape of a file, or one that is made already.

    `today` is the day of a request that names none. FactError says what can't be read.
    """
    if isinstance(request, Request):
        return Received(request=request, place="")
    data, file = (
        (request, "request") if isinstance(request, Mapping) else (read_request(Path(request)), str(request))
    )
    return from_mapping(data, pack.vocabulary(packs), resolve=kind_of_agency, file=file, today=today)


def decide(
    request: Request | Mapping[str, Any] | Path | str,
    *,
    place: str = "",
    on: date | None = None,
    packs: Path | None = None,
) -> Decision:
    """The answer to a request under the law of a place: the one given, else the request's own, else the default.

    Raises FactError where the request can't be read, PackError where the law can't, UsageError where no pack speaks
    for the place.
    """
    received = receive(request, packs=packs, today=on)
    return decide_request(received.request, counsel(place_of(received, place, packs), packs), on=on)


def place_of(received: Received, place: str = "", packs: Path | None = None) -> str:
    """The place whose law is asked: the one given, else the request's own, else the default."""
    return place or received.place or pack.default_place(packs)


def card(
    decision: Decision, *, language: str = "en", packs: Path | None = None, received: date | None = None
) -> Card:
    """The decision in plain words; deadlines count from the day it was received."""
    stack = counsel(decision.place, packs).stack
    return make_card(decision, stack, words(decision.place, packs, language=language), received=received)


def screen(  # noqa: PLR0913  what a screening needs, by name
    sources: Sources | Path | str,
    *,
    out: Path | str,
    place: str = "",
    packs: Path | None = None,
    language: str = "en",
    progress: Callable[[str, float], None] = lambda *_: None,
) -> Screened:
    """The findings, summary and report of logs stand in `out`; every row is held against the law of its own day.

    Raises LogError where a log can't be read at all; rows that can't be read are set aside and counted.
    """
    # imported here so that deciding one request never waits for a table engine
    from frith.casework import screen as verb  # noqa: PLC0415
    from frith.casework.report.page import render  # noqa: PLC0415
    from frith.evidence import precision  # noqa: PLC0415

    given = verb.Sources(paths=(Path(sources),)) if isinstance(sources, str | Path) else sources
    chosen = place or pack.default_place(packs)
    law, said = counsel(chosen, packs), words(chosen, packs, language=language)

    measured = precision.load()

    def page(found: Screening) -> str:
        holds = measured if measured.lexicon == found.lexicon else None
        return render(found, law, said, language=language, precision=holds)

    return verb.screen(given, law, Path(out), render=page, progress=progress)


def compare(  # noqa: PLR0913  what a comparison needs, by name
    one: str,
    other: str,
    *,
    on: date | None = None,
    packs: Path | None = None,
    decisions: Path | str | None = None,
    watched: Watched | None = None,
) -> Comparison:
    """Every kind of request that two laws answer differently, and what else differs between them.

    Each side is `PLACE`, `PLACE@DATE`, `PLACE+LAW`, `PLACE+LAW@DATE` or a folder with a draft; `on` is the day where it
    names none, today where it is left out. `decisions` is a file of recorded decisions to decide again.

    Raises UsageError where a side names no law, PackError where its pack is broken, FactError where a recorded decision
    can't be read, FrithError where the solver is not installed.
    """
    # imported here so that deciding one request never waits for a solver
    from frith.casework import compare as verb  # noqa: PLC0415
    from frith.casework.sides import sides  # noqa: PLC0415
    from frith.casework.whatif import recorded  # noqa: PLC0415

    day = on or date.today()  # noqa: DTZ011  the law of the local day
    first, second = sides((one, other), on=day, packs=packs)
    known = recorded(Path(decisions), first.counsel.vocabulary) if decisions else ()
    return verb.compare(first, second, decisions=known, how=watched or verb.Watched())


def words_of(found: Comparison, *, language: str = "en") -> tuple[Words, Words]:
    """The words of either side of a comparison."""
    one, other = (words(side.place, side.counsel.packs, language=language) for side in found.sides)
    return one, other
