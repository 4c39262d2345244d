"""The page on two laws that differ, in every language."""

from dataclasses import replace

import pytest

from frith.casework.compare import compare
from frith.casework.comparison.page import render
from frith.casework.sides import sides
from frith.law.words import load
from tests.unit.comparison.made import MADE, NEW, OLD, decided, packs_in


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    return packs_in(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="module")
def found(packs):
    return compare(*sides([OLD, NEW], on=MADE, packs=packs))


@pytest.fixture(scope="module")
def words(packs):
    return {language: (load(packs, ("made",), language),) * 2 for language in ("en", "es")}


@pytest.fixture(scope="module")
def pages(found, words):
    nothing = replace(found, differences=(), duties=((), ()), scenarios=())
    comparisons = {
        "found": found,
        "none": nothing,
        "none early": replace(nothing, whole=False),
        "early": replace(found, whole=False),
        "decided": replace(found, decisions=decided(found.sides)),
    }
    return {
        (name, language): render(one, both, made=MADE, language=language)
        for name, one in comparisons.items()
        for language, both in words.items()
    }
