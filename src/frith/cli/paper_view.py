"""How a look at a paper is written: for people at 80 columns, with or without colour, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from frith.casework.paper import Candidate, CannotTell, Doubt, JudgeMark, Look, Recognised
from frith.law.words import Words
from frith.model.facts import Value
from frith.model.paper import Papers, Part

WIDTH = 80
SHOWN, FEW = 6, 3
"""Marks not seen yet that a person is shown: the most telling ones, fewer where several papers are compared."""

Listed = Mapping[str, Mapping[str, str]]


def kinds(papers: Papers, words: Words) -> Listed:
    """Every kind of paper by name, under one heading."""
    return {words.card("paper_kinds"): {name: words.paper(name).name for name in papers.kinds}}


def cues(papers: Papers, words: Words) -> Listed:
    """Every cue under the part of the paper where it is found."""
    return {
        words.word("part", part): {
            name: words.cue(name) for name, cue in papers.cues.items() if cue.part is part
        }
        for part in Part
    }


def listing(listed: Listed, words: Words) -> str:
    """The list as plain text, under a line that says what its words are for."""
    wide = max(len(name) for each in listed.values() for name in each)
    lines = [words.card("paper_cues"), ""] if len(listed) > 1 else []
    for heading, each in listed.items():
        lines += [heading, *(f"  {name:<{wide}}  {words}" for name, words in each.items()), ""]
    return "\n".join(lines).rstrip()


def as_json(look: Look, words: Words) -> Mapping[str, object]:
    """Everything the look found, for programs. `answer` is `refer` where the paper goes to counsel unread."""
    facts = {name: _word(value) for name, value in look.facts.items()}
    if isinstance(look, CannotTell):
        return {
            "recognised": False,
            "answer": "refer",
            "why": str(look.doubt),
            "says": words.card("paper_cannot_tell"),
            "facts": facts,
            "candidates": [_candidate(each, words) for each in look.nearest],
        }
    kind = look.candidate.kind
    told = words.paper(kind.id)
    return {
        "recognised": True,
        "paper": kind.id,
        "form": kind.form,
        "name": told.name,
        "is": told.what,
        "can": told.can,
        "issuer": str(kind.issuer),
        "judge": str(look.judge),
        "says_of_judge": words.card(f"paper_judge_{look.judge}"),
        "effect": kind.effect,
        "says_of_effect": words.word("effect", kind.effect),
        "life": list(kind.life),
        "facts": facts,
        "candidates": [_candidate(look.candidate, words)],
        "verification": str(kind.verification),
        "sources": list(kind.sources),
    }


def show(look: Look, words: Words, console: Console | None = None) -> None:
    """The look stands on the terminal."""
    out = console or Console(highlight=False)
    out.width = min(out.width, WIDTH)
    out.print(_cannot_tell(look, words) if isinstance(look, CannotTell) else _recognised(look, words))


def _recognised(look: Recognised, words: Words) -> RenderableType:
    kind, told = look.candidate.kind, words.paper(look.candidate.kind.id)
    mark = "[+]" if look.judge is JudgeMark.SEEN else "[!]"
    body: list[RenderableType] = [
        *_section(words.card("paper_is"), [told.what]),
        *_section(words.card("paper_judge"), [f"{mark} {words.card(f'paper_judge_{look.judge}')}"]),
        *_section(words.card("paper_can"), [told.can]),
        *_section(words.card("paper_issuer"), [words.word("issuer", kind.issuer)]),
        *_marks("paper_matched", look.candidate.matched, words),
        *_marks("paper_missing", _positive(look.candidate.missing), words),
    ]
    if kind.life:
        stages = " → ".join(words.word("life", stage) for stage in kind.life)
        body += _section(words.card("paper_life"), [stages])
    body += _section(
        words.card("paper_verified"), [words.card(f"verified_{kind.verification}"), *kind.sources]
    )
    title = Text(words.card("paper_recognised", name=told.name), style="bold")
    return Group(Panel(title), *body, Text(words.card("not_advice"), style="dim"))


def _cannot_tell(look: CannotTell, words: Words) -> RenderableType:
    if look.doubt is Doubt.NOT_THIS:
        head = words.card("paper_not_this", name=words.paper(look.nearest[0].kind.id).name)
    else:
        head = words.card("paper_cannot_tell")
    body: list[RenderableType] = [Panel(Text(f"[?] {head}", style="bold"))]
    if look.doubt is not Doubt.NOT_THIS:
        body += [Text(words.card(f"paper_{look.doubt}")), Text(words.card("paper_look_one")), Text("")]
    for each in look.nearest:
        body.append(Text(f"{words.card('paper_nearest')}: {words.paper(each.kind.id).name}", style="bold"))
        body += _marks("paper_matched", each.matched, words)
        body += _marks("paper_missing", _positive(each.missing)[:FEW], words)
        body += _marks("paper_unexpected", each.unexpected, words)
        body += _marks("paper_rules_out", each.rules_out, words)
    return Group(*body, Text(words.card("not_advice"), style="dim"))


def _section(title: str, lines: Iterable[str]) -> list[RenderableType]:
    return [Text(title, style="bold"), *(Padding(Text(line), (0, 0, 0, 2)) for line in lines), Text("")]


def _marks(heading: str, marks: tuple[str, ...], words: Words) -> list[RenderableType]:
    return _section(words.card(heading), [f"- {words.cue(each)}" for each in marks]) if marks else []


def _positive(missing: tuple[str, ...]) -> tuple[str, ...]:
    """The marks worth looking for: that something is not there is nothing to find."""
    return tuple(each for each in missing if not each.startswith("no_"))[:SHOWN]


def _candidate(candidate: Candidate, words: Words) -> Mapping[str, object]:
    return {
        "paper": candidate.kind.id,
        "name": words.paper(candidate.kind.id).name,
        "matched": list(candidate.matched),
        "missing": list(candidate.missing),
        "unexpected": list(candidate.unexpected),
        "rules_out": list(candidate.rules_out),
    }


def _word(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
