"""The sections on the law: its answers, what would settle the open ones, and the rule behind every number."""

from __future__ import annotations

from frith.casework.counsel import Counsel
from frith.casework.report.drawing import Block, Section, stacked
from frith.casework.report.sentences import Sentences, opened
from frith.casework.report.tables import Cell, Definitions, Heading, Look, Prose, Table, heads, number, text
from frith.casework.screening import RuleCount, Screening
from frith.errors import PackError
from frith.model.decision import Answer
from frith.model.law import Provision, Verification

ORDER = (Answer.DECLINE, Answer.COMPLY, Answer.REFER, Answer.MAY)


def answers(screening: Screening, counsel: Counsel, say: Sentences) -> Section:
    """How many rows got each answer, and why some can't be settled from the log."""
    title = say.say("law.title")
    given = [each for each in ORDER if screening.answers.get(each, 0)]
    if not given:
        return Section(id="law", title=title, blocks=(Prose(text=say.say("law.none")),))
    counted = [(say.say(f"law.answer.{each}"), screening.answers[each]) for each in given]
    blocks: list[Block] = [Prose(text=say.say("law.lead"), tone="lead")]
    blocks.append(stacked("law", counted, tones=given, say=say))
    means = tuple((opened(say.say(f"law.answer.{each}")), say.say(f"law.means.{each}")) for each in given)
    blocks.append(Definitions(items=means))
    if Answer.REFER in given:
        blocks += [Heading(text=say.say("law.refer_title")), Prose(text=say.say("law.refer"))]
        if screening.unsettled:
            blocks.append(_unsettled(screening, counsel, say))
    return Section(id="law", title=title, blocks=tuple(blocks))


def _unsettled(screening: Screening, counsel: Counsel, say: Sentences) -> Table:
    """The questions that would settle rows, the one that most rows wait for first."""
    disputed = {each.name: each.says for pack in counsel.stack.packs for each in pack.assumptions}

    def question(name: str) -> str:
        if name in disputed:
            return say.say("law.disputed", says=say.text(disputed[name]))
        return say.words.ask(name)

    most_first = sorted(screening.unsettled.items(), key=lambda item: (-item[1], item[0]))
    return Table(
        caption=say.say("law.unsettled"),
        columns=heads(say.say("law.unsettled_column"), numbers=(say.say("columns.rows"),)),
        rows=tuple((text(question(name)), number(say.number(rows))) for name, rows in most_first),
    )


def rules(screening: Screening, counsel: Counsel, say: Sentences) -> Section:
    """Every provision that decided rows, with its citation and how far its text was checked."""
    title = say.say("rules.title")
    if not screening.rules:
        return Section(id="rules", title=title, blocks=(Prose(text=say.say("rules.none")),))
    shown = sorted(screening.rules, key=lambda one: (_place(one), -one.rows, one.provision))
    names = tuple(say.say(f"rules.{key}") for key in ("citation", "says", "checked", "answer"))
    table = Table(
        caption=say.say("rules.table"),
        columns=heads(*names, numbers=(say.say("columns.rows"),)),
        rows=tuple(_rule(each, counsel, say) for each in shown),
    )
    blocks: list[Block] = [
        Prose(text=say.say("rules.lead"), tone="lead"),
        _checked(unchecked(screening, counsel), say),
        table,
    ]
    if any(each.answer == Answer.REFER for each in shown):
        blocks.append(Prose(text=say.say("rules.refer_note"), tone="quiet"))
    return Section(id="rules", title=title, blocks=tuple(blocks))


def _place(rule: RuleCount) -> int:
    return ORDER.index(Answer(rule.answer))


def _known(name: str, counsel: Counsel) -> Provision:
    provision = counsel.stack.provisions.get(name)
    if provision is None:
        what = f"`{name}` decided rows, and no pack of `{counsel.stack.place}` holds it"
        raise PackError(what, mend="make the report with the packs that the screening used")
    return provision


def _rule(rule: RuleCount, counsel: Counsel, say: Sentences) -> tuple[Cell, ...]:
    provision = _known(rule.provision, counsel)
    place, law, name = provision.id.split("/", 2)
    title = next(say.text(each.title) for each in counsel.stack.laws if each.path == provision.law)
    return (
        text(provision.cite, note=title),
        text(say.words.says(place, law, name)),
        Cell(
            text=opened(say.say(f"rules.verified.{provision.verified}")),
            look=Look.MARK,
            tone=provision.verified,
        ),
        text(opened(say.say(f"law.answer.{Answer(rule.answer)}"))),
        number(say.number(rule.rows)),
    )


def unchecked(screening: Screening, counsel: Counsel) -> int:
    """How many of the rules that decided rows were not read in their official text."""
    used = {each.provision for each in screening.rules}
    return sum(_known(each, counsel).verified is not Verification.TEXT for each in used)


def _checked(found: int, say: Sentences) -> Prose:
    if not found:
        return Prose(text=say.say("rules.all_checked"))
    return Prose(text=say.count("rules.unchecked", found), tone="caution")
