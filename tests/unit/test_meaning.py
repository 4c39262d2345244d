"""One term a provision: exceptions, orders of courts and disputed readings are all in it."""

from dataclasses import replace
from datetime import date

from frith.engine.authorizer import Authorizer
from frith.engine.kleene import Truth, evaluate
from frith.engine.meaning import ASSUMED, assumptions, meaning
from frith.engine.plain import context, policies, schema
from frith.law.calendar import Suspension, binding
from frith.model.facts import ABSENT
from frith.model.law import Mode
from frith.model.term import TRUE, And, Flag, Is, Not, Or
from tests.differential.bench import meaning_of, shipped
from tests.toy import SPRING_23, counsel

A, B = Flag("in_custody"), Flag("sealed_record")


def rule(name, on=SPRING_23):
    return counsel().meaning(on).rules[name]


def test_a_provision_without_exceptions_means_its_condition():
    found = rule("toy-state/shield/subpoena", date(2018, 6, 1))
    assert found.active == found.provision.condition


def test_an_exception_is_not_in_the_condition():
    found = rule("toy-state/shield/no-old", date(2018, 6, 1))
    back = rule("toy-state/shield/back", date(2018, 6, 1))
    assert found.active == And((found.provision.condition, Not(back.active)))
    assert [each.id for each in found.exceptors] == ["toy-state/shield/back"]


def test_several_exceptions_are_any_of_them():
    found = rule("toy-state/shield/bar", date(2018, 6, 1))
    exceptions = {each.id: each for each in found.exceptors}
    assert set(exceptions) == {"toy-state/shield/warrant", "toy-state/shield/old"}
    assert found.active == And(
        (found.provision.condition, Not(Or(tuple(each.term for each in found.exceptors))))
    )


def test_a_disputed_exception_holds_only_with_its_assumption():
    exceptor = next(
        each for each in rule("toy-state/shield/bar").exceptors if each.id == "toy-city/code/contested"
    )
    assert exceptor.assumption == "wide"
    assert (
        And((Flag(ASSUMED + "wide"), exceptor.term))
        in rule("toy-state/shield/bar").active.parts[1].part.parts
    )
    assert assumptions(counsel().meaning(SPRING_23)) == ("wide",)
    assert assumptions(counsel().meaning(date(2018, 6, 1))) == ()


def test_an_order_of_a_court_is_an_exception_with_whom_as_its_condition():
    orders = [each for each in rule("toy-city/code/identity").exceptors if "enjoined" in each.id]
    assert [each.id for each in orders] == ["toy-city/code/enjoined-2022-01-01"]
    assert evaluate(orders[0].term, {"requester_kind": "ice"}) is Truth.TRUE
    assert evaluate(orders[0].term, {"requester_kind": "vendor"}) is Truth.FALSE
    assert evaluate(orders[0].term, {}) is Truth.UNKNOWN


def test_an_exception_of_a_law_that_does_not_bind_takes_nothing_away():
    """The trial ordinance excepts the whole code while it binds, and is enjoined in March 2024."""
    exceptors = {
        on: {each.id for each in rule("toy-city/code/identity", on).exceptors}
        for on in (SPRING_23, date(2024, 4, 1))
    }
    assert "toy-city/trial/all-code" in exceptors[SPRING_23]
    assert "toy-city/trial/all-code" not in exceptors[date(2024, 4, 1)]


def test_an_order_over_what_does_not_bind_is_harmless():
    bound = binding(counsel().stack, date(2016, 1, 1))
    order = Suspension(
        id="order", condition=TRUE, targets=("toy-city/code/identity", "toy-city/gone/silence")
    )
    made = meaning(type(bound)(
        place=bound.place, on=bound.on, provisions=bound.provisions, excepts=bound.excepts, suspensions=(order,)
    ))  # fmt: skip
    assert list(made.rules) == ["toy-city/gone/silence"]
    assert evaluate(made.rules["toy-city/gone/silence"].active, {"act": "disclose"}) is Truth.FALSE


def test_rules_are_found_by_the_act_they_name():
    """Those that name no act are among all of them, and an act that no rule names meets those alone."""
    law = meaning_of(
        [Is("act", frozenset(("disclose", "notify"))), And((Is("act", frozenset(("disclose",))), A)), B]
    )
    names = {act: [each.provision.id[-1] for each in rules] for act, rules in law.by_act.items()}
    assert names == {"": ["2"], "disclose": ["0", "1", "2"], "notify": ["0", "2"]}


class TestPlainCedar:
    """The lowered text: plain permits that Cedar validates strictly, with nothing of ours in them."""

    def test_two_permits_a_provision(self):
        law = counsel().meaning(SPRING_23)
        text = policies(law)
        assert text.count("permit (") == 2 * len(law.rules)
        assert "forbid" not in text
        assert text.count('@id("toy-state/shield/bar#certainly")') == 1
        assert text.count('@id("toy-state/shield/bar#possibly")') == 1
        assert not {"@mode", "@excepts", "@if_assumed"} & set(text.split("("))

    def test_the_validator_lets_it_through(self):
        """Making the authorizer validates strictly, and would raise."""
        assert Authorizer(counsel().meaning(SPRING_23), counsel().vocabulary).meaning is counsel().meaning(
            SPRING_23
        )

    def test_the_schema_has_every_fact_and_every_disputed_reading(self):
        text = schema(shipped(), ("wide",))
        assert all(f'"{name}"?' in text for name in shipped().columns())
        assert '"listed_felony_on__has"?: Bool' in text
        assert '"assumed:wide"?: Bool' in text

    def test_a_cite_of_several_lines_stays_a_comment(self):
        """A line break of any kind in somebody's words would end the comment and begin a policy."""
        law = meaning_of([A])
        ((name, made),) = law.rules.items()
        cite = "1\nforbid (principal, action, resource);\r\u2028\x85 2"
        law = replace(law, rules={name: replace(made, provision=replace(made.provision, cite=cite))})
        assert f"// {Mode.BARS}: 1 forbid (principal, action, resource); 2\n" in policies(law)
        assert Authorizer(law, shipped()).decide({"in_custody": True}).answer == "decline"

    def test_the_context_leaves_out_what_is_unknown(self):
        found = context(
            {
                "in_custody": False,
                "purpose": "other",
                "listed_felony_on": ABSENT,
                "five_years_before": date(2020, 2, 29),
            }
        )
        assert found == {
            "in_custody": False,
            "purpose": "other",
            "listed_felony_on__has": False,
            "five_years_before__has": True,
            "five_years_before": {"__extn": {"fn": "datetime", "arg": "2020-02-29"}},
        }

    def test_an_error_of_cedars_is_refer(self):
        """A policy set and a schema that don't fit together: Cedar errs, and the answer opens nothing."""
        asked = Authorizer(meaning_of([A]), shipped())
        asked.schema = None
        asked.policies = Authorizer(meaning_of([B]), shipped()).policies
        asked.entities = "not entities"
        got = asked.decide({"in_custody": True})
        assert (got.answer, got.deciding) == ("refer", ())
        assert got.problem
