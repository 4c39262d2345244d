"""A paper is recognised by what was seen on it, or goes to counsel; a judge is never read into one."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.casework.paper import CannotTell, Doubt, JudgeMark, Recognised, describe, recognise
from frith.cli.paper import paper
from frith.errors import PackError
from frith.law.pack import shipped
from frith.law.papers import read_papers

PAPERS = read_papers(shipped())
AGENCY = [kind for kind in PAPERS.kinds.values() if kind.issuer == "agency"]
SHOW_A_JUDGE = {name for name, cue in PAPERS.cues.items() if cue.shows.get("paper_judge_signed") is True}


def run(*words: str):
    return CliRunner().invoke(paper, words)


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (["form_i_200"], "i_200"),
        (["heading_dhs", "officer_signature", "title_arrest_of_alien"], "i_200"),
        (["title_removal", "box_mentions_judge", "heading_dhs"], "i_205"),
        (["title_detainer", "civil_warrant_attached", "asks_to_hold"], "i_247a"),
        (["title_subpoena", "heading_dhs"], "i_138"),
        (["form_i_862", "heading_immigration_court"], "i_862"),
        (["screen_hit", "immigration_agency_entered"], "ncic_administrative_hit"),
        (["title_search_warrant", "heading_district_court", "judge_signature"], "ao_93"),
        (["title_search_warrant", "heading_district_court", "by_phone_or_electronic"], "ao_93c"),
        (["title_search_warrant", "heading_state_court"], "state_search_warrant"),
        (["title_search_warrant", "title_application", "heading_district_court"], ""),
        (["title_application", "heading_district_court", "place_described"], "ao_106"),
        (["says_grand_jury", "title_subpoena", "heading_district_court", "clerk_seal"], "ao_110"),
        (["title_subpoena", "heading_district_court", "says_civil_action"], "ao_88b"),
        (["says_worksite_inspection", "heading_district_court"], "civil_inspection_warrant"),
        (["form_cbp_3115", "cites_customs_law"], "customs_summons"),
        (["nothing_shown"], "none"),
        (["asks_without_paper", "nothing_shown"], "informal_ask"),
        (["says_life_in_danger"], "emergency_claim"),
    ],
)
def test_what_was_seen_names_the_paper(seen, kind):
    look = recognise(PAPERS, seen)
    assert (look.candidate.kind.id if isinstance(look, Recognised) else "") == kind


@pytest.mark.parametrize(
    ("seen", "doubt"),
    [
        (["heading_dhs"], Doubt.SEVERAL_FIT),
        (["judge_signature"], Doubt.SEVERAL_FIT),
        (["title_detainer"], Doubt.SEVERAL_FIT),
        (["title_subpoena", "heading_district_court"], Doubt.SEVERAL_FIT),
        (["form_i_200", "form_ao_93"], Doubt.NOTHING_FITS),
        (["form_i_205", "judge_signature"], Doubt.NOTHING_FITS),
        (["form_ao_93", "heading_immigration_court"], Doubt.NOTHING_FITS),
        (["form_ao_93", "judge_signature", "no_judge_signature"], Doubt.CONTRADICT),
        ([], Doubt.NOTHING_FITS),
    ],
)
def test_where_it_is_not_clear_the_paper_goes_to_counsel(seen, doubt):
    look = recognise(PAPERS, seen)
    assert isinstance(look, CannotTell)
    assert look.doubt is doubt
    assert "paper" not in look.facts


@settings(max_examples=300, deadline=None)
@given(st.sets(st.sampled_from(sorted(PAPERS.cues)), max_size=8), st.sampled_from(sorted(PAPERS.kinds)))
def test_a_judge_is_never_read_into_a_paper(seen, kind):
    for look in (recognise(PAPERS, seen), describe(PAPERS, kind, seen)):
        if not seen & SHOW_A_JUDGE:
            assert look.facts.get("paper_judge_signed") is not True
        if isinstance(look, Recognised):
            assert (look.judge is JudgeMark.SEEN) <= bool(seen & SHOW_A_JUDGE)


@settings(max_examples=200, deadline=None)
@given(st.sets(st.sampled_from(sorted(PAPERS.cues)), max_size=6))
def test_the_order_of_looking_changes_nothing(seen):
    assert recognise(PAPERS, sorted(seen)) == recognise(PAPERS, sorted(seen, reverse=True))


@pytest.mark.parametrize("kind", PAPERS.kinds.values(), ids=lambda kind: kind.id)
def test_every_kind_is_recognised_by_each_of_its_marks(kind):
    for mark in kind.marks:
        look = recognise(PAPERS, mark)
        assert isinstance(look, Recognised), look.doubt
        assert look.candidate.kind is kind


@pytest.mark.parametrize("kind", AGENCY, ids=lambda kind: kind.id)
def test_an_agency_paper_is_no_courts_and_no_judges(kind):
    assert {
        name: kind.settles[name] for name in ("paper_court_named", "paper_judge_signed", "paper_court_issued")
    } == {
        "paper_court_named": False,
        "paper_judge_signed": False,
        "paper_court_issued": False,
    }
    assert "judge_signature" in kind.not_cues
    assert describe(PAPERS, kind.id).judge is JudgeMark.NEVER


def test_a_tick_box_that_speaks_of_a_judge_is_no_signature():
    look = recognise(PAPERS, ["form_i_205", "box_mentions_judge"])
    assert look.facts["paper_judge_signed"] is False
    assert look.judge is JudgeMark.NEVER


def test_an_immigration_court_is_no_court_of_law():
    assert recognise(PAPERS, ["form_i_862", "heading_immigration_court"]).facts["paper_court_named"] is False
    assert PAPERS.cues["heading_immigration_court"].shows == {}


def test_the_clerk_may_sign_an_arrest_warrant():
    assert describe(PAPERS, "ao_442", ["clerk_seal"]).judge is JudgeMark.CLERK_MAY
    assert describe(PAPERS, "ao_442", ["judge_signature"]).judge is JudgeMark.SEEN
    assert describe(PAPERS, "ao_442", ["no_judge_signature"]).judge is JudgeMark.ABSENT


def test_a_subpoena_waits_for_the_clerks_seal():
    assert "paper_court_issued" not in describe(PAPERS, "ao_110").facts
    assert describe(PAPERS, "ao_110", ["clerk_seal"]).facts["paper_court_issued"] is True


def test_a_kind_is_not_confirmed_against_what_was_seen():
    look = describe(PAPERS, "i_200", ["heading_district_court"])
    assert isinstance(look, CannotTell)
    assert look.doubt is Doubt.NOT_THIS
    assert look.nearest[0].rules_out == ("heading_district_court",)


def test_exit_codes_say_known_cannot_tell_and_wrong_usage():
    assert run("--see", "form_i_200").exit_code == 0
    assert run("I-247A").exit_code == 0
    assert run("--see", "heading_dhs").exit_code == 4
    assert run("i_200", "--see", "judge_signature").exit_code == 4
    assert run().exit_code == 2
    assert run("--see", "form_i_20").exit_code == 2
    assert run("i_999").exit_code == 2
    assert run("i_200", "--lang", "xx").exit_code == 2


def test_a_slip_in_a_word_is_met_with_the_nearest_one():
    assert "`form_i_200`; `--see list` shows them all" in run("--see", "form_i_20").output
    assert "did you mean `i_247a`" in run("i247a").output


def test_json_gives_the_facts_that_a_request_can_use():
    told = json.loads(run("--see", "form_ao_93,judge_signature", "--json").output)
    assert told["recognised"] is True
    assert told["facts"] == {"paper": "ao_93", "paper_judge_signed": "yes"}
    assert told["judge"] == "seen"
    assert told["candidates"][0]["matched"] == ["form_ao_93", "judge_signature"]
    assert "heading_district_court" in told["candidates"][0]["missing"]


def test_json_of_a_doubt_refers():
    told = json.loads(run("--see", "form_i_205,judge_signature", "--json").output)
    assert (told["recognised"], told["answer"], told["why"]) == (False, "refer", "nothing_fits")
    assert told["candidates"][0]["rules_out"] == ["judge_signature"]


def test_lists_hold_every_word_that_the_command_takes():
    assert set(json.loads(run("--list", "--json").output)["Kinds of paper"]) == set(PAPERS.kinds)
    shown = json.loads(run("--see", "list", "--json").output)
    assert {cue for part in shown.values() for cue in part} == set(PAPERS.cues)
    assert "a judge or magistrate signed it" in run("--see", "list").output


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_look_fits_eighty_columns_without_colour(language, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    for words in (["ao_442"], ["--see", "form_i_205,judge_signature"]):
        output = run(*words, "--lang", language).output
        assert max(len(line.rstrip()) for line in output.splitlines()) <= 80
        assert "\x1b" not in output


def test_a_form_that_settles_a_signature_is_refused(tmp_path):
    folder = copied(tmp_path)
    text = (folder / "papers.toml").read_text(encoding="utf-8")
    with_signature = text.replace("settles = {}", "settles = { paper_judge_signed = true }", 1)
    (folder / "papers.toml").write_text(with_signature, encoding="utf-8")
    with pytest.raises(PackError, match=r"`ao_93` settles `paper_judge_signed`: only looking can"):
        read_papers(folder)


def test_a_cue_that_is_not_listed_is_refused(tmp_path):
    folder = copied(tmp_path)
    text = (folder / "papers.toml").read_text(encoding="utf-8")
    (folder / "papers.toml").write_text(
        text.replace('"form_i_205", ', '"form_i_2005", ', 1), encoding="utf-8"
    )
    with pytest.raises(
        PackError, match=r"papers.toml:\d+: `form_i_2005` is not among the cues: did you mean"
    ):
        read_papers(folder)


def copied(folder: Path) -> Path:
    for name in ("facts.toml", "papers.toml", "cues.toml"):
        (folder / name).write_bytes((shipped() / name).read_bytes())
    return folder
