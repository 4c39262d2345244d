"""The table from what is active to an answer, row by row."""

from itertools import product

import pytest

from frith.engine.outcome import answer_of, outcome, refused
from frith.model.decision import Answer, Duty, Reason, Role
from frith.model.law import Mode
from frith.model.term import TRUE
from tests.differential.bench import provision

D, C, M, R = Answer.DECLINE, Answer.COMPLY, Answer.MAY, Answer.REFER
NO, OPEN, YES = "no", "open", "yes"

# required, barred, referred: the answer. Everything that is not written here is refer.
SETTLED = {(NO, YES, NO): D, (YES, NO, NO): C, (NO, NO, NO): M}


@pytest.mark.parametrize("states", list(product((NO, OPEN, YES), repeat=3)), ids="-".join)
@pytest.mark.parametrize("permits", [NO, OPEN, YES])
@pytest.mark.parametrize("duty", [NO, OPEN, YES])
def test_every_row_of_the_table(states, permits, duty):
    """Required, barred and referred, each active, open or not; permissions and duties never change the answer."""
    modes = dict(
        zip(
            (Mode.REQUIRES, Mode.BARS, Mode.REFERS, Mode.PERMITS, Mode.DUTY),
            (*states, permits, duty),
            strict=True,
        )
    )
    certain = {mode: state == YES for mode, state in modes.items()}
    possible = {mode: state != NO for mode, state in modes.items()}
    expected = SETTLED.get(states, R)
    assert answer_of(certain, possible) is expected
    made = outcome(
        (provision(str(mode), TRUE, mode) for mode, state in modes.items() if state == YES),
        (provision(str(mode), TRUE, mode) for mode, state in modes.items() if state == OPEN),
    )
    assert made.answer is expected


def p(name, mode):
    return provision(name, TRUE, mode)


class TestWhatDecides:
    """Exactly the provisions that make the answer, sorted."""

    def test_for_decline_the_bars(self):
        got = outcome([p("b2", Mode.BARS), p("b1", Mode.BARS), p("a", Mode.PERMITS)], [p("c", Mode.PERMITS)])
        assert (got.answer, got.deciding, got.open) == (D, ("b1", "b2"), ())

    def test_for_comply_the_requirements(self):
        got = outcome([p("r", Mode.REQUIRES), p("a", Mode.PERMITS), p("d", Mode.DUTY)], [])
        assert (got.answer, got.deciding) == (C, ("r",))

    def test_for_may_the_permissions_if_any(self):
        assert outcome([p("a", Mode.PERMITS)], []).deciding == ("a",)
        assert outcome([], [p("a", Mode.PERMITS)]).deciding == ()

    def test_for_refer_all_that_speak_or_may_speak(self):
        got = outcome(
            [p("b", Mode.BARS), p("r", Mode.REQUIRES), p("a", Mode.PERMITS)],
            [p("x", Mode.REFERS), p("c", Mode.PERMITS), p("d", Mode.DUTY)],
        )
        assert (got.answer, got.deciding, got.open) == (R, ("b", "r", "x"), ("x",))

    def test_an_open_bar_beside_a_certain_one_decides_nothing(self):
        got = outcome([p("b", Mode.BARS)], [p("c", Mode.BARS)])
        assert (got.answer, got.deciding, got.open) == (D, ("b",), ("c",))


def test_reasons_name_the_part_each_played():
    got = outcome(
        [p(f"sure-{mode}", mode) for mode in Mode],
        [p(f"open-{mode}", mode) for mode in Mode],
    )
    assert {(each.provision, each.role) for each in got.reasons} == {
        ("sure-bars", Role.BARS), ("sure-requires", Role.REQUIRES), ("sure-permits", Role.PERMITS),
        ("sure-refers", Role.REFERS), ("open-bars", Role.MAY_BAR), ("open-requires", Role.MAY_REQUIRE),
        ("open-refers", Role.MAY_REFER),
    }  # fmt: skip
    assert got.duties == (
        Duty(provision="sure-duty", certain=True),
        Duty(provision="open-duty", certain=False),
    )
    assert isinstance(got.reasons[0], Reason)


def test_an_error_opens_no_door():
    got = refused("`spam` is no value of `purpose`")
    assert (got.answer, got.deciding, got.reasons, got.duties, got.open) == (R, (), (), (), ())
    assert got.problem == "`spam` is no value of `purpose`"
