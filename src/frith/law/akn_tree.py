"""XML as Akoma Ntoso wants it: elements, ids and texts that no pack's words can break out of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, indent, tostring

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
FRITH = "urn:frith:akn:1"

# XML 1.0, production 2: whatever else a text holds can't stand in a document, not even as a reference
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# a segment of an IRI and an id hold letters, digits and these marks; `_x` begins the number of any other character
NOT_IN_NAME = re.compile(r"_(?=x)|[^A-Za-z0-9._-]")


def clean(text: str) -> str:
    """The text with a mark in the place of each character that XML has no place for."""
    return FORBIDDEN.sub("\ufffd", text)


def slug(name: str) -> str:
    """The name as it may stand in an id or an IRI; two names never become one."""
    return NOT_IN_NAME.sub(lambda found: f"_x{ord(found[0]):x}_", name)


def node(tag: str, attributes: Mapping[str, str] | None = None, *parts: Element | str) -> Element:
    """An element with its texts and children in order; an attribute without a value is left out.

    Names are written as they stand, `frith:` included: the root alone says which namespaces they belong to.
    """
    held = {name: clean(value) for name, value in (attributes or {}).items() if value}
    made = Element(tag, held)
    for part in parts:
        if isinstance(part, Element):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + clean(part)
        else:
            made.text = (made.text or "") + clean(part)
    return made


def document(main: Element) -> str:
    """The whole document around its act or bill, ready to be written as UTF-8."""
    root = node("akomaNtoso", {"xmlns": AKN, "xmlns:frith": FRITH}, main)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
