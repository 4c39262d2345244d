"""Every row of every pack's table: the answer, and exactly the provisions that decide, through every reader."""

import pytest

from frith.casework.counsel import Counsel
from frith.casework.lint import lint
from frith.engine.authorizer import Authorizer
from frith.law import pack
from frith.law.lint import Weight
from frith.law.scenarios import read_scenarios
from tests.differential.rows import decide_rows

PLACES = pack.places()
COUNSEL = {place: Counsel(place) for place in PLACES}
ROWS = [
    (each, COUNSEL[place])
    for place in PLACES
    for each in read_scenarios(COUNSEL[place].stack.packs[0], COUNSEL[place].vocabulary, COUNSEL[place].papers)
]


@pytest.mark.parametrize(("row", "counsel"), ROWS, ids=[f"{row.place}:{row.id}" for row, _ in ROWS])
def test_one_answers_as_the_table_says(row, counsel):
    """The sentence of the row, read aloud, is what the law says."""
    got = counsel.one(row.on).decide(row.facts)
    assert (row.answer, row.provisions) == (got.answer, got.deciding), row.says
    assert set(row.duties) <= {duty.provision for duty in got.duties if duty.certain}, row.says


@pytest.mark.parametrize("place", PLACES)
def test_many_and_cedar_answer_as_one_does(place):
    """The same rows through the table reader and through Cedar's authorizer: same answer, same provisions, same duties."""
    counsel = COUNSEL[place]
    spans = {counsel.span(row.on): row.on for row, of in ROWS if of is counsel}
    for span, on in spans.items():
        rows = [row.facts for row, of in ROWS if of is counsel and counsel.span(row.on) == span]
        expected = [counsel.one(on).decide(facts) for facts in rows]
        assert decide_rows(rows, counsel.meaning(on), counsel.vocabulary) == expected
        cedar = Authorizer(counsel.meaning(on), counsel.vocabulary)
        assert [cedar.decide(facts) for facts in rows] == expected


@pytest.mark.parametrize("place", PLACES)
def test_the_packs_are_clean(place):
    """Lint finds no error in what ships."""
    assert [problem for problem in lint(place) if problem.weight is Weight.ERROR] == []


def test_there_are_enough_rows():
    """At least sixty rows, and every answer among them."""
    assert len(ROWS) >= 60
    assert {row.answer for row, _ in ROWS} == {"decline", "comply", "may", "refer"}
