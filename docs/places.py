"""The pages of the reference that look across every place: what each pack holds, and who reads which fact."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from frith.law import pack, papers, scenarios
from frith.law.reports import Report, read_reports
from frith.model.law import Law, Pack, Verification
from frith.model.term import atoms, facts_of

COUNTED = ("laws", "provisions", *Verification, "rows", "reports")
LEAD = """\
Every place whose law is on file. How far the words of its provisions were read: `text`, the official words; `secondary`,
somebody's account of them; `unverified`, neither. Rows are requests with the answer expected. Reports are counts that a law
of the place demands. What binds on a day is not here: `frith law status` says it."""


def places_page(packs: Sequence[Pack]) -> Iterator[str]:
    """One table of all places, then each place with its laws; no status, so that the page is the same every day."""
    above = {each.id: each.parent for each in packs}
    yield table(("place", "", "kind", "above it", *COUNTED), [place_row(each, above) for each in packs])
    for each in packs:
        yield f"## {each.id}"
        yield f"{each.title['en']}. [Every provision in plain words](provisions/{each.id}.md)."
        rows = [(law.title["en"], law.cite, str(law.verification), last_event(law)) for law in each.laws]
        yield table(("law", "citation", "words", "last event"), rows)
        told = "\n".join(f"* {report_line(one)}" for one in read_reports(each))
        if told:
            yield f"What it asks to be reported:\n\n{told}"


def place_row(each: Pack, above: Mapping[str, str]) -> tuple[str, ...]:
    """One line of the table of all places."""
    upward = ", ".join(chain(each.id, above))
    return (f"[{each.id}](#{each.id})", each.title["en"], each.kind, upward, *map(str, counts(each)))


def chain(place: str, above: Mapping[str, str]) -> Iterator[str]:
    """The places above one, the nearest first."""
    while place := above.get(place, ""):
        yield place


def counts(each: Pack) -> tuple[int, ...]:
    """What a pack holds, in the order of COUNTED."""
    read = Counter(one.verified for one in each.provisions)
    rows = scenarios.read_scenarios(each, pack.vocabulary(pack.shipped()), papers.read_papers(pack.shipped()))
    levels = tuple(read[level] for level in Verification)
    return (len(each.laws), len(each.provisions), *levels, len(rows), len(read_reports(each)))


def report_line(one: Report) -> str:
    """Who wants to know what, by when, and which law says so."""
    return f"{one.says['en'].rstrip('.')}. To: {one.to['en']}; due: {one.due['en']} ({one.cite})"


def last_event(law: Law) -> str:
    """The day of the last step of its history that stands on file, and what it was."""
    if not law.events:
        return "none on file"
    last = law.events[-1]
    day = f"{last.on}" if last.earliest == last.on else f"{last.earliest} to {last.on}"
    return f"{day}, {last.kind.replace('_', ' ')}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of Markdown."""
    names = list(head)
    lines = [names, ["---" for _ in names], *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def readers(packs: Sequence[Pack]) -> dict[str, str]:
    """For each fact that a provision reads, one sentence: how many do, definitions included, and in which places."""
    found: dict[str, list[str]] = {}
    for each in packs:
        for provision in each.provisions:
            for name in {
                name.partition("__")[0] for atom in atoms(provision.condition) for name in facts_of(atom)
            }:
                found.setdefault(name, []).append(each.id)
    return {name: read_by(of, len(packs)) for name, of in found.items()}


def read_by(places: Sequence[str], all_: int) -> str:
    """How many provisions read a fact, given the place of each."""
    known = sorted({*places})
    where = (
        f"all {all_} places" if len(known) == all_ else f"{several(len(known), 'place')}: {', '.join(known)}"
    )
    return f"Read by {several(len(places), 'provision')} of {where}."


def several(count: int, what: str) -> str:
    """The count with its word."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
