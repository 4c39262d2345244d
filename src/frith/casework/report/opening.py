"""The head of the page: the answer in one sentence, what qualifies it, and what it can't show."""

from __future__ import annotations

from dataclasses import dataclass

from frith.casework.report.sentences import Sentences
from frith.casework.screening import Finding, Screening
from frith.model.decision import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number, large, and what it counts."""

    number: str
    label: str
    share: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a reader in a hurry reads."""

    headline: str
    points: tuple[str, ...]
    caution: tuple[str, ...]
    tiles: tuple[Tile, ...]


def opening(screening: Screening, say: Sentences, *, unchecked: int) -> Opening:
    """The answer in plain words; finding nothing is said as readily as finding something.

    `unchecked` is how many of the rules behind it were not read in their official text.
    """
    return Opening(
        headline=_headline(screening, say),
        points=_points(screening, say),
        caution=_caution(screening, say, unchecked),
        tiles=_tiles(screening, say),
    )


def _headline(screening: Screening, say: Sentences) -> str:
    barred, stated = _count(screening, Finding.BARRED), _count(screening, Finding.IMMIGRATION_PURPOSE)
    if not screening.counted:
        return say.say("answer.none_counted" if screening.read else "answer.none_read")
    if barred:
        return say.count("answer.barred", barred)
    if stated:
        return say.count("answer.only_stated", stated)
    refer = screening.answers.get(Answer.REFER, 0)
    return say.count("answer.open", refer) if refer else say.say("answer.clean")


def _points(screening: Screening, say: Sentences) -> tuple[str, ...]:
    barred, stated = _count(screening, Finding.BARRED), _count(screening, Finding.IMMIGRATION_PURPOSE)
    refer = screening.answers.get(Answer.REFER, 0)
    said: list[str] = []
    if barred:
        share, read = say.share(barred, screening.counted), say.rows(screening.counted)
        said.append(say.say("answer.of", share=share, read=read))
        said.append(say.count("answer.stated", stated) if stated else say.say("answer.no_stated"))
    elif screening.counted and not stated:
        said.append(say.say("answer.no_stated"))
    if screening.counted:
        said.append(say.count("answer.refer", refer) if refer else say.say("answer.refer_none"))
    if screening.rejected:
        said.append(say.count("answer.rejected", screening.rejected))
    return tuple(said)


def _caution(screening: Screening, say: Sentences, unchecked: int) -> tuple[str, ...]:
    said = [say.say("answer.caution")]
    silent = sum(screening.uninformative.values())
    if silent:
        said.append(say.say("answer.caution_share", share=say.share(silent, screening.counted)))
    if unchecked:
        said.append(say.say("answer.caution_rules"))
    return tuple(said)


def _tiles(screening: Screening, say: Sentences) -> tuple[Tile, ...]:
    counts = {
        "barred": _count(screening, Finding.BARRED),
        "stated": _count(screening, Finding.IMMIGRATION_PURPOSE),
        "refer": screening.answers.get(Answer.REFER, 0),
    }
    tiles = [
        Tile(number=say.number(n), label=say.say(f"answer.tile_{key}"), share=say.share(n, screening.counted))
        for key, n in counts.items()
    ]
    return (Tile(number=say.number(screening.counted), label=say.say("answer.tile_read")), *tiles)


def _count(screening: Screening, finding: Finding) -> int:
    return screening.findings.get(finding, 0)
