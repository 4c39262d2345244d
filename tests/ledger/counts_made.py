"""Entries and returns for the tests of counts."""

from frith.api import counsel
from frith.law.reports import read_reports
from frith.ledger.entry.counting import count, load_rules
from frith.ledger.entry.model import Correction, CountReturn, NilReturn
from frith.ledger.entry.returns import Period
from tests.ledger.entry_made import PLACE, TOY, decisions, words

RULES, WORDS = load_rules(), words()
YEAR = Period(demand=f"{PLACE}/yearly", period="2026", scope="immigration")
REPORT = read_reports(counsel(PLACE, TOY).stack.packs[0])[0]
WARRANT = {"paper": {"kind": "ao_93", "judge_signed": True}}


def logged(*entries):
    return dict(enumerate(entries))


def totals(entries, *names, period="2026", scope="immigration"):
    counted = count(entries, names, period, rules=RULES, scope=scope)
    return {each.name: (each.total.least, each.total.most) for each in counted}


def nil(unit, *, returning="all", period="2026"):
    packs = decisions()[0].packs
    return NilReturn(
        place=PLACE,
        on="2026-W48",
        packs=packs,
        unit=unit,
        demand=YEAR.demand,
        period=period,
        returning=returning,
    )


def told(**counts):
    packs = decisions()[0].packs
    return CountReturn(
        place=PLACE, on="2026-W48", packs=packs, demand=YEAR.demand, period="2026", counts=counts
    )


def undone(index):
    return Correction(
        place=PLACE, on="2026-W48", packs=decisions()[0].packs, about=index, why="entered_twice"
    )
