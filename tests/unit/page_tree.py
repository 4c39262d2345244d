"""A page of HTML as a tree, read strictly: what browsers forgive fails here."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "col"}


@dataclass
class Element:
    tag: str
    attrs: dict
    children: list = field(default_factory=list)
    text: str = ""

    def all(self, tag):
        found = [self] if self.tag == tag else []
        return found + [one for child in self.children for one in child.all(tag)]

    def words(self):
        return " ".join(f"{self.text} {' '.join(child.words() for child in self.children)}".split())


class Strict(HTMLParser):
    """A tree of the page; a tag that is not closed in its turn fails."""

    def __init__(self):
        super().__init__()
        self.open = [Element("", {})]
        self.problems = []

    def handle_starttag(self, tag, attrs):
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(self.open[-1].children[-1])

    def handle_startendtag(self, tag, attrs):
        if len(dict(attrs)) != len(attrs):
            self.problems.append(f"<{tag}> has an attribute twice")
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self.open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes <{self.open[-1].tag}>")
        else:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].text += data


def tree(html):
    parser = Strict()
    parser.feed(html)
    parser.close()
    assert parser.problems == []
    assert [each.tag for each in parser.open] == [""], "left open"
    return parser.open[0]


def every(element):
    return [one for child in element.children for one in (child, *every(child))]
