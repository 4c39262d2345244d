"""The matrix of places that ship against what was read of their law: cells where both are firm.

Each row names a place, a column, who is asked, and the code. A court's order or warrant stands beside what a place's own
words say, because the matrix is of the law as it binds there.
"""

from datetime import date

import pytest

pytest.importorskip("z3", reason="the matrix asks the solver")

from frith.casework.matrix import matrix
from frith.casework.sides import sides
from frith.law import pack

ON = date(2026, 11, 23)

DOORS = """
us-ca             ask_status           police       P
us-ca             interview            jail         Co
us-ca             deputise             police       P
us-ca             interpreter          police       P
us-ca             transfer             jail         Jc / C / Fi
us-ca             nonpublic_area       departments  -
us-ca-san-francisco ask_status         departments  L
us-ca-san-francisco release_date       jail         O / Pu / C + F
us-ca-berkeley    ask_status           police       P
us-ca-berkeley    nonpublic_area       departments  J
us-ca-berkeley    personal_information departments  J
us-ca-santa-clara ask_status           departments  P
us-ca-santa-clara staging              departments  P
us-ny             ask_status           departments  L
us-ny             deputise             police       P
us-ny             staging              departments  P
us-ny             release_date         jail         ?
us-ny-new-york    ask_status           departments  L
us-ny-new-york    staging              departments  P
us-ny-new-york    deputise             police       P
us-ny-new-york    nonpublic_area       departments  J
us-il             ask_status           police       P
us-il             give_status          police       A
us-il             deputise             police       P
us-il-chicago     ask_status           police       P
us-il-chicago     ask_status           departments  P
us-il-chicago     staging              departments  P
us-il-chicago     deputise             police       P
us-wa             ask_status           police       Cr
us-wa             deputise             police       P
us-wa             interview            jail         O / Co
us-wa-king        give_status          departments  A
us-wa-king        ask_status           departments  L
us-wa-king        hold                 jail         J
us-wa-seattle     personal_information departments  J / Co / Pu
us-wa-seattle     staging              departments  P
us-or             ask_status           departments  L
us-or             ask_status           police       L / Cr
us-or             staging              departments  P
us-or             detention_contract   jail         P
us-or             deputise             police       P
us-or-portland    ask_status           departments  P
us-or-portland    staging              departments  P
us-or-portland    deputise             police       P
us-co             ask_status           departments  L
us-co             detention_contract   jail         P
us-co             release_date         jail         ?
us-co             interview            jail         O / Co
us-co-denver      ask_status           departments  L
us-co-denver      standing_access      departments  S
us-co-denver      staging              departments  O
us-ma-boston      ask_status           police       P
us-ma-boston      staging              departments  P
us-ma-boston      deputise             police       P
us-ma-cambridge   ask_status           departments  L
us-pa-philadelphia staging             departments  P
us-pa-philadelphia nonpublic_area      departments  J
us-dc             detention_contract   jail         P
us-dc             interview            jail         O / Co
us-dc             transfer             jail         J
us-mn-minneapolis staging              departments  P
us-mn-minneapolis nonpublic_area       departments  J
us-md             give_status          police       A
us-md             release_date         jail         O / C
us-nj             ask_status           police       Cr
us-nj             release_date         jail         O / C / F
us-ct             release_date         jail         O / C
us-la-new-orleans transfer             police       M · -
us-la-new-orleans release_date         jail         A
"""

READ = """
us-ca             look_back    5 15
us-nj             look_back    5
us-ny-new-york    look_back    5
us-or             record_duty  document-request report-to-commission
us-dc             record_duty  count-for-council
us-il             reports      us-il/yearly-report
us-dc             reports      us-dc/custody-requests
us-ny-new-york    reports      us-ny-new-york/requests-quarterly us-ny-new-york/detainers-yearly us-ny/request-notices
us-or             reports      us-or/requests us-or/requests-to-head
us-ny             notice_duty  tell-person-of-request
"""


@pytest.fixture(scope="module")
def rows():
    places = {line.split()[0] for line in (DOORS + READ).strip().splitlines() if line}
    return {row.place: row for row in matrix(sides(sorted(places), on=ON)).rows}


def lines(table, most):
    return [tuple(line.split(None, most)) for line in table.strip().splitlines()]


@pytest.mark.slow
def test_the_doors_of_places_that_ship(rows):
    found = {}
    for place, column, who, _ in lines(DOORS, 3):
        parts = [part.code for part in rows[place].cells[column].parts if part.who == who]
        found[place, column, who] = " · ".join(parts)
    assert found == {(place, column, who): code for place, column, who, code in lines(DOORS, 3)}


@pytest.mark.slow
def test_what_is_read_from_their_law(rows):
    for place, column, values in lines(READ, 2):
        assert rows[place].cells[column].values == tuple(values.split()), (place, column)


@pytest.mark.slow
def test_a_state_courts_warrant_is_counsels_question_where_the_law_names_federal_judges(rows):
    cell = rows["us-pa-philadelphia"].cells["nonpublic_area"]
    assert all(("state_warrant",) in part.unsettled for part in cell.parts)
    open_to_both = rows["us-ny-new-york"].cells["nonpublic_area"].parts
    assert all(("state_warrant",) in part.doors for part in open_to_both)


@pytest.mark.slow
def test_no_cell_allows_what_goes_to_counsel(rows):
    for row in rows.values():
        for cell in row.cells.values():
            assert not any(set(part.doors) & set(part.unsettled) for part in cell.parts), (
                row.place,
                cell.column,
            )


def test_every_report_on_file_can_be_read():
    from frith.law.reports import read_reports

    for place in pack.places():
        for report in read_reports(pack.load(place).packs[0]):
            assert report.says["en"], report.id
