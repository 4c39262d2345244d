"""The figures that ship with the lexicon are those that come out when it is tried again."""

import csv

from frith.evidence import lexicon, precision
from frith.evidence.lexicon import Kind
from frith.evidence.purpose import read

# What a reader's label calls each kind of finding, and when the lexicon shows a reason as one.
LABELS = {
    "immigration-purpose-stated": "immigration_explicit",
    "immigration-authority-named": "immigration_agency_named_no_purpose",
    "immigration-authority-named-crime-stated": "hsi_with_criminal_purpose",
    "national-origin-word": "national_origin_descriptor",
}
SHOWS = {
    "immigration-purpose-stated": lambda said: Kind.IMMIGRATION in said.kinds,
    "immigration-authority-named": lambda said: (
        Kind.AUTHORITY in said.kinds and Kind.IMMIGRATION not in said.kinds and not said.authority_with_crime
    ),
    "immigration-authority-named-crime-stated": lambda said: said.authority_with_crime,
    "national-origin-word": lambda said: Kind.ORIGIN in said.kinds,
}


def tried(shared):
    """Every labelled reason, without those that only the searcher's name makes what they are."""
    with (shared / "data" / "lexicon" / "labelled_reasons.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["reason"], row["label"]) for row in csv.DictReader(file)]
    return [(text, label) for text, label in rows if not label.startswith("immigration_actor_only")]


def test_the_figures_that_ship_are_those_that_come_out(shared):
    words, judged, shipped = lexicon.load(), tried(shared), precision.load()
    said = [(read(text, words).said, label) for text, label in judged]
    counted = {
        kind: precision.Score(
            shown=sum(shows(each) for each, _ in said),
            there=sum(label == LABELS[kind] for _, label in said),
            right=sum(shows(each) and label == LABELS[kind] for each, label in said),
        )
        for kind, shows in SHOWS.items()
    }
    assert shipped.lexicon == f"{words.version} {words.digest[:12]}", (
        "measure again, and name the new lexicon"
    )
    assert shipped.texts == len(judged)
    assert shipped.kinds == counted


def test_nothing_is_right_that_is_not_shown_and_there():
    for score in precision.load().kinds.values():
        assert 0 <= score.right <= min(score.shown, score.there)
