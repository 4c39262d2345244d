"""A law on a day as an Akoma Ntoso document (OASIS LegalDocML 1.0): what it restates, its history, and its sources.

The words of our provisions are never the official text, and the document says so where a person and where a program
looks: in its preface, as the editor of this version, and in our own block of its metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from frith.law import akn_history
from frith.law.akn_body import Export, body, sentences
from frith.law.akn_history import History
from frith.law.akn_names import file_name, work
from frith.law.akn_time import temporal_data, times
from frith.law.akn_tree import document, node, slug
from frith.law.calendar import binding
from frith.law.record import Shelf
from frith.law.standing import status
from frith.model.law import Law


def akn(law: Law, on: date, shelf: Shelf) -> str:
    """The document of the law as it stood on that day, in the language of the shelf."""
    provisions = tuple(each for each in shelf.stack.provisions.values() if each.law == law.path)
    named = work(law, shelf.stack, on)
    history = History(
        law=law, provisions=provisions, shelf=shelf, on=on, made=named.made, times=times(law, provisions)
    )
    export = Export(
        history=history,
        now=shelf.state(law, on),
        work=named,
        place=next(each for each in shelf.stack.packs if each.id == law.place),
        words=sentences(shelf.phrases.language),
        binds=frozenset(binding(shelf.stack, on).provisions),
    )
    return document(node(named.doctype, {"name": named.subtype or named.doctype, "contains": "singleVersion"},
                         _meta(export), _preface(export), body(export)))  # fmt: skip


def file_of(law: Law, on: date, shelf: Shelf) -> str:
    """What the file of the law's document is called."""
    return file_name(law, str(sentences(shelf.phrases.language)["code"]), on)


def _meta(export: Export) -> Element:
    history = export.history
    return node(
        "meta",
        {},
        _identification(export),
        *akn_history.lifecycle(history),
        *akn_history.workflow(history),
        *akn_history.analysis(history),
        *temporal_data(history.times),
        node("references", {"source": "#frith"}, *_references(export)),
        _own(export),
    )


def _identification(export: Export) -> Element:
    named, law, on = export.work, export.history.law, export.now.on.isoformat()
    event = str(named.made[0].kind) if named.made else "unknown"
    author = node("FRBRauthor", {"href": "#place", "as": "#author"})
    of_work = [
        *_iris(named.iri, ""),
        node("FRBRalias", {"value": export.history.shelf.phrases.pick(law.title), "name": "title"}),
        node("FRBRdate", {"date": named.day.isoformat(), "name": event}),
        author,
        node("FRBRcountry", {"value": named.country}),
        node("FRBRsubtype", {"value": named.subtype or named.doctype}),
        node("FRBRnumber", {"value": law.cite}),
        *([node("FRBRname", {"value": law.short})] if law.short else []),
        node("FRBRprescriptive", {"value": "true" if named.doctype == "act" else "false"}),
    ]
    asked = node("FRBRdate", {"date": on, "name": "asOf"})
    editor = node("FRBRauthor", {"href": "#frith", "as": "#editor"})
    of_version = [
        *_iris(export.version, ""),
        asked,
        editor,
        node("FRBRauthoritative", {"value": "false"}),
        node("FRBRlanguage", {"language": export.words["code"]}),
    ]
    of_file = [
        *_iris(export.version, ".xml"),
        asked,
        editor,
        node("FRBRformat", {"value": "application/akn+xml"}),
    ]
    return node(
        "identification",
        {"source": "#frith"},
        node("FRBRWork", {}, *of_work),
        node("FRBRExpression", {}, *of_version),
        node("FRBRManifestation", {}, *of_file),
    )


def _iris(iri: str, ending: str) -> tuple[Element, Element]:
    """The IRI of this part and of the whole; readers in use take a version's day to run to the end of the whole's."""
    return node("FRBRthis", {"value": f"{iri}/!main{ending}"}), node("FRBRuri", {"value": iri})


def _references(export: Export) -> Iterator[Element]:
    """Who and what the document names: offices and programs, roles, ideas, and every source of the law."""
    history, words, ontology = export.history, export.words, "/akn/ontology"
    title = history.shelf.phrases.pick(export.place.title)
    yield _reference("TLCOrganization", "place", f"{ontology}/organization/{slug(export.place.id)}", title)
    yield _reference("TLCOrganization", "frith", f"{ontology}/organization/frith", export.say("program"))
    for role in ("author", "editor"):
        yield _reference("TLCRole", role, f"{ontology}/role/{role}", words[role])
    for idea in ("in_force", "enjoined"):
        yield _reference("TLCConcept", idea, f"{ontology}/concept/frith/{idea}", words[idea])
    for group in ("outcome", "count"):
        for name, label in words[group].items():
            href = f"{ontology}/concept/frith/{group}.{name}"
            yield _reference("TLCConcept", f"{group}_{name}", href, label)
    yield from akn_history.kinds(history)
    for number, source in enumerate(history.law.sources, 1):
        attributes = {
            "eId": f"source_{number}",
            "name": "source",
            "href": f"{ontology}/source/{slug(history.law.place)}/{slug(history.law.id)}/{slug(source.id)}",
            "showAs": source.what or source.where or source.id,
            "shortForm": source.id,
            "frith:where": source.where,
        }
        yield node("TLCReference", attributes)


def _reference(tag: str, name: str, href: str, label: str) -> Element:
    return node(tag, {"eId": name, "href": href, "showAs": label or name})


def _own(export: Export) -> Element:
    """What the standard has no place for: that this is a restatement, and how far each word was checked."""
    law, phrases = export.history.law, export.history.shelf.phrases
    attributes = {
        "id": law.path,
        "kind": law.kind,
        "cite": law.cite,
        "text": "restatement",
        "official-text": "false",
        "verification": str(law.verification),
        "in-force": "true" if export.now.in_force else "false",
        "on": export.now.on.isoformat(),
        "pack-version": export.place.version,
        "pack-sha256": export.place.digest,
    }
    note = phrases.pick(law.note) if law.note else ""
    told = [
        node("frith:status", {}, status(export.now, phrases)),
        node("frith:restatement", {}, _restatement(export)),
    ]
    told += [node("frith:note", {}, note)] if note else []
    return node("proprietary", {"source": "#frith"}, node("frith:law", attributes, *told))


def _restatement(export: Export) -> str:
    return export.say("restatement", cite=export.history.law.cite)


def _preface(export: Export) -> Element:
    law, phrases = export.history.law, export.history.shelf.phrases
    how = phrases.word("verification", str(law.verification))
    told: list[tuple[str, Element | str]] = [
        ("restatement", node("remark", {}, _restatement(export))),
        ("verification", node("remark", {}, export.say("checked", how=how))),
        ("status", export.say("on_day", day=export.now.on, status=status(export.now, phrases))),
        *([("note", phrases.pick(law.note))] if law.note else []),
    ]
    return node(
        "preface",
        {},
        node("longTitle", {"eId": "title"}, node("p", {}, node("docTitle", {}, phrases.pick(law.title)))),
        node("p", {}, node("docNumber", {}, law.cite)),
        *(node("p", {"class": name}, part) for name, part in told),
    )
