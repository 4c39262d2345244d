"""The page on compared laws is sound HTML which loads nothing and runs nothing."""

import re
from itertools import pairwise

import pytest

from frith.casework.compare import compare
from frith.casework.comparison.page import FOLDER as COMPARISON
from frith.casework.comparison.page import render
from frith.casework.sides import sides
from frith.errors import UsageError
from frith.law.words import load
from frith.model.decision import Answer
from tests.unit.comparison.made import (
    HOSTILE,
    MADE,
    NEW,
    OLD,
    packs_in,
    said,
    section,
)
from tests.unit.page_tree import every, tree

pytest.importorskip("z3", reason="proofs are an extra")


def test_the_comparison_has_something_of_every_kind(found):
    assert found.whole
    assert {each.answers for each in found.differences} >= {(Answer.MAY, Answer.DECLINE)}
    assert any(Answer.REFER in each.answers for each in found.differences)
    assert [len(own) for own in found.duties] == [0, 1]


def test_the_page_is_sound_and_its_ids_are_its_own(pages):
    for html in pages.values():
        page = tree(html)
        ids = [each.attrs["id"] for each in every(page) if "id" in each.attrs]
        assert len(ids) == len(set(ids))
        for each in every(page):
            for attr in ("aria-labelledby", "aria-describedby"):
                assert set(each.attrs.get(attr, "").split()) <= set(ids)
            if each.tag == "a":
                assert each.attrs["href"].startswith("#")
                assert each.attrs["href"][1:] in ids


def test_nothing_is_loaded_and_nothing_runs(pages):
    for html in pages.values():
        page = tree(html)
        (policy,) = (
            each.attrs["content"]
            for each in page.all("meta")
            if each.attrs.get("http-equiv") == "Content-Security-Policy"
        )
        assert "default-src 'none'" in policy
        tags = {each.tag for each in every(page)}
        assert not tags & {"script", "iframe", "img", "link", "object", "embed", "form", "audio", "video"}
        attrs = {attr for each in every(page) for attr in each.attrs}
        assert not {attr for attr in attrs if attr.startswith("on")} | (attrs & {"src", "style", "srcset"})
        assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)", html)


def test_headings_go_down_one_step_at_a_time(pages):
    for html in pages.values():
        levels = [int(each.tag[1]) for each in every(tree(html)) if re.fullmatch(r"h\d", each.tag)]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_every_cell_its_heads(pages):
    for html in pages.values():
        for table in tree(html).all("table"):
            assert table.all("caption")[0].words()
            columns = table.all("thead")[0].all("th")
            assert all(each.attrs["scope"] == "col" and each.words() for each in columns)
            for row in table.all("tbody")[0].all("tr"):
                assert [each.tag for each in row.children] == ["th"] + ["td"] * (len(columns) - 1)
                assert row.children[0].attrs["scope"] == "row"


def test_on_a_phone_a_cell_still_says_whose_answer_it_is(pages, found):
    for table in section(pages["found", "en"], "cases").all("table"):
        heads = [each.words() for each in table.all("thead")[0].all("th")]
        assert table.attrs["role"] == "table"
        for row in table.all("tbody")[0].all("tr"):
            assert [each.attrs["data-head"] for each in row.all("td")] == heads[1:]


def test_words_of_a_pack_can_not_leave_their_place(tmp_path, pages):
    assert "Ask <b>first</b>." in said(pages, "found")
    packs = packs_in(tmp_path, title=HOSTILE)
    one, other = sides([OLD, NEW], on=MADE, packs=packs)
    html = render(compare(one, other), (load(packs, ("made",), "en"),) * 2, made=MADE)
    assert "<script" not in html
    assert html.count("</style>") == 1
    assert HOSTILE in tree(html).words()


def test_a_page_is_in_one_language(found, words):
    with pytest.raises(UsageError, match="a page in `es` needs words in `es`, not in `en`"):
        render(found, words["en"], made=MADE, language="es")


def test_the_language_of_the_page_is_said(pages):
    for (_, language), html in pages.items():
        assert tree(html).all("html")[0].attrs["lang"] == language


def test_the_style_can_not_end_its_own_element():
    assert "<" not in (COMPARISON / "style.css").read_text(encoding="utf-8")
