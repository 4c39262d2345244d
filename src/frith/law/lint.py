"""What can be said against a pack before any request is decided: words, sources, days that can't be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from frith.errors import PackError
from frith.law.deadlines import deadline
from frith.law.files import read_toml
from frith.law.pack import targets
from frith.law.reports import read_reports
from frith.model.law import DRAFT, Law, Mode, Pack, Provision, Stack, Text, Verification


class Weight(StrEnum):
    """How much a problem matters: an error makes the pack unfit, a note is for whoever reviews it."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend: what kind, where, and in words."""

    rule: str
    weight: Weight
    what: str
    file: str
    line: int | None = None


def static(stack: Stack) -> list[Problem]:
    """The problems of the place's own pack that can be seen without deciding anything."""
    pack = stack.packs[0]
    return [
        *_pack(pack),
        *_laws(pack),
        *_provisions(pack),
        *_exceptions(stack),
        *_words(pack),
        *_reports(pack),
    ]


def from_error(error: PackError) -> list[Problem]:
    """A pack that can't be loaded, as problems: one for each thing that is wrong."""
    return [
        Problem(
            rule="unreadable",
            weight=Weight.ERROR,
            what=": ".join(filter(None, (each.what, each.mend))),
            file=each.file,
            line=each.line,
        )
        for each in (error, *error.others)
    ]


def _pack(pack: Pack) -> Iterator[Problem]:
    """What pack.toml itself says: its title, whom to call, and what is disputed, in every language of the pack."""
    file = f"{pack.folder}/pack.toml"
    texts = {"the place's title": pack.title}
    texts |= {
        f"`{key}` of contact `{name}`": each for name, of in pack.contacts.items() for key, each in of.items()
    }
    texts |= {f"assumption `{each.name}`": each.says for each in pack.assumptions}
    yield from _spoken(texts, pack, file)
    for each in pack.assumptions:
        if not each.sources:
            what = f"assumption `{each.name}` names no source"
            yield Problem(rule="unsourced", weight=Weight.ERROR, what=what, file=file)
    if pack.kind == DRAFT and not pack.provisions:
        what = "the draft has a history and no provisions, so it can't be compared with the law in force"
        yield Problem(rule="no-provisions", weight=Weight.NOTE, what=what, file=file)


def _reports(pack: Pack) -> Iterator[Problem]:
    """The counts that the law demands can be read, and name provisions of the pack."""
    try:
        read_reports(pack)
    except PackError as error:
        yield from from_error(error)


def _spoken(texts: Mapping[str, Text], pack: Pack, file: str) -> Iterator[Problem]:
    """Each of the texts that is written at all is written in every language of the pack."""
    for name, text in texts.items():
        for language in pack.languages:
            if text and not text.get(language):
                what = f"{name} has no words in `{language}`"
                yield Problem(rule="missing-words", weight=Weight.ERROR, what=what, file=file)


def _laws(pack: Pack) -> Iterator[Problem]:
    for law in pack.laws:
        file = f"{pack.folder}/laws/{law.id}.toml"
        texts = {f"the title of law `{law.id}`": law.title, f"the note of law `{law.id}`": law.note}
        texts |= {f"event `{each.kind}` of {each.on} in law `{law.id}`": each.says for each in law.events}
        yield from _spoken(texts, pack, file)
        for rule, what in _unsound(law):
            yield Problem(rule=rule, weight=Weight.ERROR, what=f"law `{law.id}` {what}", file=file)


def _unsound(law: Law) -> Iterator[tuple[str, str]]:
    """What is wrong with a law's sources and history."""
    if not law.sources and law.verification is not Verification.UNVERIFIED:
        yield "unsourced", f"is marked `{law.verification}` but lists no source"
    if not law.events:
        yield "no-history", "has no history, so it never binds"
    ids = [source.id for source in law.sources]
    for source in law.sources:
        if not source.what.strip() or not source.where.strip():
            yield "empty-source", f"lists source `{source.id}` without saying what and where it is"
        if ids.count(source.id) > 1:
            yield "source-twice", f"lists source `{source.id}` more than once"
    for event in law.events:
        if not event.sources and event.verification is not Verification.UNVERIFIED:
            yield (
                "unsourced",
                f"marks event `{event.kind}` of {event.on} `{event.verification}` without a source",
            )


def _provisions(pack: Pack) -> Iterator[Problem]:
    laws = {law.path: law for law in pack.laws}
    for each in pack.provisions:
        yield from _sources(each, laws[each.law])
        if each.within and each.mode is not Mode.DUTY:
            yield _about(each, "stray-deadline", "has `@within` but is no duty")
        elif each.within and not _counts(each.within):
            yield _about(
                each, "uncounted-deadline", f"has `@within` of `{each.within}`, which can't be counted"
            )
        if each.assumption and not each.excepts:
            yield _about(each, "idle-assumption", "rests on an assumption but excepts nothing")


def _counts(within: str) -> bool:
    try:
        deadline(within, date(2026, 1, 1))
    except PackError:
        return False
    return True


def _sources(each: Provision, law: Law) -> Iterator[Problem]:
    known = {source.id for source in law.sources}
    for name in each.sources:
        if name not in known:
            yield _about(each, "unlisted-source", f"names source `{name}`, which its law does not list")
    if not each.sources and each.verified is not Verification.UNVERIFIED:
        yield _about(each, "unsourced", f"is marked `{each.verified}` but names no source")


def _exceptions(stack: Stack) -> Iterator[Problem]:
    known = stack.provisions
    for each in stack.packs[0].provisions:
        for target in targets(each, known):
            if target in known and known[target].mode is Mode.DUTY and "*" not in "".join(each.excepts):
                yield _about(each, "excepted-duty", f"excepts the duty `{target}`", Weight.NOTE)


def _about(each: Provision, rule: str, what: str, weight: Weight = Weight.ERROR) -> Problem:
    return Problem(rule=rule, weight=weight, what=f"`{each.id}` {what}", file=each.file, line=each.line)


def _words(pack: Pack) -> Iterator[Problem]:
    """Plain words of every provision and duty in every language of the pack, and no words for what is not there."""
    says = {provision.id.removeprefix(pack.id + "/") for provision in pack.provisions}
    does = {provision.do for provision in pack.provisions if provision.do}
    for language in pack.languages:
        path = Path(pack.folder) / "words" / f"{language}.toml"
        if not path.exists():
            what = f"no plain words in `{language}`"
            yield Problem(rule="missing-words", weight=Weight.ERROR, what=what, file=str(path))
            continue
        try:
            table = read_toml(path)
        except PackError as error:
            yield from from_error(error)
            continue
        for section, wanted in (("says", says), ("do", does)):
            have = set(table.data.get(section, {}))
            for name in sorted(wanted - have):
                what = f"`{name}` has no plain words in `{language}`"
                yield Problem(rule="missing-words", weight=Weight.ERROR, what=what, file=str(path))
            for name in sorted(have - wanted):
                what = f"words for `{name}`, which is not in the pack"
                line = table.line(f'"{name}"') or table.line(name)
                yield Problem(rule="idle-words", weight=Weight.ERROR, what=what, file=str(path), line=line)
