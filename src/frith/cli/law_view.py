"""How laws are drawn in a terminal: tables, one law in full, and a timeline from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from frith.law.record import Data, Shelf
from frith.law.standing import Phrases

EVENT, NOT_YET, TODAY, LINE = "●", "○", "◆", "│"


def places(found: list[Data]) -> None:
    """The places on the screen, one line each."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("id", "title", "kind", "parent", "version", "laws", "provisions"):
        table.add_column(name, style="bold" if name == "id" else "", no_wrap=name == "id")
    for each in found:
        table.add_row(*(escape(str(each[name])) for name in table_keys(table)))
    Console().print(table)


def table_keys(table: Table) -> list[str]:
    """The headings of a table, as the keys of its rows."""
    return [str(column.header) for column in table.columns]


def statuses(laws: list[Data], on: date, here: Shelf) -> None:
    """The laws on the screen with their status, place by place, and under each what is still due."""
    console, phrases = Console(), here.phrases
    for pack in here.stack.packs:
        own = [each for each in laws if each["place"] == pack.id]
        if not own:
            continue
        title = phrases.word("table", "asked", place=phrases.pick(pack.title), day=on)
        table = Table(title=Text(title, style="bold"), title_justify="left", expand=False)
        for name in ("law", "status", "verified"):
            heading = Text(phrases.word("table", name))
            table.add_column(heading, overflow="fold", ratio=3 if name == "status" else None)
        for each in own:
            status = Text(each["status"], style="green" if each["in_force"] else "yellow")
            for line in due_lines(each, phrases):
                status.append("\n" + line, style="dim")
            table.add_row(
                Text(each["id"] + "\n" + each["cite"]), status, Text(verified(each["verification"], phrases))
            )
        console.print(table)


def due_lines(found: Data, phrases: Phrases) -> Iterator[str]:
    """Each step still due with what it takes."""
    for number, each in enumerate(found["due"]):
        says = f"{each['says']}; " if number else ""  # the first one stands in the status already
        yield f"· {says}{phrases.word('table', 'needs').lower()}: {each['needs']}"


def verified(word: str, phrases: Phrases) -> str:
    """How far the words were checked, for people."""
    return phrases.word("verification", word)


def law(found: Data, on: date, phrases: Phrases) -> None:
    """One law in full on the screen."""
    console = Console()

    def heading(key: str) -> str:
        return phrases.word("table", key)

    console.print(Text(found["title"], style="bold"))
    facts = Table.grid(padding=(0, 2))
    for key, value in (
        ("cite", found["cite"]),
        ("status", found["status"]),
        ("day", on.isoformat()),
        ("verified", verified(found["verification"], phrases)),
        ("note", found["note"]),
    ):
        if value:
            facts.add_row(Text(heading(key), style="dim"), Text(value))
    console.print(facts)
    for line in due_lines(found, phrases):
        console.print(Text(line, style="yellow"))
    console.print(Text("\n" + heading("history"), style="bold"))
    _draw(console, found, on, phrases)
    if found["provisions"]:
        console.print(Text("\n" + heading("provisions"), style="bold"))
    for each in found["provisions"]:
        _provision(console, each, phrases)


def _provision(console: Console, found: Data, phrases: Phrases) -> None:
    binds = phrases.word("table", "yes" if found["binds"] else "no")
    head = Text(found["id"], style="bold" if found["binds"] else "dim")
    head.append(f"  {phrases.word('mode', found['mode'])}", style="cyan")
    console.print(head)
    console.print(Text("  " + found["says"]))
    if found["do"]:
        console.print(Text(f"  → {found['do']}" + (f" ({found['within']})" if found["within"] else "")))
    checked = verified(found["verified"], phrases)
    console.print(
        Text(
            f"  {found['cite']} · {checked} · {phrases.word('table', 'binds').lower()}: {binds}", style="dim"
        )
    )


def timelines(laws: list[Data], on: date, phrases: Phrases) -> None:
    """The histories on the screen, one under the other."""
    console = Console()
    for each in laws:
        console.print(Text(f"\n{each['title']} ({each['cite']})", style="bold"))
        console.print(Text(each["status"], style="green" if each["in_force"] else "yellow"))
        _draw(console, each, on, phrases)


def _draw(console: Console, found: Data, on: date, phrases: Phrases) -> None:
    """The events from top to bottom; a mark shows where the day asked for lies among them."""
    marked = False
    for event in found["history"]:
        if not marked and not event["by_then"]:
            marked = True
            _today(console, on, phrases)
        _event(console, event, phrases, found)
    if not marked:
        _today(console, on, phrases)


def votes(counts: dict[str, int], phrases: Phrases) -> str:
    """The vote in counts; who abstained or was excused only where somebody did or was."""
    told = [phrases.word("table", "votes", **counts)]
    told += [phrases.word("table", each, n=counts[each]) for each in ("abstain", "excused") if counts[each]]
    return ", ".join(told)


def _today(console: Console, on: date, phrases: Phrases) -> None:
    console.print(Text(f"{TODAY} {phrases.word('table', 'today', day=on)}", style="bold yellow"))


def _event(console: Console, event: Data, phrases: Phrases, found: Data) -> None:
    where = {source["id"]: source["where"] for source in found["sources"]}
    style = "" if event["by_then"] else "dim"
    day = event["on"] if event["earliest"] == event["on"] else f"{event['earliest']} … {event['on']}"
    line = Text(f"{EVENT if event['by_then'] else NOT_YET} {day}  ", style=style)
    line.append(event["label"], style="bold " + style if style else "bold")
    if event["votes"]:
        line.append("  " + votes(event["votes"], phrases), style="cyan")
    console.print(line)
    below = [Text(event["says"], style=style)] if event["says"] else []
    if event["verification"] != found["verification"]:
        below.append(Text(verified(event["verification"], phrases), style="dim"))
    below += [Text(f"[{name}] {where.get(name, '')}", style="dim") for name in event["sources"]]
    for text in below:
        for part in text.wrap(console, max(console.width - 4, 20)):
            console.print(Text(f"{LINE}   ", style="dim") + part)
