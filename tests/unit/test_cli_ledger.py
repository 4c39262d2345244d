"""`frith ledger`: a decision goes on the record, anybody can check it, and what was changed is found."""

import json
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from frith.casework.ledger import entries, open_book
from frith.law.pack import default_place
from frith.ledger.log.disk import Lock
from tests.unit.commands import run

TODAY = date.today()  # noqa: DTZ011  the local day, as the command takes it
ORIGIN = "city.example/ledger"
REQUEST = {
    "body": "library",
    "requester": {"agency": "ICE", "function": "immigration_enforcement"},
    "purpose": "civil_immigration",
    "paper": "I-200",
    "asks": [{"act": "disclose", "object": "library_record"}, {"act": "admit", "object": "nonpublic_area"}],
}


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "ledger"
    ran = run("ledger", "init", folder, "--keys", tmp_path / "keys", "--origin", ORIGIN)
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def request_file(tmp_path):
    file = tmp_path / "request.json"
    file.write_text(json.dumps({**REQUEST, "received": TODAY.isoformat()}), "utf-8")
    return file


def check(book, *words):
    return run("ledger", "verify", book / "public", "--policy", book / "policy.txt", *words)


def recorded(book, request_file):
    ran = run("decide", request_file, "--record", book)
    assert "on the record" in ran.err, ran.err
    assert run("ledger", "publish", book).code == 0
    return ran


def test_a_decision_goes_on_the_record_and_a_stranger_can_check_it(book, request_file):
    assert recorded(book, request_file).err == "on the record: 0, 1\n"
    found = json.loads(check(book, "--json").out)
    assert (found["verdict"], found["origin"], found["size"], found["entries_checked"]) == (
        "verified",
        ORIGIN,
        2,
        2,
    )
    first, second = entries(open_book(book)).values()
    assert (first.answer, first.overall, first.ask, second.ask) == ("decline", "decline", "first", "further")
    assert first.on.startswith(f"{TODAY.isocalendar().year}-W"), "a small site speaks by week"


def test_nothing_of_the_request_stands_in_what_is_published(book, request_file):
    data = json.loads(request_file.read_text("utf-8"))
    request_file.write_text(json.dumps({**data, "subject": {"in_custody": "no"}}), "utf-8")
    recorded(book, request_file)
    published = b"".join(file.read_bytes() for file in (book / "public").rglob("*") if file.is_file())
    for fine in (
        b"library_record",
        b"nonpublic_area",
        b"ICE",
        b"in_custody",
        TODAY.isoformat().encode(),
    ):
        assert fine not in published


def test_a_ledger_is_empty_and_sound_from_the_start(book):
    ran = check(book)
    assert ran.code == 0
    assert ran.out.startswith(f"verified: {ORIGIN}, 0 entries")


def test_a_changed_entry_is_found_with_its_place(book, request_file):
    recorded(book, request_file)
    (bundle,) = [each for each in (book / "public" / "tile" / "entries").rglob("*") if each.is_file()]
    data = bytearray(bundle.read_bytes())
    data[40] ^= 1
    bundle.chmod(0o644)
    bundle.write_bytes(data)
    ran = check(book)
    assert ran.code == 3
    assert "entry changed: tile/entries/" in ran.out


def test_a_log_whose_key_is_not_trusted_is_no_verdict(book, tmp_path):
    other = tmp_path / "other"
    run("ledger", "init", other, "--keys", tmp_path / "other-keys", "--origin", ORIGIN)
    ran = run("ledger", "verify", book / "public", "--policy", other / "policy.txt")
    assert ran.code == 4
    assert "signature missing" in ran.out
    assert run("ledger", "verify", book / "public").code == 2


def test_two_saved_checkpoints_tell_growth_from_a_rollback(book, request_file, tmp_path):
    early, late = tmp_path / "early", tmp_path / "late"
    recorded(book, request_file)
    early.write_bytes((book / "public" / "checkpoint").read_bytes())
    recorded(book, request_file)
    late.write_bytes((book / "public" / "checkpoint").read_bytes())
    shown = ("--policy", book / "policy.txt", "--source", book / "public")
    grown = run("ledger", "compare", early, late, *shown)
    assert (grown.code, grown.out.partition(":")[0]) == (0, "grown")
    back = run("ledger", "compare", late, early, *shown, "--json")
    assert back.code == 3
    assert json.loads(back.out)["relation"] == "rollback"


def test_a_witness_cosigns_growth_and_nothing_else(book, request_file, tmp_path):
    recorded(book, request_file)
    known = ("--state", tmp_path / "seen", "--signing-key", tmp_path / "key", "--policy", book / "policy.txt")
    first = run("ledger", "witness", book / "public", *known, "--name", "press.example")
    assert first.code == 0, first.err
    assert first.out.startswith("— press.example ")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    before = (book / "public" / "checkpoint").read_bytes()
    recorded(book, request_file)
    assert run("ledger", "witness", book / "public", *known).code == 0
    (book / "public" / "checkpoint").write_bytes(before)
    refused = run("ledger", "witness", book / "public", *known)
    assert refused.code == 3
    assert "not cosigned" in refused.out


def test_one_entry_is_proved_offline_and_another_is_not(book, request_file, tmp_path):
    recorded(book, request_file)
    mine = tmp_path / "mine"
    assert run("ledger", "prove", book, "1", "--out", mine).code == 0
    trust = ("--policy", book / "policy.txt")
    asked = ("ledger", "check", f"{mine}.tlog-proof", f"{mine}.json", *trust)
    ran = run(*asked)
    assert (ran.code, ran.out) == (0, "verified: the entry is on the record\n")
    run("ledger", "prove", book, "0", "--out", tmp_path / "other")
    assert run("ledger", "check", f"{mine}.tlog-proof", tmp_path / "other.json", *trust).code == 3
    entry = (tmp_path / "mine.json").read_text("utf-8")
    (tmp_path / "mine.json").write_text(entry.replace('"decline"', '"comply"', 1), "utf-8")
    assert run(*asked).code == 3
    assert run("ledger", "prove", book, "2").code == 2


def test_a_witness_listens_on_this_machine(book, tmp_path, monkeypatch):
    from http.server import ThreadingHTTPServer

    served = []
    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", lambda self: served.append(self.server_address))
    known = ("--state", tmp_path / "seen", "--signing-key", tmp_path / "key", "--policy", book / "policy.txt")
    ran = run("ledger", "serve-witness", *known, "--name", "press.example", "--port", "18099")
    assert (ran.code, served) == (0, [("127.0.0.1", 18099)])
    assert "http://127.0.0.1:18099" in ran.err


def test_the_counts_that_law_demands_come_from_entries_alone(book, request_file):
    recorded(book, request_file)
    recorded(book, request_file)
    period = str(TODAY.isocalendar().year)
    found = json.loads(run("ledger", "report", book, period, "--json").out)
    counts = {row["name"]: row for each in found["reports"] for row in each["counts"]}
    assert counts["requests"]["shown"] == "2", "two requests, of two asks each"
    assert counts["arrests"]["shown"] == "no entry holds it"
    assert "requests: 2" in run("ledger", "report", book, period).out


def test_nothing_to_report_and_what_no_longer_counts_are_entries_too(book, request_file):
    recorded(book, request_file)
    demand = ("us-ca/transfers", str(TODAY.isocalendar().year))
    assert run("ledger", "nil", book, *demand, "--unit", "law_enforcement").out == "on the record: 2\n"
    assert run("ledger", "correct", book, "0", "--why", "entered_twice").out == "on the record: 3\n"
    found = json.loads(run("ledger", "report", book, demand[1], "--json").out)
    counts = {row["name"]: row["shown"] for each in found["reports"] for row in each["counts"]}
    assert counts["requests"] == "0"
    assert run("ledger", "publish", book).out.startswith("4 entries published")
    assert check(book).code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nil", "{book}", "us-ca/none-such", "2026", "--unit", "law_enforcement"), "us-ca/none-such"),
        (("nil", "{book}", "us-ca/transfers", "soon", "--unit", "law_enforcement"), "period"),
        (("nil", "{book}", "us-ca/transfers", "2026", "--unit", "Officer Smith"), "unit"),
        (("correct", "{book}", "7", "--why", "entered_twice"), "7"),
        (("correct", "{book}", "0", "--why", "he asked me to"), "why"),
    ],
)
def test_an_entry_holds_closed_words_alone(words, says, book, request_file):
    recorded(book, request_file)
    ran = run("ledger", *(each.format(book=book) for each in words))
    assert ran.code == 1
    assert says in ran.err
    assert len(entries(open_book(book))) == 2


def test_a_database_put_back_from_a_backup_signs_nothing(book, request_file, tmp_path):
    saved = {file.name: file.read_bytes() for file in (book / "log").iterdir() if file.is_file()}
    recorded(book, request_file)
    for file in (book / "log").iterdir():
        if file.is_file():
            file.unlink()
    for name, data in saved.items():
        (book / "log" / name).write_bytes(data)
    ran = run("decide", request_file, "--record", book)
    assert ran.code == 1
    assert "nothing is signed" in ran.err
    assert check(book).code == 0, "what is published is as it was"


def test_the_page_for_receipts_is_one_file_that_holds_the_policy(book, tmp_path):
    file = tmp_path / "check.html"
    assert run("ledger", "page", file, "--policy", book / "policy.txt").code == 0
    text = file.read_text("utf-8")
    assert ORIGIN in text
    assert "http-equiv" in text


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("ledger", "publish", "nowhere"), 2, "frith ledger init"),
        (("ledger", "verify", "nowhere", "--key", "x"), 1, "neither a folder|key"),
        (("ledger", "init", "{book}", "--keys", "{tmp}/k2", "--origin", ORIGIN), 2, "is there already"),
        (
            ("ledger", "init", "{tmp}/x", "--keys", "{tmp}/x/keys", "--origin", ORIGIN),
            1,
            "one another's folder",
        ),
        (("ledger", "init", "{tmp}/y", "--keys", "{tmp}/yk", "--origin", "a\nb"), 1, "name"),
        (("ledger", "report", "{book}", "soon"), 2, "2026-Q4"),
        (
            ("ledger", "init", "{tmp}/z", "--keys", "{tmp}/zk", "--origin", ORIGIN, "--place", "mars"),
            2,
            "mars",
        ),
    ],
)
def test_wrong_use_says_what_to_do(words, code, says, book, tmp_path):
    ran = run(*(each.format(book=book, tmp=tmp_path) for each in words))
    assert ran.code == code, ran.err
    assert any(each in ran.err for each in says.split("|")), ran.err


def test_two_desks_at_once_wait_for_each_other(book, request_file):
    with ThreadPoolExecutor(4) as desks:
        command = [sys.executable, "-m", "frith", "decide", str(request_file), "--record", str(book)]
        ran = list(desks.map(lambda _: subprocess.run(command, capture_output=True, check=False), range(4)))
    assert [each.returncode for each in ran] == [3] * 4, ran
    assert len(entries(open_book(book))) == 8


def test_a_desk_that_waits_too_long_is_told_who_writes(book, request_file, monkeypatch):
    monkeypatch.setattr("frith.casework.ledger.PATIENCE", 0.1)
    held = Lock(book / "log" / "lock", role="sequencer")
    ran = run("decide", request_file, "--record", book)
    held.close()
    assert ran.code == 1
    assert "is at work here" in ran.err


def test_the_ledger_of_one_place_takes_no_decision_of_another(book, request_file):
    other = next(each for each in ("us", "us-ca") if each != default_place())
    ran = run("decide", request_file, "--place", other, "--record", book)
    assert ran.code == 2
    assert default_place() in ran.err
    assert entries(open_book(Path(book))) == {}
