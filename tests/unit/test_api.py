"""The commands as functions, for other programs."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import frith
from frith import api
from frith.errors import FactError, PackError, UsageError
from frith.law import pack
from frith.model.decision import Answer, Ask, Request

PACKS = Path(__file__).parents[1] / "cards" / "packs"
REQUEST = {
    "place": "harbor",
    "received": "2026-11-20",
    "requester": "ICE",
    "paper": "I-200",
    "subject": {"publicly_available": "no"},
    "asks": [{"act": "disclose", "object": "home_address"}],
}
HEAVY = ("duckdb", "ibis", "pyarrow", "pandas", "sqlglot", "openpyxl")


def test_decide_takes_a_mapping_a_file_or_a_request(tmp_path):
    file = tmp_path / "request.toml"
    file.write_text(
        'place = "harbor"\nrequester = "ICE"\npaper = "I-200"\nsubject = { publicly_available = false }\n'
        'asks = [{ act = "disclose", object = "home_address" }]\n',
        encoding="utf-8",
    )
    made = Request(
        received=date(2026, 11, 20),
        asks=(Ask(act="disclose", object="home_address"),),
        facts={"requester_kind": "ice", "paper": "i_200", "publicly_available": False},
    )
    assert frith.decide(REQUEST, packs=PACKS).answer is Answer.DECLINE
    assert frith.decide(file, packs=PACKS).answer is Answer.DECLINE
    assert frith.decide(str(file), packs=PACKS).answer is Answer.DECLINE
    assert frith.decide(made, place="harbor", packs=PACKS).answer is Answer.DECLINE


def test_the_place_given_stands_before_the_requests_own():
    received = api.receive(REQUEST, packs=PACKS)
    assert api.place_of(received, "us", PACKS) == "us"
    assert api.place_of(received, packs=PACKS) == "harbor"
    assert api.place_of(api.receive(REQUEST | {"place": None}), packs=None) == pack.default_place()


def test_a_request_without_a_day_is_of_the_day_asked_for():
    undated = {key: value for key, value in REQUEST.items() if key != "received"}
    assert api.receive(undated, packs=PACKS, today=date(2025, 3, 1)).request.received == date(2025, 3, 1)
    assert frith.decide(undated, packs=PACKS, on=date(2024, 12, 31)).answer is Answer.MAY


def test_the_law_is_read_once():
    assert api.counsel("harbor", PACKS) is api.counsel("harbor", PACKS)


def test_a_card_counts_from_the_day_of_the_request():
    decision = api.decide(REQUEST, packs=PACKS)
    card = api.card(decision, language="es", packs=PACKS, received=date(2026, 11, 20))
    assert card.answer is Answer.DECLINE
    assert "a más tardar el 25 de noviembre de 2026" in [each.due for each in card.asks[0].duties]


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"place": "harbour"}, UsageError, "no pack for place `harbour`"),
        ({"place": "../harbor"}, UsageError, "no pack for place"),
        ({"asks": []}, FactError, "what is asked for is missing"),
    ],
)
def test_errors_say_what_to_do(given, error, said):
    with pytest.raises(error, match=said):
        api.decide(REQUEST | given, packs=PACKS)


def test_an_unknown_language_names_the_known_ones():
    with pytest.raises(UsageError, match="no words in language `tlh`: there is en, es"):
        api.words("harbor", PACKS, language="tlh")


def test_a_broken_pack_decides_nothing(tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.toml").write_text('id = "broken"\ntitle = \n', encoding="utf-8")
    with pytest.raises(PackError, match=r"pack\.toml:2: .*mend the TOML"):
        api.decide(REQUEST | {"place": "broken"}, packs=tmp_path)


@pytest.mark.parametrize(
    "module", ["frith.cli.decide", "frith.cli.explain", "frith.cli.paper", "frith.cli.laws", "frith.api"]
)
def test_deciding_waits_for_no_table_engine(module):
    code = f"import {module}, sys; print(*(each for each in {HEAVY} if each in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
