"""A decision in plain words: what to say, what to do now, why, what is still missing, and whom to call.

The card adds nothing to the decision and takes nothing from it. Its answer is the decision's; its sentences are
picked by that answer alone, so a card that refers never holds the steps of one that lets something go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frith.errors import PackError
from frith.law.deadlines import Deadline, deadline
from frith.law.words import Words
from frith.model.decision import CAUTION, Answer, AskDecision, Decision, Duty, Question, Role
from frith.model.law import Provision, Stack

CALLED = {
    Answer.REFER: ("counsel", "supervisor"),
    Answer.DECLINE: ("supervisor", "counsel"),
    Answer.COMPLY: ("supervisor", "counsel"),
    Answer.MAY: ("supervisor", "counsel"),
}
"""Whom to call under each answer, first one first; offices that a pack names under `contacts`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReason:
    """One provision as people read it. `part` is what it does here; `checked` how far its words were seen."""

    provision: str
    role: Role
    part: str
    says: str
    cite: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDuty:
    """Something to do besides, with the last day where the law sets one. Not `certain`: a fact is still missing."""

    provision: str
    do: str
    cite: str
    due: str
    by: date | None
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An office to call, never a person."""

    title: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCard:
    """The answer to one ask. `note` stands where no provision gives a reason."""

    asked: str
    answer: Answer
    headline: str
    reasons: tuple[CardReason, ...]
    note: str
    questions: tuple[str, ...]
    disputed: tuple[str, ...]
    duties: tuple[CardDuty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The answer to a request for somebody at a counter; `asks` stand most careful first."""

    law_of: str
    answer: Answer
    headline: str
    aloud: str
    steps: tuple[str, ...]
    asks: tuple[AskCard, ...]
    contacts: tuple[Contact, ...]
    always: tuple[str, ...]
    small_print: str


def make_card(decision: Decision, stack: Stack, words: Words, *, received: date | None = None) -> Card:
    """The decision in words. Deadlines count from the day the request was received, else from the day of the law."""
    maker = _Maker(stack, words, received or decision.on)
    asks = sorted(decision.asks, key=lambda each: CAUTION.index(each.outcome.answer))
    place = words.of(stack.packs[0].title, file=f"{stack.packs[0].folder}/pack.toml")
    answer = str(decision.answer)
    return Card(
        law_of=words.card("law_of", place=place, date=words.day(decision.on)),
        answer=decision.answer,
        headline=words.card(f"heading_{answer}"),
        aloud=words.card(f"aloud_{answer}"),
        steps=words.steps(answer),
        asks=tuple(maker.ask(each) for each in asks),
        contacts=maker.contacts(decision.answer),
        always=tuple(words.card(key) for key in ("honest", "safety", "no_guess")),
        small_print=words.card("not_advice"),
    )


class _Maker:
    """The parts of one card: the law they stand on, the words, and the day to count from."""

    def __init__(self, stack: Stack, words: Words, received: date) -> None:
        self.stack, self.words, self.received = stack, words, received
        self.provisions = stack.provisions
        self.assumptions = {each.name: (each, pack) for pack in stack.packs for each in pack.assumptions}

    def ask(self, decided: AskDecision) -> AskCard:
        outcome, words = decided.outcome, self.words
        # what is still open matters to a person only where it can change the answer
        questions = decided.questions if outcome.answer is Answer.REFER else ()
        deciding = [each for each in outcome.reasons if each.provision in outcome.deciding]
        if outcome.problem:
            note = words.card("unreadable", problem=outcome.problem)
        else:
            note = "" if deciding else words.card("no_rule")
        return AskCard(
            asked=words.card("asked", act=self._named("act", decided), object=self._named("object", decided)),
            answer=outcome.answer,
            headline=words.card(f"heading_{outcome.answer}"),
            reasons=tuple(self._reason(each.provision, each.role) for each in deciding),
            note=note,
            questions=tuple(words.ask(each.fact) for each in questions if not each.assumption),
            disputed=tuple(self._disputed(each) for each in questions if each.assumption),
            duties=tuple(sorted((self._duty(each) for each in outcome.duties), key=_urgency)),
        )

    def contacts(self, answer: Answer) -> tuple[Contact, ...]:
        """The offices to call, each from the nearest pack that names it."""
        found = []
        for name in CALLED[answer]:
            pack = next((each for each in self.stack.packs if name in each.contacts), None)
            if pack is not None:
                file, texts = f"{pack.folder}/pack.toml", pack.contacts[name]
                title, how = (self.words.of(texts.get(key, {}), file=file) for key in ("title", "how"))
                found.append(Contact(title=title, how=how))
        return tuple(found) or (Contact(title=self.words.card("call_lawyers"), how=""),)

    def _named(self, fact: str, decided: AskDecision) -> str:
        value = str(getattr(decided.ask, fact))
        return self.words.label(fact, value) if value else self.words.card("not_known")

    def _reason(self, name: str, role: Role) -> CardReason:
        provision = self._provision(name)
        place, law, short = name.split("/", 2)
        return CardReason(
            provision=name,
            role=role,
            part=self.words.card("role_" + role.replace(" ", "_")),
            says=self.words.says(place, law, short),
            cite=provision.cite,
            checked=self.words.card(f"verified_{provision.verified}"),
        )

    def _duty(self, duty: Duty) -> CardDuty:
        provision = self._provision(duty.provision)
        last = None
        if provision.within:
            last = deadline(provision.within, self.received, file=provision.file, line=provision.line)
        return CardDuty(
            provision=duty.provision,
            do=self.words.do(duty.provision.partition("/")[0], provision.do),
            cite=provision.cite,
            due=self._due(last) if last else "",
            by=last.on if last else None,
            certain=duty.certain,
        )

    def _due(self, last: Deadline) -> str:
        if last.at_once:
            return self.words.card("due_at_once")
        return self.words.card(
            "due_passed" if last.on < self.received else "due_by", date=self.words.day(last.on)
        )

    def _disputed(self, question: Question) -> str:
        if question.fact not in self.assumptions:
            raise PackError(
                f"no pack describes the disputed point `{question.fact}`", mend="write it in pack.toml"
            )
        assumption, pack = self.assumptions[question.fact]
        return self.words.card(
            "disputed", says=self.words.of(assumption.says, file=f"{pack.folder}/pack.toml")
        )

    def _provision(self, name: str) -> Provision:
        if name not in self.provisions:
            raise PackError(f"`{name}` decides, but no pack of `{self.stack.place}` holds it")
        return self.provisions[name]


def _urgency(duty: CardDuty) -> tuple[bool, date, str]:
    """Certain duties first; what has no day is done at the counter, so it comes before what has one."""
    return (not duty.certain, duty.by or date.min, duty.provision)
