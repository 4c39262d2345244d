"""Write docs/reference from the program: `python docs/generate.py`; with --check only say what is stale."""

import inspect
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from places import LEAD, places_page, readers

from frith import errors
from frith.cli.main import frith as commands
from frith.law import pack, words
from frith.law.files import read_toml
from frith.model.facts import Fact, FactKind
from frith.model.law import Pack, Provision

REFERENCE = Path(__file__).resolve().parent / "reference"
MADE = "<!-- Made by docs/generate.py from the program itself: change that, then run it again. -->"
WIDTH = 100


def page(title: str, lead: str, body: Iterator[str]) -> str:
    """A page of Markdown with its title, one sentence of what it holds, and its parts."""
    return "\n\n".join([MADE, f"# {title}", lead, *body]) + "\n"


def errors_page() -> Iterator[str]:
    tree = inspect.getdoc(errors) or ""
    yield f"```\n{tree.partition(chr(10) * 2)[2]}\n```"
    for name, each in vars(errors).items():
        if inspect.isclass(each) and issubclass(each, errors.FrithError):
            yield f"## {name}"
            yield (inspect.getdoc(each) or "").replace("\n\n", "\n")


def facts_page(packs: Sequence[Pack]) -> Iterator[str]:
    english, read = words.load(pack.shipped(), [], "en"), readers(packs)
    for fact in pack.vocabulary(pack.shipped()).facts.values():
        yield f"## {fact.name}"
        yield english.ask(fact.name)
        yield from fact_lines(fact, english)
        yield read.get(fact.name, "No provision on file reads it.")


def fact_lines(fact: Fact, english: words.Words) -> Iterator[str]:
    match fact.kind:
        case FactKind.FLAG:
            yield "`yes` or `no`."
        case FactKind.DATE if fact.computed:
            yield f"The day {fact.years_before} calendar years before the request. Nobody writes it."
        case FactKind.DATE:
            yield "A day, `YYYY-MM-DD`" + (
                "; `none` where there is known to be none." if fact.optional else "."
            )
        case _:
            several = (
                "Several of these; a list that ends in `...` is incomplete."
                if fact.kind is FactKind.SET
                else "One of these."
            )
            yield several
            yield "\n".join(f"* `{value}`: {english.label(fact.name, value)}" for value in fact.values)
            if fact.groups:
                yield "A provision may also name a group:"
                yield "\n".join(
                    f"* `{name}`: {', '.join(each for each in fact.values if each in held)}"
                    for name, held in fact.groups.items()
                )


def papers_page() -> Iterator[str]:
    english = words.load(pack.shipped(), [], "en")
    for kind, data in read_toml(pack.shipped() / "papers.toml").data.items():
        told = english.paper(kind)
        yield f"## {kind}"
        yield f"**{told.name}.** {told.what} {told.can}"
        settles = ", ".join(f"`{name} = {written(value)}`" for name, value in data.get("settles", {}).items())
        if settles:
            yield f"Its kind alone settles: {settles}."
        seen = "\n".join(f"* {english.cue(cue)}" for cue in data.get("cues", []))
        if seen:
            yield f"What may be seen on it:\n\n{seen}"


def written(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def commands_page() -> Iterator[str]:
    for path, command in walk(commands, ("frith",)):
        yield f"## {' '.join(path)}"
        context = click.Context(
            command, info_name=" ".join(path), terminal_width=WIDTH, max_content_width=WIDTH
        )
        yield f"```\n{command.get_help(context)}\n```"


def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The command and every command below it, in the order that it lists them."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from walk(below, (*path, name))


def provisions_page(place: Pack) -> Iterator[str]:
    english = words.load(pack.shipped(), [place.id], "en")
    for law in place.laws:
        yield f"## {law.title['en']}"
        yield f"{law.cite} · {law.kind} · words: {law.verification}"
        own = [each for each in place.provisions if each.law == law.path]
        if not own:
            yield "No provision of it is written down: it stands here for its history."
        for each in own:
            yield f"### {each.id}"
            yield "\n".join(provision_lines(each, english))


def provision_lines(each: Provision, english: words.Words) -> Iterator[str]:
    place, law, own = each.id.split("/", 2)
    yield english.says(place, law, own)
    yield ""
    yield f"* {each.cite}; **{each.mode}**; words: {each.verified}"
    if each.excepts:
        yield f"* exception to {', '.join(f'`{other}`' for other in each.excepts)}"
    if each.assumption:
        yield f"* only under the disputed reading `{each.assumption}`"
    if each.do:
        within = f": {each.within}." if each.within else "."
        yield f"* asks: {english.do(place, each.do).rstrip('.')}{within}"
    if each.starts or each.ends:
        yield f"* binds from {each.starts or 'its first day'} until {each.ends or 'further notice'}"
    if each.scope:
        yield f"* {each.scope}"


def pages() -> dict[Path, str]:
    """Every page of the reference by its path."""
    packs = [pack.load(place, pack.shipped()).packs[0] for place in pack.places(pack.shipped())]
    made = {
        REFERENCE / "errors.md": page(
            "Errors", "Every error, and what it tells a reader to stop.", errors_page()
        ),
        REFERENCE / "facts.md": page(
            "Facts",
            "What a request may say and a provision may ask. A fact left out is unknown.",
            facts_page(packs),
        ),
        REFERENCE / "papers.md": page(
            "Papers", "The kinds of paper that are shown, and how to tell them apart.", papers_page()
        ),
        REFERENCE / "commands.md": page("Commands", "Every command, as `--help` shows it.", commands_page()),
        REFERENCE / "places.md": page("Places", LEAD, places_page(packs)),
    }
    for own in packs:
        lead = f"{own.title['en']}: every provision, its citation, and how far its official words were read."
        made[REFERENCE / "provisions" / f"{own.id}.md"] = page(own.id, lead, provisions_page(own))
    return made


def was_made(page_: Path) -> bool:
    """A page that this script wrote once; pages written by hand are left alone."""
    return page_.read_text(encoding="utf-8").startswith(MADE)


def main(words_given: list[str]) -> int:
    """0 where every page is as the program says; with --check nothing is written."""
    made = pages()
    stale = [
        path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    left_over = [path for path in REFERENCE.rglob("*.md") if path not in made and was_made(path)]
    if "--check" in words_given:
        for path in [*stale, *left_over]:
            print(f"{path.relative_to(REFERENCE.parents[1])} is stale: run `python docs/generate.py`")
        return 1 if stale or left_over else 0
    for path in left_over:
        path.unlink()
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
