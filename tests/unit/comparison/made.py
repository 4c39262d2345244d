"""Two laws that differ, and how a page on them is read."""

from datetime import date

from frith.casework.whatif import Known, again
from frith.model.decision import Answer
from frith.model.facts import ABSENT
from tests.toy.made import FILES, write
from tests.unit.page_tree import tree

MADE = date(2026, 11, 24)
HOSTILE = "</style><script>alert(1)</script>\"'&"
CODE = "provisions/code/code.provision"
LATER = """
@id("later") @cite("7") @mode("bars") @verified("unverified") @source("A") @from("2021-01-01")
permit (principal, action == Action::"collect", resource) when { context.record_classes.contains("listed_felony") };

@id("ask") @cite("8") @mode("refers") @verified("secondary") @source("A") @from("2021-01-01")
permit (principal, action == Action::"disclose", resource) when { context.listed_felony_on > datetime("2020-01-01") };

@id("tell") @cite("9") @mode("duty") @verified("text") @source("A") @from("2021-01-01") @do("log")
permit (principal, action == Action::"collect", resource);
"""
SAYS = {"later": "Not this.", "ask": "Ask <b>first</b>.", "tell": HOSTILE}
OLD, NEW = "made@2020-06-01", "made@2024-02-29"


def packs_in(folder, title="Made"):
    changed = {CODE: FILES[CODE] + LATER, "pack.toml": FILES["pack.toml"].replace('"Made"', f"'''{title}'''")}
    for language in ("en", "es"):
        words = "".join(f"\"code/{name}\" = '''{text}'''\n" for name, text in SAYS.items())
        changed[f"words/{language}.toml"] = FILES[f"words/{language}.toml"].replace("[do]", f"{words}[do]")
    return write(folder, changed)


def decided(both):
    """Three recorded decisions: one that changes, and two that do not."""
    facts = {"act": "collect", "record_classes__listed_felony": True, "listed_felony_on": ABSENT}
    asks = (facts, {"act": "inquire"}, {"act": "inquire"})
    known = [Known(id=f"{n}.1", says="", facts=each, answer=Answer.MAY) for n, each in enumerate(asks, 1)]
    return again(known, both)


def said(pages, name, language="en"):
    return tree(pages[name, language]).words()


def section(html, id):
    return next(each for each in tree(html).all("section") if each.attrs["id"] == id)
