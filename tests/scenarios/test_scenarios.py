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
    for each in read_scenarios(
        COUNSEL[place].stack.packs[0], COUNSEL[place].vocabulary, COUNSEL[place].papers
    )
]


@pytest.mark.parametrize(("row", "counsel"), ROWS, ids=[f"{row.place}:{row.id}" for row, _ in ROWS])
def test_one_answers_as_the_table_says(row, counsel):
    """The sentence of the row, read aloud, is what the law says."""
    got = counsel.one(row.on).decide(row.facts)
    assert (row.answer, row.provisions) == (got.answer, got.deciding), row.says
    assert set(row.duties) <= {duty.provision for duty in got.duties if duty.certain}, row.says


SPANS = sorted({(row.place, counsel.span(row.on)) for row, counsel in ROWS})


@pytest.mark.parametrize(("place", "span"), SPANS, ids=[f"{place}-{span}" for place, span in SPANS])
def test_many_and_cedar_answer_as_one_does(place, span):
    """The rows of one span of days through the table reader and through Cedar: same answer, provisions and duties."""
    counsel = COUNSEL[place]
    rows = [row for row, of in ROWS if of is counsel and counsel.span(row.on) == span]
    meaning = counsel.meaning(rows[0].on)
    facts = [row.facts for row in rows]
    expected = [counsel.one(rows[0].on).decide(each) for each in facts]
    assert decide_rows(facts, meaning, counsel.vocabulary) == expected
    cedar = Authorizer(meaning, counsel.vocabulary)
    assert [cedar.decide(each) for each in facts] == expected


@pytest.mark.parametrize("place", PLACES)
def test_the_packs_are_clean(place):
    """Lint finds no error in what ships."""
    assert [problem for problem in lint(place) if problem.weight is Weight.ERROR] == []


def test_there_are_enough_rows():
    """At least sixty rows, and every answer among them."""
    assert len(ROWS) >= 60
    assert {row.answer for row, _ in ROWS} == {"decline", "comply", "may", "refer"}
