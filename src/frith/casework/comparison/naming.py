"""What the page calls things: the two laws, an answer, a provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frith.casework.compare import Comparison
from frith.casework.comparison.blocks import Rule, Told
from frith.casework.report.sentences import Sentences, opened
from frith.casework.report.tables import Cell, Look
from frith.casework.sides import Side
from frith.law.words import Words
from frith.model.decision import Answer
from frith.model.law import Law, Provision


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How the two laws are called, with the words that each of them speaks in."""

    say: Sentences
    sides: tuple[Side, Side]
    words: tuple[Words, Words]
    called: tuple[str, str]

    def rule(self, side: int, name: str) -> Rule:
        """A provision of that side's law by its full id."""
        own = self.sides[side]
        return rule(own.provision(name), own.counsel.stack.laws, self.words[side], self.say)

    def told(self, side: int, given: Answer, names: Sequence[str]) -> Told:
        """That side's answer with its provisions."""
        rules = tuple(self.rule(side, name) for name in names)
        note = self.words[side].card("no_rule") if given is Answer.MAY and not rules else ""
        return Told(answer=answer(given, self.say), rules=rules, note=note)


def names(comparison: Comparison, words: tuple[Words, Words], say: Sentences) -> Names:
    """The two laws under names that tell them apart."""
    one, other = called(comparison.sides, say)
    return Names(say=say, sides=comparison.sides, words=words, called=(one, other))


def called(sides: Sequence[Side], say: Sentences) -> tuple[str, ...]:
    """Names that tell laws apart: by place, else by what is assumed, else by day or as they were given."""
    for way in (_place, _assuming, _dated):
        found = tuple(way(side, say) for side in sides)
        if len(set(found)) == len(found):
            return found
    return tuple(_given(side, say) for side in sides)


def _place(side: Side, say: Sentences) -> str:
    return say.text(side.counsel.stack.packs[0].title)


def _assuming(side: Side, say: Sentences) -> str:
    """The place, with the laws that are counted as in force."""
    if not side.assumed:
        return _place(side, say)
    laws = ", ".join(each.short or say.text(each.title) for each in side.assumed)
    return say.say("side.assuming", place=_place(side, say), laws=laws)


def _dated(side: Side, say: Sentences) -> str:
    return say.say("side.dated", place=_place(side, say), day=say.day(side.on))


def _given(side: Side, say: Sentences) -> str:
    return say.say("side.given", place=_place(side, say), name=Path(side.name).name)


def answer(given: Answer, say: Sentences) -> Cell:
    """The answer as a mark."""
    return Cell(text=opened(say.say(f"answers.word.{given}")), look=Look.MARK, tone=str(given))


def rule(provision: Provision, laws: Sequence[Law], words: Words, say: Sentences) -> Rule:
    """The provision in words, with the title of its law and a mark for how far its text was checked."""
    place, law, name = provision.id.split("/", 2)
    title = next(say.text(each.title) for each in laws if each.path == provision.law)
    checked = opened(say.say(f"rules.verified.{provision.verified}"))
    return Rule(
        cite=provision.cite,
        law=title,
        says=words.says(place, law, name),
        checked=Cell(text=checked, look=Look.MARK, tone=provision.verified),
    )
