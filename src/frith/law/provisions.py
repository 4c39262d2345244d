"""Read *.provision files: annotations and conditions into provisions and definitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from frith.errors import PackError
from frith.law.cedar import Reader, Written, read
from frith.law.files import near, read_text
from frith.model.facts import Vocabulary
from frith.model.law import Law, Mode, Provision, Verification
from frith.model.term import Term

ANNOTATIONS = {
    "id", "cite", "mode", "excepts", "if_assumed", "verified", "source", "from", "until", "do", "within", "scope",
}  # fmt: skip

Definitions = dict[str, Term]
"""Terms by full name, `place/law/name`."""


def read_provisions(
    folder: Path,
    *,
    laws: Sequence[Law],
    vocabulary: Vocabulary,
    definitions: Definitions,
    problems: list[PackError],
) -> list[Provision]:
    """The provisions of a pack's laws; what can't be read goes to `problems`, and the rest is read on."""
    written = [(law, each) for law in laws for each in _written(folder / law.id, problems)]
    _define(written, vocabulary, definitions, problems)
    found = []
    for law, each in written:
        if "define" not in each.annotations:
            try:
                found.append(_provision(each, law, vocabulary, definitions))
            except PackError as problem:
                problems.append(problem)
    return found


def _written(folder: Path, problems: list[PackError]) -> list[Written]:
    found: list[Written] = []
    for path in sorted(folder.glob("*.provision")):
        try:
            found += read(read_text(path), str(path))
        except PackError as problem:
            problems.append(problem)
    return found


def _define(
    written: Sequence[tuple[Law, Written]],
    vocabulary: Vocabulary,
    definitions: Definitions,
    problems: list[PackError],
) -> None:
    """Definitions first, in whatever order and law they stand; one that needs itself is refused."""
    waiting: dict[str, tuple[Law, Written]] = {}

    def lookup(name: str, path: tuple[str, ...]) -> Term:
        if name not in definitions:
            law, each = waiting[name]
            if name in path:
                raise each.wrong(f"definition `{name}` needs itself", "break the circle")
            inner = Reader(each, vocabulary, lambda other: lookup(_full(other, law), (*path, name)))
            definitions[name] = inner.term()
        return definitions[name]

    for law, each in written:
        if "define" in each.annotations:
            name = _full(each.annotations["define"], law)
            try:
                _check_definition(each, waiting.get(name, (law, None))[1])
            except PackError as problem:
                problems.append(problem)
            else:
                waiting[name] = (law, each)
    for name in waiting:
        try:
            lookup(name, ())
        except PackError as problem:
            problems.append(problem)


def _check_definition(each: Written, first: Written | None) -> None:
    name = each.annotations["define"]
    unknown = set(each.annotations) - {"define", "cite", "verified", "source", "scope"}
    if unknown:
        raise each.wrong(f"`@{min(unknown)}` has no meaning on a definition", "remove it")
    if not name.strip() or "/" in name:
        raise each.wrong(f"`{name}` can't name a definition", "write a name without `/`: its law is known")
    if first is not None:
        what = f"definition `{name}` is written twice, first in {first.file}:{first.line}"
        raise each.wrong(what, "give one another name")


def _full(name: str, law: Law) -> str:
    return name if "/" in name else f"{law.path}/{name}"


def _provision(each: Written, law: Law, vocabulary: Vocabulary, definitions: Definitions) -> Provision:
    notes = each.annotations
    for name in notes:
        if name not in ANNOTATIONS:
            raise each.wrong(f"unknown annotation `@{name}`", near(name, ANNOTATIONS) or "remove it")
    for name in ("id", "cite", "mode", "verified"):
        if not notes.get(name, "").strip():
            mends = {"cite": "name the law it comes from; a provision without one can't be shown"}
            raise each.wrong(f"no `@{name}`", mends.get(name, f'add `@{name}("...")`'))
    if "/" in notes["id"] or notes["id"].split() != [notes["id"]]:
        raise each.wrong(f"`{notes['id']}` can't be an `@id`", "write one word without `/`: its law is known")
    mode = _word(each, "mode", Mode)
    if (mode is Mode.DUTY) != ("do" in notes):
        raise each.wrong("`@do` and the mode `duty` go together", "add the one or drop the other")

    def means(name: str) -> Term:
        return definitions[_full(name, law)]

    return Provision(
        id=f"{law.path}/{notes['id']}",
        law=law.path,
        cite=notes["cite"],
        mode=mode,
        condition=Reader(each, vocabulary, means).term(),
        excepts=tuple(_full(name, law) for name in notes.get("excepts", "").split()),
        assumption=notes.get("if_assumed", ""),
        verified=_word(each, "verified", Verification),
        sources=tuple(notes.get("source", "").split()),
        starts=_day(each, "from"),
        ends=_day(each, "until"),
        do=notes.get("do", ""),
        within=notes.get("within", ""),
        scope=notes.get("scope", ""),
        file=each.file,
        line=each.line,
    )


Word = TypeVar("Word", Mode, Verification)


def _word(each: Written, key: str, kind: type[Word]) -> Word:
    text = each.annotations[key]
    try:
        return kind(text)
    except ValueError as why:
        known = [str(one) for one in kind]
        raise each.wrong(
            f"`{text}` is no `@{key}`", near(text, known) or "one of " + ", ".join(known)
        ) from why


def _day(each: Written, key: str) -> date | None:
    text = each.annotations.get(key)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise each.wrong(f"`@{key}` is not a day", 'write it as `@from("2026-01-01")`') from why
