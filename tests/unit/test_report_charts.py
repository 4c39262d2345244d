"""What a chart measures: bars, columns and labels keep their place at any size."""

from itertools import pairwise

import pytest

from frith.casework.report.charts import ROOM, lengths, pieces, posts, ticks
from frith.casework.report.months import stretch


def test_months_between_are_shown_and_a_wrong_year_does_not_stretch_the_chart():
    assert stretch(["2024-11", "2025-02"]) == ("2024-11", "2024-12", "2025-01", "2025-02")
    assert stretch(["1900-01", "2025-02"]) == ("1900-01", "2025-02")
    assert stretch([]) == ()


@pytest.mark.parametrize("months", range(1, 60))
def test_labels_of_months_never_run_into_one_another(months):
    narrowest, letters = 240, 62  # pixels of the smallest chart, and of `Sept 2024`
    spans = []
    for tick in ticks(["Sept 2024"] * months):
        start = {"start": 0, "middle": -letters / 2, "end": -letters}[tick.anchor] + tick.at * narrowest / 100
        spans.append((start, start + letters))
    assert spans[0][0] >= 0
    assert spans[-1][1] <= narrowest
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_columns_stay_inside_their_chart_and_nothing_has_no_column():
    drawn = posts([0, 5, 10_000_000])
    assert len(drawn) == 2
    assert all(each.start >= 0 and each.start + each.width <= 100 and each.height > 0 for each in drawn)
    assert posts([]) == ()


def test_bars_can_be_seen_however_small_and_nothing_has_no_length():
    assert lengths([0, 1, 10_000_000]) == (0.0, 0.6, 100.0)
    assert lengths([]) == ()


def test_pieces_fill_the_bar_and_a_small_one_bears_no_label():
    cut = pieces([(97, "97%", "may"), (0, "0%", "comply"), (3, "3%", "decline")])
    assert [(each.start, each.width, each.has_room) for each in cut] == [(0, 97, True), (97, 3, ROOM <= 3)]
