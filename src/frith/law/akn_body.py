"""The text of an Akoma Ntoso document: a section for each provision, in our own plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from frith.errors import PackError
from frith.law.akn_history import History
from frith.law.akn_names import Work, section, work
from frith.law.akn_time import binding_days, exact
from frith.law.akn_tree import node
from frith.law.files import read_toml
from frith.law.lifecycle import State
from frith.law.pack import targets
from frith.model.law import EventKind, Pack, Provision

WORDS = Path(__file__).with_name("akn.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One law on its way into a document."""

    history: History
    now: State
    work: Work
    place: Pack
    words: Mapping[str, Any]
    binds: frozenset[str]

    @property
    def version(self) -> str:
        """The IRI of this version of the law."""
        return self.work.version(self.words["code"], self.now.on)

    def say(self, key: str, **slots: object) -> str:
        """The sentence with its slots filled in."""
        sentence: str = self.words[key]
        return sentence.format_map(slots)


@cache
def sentences(language: str) -> Mapping[str, Any]:
    """What the documents say beside the law, in one language; PackError where nobody wrote it."""
    table = read_toml(WORDS)
    if language not in table.data:
        what = f"no Akoma Ntoso sentences in language `{language}`"
        raise PackError(what, file=str(WORDS), mend="languages: " + ", ".join(table.data))
    words: Mapping[str, Any] = table.data[language]
    return words


def body(export: Export) -> Element:
    """The body of the document; where the law has no provision on file it says so."""
    sections = [_section(each, export) for each in export.history.provisions]
    if not sections:
        content = node("content", {}, node("p", {}, node("remark", {}, export.say("nothing"))))
        sections = [node("hcontainer", {"eId": "hcontainer_1", "name": "history"}, content)]
    return node("body", {"eId": "body"}, *sections)


def _section(provision: Provision, export: Export) -> Element:
    """A provision: its citation, our sentence, what it is an exception to, and the days on which it binds."""
    history, phrases = export.history, export.history.shelf.phrases
    attributes = {
        "eId": section(provision),
        "class": str(provision.mode),
        "status": "editorial",
        "period": f"#{period}" if (period := history.times.of(history.law, provision.id)) else "",
        "frith:id": provision.id,
        "frith:mode": str(provision.mode),
        "frith:verification": str(provision.verified),
        "frith:sources": history.links(provision.sources),
        "frith:binds": "true" if provision.id in export.binds else "false",
        "frith:starts": provision.starts.isoformat() if provision.starts else "",
        "frith:ends": provision.ends.isoformat() if provision.ends else "",
        "frith:scope": provision.scope,
    }
    mode = phrases.word("mode", str(provision.mode))
    content = node("content", {}, *_content(provision, export))
    return node("section", attributes, node("num", {}, provision.cite), node("subheading", {}, mode), content)


def _content(provision: Provision, export: Export) -> Iterator[Element]:
    words, phrases = export.history.shelf.phrases.words, export.history.shelf.phrases
    place, law, name = provision.id.split("/", 2)
    yield node("p", {}, words.says(place, law, name))
    if provision.do:
        yield node("p", {"class": "do"}, export.say("do", what=words.do(place, provision.do)))
    if provision.within:
        yield node("p", {"class": "within"}, export.say("within", time=provision.within))
    if provision.excepts:
        yield node(
            "p", {"class": "exception"}, export.words["exception_to"], *_excepted(provision, export), "."
        )
    if provision.assumption:
        yield node("p", {"class": "assumed"}, export.say("assumed", name=provision.assumption))
    yield node("p", {"class": "days"}, _days(provision, export))
    how = phrases.word("verification", str(provision.verified))
    yield node("p", {"class": "verification"}, node("remark", {}, export.say("checked", how=how)))


def _excepted(provision: Provision, export: Export) -> Iterator[Element | str]:
    """A link to each provision that this one takes something from, in this document or in another law's."""
    stack = export.history.shelf.stack
    known, laws = stack.provisions, {law.path: law for law in stack.laws}
    for number, name in enumerate(targets(provision, known)):
        if number:
            yield ", "
        other = known[name]
        href = f"#{section(other)}"
        if other.law != provision.law:
            named = work(laws[other.law], stack, export.now.on)
            href = f"{named.version(export.words['code'], export.now.on)}/~{section(other)}"
        yield node("ref", {"href": href}, f"{other.cite} ({name})")


def _days(provision: Provision, export: Export) -> str:
    law = export.history.law
    spans = binding_days(law, provision)
    said = [
        export.say("binds_between" if len(days) > 1 else "binds_from", first=days[0], last=days[-1])
        for days in spans
    ]
    rough = any(event.kind is EventKind.EFFECTIVE and not exact(event) for event in law.events)
    return " ".join(
        [*(said or [export.say("never_binds")]), *([export.say("about")] if rough and spans else [])]
    )
