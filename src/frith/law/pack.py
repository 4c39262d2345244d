"""Load packs: the law of a place and of every place above it, checked so that a broken pack never decides."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from frith.errors import PackError, UsageError, quoted
from frith.law.files import Table, near, read_text, read_toml
from frith.law.laws import read_law
from frith.law.provisions import Definitions, read_provisions
from frith.law.vocabulary import load_vocabulary
from frith.model.facts import Vocabulary
from frith.model.law import Assumption, Event, EventKind, Law, Pack, Provision, Stack, Text

KEYS = {"id", "title", "kind", "parent", "version", "languages", "timezone", "contacts", "assumptions"}


def shipped() -> Path:
    """The folder of packs that ships with the program."""
    return Path(str(files("frith") / "packs"))


def folder(packs: Path | None = None) -> Path:
    """The folder of packs to read: the one given, else FRITH_PACKS, else the shipped one."""
    return packs or Path(os.environ.get("FRITH_PACKS") or shipped())


def default_place(packs: Path | None = None) -> str:
    """The place that commands speak for when none is named."""
    named = os.environ.get("FRITH_PLACE")
    if named:
        return named
    path = folder(packs) / "default.toml"
    return (
        read_toml(path).string("place")
        if path.exists()
        else read_toml(shipped() / "default.toml").string("place")
    )


def places(packs: Path | None = None) -> tuple[str, ...]:
    """The ids of the places that have a pack in the folder, sorted."""
    return tuple(sorted(each.parent.name for each in folder(packs).glob("*/pack.toml")))


def vocabulary(packs: Path | None = None) -> Vocabulary:
    """The facts of the folder; a folder without a list of its own uses the shipped one."""
    own = folder(packs)
    return load_vocabulary(own if (own / "facts.toml").exists() else shipped())


def load(place: str, packs: Path | None = None) -> Stack:
    """The stack of packs that speak for the place, or PackError with everything that is wrong in `others`.

    A parent that the folder does not hold is taken from the shipped packs, so that a city's folder may hold its own
    pack alone.
    """
    words = vocabulary(packs)
    chain: list[Path] = []
    name = place
    while name or not chain:  # an empty name is no place: a stack without packs would let everything be
        path = _find(name, folder(packs))
        if path in chain:
            raise PackError(
                f"place `{name}` lies above itself", file=str(path / "pack.toml"), mend="mend `parent`"
            )
        chain.append(path)
        name = read_toml(path / "pack.toml").string("parent", default="")
    definitions: Definitions = {}
    loaded: list[Pack] = []
    problems: list[PackError] = []
    for path in reversed(chain):  # from the top down: a pack may use the definitions of those above it
        loaded.insert(0, _read(path, words, definitions, problems))
    stack = Stack(packs=tuple(loaded))
    if not problems:
        problems = [*_check_excepts(stack), *_check_events(stack)]
    if problems:
        problems[0].others = tuple(problems[1:])
        raise problems[0]
    return stack


def _find(place: str, packs: Path) -> Path:
    for base in (packs, shipped()):
        if place in places(base):  # a name that is a path would lead out of the folder
            return base / place
    known = sorted({*places(packs), *places(shipped())})
    hint = near(place, known) or "places: " + ", ".join(known)
    raise UsageError(f"no pack for place {quoted(place)} in {packs}: {hint}")


def _read(path: Path, words: Vocabulary, definitions: Definitions, problems: list[PackError]) -> Pack:
    top = read_toml(path / "pack.toml")
    top.only(KEYS)
    if top.string("id") != path.name:
        what = f"`{top.string('id')}` stands in a folder named `{path.name}`"
        raise top.wrong(what, key="id", mend="make them alike")
    languages = top.strings("languages") or ("en",)
    laws = []
    for file in sorted((path / "laws").glob("*.toml")):
        try:
            laws.append(read_law(file, place=path.name, vocabulary=words))
        except PackError as problem:
            problems.append(problem)
    provisions = read_provisions(
        path / "provisions", laws=laws, vocabulary=words, definitions=definitions, problems=problems
    )
    for stray in sorted((path / "provisions").glob("*")):
        if stray.name not in {law.id for law in laws} and not problems:
            problems.append(
                PackError("provisions of a law that has no file", file=str(stray), mend="add laws/*.toml")
            )
    problems += _twice(provisions)
    return Pack(
        id=path.name,
        title=top.texts("title", ("en",)),
        kind=top.string("kind"),
        parent=top.string("parent", default=""),
        version=top.string("version"),
        digest=_digest(path),
        languages=languages,
        timezone=top.string("timezone", default="UTC"),
        contacts=_contacts(top),
        assumptions=tuple(_assumption(name, table) for name, table in top.named("assumptions").items()),
        laws=tuple(laws),
        provisions=tuple(provisions),
        folder=str(path),
    )


def _contacts(top: Table) -> Mapping[str, Mapping[str, Text]]:
    return {
        name: {key: table.texts(key, ("en",)) for key in table.data}
        for name, table in top.named("contacts").items()
    }


def _assumption(name: str, table: Table) -> Assumption:
    table.only({"says", "sources"})
    return Assumption(name=name, says=table.texts("says", ("en",)), sources=table.strings("sources"))


def _digest(path: Path) -> str:
    """SHA-256 over every file of the pack, names included: two packs with one digest say the same."""
    whole = sha256()
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        whole.update(f"{file.relative_to(path).as_posix()}\n{file.stat().st_size}\n".encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _twice(provisions: list[Provision]) -> list[PackError]:
    seen: dict[str, Provision] = {}
    found = []
    for each in provisions:
        if each.id in seen:
            what = f"`{each.id}` is written twice, first in {seen[each.id].file}:{seen[each.id].line}"
            found.append(PackError(what, file=each.file, line=each.line, mend="give one another `@id`"))
        seen[each.id] = each
    return found


def _check_excepts(stack: Stack) -> list[PackError]:
    known = stack.provisions
    named = {each.name for pack in stack.packs for each in pack.assumptions}
    found = []
    for each in known.values():
        for target in targets(each, known):
            if target not in known:
                what = f"`{each.id}` excepts `{target}`, which no pack of the stack holds"
                found.append(
                    PackError(what, file=each.file, line=each.line, mend=near(target, known) or "drop it")
                )
        if each.assumption and each.assumption not in named:
            what = f"`{each.id}` rests on assumption `{each.assumption}`, which no pack.toml describes"
            found.append(
                PackError(
                    what, file=each.file, line=each.line, mend=near(each.assumption, named) or "describe it"
                )
            )
    return found or _circles(known)


def _check_events(stack: Stack) -> list[PackError]:
    """An event that names what no law holds would leave the law as it was, in silence."""
    found = []
    for pack in stack.packs:
        for law in pack.laws:
            own = {each.id for each in pack.provisions if each.law == law.path}
            file = f"{pack.folder}/laws/{law.id}.toml"
            for name in (each for event in law.events for each in full_names(law, event)):
                if name not in own:
                    what = f"an event of `{law.path}` names provision `{name}`, which that law does not hold"
                    found.append(
                        PackError(what, file=file, line=_line(file, name), mend=near(name, own) or "drop it")
                    )
            found += [
                PackError(f"on {event.on} nothing stands that is dissolved", file=file, line=_line(file, "dissolved"),
                          mend="name the same provisions as the `enjoined` event, or none for all of them")
                for event in law.events
                if event.kind is EventKind.DISSOLVED and not _stood(law, event)
            ]  # fmt: skip
    return found


def _stood(law: Law, dissolved: Event) -> bool:
    """Some earlier injunction is over the same provisions."""
    return any(
        event.on <= dissolved.on
        and (not dissolved.provisions or full_names(law, event) == full_names(law, dissolved))
        for event in law.events
        if event.kind is EventKind.ENJOINED
    )


def _line(file: str, name: str) -> int | None:
    """The first line of the file that names the provision, by its full id or its own."""
    quoted = (f'"{name}"', f'"{name.rpartition("/")[2]}"')
    lines = enumerate(read_text(Path(file)).splitlines(), 1)
    return next((number for number, line in lines if any(each in line for each in quoted)), None)


def full_names(law: Law, event: Event) -> tuple[str, ...]:
    """The full ids of the provisions that an event is about, sorted; empty where it is about the whole law."""
    return tuple(sorted({name if "/" in name else f"{law.path}/{name}" for name in event.provisions}))


def targets(provision: Provision, known: Mapping[str, Provision]) -> tuple[str, ...]:
    """The full ids of what this provision excepts; `law/*` is every provision of that law but itself."""
    found: list[str] = []
    for name in provision.excepts:
        if name.endswith("/*"):
            law = name[:-1]
            held = [each for each in known if each.startswith(law) and each != provision.id]
            found += held or [name]
        else:
            found.append(name)
    return tuple(found)


def _circles(known: Mapping[str, Provision]) -> list[PackError]:
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> list[PackError]:
        if name in path:
            around = " excepts ".join(f"`{each}`" for each in (*path[path.index(name) :], name))
            each = known[name]
            return [
                PackError(
                    f"exceptions run in a circle: {around}", file=each.file, line=each.line, mend="drop one"
                )
            ]
        if name in done:
            return []
        done.add(name)
        return [error for target in targets(known[name], known) for error in walk(target, (*path, name))]

    return [error for name in known for error in walk(name, ())]
