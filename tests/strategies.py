"""Made-up terms and requests: by Hypothesis where they should shrink, by a seed where they should be many."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import product
from random import Random

from hypothesis import strategies as st

from frith.model.facts import ABSENT, FactKind
from frith.model.term import And, Compare, Comparison, Const, Flag, If, Is, Not, Or, Present, atoms

DAY = timedelta(days=1)
MIDDLE = date(2015, 6, 15)


# ---- terms ----------------------------------------------------------------------------------------------------------

ATOMS = st.sampled_from(
    [
        Flag("in_custody"),
        Flag("record_classes__listed_felony"),
        Is("purpose", frozenset(("civil_immigration", "criminal_immigration"))),
        Is("purpose", frozenset(("civil_immigration",))),
        Is("act", frozenset(("disclose",))),
        Present("listed_felony_on"),
        Compare("listed_felony_on", Comparison.NOT_BEFORE, MIDDLE),
        Compare("listed_felony_on", Comparison.BEFORE, "listed_misdemeanor_on"),
        Compare("listed_felony_on", Comparison.SAME, "five_years_before"),
    ],
)

TERMS = st.recursive(
    ATOMS | st.booleans().map(lambda value: Const(value=value)),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
        st.tuples(inner, inner, inner).map(lambda parts: If(*parts)),
    ),
    max_leaves=12,
)

DAYS = st.sampled_from([MIDDLE - DAY, MIDDLE, MIDDLE + DAY])
ASSIGNMENTS = st.fixed_dictionaries(
    {},
    optional={
        "in_custody": st.booleans(),
        "record_classes__listed_felony": st.booleans(),
        "purpose": st.sampled_from(["civil_immigration", "criminal_immigration", "other"]),
        "act": st.sampled_from(["disclose", "notify"]),
        "listed_felony_on": DAYS | st.just(ABSENT),
        "listed_misdemeanor_on": DAYS | st.just(ABSENT),
        "five_years_before": DAYS,
    },
)


# ---- requests under a law -------------------------------------------------------------------------------------------


class Reads:
    """What the rules of a meaning read: every fact, with one value for each way that the rules can take it."""

    def __init__(self, meaning, vocabulary):
        self.vocabulary = vocabulary
        self.rules = list(meaning.rules.values())
        self.atoms = list(dict.fromkeys(atom for rule in self.rules for atom in atoms(rule.active)))
        self.mentioned = defaultdict(set)  # the lists of values that some atom asks for
        points = {
            atom.other for atom in self.atoms if isinstance(atom, Compare) and isinstance(atom.other, date)
        }
        points = {MIDDLE, *points}
        self.points = sorted({day + step * DAY for day in points for step in (-1, 0, 1)})
        names = set()
        for atom in self.atoms:
            names |= (
                {atom.fact, atom.other}
                if isinstance(atom, Compare) and isinstance(atom.other, str)
                else {atom.fact}
            )
            if isinstance(atom, Is):
                self.mentioned[atom.fact].add(atom.values)
        self.names = sorted(name for name in names if not name.startswith("assumed:"))
        self.values = {name: self._values(name) for name in self.names}
        self.weight = {
            atom.fact: len(self.values[atom.fact]) for atom in self.atoms if atom.fact in self.values
        }

    def _values(self, name):
        """One value of each class that no rule can tell apart."""
        fact = self.vocabulary.facts.get(name)
        if fact is None or fact.kind is FactKind.FLAG:
            return [True, False]
        if fact.kind is FactKind.DATE:
            return [*self.points, *([ABSENT] if fact.optional else [])]
        classes = {}
        for value in fact.values:
            classes.setdefault(frozenset(each for each in self.mentioned[name] if value in each), value)
        return list(classes.values())

    def request(self, random: Random, unknown=(1, 8)):
        """Facts that some rule would like to hear, with so many of those that the rules read left unknown."""
        facts = {}
        for name in self.names:
            fact = self.vocabulary.facts.get(name)
            if fact is not None and fact.kind is FactKind.ENUM and random.random() < 0.5:
                facts[name] = random.choice(fact.values)
            else:
                facts[name] = random.choice(self.values[name])
        for rule in random.sample(
            self.rules, min(2, len(self.rules))
        ):  # steer towards rules: chance alone meets few
            for atom in atoms(rule.provision.condition):
                if isinstance(atom, Is) and random.random() < 0.8:
                    facts[atom.fact] = random.choice(sorted(atom.values))
                elif isinstance(atom, Flag) and random.random() < 0.6:
                    facts[atom.fact] = True
        lost = random.randint(*unknown) if unknown[1] else 0
        for name in random.sample(sorted(facts), min(lost, len(facts))):
            del facts[name]
        return facts

    def completions(self, facts, limit=3000):
        """Every way to fill in what is unknown, up to what the rules can tell apart; nothing where there are too many."""
        missing = [name for name in self.names if name not in facts]
        days = sorted(
            {each + step * DAY for each in facts.values() if isinstance(each, date) for step in (-1, 0, 1)}
            | set(self.points)
        )
        choices = [self._choices(name, days) for name in missing]
        size = 1
        for each in choices:
            size *= len(each)
        if size > limit:
            return
        for values in product(*choices):
            yield facts | dict(zip(missing, values, strict=True))

    def _choices(self, name, days):
        fact = self.vocabulary.facts.get(name)
        if fact is not None and fact.kind is FactKind.DATE:
            return [*days, *([ABSENT] if fact.optional else [])]
        return self.values[name]


def requests_of(reads: Reads, unknown=(1, 8)):
    """Requests under a law by their seeds: a list of them costs Hypothesis little, and shrinks to the one that matters."""
    return st.integers(0, 2**32 - 1).map(lambda seed: reads.request(Random(seed), unknown))
