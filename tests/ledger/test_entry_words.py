"""Every value that a request can have is shown as a class; a small site is shown more widely; no decision is lost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.api import counsel, decide
from frith.errors import LedgerError, PackError
from frith.law import pack
from frith.law.papers import read_papers
from frith.law.scenarios import read_scenarios
from frith.ledger.entry.codec import parse
from frith.ledger.entry.lint import lint, rules_of
from frith.ledger.entry.make import FACTS, Sites, from_decision, release_of
from frith.ledger.entry.slots import PATH, PROVISION, VERSION, week_of
from frith.ledger.entry.words import UNKNOWN, Grain, load
from frith.model.decision import Ask, Request
from frith.model.facts import FactKind
from tests.ledger.entry_made import DAY, PLACE, TOY, data_of, decisions, request, rules, words

WORDS = words()
FACTS_OF = pack.vocabulary(pack.shipped()).facts
CLASSED = {**FACTS, "act": "act", "category": "object", "system": "system"}


@pytest.mark.parametrize("name", CLASSED)
class TestClasses:
    def test_every_value_has_a_class_at_both_grains(self, name):
        fact = FACTS_OF[CLASSED[name]]
        values = fact.values or ("yes", "no")
        for grain in Grain:
            assert {value: WORDS.classes[name].word(value, grain) for value in values if not value} == {}
            assert {WORDS.classes[name].word(value, grain) for value in values} <= WORDS.classes[name].words[
                grain
            ]

    def test_the_wider_classes_are_no_finer(self, name):
        """Two values that a large site shows alike are never told apart by a small one."""
        of = WORDS.classes[name].of
        wide = {}
        for value, fine in of[Grain.DAY].items():
            wide.setdefault(fine, set()).add(of[Grain.WEEK][value])
        assert {fine: found for fine, found in wide.items() if len(found) > 1 and fine not in LOOSE} == {}

    def test_what_nobody_said_is_unknown(self, name):
        assert WORDS.classes[name].word("", Grain.DAY) == UNKNOWN

    def test_a_value_of_no_fact_is_refused(self, name):
        with pytest.raises(LedgerError, match=f"no class for `ana` of `{CLASSED[name]}`"):
            WORDS.classes[name].word("ana", Grain.DAY)


LOOSE = {"other"}
"""What no class holds at a large site may still be in one of a small site's."""


def test_private_people_are_never_told_apart():
    """Somebody who asks for their own record is not shown as somebody who does."""
    people = ("data_subject", "subjects_lawyer", "member_of_public", "private_party")
    for grain in Grain:
        assert {WORDS.classes["requester"].word(each, grain) for each in people} == {"private"}


class TestDecisions:
    def test_a_decision_of_a_large_site(self):
        (entry,) = decisions()
        assert (entry.on, entry.unit, entry.requester, entry.paper, entry.category, entry.channel) == (
            "2026-11-23",
            "police",
            "ice_ero",
            "i_247a",
            "personal_information",
            "fax",
        )
        assert (entry.answer, entry.provisions) == ("decline", ("toy-town/records/no-address",))
        assert set(entry.packs) == {PLACE}

    def test_a_decision_where_nobody_knows_who_was_asked_is_shown_widely(self):
        (entry,) = decisions(body="")
        assert (entry.unit, entry.on) == (UNKNOWN, "2026-W48")

    def test_each_ask_has_an_entry_and_the_first_stands_for_the_request(self):
        asks = [
            {"act": "disclose", "object": "home_address"},
            {"act": "interview", "object": "person_in_custody"},
        ]
        entries = decisions(asks=asks)
        assert [each.ask for each in entries] == ["first", "further"]
        assert [each.answer for each in entries] == ["decline", "may"]
        assert {each.overall for each in entries} == {"decline"}

    def test_a_release_says_what_its_decision_said(self):
        decision = decisions()[0]
        release = release_of(decision, 57, words=WORDS, about=7)
        assert (release.amount, release.about, release.provisions) == ("50-99", 7, decision.provisions)
        assert lint(data_of(release), rules(), size=8) == ()

    def test_a_week_is_the_one_that_iso_counts(self):
        assert [week_of(date(2027, 1, day)) for day in (3, 4)] == ["2026-W53", "2027-W01"]


VALUES = {
    name: st.sampled_from(FACTS_OF[fact].values)
    for name, fact in (
        ("body", "body"),
        ("channel", "channel"),
        ("purpose", "purpose"),
        ("on_behalf_of", "on_behalf_of"),
    )
}
REQUESTS = st.fixed_dictionaries(
    {
        "asks": st.lists(
            st.fixed_dictionaries(
                {
                    "act": st.sampled_from(FACTS_OF["act"].values),
                    "object": st.sampled_from(FACTS_OF["object"].values),
                }
            ),
            min_size=1,
            max_size=3,
        )
    },
    optional={
        **VALUES,
        "requester": st.fixed_dictionaries({"kind": st.sampled_from(FACTS_OF["requester_kind"].values)}),
        "paper": st.fixed_dictionaries(
            {"kind": st.sampled_from(FACTS_OF["paper"].values)}, optional={"judge_signed": st.booleans()}
        ),
    },
)


@settings(max_examples=150, deadline=None)
@given(REQUESTS, st.sets(st.sampled_from(FACTS_OF["body"].values)))
def test_every_decision_can_be_written(facts, large):
    """Whatever is asked of whomever: its entries pass the linter, say the answer, and say no value finer than allowed."""
    law, sites = counsel(PLACE, TOY), Sites(large=frozenset(large))
    own = rules_of(law.stack, WORDS, versions=law.versions, sites=sites, days=(DAY, DAY))
    decision = decide({"received": DAY, **facts}, place=PLACE, packs=TOY)
    entries = from_decision(decision, words=WORDS, sites=sites)
    assert [each.answer for each in entries] == [each.outcome.answer for each in decision.asks]
    for entry in entries:
        assert lint(data_of(entry), own, size=0) == ()
        assert parse(data_of(entry), WORDS).entry == entry
        assert (entry.on == "2026-11-23") is (facts.get("body") in large)


@pytest.mark.parametrize("place", ["us-ca-los-angeles", "us-or", "us"])
def test_the_widest_refer_of_a_shipped_law_fits(place):
    """Nothing is known: every provision that may decide is named, and the entry still has a length."""
    decision = decide({"received": DAY, "asks": [{}]}, place=place)
    law = counsel(place)
    own = rules_of(law.stack, WORDS, versions=law.versions, sites=Sites(), days=(DAY, DAY))
    (entry,) = from_decision(decision, words=WORDS, sites=Sites())
    assert lint(data_of(entry), own, size=0) == ()
    assert entry.category == entry.act == UNKNOWN


@pytest.mark.parametrize("place", pack.places(pack.shipped()))
def test_every_id_of_a_shipped_law_has_the_shape_of_one(place):
    law = counsel(place)
    assert [each for each in law.stack.provisions if not PROVISION.fullmatch(each)] == []
    assert [each.path for each in law.stack.laws if not PATH.fullmatch(each.path)] == []
    assert [each for each in law.versions.values() if not VERSION.fullmatch(each)] == []


@pytest.mark.parametrize("place", pack.places(pack.shipped()))
def test_every_scenario_of_a_shipped_law_makes_an_entry(place):
    """Each row of its table, at a large site and at a small one, says its answer and its provisions and passes."""
    law = counsel(place)
    for row in read_scenarios(law.stack.packs[0], law.vocabulary, read_papers(pack.shipped())):
        ask = Ask(act=str(row.facts.get("act", "")), object=str(row.facts.get("object", "")))
        decision = decide(Request(received=row.on, asks=(ask,), facts=row.facts), place=place)
        for sites in (Sites(), Sites(large=frozenset(FACTS_OF["body"].values))):
            own = rules_of(law.stack, WORDS, versions=law.versions, sites=sites, days=(row.on, row.on))
            (entry,) = from_decision(decision, words=WORDS, sites=sites)
            assert (entry.answer, entry.provisions) == (row.answer, tuple(sorted(row.provisions))), row.id
            assert lint(data_of(entry), own, size=0) == (), row.id


class TestTheFile:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('fact = "body"', 'fact = "bodies"', "no fact `bodies`"),
            (
                'small = ["law_enforcement"',
                'small = ["police_and_such"',
                "`police_and_such` is neither a value nor a group",
            ),
            ("least = [0, 1,", "least = [1, 0,", "`least` does not fit `words`"),
            ("digests = 12", "digests = 0", "`digests` is not a number above 0"),
            ("steps = [2048,", "steps = [70000,", "`steps` are not rising lengths"),
            ('case = "[A-Z0-9]', 'case = "([A-Z0-9]', "`case` is no pattern"),
            ("[list]", "[lists]", "unknown key `lists`"),
        ],
    )
    def test_what_is_wrong_is_said(self, tmp_path, old, new, said):
        from frith.ledger.entry import words as module

        path = tmp_path / "words.toml"
        text = module._own().read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PackError, match=said.replace("`", ".")) as why:
            load(path, vocabulary=pack.vocabulary(pack.shipped()))
        assert why.value.file == str(path)

    def test_a_value_that_no_class_holds_is_refused(self, tmp_path):
        from frith.ledger.entry import words as module

        path = tmp_path / "words.toml"
        text = module._own().read_text(encoding="utf-8")
        path.write_text(text.replace('extra = ["other"]', "extra = []", 1), encoding="utf-8")
        with pytest.raises(PackError, match="no class holds"):
            load(path, vocabulary=pack.vocabulary(pack.shipped()))

    def test_a_city_s_own_facts_may_be_classed_too(self):
        assert load(vocabulary=pack.vocabulary(TOY)).classes["unit"].words == WORDS.classes["unit"].words

    def test_a_band_holds_what_it_says(self):
        assert [WORDS.bands.word(n) for n in (0, 1, 9, 10, 49, 50, 999, 1000, 10**6)] == [
            "0", "1-9", "1-9", "10-49", "10-49", "50-99", "500-999", "1000+", "1000+",
        ]  # fmt: skip
        with pytest.raises(LedgerError, match="`-1` counts nothing"):
            WORDS.bands.word(-1)


def test_no_fact_that_tells_of_one_person_has_a_class():
    """Convictions, custody, consent and days of a person's life stand in no entry."""
    shown = {each.fact for each in WORDS.classes.values()}
    assert shown <= {name for name, fact in FACTS_OF.items() if fact.kind is FactKind.ENUM} | {
        "paper_judge_signed"
    }
    assert request()["received"] == DAY
