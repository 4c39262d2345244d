"""How an explanation is drawn: a tree for each ask, one branch a provision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from frith.engine.explain import Account, Taken
from frith.engine.kleene import Truth
from frith.law.words import Words
from frith.model.decision import AskDecision, Decision
from frith.model.law import EventKind, Law, Mode, Stack

WORTH = {Truth.TRUE: "explain_true", Truth.FALSE: "explain_false", Truth.UNKNOWN: "explain_unknown"}
STYLES = {Truth.TRUE: "bold", Truth.FALSE: "dim", Truth.UNKNOWN: "italic"}


def show(
    decision: Decision,
    accounts: Sequence[Sequence[Account]],
    *,
    stack: Stack,
    words: Words,
    console: Console | None = None,
) -> None:
    """The explanation stands on the terminal; what people or packs wrote is shown as text and never as markup."""
    out = console or Console(highlight=False)
    drawing = _Drawing(stack, words)
    out.print(Text(words.card("law_of", place=drawing.place, date=words.day(decision.on)), style="dim"))
    for one, found in zip(decision.asks, accounts, strict=True):
        out.print(drawing.tree(one, found))


class _Drawing:
    """Trees over the law of one place, in one language."""

    def __init__(self, stack: Stack, words: Words) -> None:
        self.stack, self.words, self.provisions = stack, words, stack.provisions
        self.place = words.of(stack.packs[0].title, file=f"{stack.packs[0].folder}/pack.toml")
        self.says = {each.name: each.says for pack in stack.packs for each in pack.assumptions}

    def tree(self, one: AskDecision, found: Sequence[Account]) -> Tree:
        """One ask: its answer, and a branch for each provision."""
        card = self.words.card
        headline = card(f"heading_{one.outcome.answer}")
        named = {name: self._named(name, getattr(one.ask, name)) for name in ("act", "object")}
        tree = Tree(Text(f"{card('asked', **named)}. {headline}", style="bold"))
        if one.outcome.problem:
            tree.add(Text(card("unreadable", problem=one.outcome.problem)))
        elif not found:
            tree.add(Text(card("explain_nothing")))
        for each in found:
            self._branch(tree, each)
        return tree

    def _named(self, fact: str, value: str) -> str:
        return self.words.label(fact, value) if value else self.words.card("not_known")

    def _truth(self, truth: Truth) -> str:
        return self.words.card(WORTH[truth])

    def _branch(self, tree: Tree, each: Account) -> None:
        provision = self.provisions[each.provision]
        duty = provision.mode is Mode.DUTY
        does = self.words.card("explain_duty" if duty else f"role_{provision.mode}")
        checked = self.words.card(f"verified_{provision.verified}")
        branch = tree.add(Text(f"{each.provision}: {does}", style=STYLES[each.active]))
        for line in (f"{self._sentence(each.provision)} ({provision.cite}; {checked})", *self._path(each)):
            branch.add(Text(line, style="" if each.active is not Truth.FALSE else "dim"))

    def _sentence(self, provision: str) -> str:
        place, law, short = provision.split("/", 2)
        return self.words.says(place, law, short)

    def _path(self, each: Account) -> Iterator[str]:
        """From what the provision speaks of, over its exceptions, to whether it counts."""
        card = self.words.card
        yield card("explain_speaks", truth=self._truth(each.speaks))
        for taken in each.exceptions:
            yield card("explain_aside", what=self._taken(taken), truth=self._truth(taken.holds))
            if taken.assumption:
                yield card("explain_if", says=self._assumed(taken.assumption))
        if each.unknown:
            yield card(
                "explain_open", facts=", ".join(name.removeprefix("assumed:") for name in each.unknown)
            )
        yield card("explain_end", truth=self._truth(each.active))

    def _taken(self, taken: Taken) -> str:
        """A provision by its id and citation; a court order, which is no provision, by its day and words."""
        if taken.id in self.provisions:
            return f"{taken.id} ({self.provisions[taken.id].cite})"
        law, day = ordered(self.stack, taken.id)
        event = next(each for each in law.events if each.kind is EventKind.ENJOINED and each.on == day)
        order = self.words.card("explain_order", date=self.words.day(day))
        says = event.says.get(self.words.language, "")
        return f"{order} ({law.cite}{': ' if says else ''}{says})"

    def _assumed(self, name: str) -> str:
        return self.says[name].get(self.words.language, name) if name in self.says else name


def ordered(stack: Stack, order: str) -> tuple[Law, date]:
    """The law and the day of a court order, out of its id `place/law/enjoined-DAY`."""
    path, _, name = order.rpartition("/")
    law = next(each for each in stack.laws if each.path == path)
    return law, date.fromisoformat(name.removeprefix("enjoined-"))
