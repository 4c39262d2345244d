"""A law on a day, in words: one status line, and each step that is still due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frith.errors import PackError
from frith.law.course import ASIDE, Why, needed, silence_ends, urgent
from frith.law.files import near, read_toml
from frith.law.lifecycle import Due, State, Step, pocketed
from frith.law.pack import shipped
from frith.law.process import Effect, Process, Silence
from frith.law.whom import whom
from frith.law.words import Words
from frith.model.facts import Vocabulary
from frith.model.law import Event, EventKind, Text, Verification

MADE_BY_VOTE = ("bill", "ordinance", "resolution", "statute")
APPROVED = (EventKind.SIGNED, EventKind.UNSIGNED, EventKind.OVERRIDDEN, EventKind.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The sentences of lifecycle.toml in one language, with the words of the facts."""

    language: str
    tables: Mapping[str, Any]
    words: Words
    vocabulary: Vocabulary
    file: str

    def say(self, key: str, **slots: object) -> str:
        """The sentence with its slots filled in; PackError where it is missing."""
        return self._fill(self.tables, key, slots)

    def word(self, section: str, key: str, **slots: object) -> str:
        """The same for a sentence of a section."""
        return self._fill(self.tables.get(section, {}), key, slots)

    def _fill(self, table: Mapping[str, Any], key: str, slots: Mapping[str, object]) -> str:
        sentence = table.get(key)
        if not isinstance(sentence, str):
            what = f"no words for `{key}` in language `{self.language}`"
            raise PackError(what, file=self.file, mend=near(key, table) or "write them")
        return sentence.format_map(slots)

    def pick(self, text: Text) -> str:
        """The text in this language, else in English, else in any."""
        return text.get(self.language) or text.get("en") or next(iter(text.values()), "")

    def whom(self, event: Event) -> str:
        """Those whom an injunction's condition describes."""
        return whom(event, self.words, self.vocabulary)


def load_phrases(packs: Path, words: Words, vocabulary: Vocabulary) -> Phrases:
    """The sentences in the language of the words; the shipped ones where the folder has none of its own."""
    path = packs / "lifecycle.toml"
    table = read_toml(path if path.exists() else shipped() / "lifecycle.toml")
    if words.language not in table.data:
        mend = "languages: " + ", ".join(table.data)
        raise PackError(f"no sentences in language `{words.language}`", file=str(table.path), mend=mend)
    return Phrases(
        language=words.language,
        tables=table.data[words.language],
        words=words,
        vocabulary=vocabulary,
        file=str(table.path),
    )


def status(now: State, phrases: Phrases) -> str:
    """One line that begins with whether the law is in force."""
    everyone = [each for each in now.enjoined if not each.provisions and each.as_to is None]
    if now.in_force and everyone:
        return phrases.say("not_in_force", why=phrases.say("enjoined_all", day=everyone[0].on))
    if now.in_force:
        began = now.since[0]
        key = "in_force" if began.earliest == began.on else "in_force_between"
        base = phrases.say(key, day=began.on, first=began.earliest, last=began.on)
        if began.verification is Verification.UNVERIFIED:
            base += phrases.say("not_checked")
        return base + _partly(now, phrases) + "".join(_enjoined(each, phrases) for each in now.enjoined)
    return phrases.say("not_in_force", why="; ".join(_not_yet(now, phrases)))


def _enjoined(event: Event, phrases: Phrases) -> str:
    part = ", ".join(f"`{name}`" for name in event.provisions)
    key = "_".join(["except", *(["part"] if part else []), *(["as_to"] if event.as_to is not None else [])])
    return phrases.say(key, part=part, whom=phrases.whom(event), day=event.on)


def _partly(now: State, phrases: Phrases) -> str:
    """The provisions that ended while the law goes on."""
    return "".join(
        phrases.say(
            "partly_ended", part=", ".join(f"`{n}`" for n in e.provisions), kind=kind(e, phrases), day=e.on
        )
        for e in now.happened
        if e.provisions and e.kind in (EventKind.REPEALED, EventKind.SUNSET)
    )


def kind(event: Event, phrases: Phrases) -> str:
    """What kind of event it is, in words."""
    return phrases.word("kind", str(event.kind))


def happening(event: Event, phrases: Phrases) -> str:
    """An event in a few words, with its vote or its day."""
    if event.votes is not None:
        counts = {"ayes": event.votes.ayes, "noes": event.votes.noes}
        return phrases.say("vote", kind=kind(event, phrases), day=event.on, **counts)
    key = "event" if event.earliest == event.on else "event_between"
    return phrases.say(key, kind=kind(event, phrases), day=event.on, first=event.earliest, last=event.on)


def _not_yet(now: State, phrases: Phrases) -> list[str]:
    if now.ended:
        return [phrases.say("ended", kind=kind(now.ended[0], phrases), day=now.ended[0].on)]
    maybe = [phrases.say("maybe", first=each.earliest, last=each.on) for each in now.maybe]
    if not now.happened:
        return maybe or [phrases.say("nothing_yet")]
    if now.stopped:
        return [phrases.say("stopped", why=happening(now.stopped[0], phrases))]
    if not now.process:
        return [happening(_last_step(now), phrases), *maybe, *_unknown(now, phrases)]
    return [*_so_far(now, phrases), *_next(now, phrases), *maybe]


def _last_step(now: State) -> Event:
    """The last event that took a step; a note or a court's event only where there is nothing else."""
    steps = [each for each in now.happened if each.kind not in ASIDE]
    return (steps or now.happened)[-1]


def _unknown(now: State, phrases: Phrases) -> list[str]:
    """What can't be said of a bill where nothing on file tells how one becomes law."""
    if now.law.kind not in MADE_BY_VOTE or any(each.kind is EventKind.EFFECTIVE for each in now.law.events):
        return []
    day = [phrases.say("no_day")] if _last_step(now).kind in APPROVED else []
    return [*day, phrases.say("no_rules")]


def _so_far(now: State, phrases: Phrases) -> list[str]:
    """The last step taken."""
    so_far = now.course
    if so_far.why is Why.FAILED and so_far.vote and not so_far.passed:
        event, votes = so_far.vote[0], so_far.vote[0].votes
        counts = {"ayes": votes.ayes, "noes": votes.noes} if votes else {}
        return [phrases.say("failed", kind=kind(event, phrases), day=event.on, **counts)]
    silent = silence_ends(so_far, now.process[0], on=now.on, means=Silence.APPROVED)
    if silent:
        return [phrases.say("silent", day=silent[0])]
    last = so_far.published or so_far.vetoed or so_far.approved or so_far.vote or (_last_step(now),)
    return [happening(last[0], phrases)]


def _next(now: State, phrases: Phrases) -> list[str]:
    lost = pocketed(now)
    if lost:
        return [
            phrases.say("pocketed", executive=phrases.pick(now.process[0].executive[0].title), day=lost[0])
        ]
    return [sentence(now.due[0], now, phrases)] if now.due else []


def sentence(due: Due, now: State, phrases: Phrases) -> str:
    """What is still due, why, and when."""
    cite, step = due.rule.cite, phrases.word("step", str(due.step))
    if due.step is Step.OVERRIDE:
        return _override(due, now, phrases)
    if due.step is Step.EFFECT and due is now.due[0] and due.earliest:
        key = "takes_effect" if due.earliest[0] > now.on else "should_have"
        return phrases.say(key, day=due.earliest[0], cite=cite)
    if due.latest:
        return phrases.say("by", step=step, day=due.latest[0], cite=cite)
    about = "_about" if due.about else ""
    earliest = phrases.say("no_earlier" + about, day=due.earliest[0]) if due.earliest else ""
    earliest += phrases.say("if_urgent" + about, day=due.urgent[0]) if due.urgent else ""
    return phrases.say(
        "still_due",
        step=step,
        because=_because(due, now, phrases),
        earliest=earliest,
        cite=cite,
    )


def _because(due: Due, now: State, phrases: Phrases) -> str:
    if due.step not in (Step.SECOND_VOTE, Step.FINAL_VOTE):
        return ""
    day = now.course.amended[0].on if now.course.amended else ""
    return phrases.word("because", str(now.course.why), day=day)


def _override(due: Due, now: State, phrases: Phrases) -> str:
    process = now.process[0]
    slots = {"day": due.latest[0], "cite": due.rule.cite}
    if due.latest[0] < now.on:
        return phrases.say("veto_stands", **slots)
    council = phrases.pick(process.council.title)
    members, ayes = process.council.members, override_ayes(now)
    return phrases.say("veto_open", council=council, ayes=ayes, members=members, **slots)


def override_ayes(now: State) -> int:
    """The ayes that overcome the veto of this measure."""
    process = now.process[0]
    return process.executive[0].override[0].needs(needed(now.course, process))


def needs(due: Due, now: State, phrases: Phrases) -> str:
    """What the step takes."""
    process = now.process[0]
    match due.step:
        case Step.FIRST_VOTE | Step.SECOND_VOTE | Step.FINAL_VOTE:
            return _votes(process, phrases)
        case Step.OVERRIDE:
            return phrases.say("of_votes", ayes=override_ayes(now), members=process.council.members)
        case Step.EXECUTIVE:
            executive = process.executive[0]
            key = "sign" if executive.silence is Silence.APPROVED else "sign_needed"
            return phrases.say(key, executive=phrases.pick(executive.title), days=executive.days)
        case Step.PUBLICATION:
            ways = phrases.say("or").join(phrases.pick(way.rule.says) for way in process.publication[0].ways)
            return phrases.say("publish", ways=ways) if ways else phrases.say("publish_plain")
        case Step.EFFECT:
            return _effect(now, process, phrases)


def _votes(process: Process, phrases: Phrases) -> str:
    slots = {"ayes": process.council.ayes, "members": process.council.members}
    if process.urgency:
        return phrases.say("of_votes_urgent", urgent=process.urgency[0].ayes, **slots)
    return phrases.say("of_votes", **slots)


def _effect(now: State, process: Process, phrases: Phrases) -> str:
    ordinary = _count(process.effect, phrases)
    if not process.urgency:
        return ordinary
    rule = process.urgency[0]
    at_once = _count(rule, phrases)
    if urgent(now.course, process):
        return phrases.say("urgent_now", urgent=at_once)
    slots = {"ayes": rule.ayes, "members": process.council.members}
    if now.course.passed and now.course.passed[0].urgency:
        return phrases.say("urgent_failed", ordinary=ordinary, **slots)
    if now.course.passed:
        return ordinary
    return phrases.say("urgent_too", ordinary=ordinary, urgent=at_once, **slots)


def _count(rule: Effect, phrases: Phrases) -> str:
    step = phrases.word("step", str(rule.after))
    return phrases.say("days_after" if rule.days else "at_once_after", days=rule.days, step=step)


def day_or(days: tuple[date, ...]) -> str:
    """The day as it is written in data; empty where it is not known."""
    return days[0].isoformat() if days else ""
