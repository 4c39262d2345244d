"""Read papers.toml and cues.toml: what each kind of paper is, and what can be seen on one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from frith.law.files import Table, near, read_toml
from frith.law.laws import word
from frith.law.pack import shipped, vocabulary
from frith.model.facts import FactKind, Facts, Vocabulary
from frith.model.law import Verification
from frith.model.paper import Cue, Issuer, JudgeSigns, PaperKind, Papers, Part

KEYS = {
    "form", "issuer", "judge", "effect", "life", "settles", "marks", "cues", "not_cues",
    "verification", "sources",
}  # fmt: skip
NEVER_SETTLED = ("paper_judge_signed", "paper_court_issued")
"""Facts that only looking can make true: a form can be filled in and signed by nobody."""


def read_papers(packs: Path) -> Papers:
    """The kinds of paper of the folder of packs; a folder without a list of its own uses the shipped one."""
    home = packs if (packs / "papers.toml").exists() else shipped()
    facts = vocabulary(packs)
    cues = {name: _cue(name, table, facts) for name, table in _tables(home / "cues.toml").items()}
    kinds = {name: _kind(name, table, facts, cues) for name, table in _tables(home / "papers.toml").items()}
    known = facts.facts["paper"].values
    for name in (*kinds, *known):
        if name not in known or name not in kinds:
            top = read_toml(home / "papers.toml")
            what = f"paper `{name}` stands in only one of papers.toml and facts.toml"
            raise top.wrong(what, key=name, mend=near(name, [*kinds, *known]) or "write it in both")
    return Papers(kinds=kinds, cues=cues)


def _tables(path: Path) -> Mapping[str, Table]:
    top = read_toml(path)
    return {name: Table(top.path, top.text, data, top.line(name + "]")) for name, data in top.data.items()}


def _cue(name: str, table: Table, facts: Vocabulary) -> Cue:
    table.only({"part", "shows"})
    return Cue(id=name, part=word(table, "part", Part), shows=_facts(table, "shows", facts))


def _kind(name: str, table: Table, facts: Vocabulary, known: Collection[str]) -> PaperKind:
    table.only(KEYS)
    cues = table.strings("cues")
    marks = tuple(frozenset(mark.split()) for mark in table.strings("marks"))
    not_cues = table.strings("not_cues")
    for key, words, within in (("cues", cues, known), ("not_cues", not_cues, known)):
        _check(table, key, words, within)
    for mark in marks:
        _check(table, "marks", sorted(mark), cues)
    settles = _facts(table, "settles", facts)
    for fact in NEVER_SETTLED:
        if settles.get(fact) is True:
            raise table.wrong(
                f"`{name}` settles `{fact}`", key="settles", mend="only looking can: leave it out"
            )
    return PaperKind(
        id=name,
        form=table.string("form", default=""),
        issuer=word(table, "issuer", Issuer),
        judge=word(table, "judge", JudgeSigns),
        effect=table.string("effect"),
        life=table.strings("life"),
        settles=settles,
        marks=marks,
        cues=cues,
        not_cues=frozenset(not_cues),
        verification=word(table, "verification", Verification, default=Verification.UNVERIFIED),
        sources=table.strings("sources"),
    )


def _check(table: Table, key: str, words: Collection[str], known: Collection[str]) -> None:
    for each in words:
        if each not in known:
            raise table.wrong(
                f"`{each}` is not among the cues", key=key, mend=near(each, known) or "list it first"
            )


def _facts(table: Table, key: str, vocabulary: Vocabulary) -> Facts:
    """The facts of a table of facts: flags and words of their lists."""
    given = table.data.get(key, {})
    if not isinstance(given, dict):
        raise table.wrong(
            f"`{key}` is not a table", key=key, mend=f"write `{key} = {{ paper_in_date = false }}`"
        )
    for name, value in given.items():
        fact = vocabulary.facts.get(name)
        if fact is None:
            raise table.wrong(f"`{name}` is no fact", key=key, mend=near(name, vocabulary.facts))
        fits = isinstance(value, bool) if fact.kind is FactKind.FLAG else value in fact.values
        if not fits:
            raise table.wrong(
                f"`{value}` is no value of `{name}`", key=key, mend="write a value of facts.toml"
            )
    return dict(given)
