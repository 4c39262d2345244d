"""What the solver says of keys, held against requests that are made at random and answered one by one."""

from datetime import date, timedelta
from random import Random

import pytest

pytest.importorskip("z3", reason="keys are tried by the solver")

from frith.casework.matrix_doors import Asked
from frith.casework.matrix_plan import plan
from frith.casework.sides import side
from frith.engine.every import Every
from frith.engine.keys import ALLOWED, Family, Ring, answers, doors, left
from frith.engine.kleene import Truth, evaluate
from frith.engine.space import Setting
from frith.law import pack
from frith.model.decision import Answer
from frith.model.facts import ABSENT, FactKind
from frith.model.term import And, Flag, Is, Not, Or, Present
from tests.toy import TOY

ON = date(2025, 6, 1)


@pytest.fixture(scope="module")
def asked():
    """The doors of the made-up town."""
    town = side("town", on=ON, packs=TOY / "matrix")
    every = Every(Setting(vocabulary=town.counsel.vocabulary, papers=town.counsel.papers, on=ON), town.one)
    return Asked(every, plan(town.counsel.vocabulary))


def made(setting, terms, random):
    """A complete request that fits the terms, the rest at random; nothing where the dice fall badly."""
    facts = {}
    for name, kind in setting.vocabulary.columns().items():
        fact = setting.vocabulary.facts.get(name)
        if kind is FactKind.ENUM:
            facts[name] = random.choice(fact.values)
        elif kind is FactKind.FLAG:
            facts[name] = random.random() < 0.5
        elif not fact.computed:
            facts[name] = random.choice([ABSENT, ON - timedelta(days=random.randrange(9000))])
    for term in terms:
        fit(term, facts, random)
    known = setting.settle(facts)
    whole = len(known) == len(setting.vocabulary.columns())
    return known if whole and all(evaluate(term, known) is Truth.TRUE for term in terms) else {}


def fit(term, facts, random):
    match term:
        case And():
            for part in term.parts:
                fit(part, facts, random)
        case Or():
            fit(random.choice(term.parts), facts, random)
        case Is():
            facts[term.fact] = random.choice(sorted(term.values))
        case Flag():
            facts[term.fact] = True
        case Not(part=Flag(fact=fact)):
            facts[fact] = False
        case Not(part=Present(fact=fact)):
            facts[fact] = ABSENT


def drawn(families, random):
    """Some keys, and the terms that say that these are held and no other."""
    keys, terms = set(), []
    for family in families:
        name = random.choice(sorted(family.keys)) if random.random() < 0.25 else ""
        terms.append(family.keys[name] if name else family.closed)
        keys |= {name} - {""}
    return keys, terms


@pytest.mark.parametrize("at", range(17))
def test_made_up_requests_bear_every_cell_out(asked, at):
    random, column, seen = Random(at), asked.plan.columns[at], 0
    with asked.every.assuming(
        asked.every.realisable, asked.every.complete, asked.every.certain(asked.plan.base)
    ):
        parts = asked.parts(column)
    for part in (each for each in parts if not each.when):
        for _ in range(600):
            keys, terms = drawn(column.families, random)
            terms = [asked.plan.base, column.asks, asked.plan.who[part.who], *terms]
            facts = made(asked.every.setting, terms, random)
            if not facts:
                continue
            seen += 1
            answer = asked.every.laws[0].one.decide(facts).answer
            if part.code in ("A", "-", "M") and not keys:
                assert answer is Answer.COMPLY if part.code == "M" else answer in ALLOWED
            if part.code not in ("A", "-", "M", "~") and answer in ALLOWED:
                assert any(set(door) <= keys for door in part.doors), (part, keys)
    assert seen or all(part.when for part in parts)


class TestDoors:
    """A law of one bar that two flags lift together, or a third alone."""

    FLAGS = ("in_custody", "sealed_record", "person_asked_help")

    @pytest.fixture
    def ring(self, tmp_path):
        from tests.toy.made import FILES, write

        lifts = "(context.in_custody && context.sealed_record) || context.person_asked_help"
        files = dict(FILES)
        files["provisions/code/code.provision"] = (
            '@id("bar") @cite("1") @mode("bars") @verified("text") @source("A")\n'
            f"permit (principal, action, resource) unless {{ {lifts} }};\n"
        )
        write(tmp_path, files)
        made = side("made", on=date(2025, 1, 1), packs=tmp_path)
        every = Every(
            Setting(vocabulary=pack.vocabulary(tmp_path), papers=made.counsel.papers, on=made.on), made.one
        )
        families = [Family(closed=Not(Flag(name)), keys={name: Flag(name)}) for name in self.FLAGS]
        with every.assuming(every.realisable, every.complete):
            yield Ring(every, families)

    def test_the_smallest_sets_and_no_other(self, ring):
        assert [door.keys for door in doors(ring, ALLOWED)] == [
            ("person_asked_help",),
            ("in_custody", "sealed_record"),
        ]

    def test_sets_larger_than_asked_for_are_not_tried(self, ring):
        assert [door.keys for door in doors(ring, ALLOWED, 1)] == [("person_asked_help",)]

    def test_each_door_comes_with_a_request_that_it_opens(self, ring):
        for door in doors(ring, ALLOWED):
            assert ring.every.laws[0].one.decide(door.facts).answer in ALLOWED
            assert {name for name in self.FLAGS if door.facts[name]} == set(door.keys)

    def test_without_a_key_there_is_one_answer(self, ring):
        assert set(answers(ring.every, ring.shut)) == {Answer.DECLINE}

    def test_what_is_left_tells_requests_apart_only_where_the_law_does(self, ring):
        meaning = ring.every.laws[0].one.meaning
        jail, police = Is("body", frozenset({"jail"})), Is("body", frozenset({"police"}))
        assert left(meaning, jail) == left(meaning, police)
        assert left(meaning, Flag("in_custody")) != left(meaning, Not(Flag("in_custody")))
