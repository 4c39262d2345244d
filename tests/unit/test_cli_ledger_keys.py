"""A ledger's key changes hands, comes back from two operators, and a lost database from what was published."""

import shutil

import pytest

from frith.ledger.tlog.keys import Verifier
from tests.unit.commands import run

ORIGIN = "city.example/ledger"
PHRASES = {"counsel": "six words that dice have made up", "auditor": "other six words that were made"}
DECIDE = ("decide", "--act", "disclose", "--object", "library_record", "--fact", "body=library")


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "ledger"
    assert run("ledger", "init", folder, "--keys", tmp_path / "keys", "--origin", ORIGIN).code == 0
    return folder


@pytest.fixture(autouse=True)
def typed(monkeypatch):
    """What the operators type."""
    monkeypatch.setattr("click.prompt", lambda text, **_: PHRASES[text.rpartition(" ")[2]])


def record(book):
    ran = run(*DECIDE, "--record", book)
    assert "on the record" in ran.err, ran.err
    assert run("ledger", "publish", book).code == 0


def verified(book, policy="policy.txt"):
    return run("ledger", "verify", book / "public", "--policy", book / policy).code


def keys_in(policy):
    return [line.split()[1] for line in policy.read_text("utf-8").splitlines() if line.startswith("log ")]


def test_a_key_is_followed_by_the_next_and_no_reader_is_lost(book, tmp_path):
    record(book)
    shutil.copy(book / "policy.txt", book / "old.txt")
    (old,) = keys_in(book / "policy.txt")
    made = run("ledger", "key", "next", book).out.split()
    assert keys_in(book / "policy.txt") == [old, *made]
    assert run("ledger", "key", "retire", book).code == 1, "the only key that signs"
    assert run("ledger", "key", "overlap", book).code == 0
    early = run("ledger", "key", "retire", book)
    assert (early.code, "was not signed by every key that stays" in early.err) == (1, True)
    record(book)
    assert (verified(book), verified(book, "old.txt")) == (0, 0)
    assert run("ledger", "key", "retire", book).out.split() == made
    record(book)
    assert (verified(book), verified(book, "old.txt")) == (0, 4)
    assert Verifier.parse(made[0]).name == ORIGIN


def test_two_operators_bring_a_lost_key_back_and_it_goes_on(book, tmp_path):
    record(book)
    safe = tmp_path / "safe.json"
    assert run("ledger", "key", "seal", book, safe, *PHRASES).code == 0
    assert PHRASES["counsel"] not in safe.read_text("utf-8")
    shutil.rmtree(tmp_path / "keys")
    assert run(*DECIDE, "--record", book).code == 1
    assert run("ledger", "key", "recover", book, safe, *PHRASES).code == 0
    record(book)
    assert verified(book) == 0


def test_one_operator_alone_seals_nothing(book, tmp_path):
    ran = run("ledger", "key", "seal", book, tmp_path / "safe.json", "counsel", "counsel")
    assert (ran.code, (tmp_path / "safe.json").exists()) == (2, False)


def test_a_lost_database_comes_back_from_what_was_published(book):
    record(book)
    record(book)
    (book / "log" / "log.sqlite").write_bytes(b"not a database any more")
    assert run(*DECIDE, "--record", book).code == 1
    assert run("ledger", "restore", book).out == "2 entries are in the database again\n"
    assert (book / "log" / "before" / "001" / "log.sqlite").read_bytes() == b"not a database any more"
    record(book)
    assert verified(book) == 0
    assert "3 entries" in run("ledger", "publish", book).out


def test_a_frozen_ledger_never_grows_again(book):
    record(book)
    ran = run("ledger", "freeze", book, "--why", "key lost")
    assert ran.out.startswith(f"{ORIGIN}\n1\n")
    refused = run(*DECIDE, "--record", book)
    assert refused.code == 1
    assert "frozen: key lost" in refused.err
    assert verified(book) == 0
