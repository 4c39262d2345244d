"""What a chart measures, and its colors: bars and labels keep their place at any size and can be told apart."""

import re
from itertools import pairwise

import pytest

from frith.casework.report.charts import ROOM, lengths, pieces, posts, ticks
from frith.casework.report.months import stretch
from frith.casework.report.sentences import FOLDER


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


WORDS = [(ink, ground) for ink in ("ink", "soft", "deep", "link") for ground in ("paper", "sheet")]
WORDS += [("ink", "note"), ("good", "good-ground"), ("fair", "fair-ground"), ("poor", "poor-ground")]
SHAPES = [("data", "paper"), ("alert", "paper"), ("edge", "paper"), ("data", "pale"), ("edge", "pale")]


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_pair_of_colors_can_be_told_apart(theme):
    style = (FOLDER / "style.css").read_text(encoding="utf-8")
    colors = dict(
        re.findall(r"--([\w-]+): (#\w{6});", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[theme])
    )
    for pairs, needed in ((WORDS, 4.5), (SHAPES, 3)):
        found = {pair: contrast(colors[pair[0]], colors[pair[1]]) for pair in pairs}
        assert {pair: ratio for pair, ratio in found.items() if ratio < needed} == {}
