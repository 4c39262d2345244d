"""What is sealed can be opened with its salt alone, and nobody sees how much was sealed."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.errors import LedgerError
from frith.ledger.entry.canonical import canonical, from_b64u, to_b64u
from frith.ledger.entry.sealed import Disclosure, chosen, new_key, open_disclosure, salt, seal
from tests.ledger.entry_made import DETAILS, KEY, sealed, words

WORDS = words()


def b64u(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def test_a_digest_is_what_the_rfc_says():
    """Written out once more, from RFC 9901 and the module's own page alone."""
    own = hmac.digest(KEY, b"frith salt\x00case", "sha256")[:16]
    text = b64u(json.dumps([b64u(own), "case", DETAILS["case"]], separators=(",", ":")).encode())
    disclosure = next(each for each in sealed().disclosures if each.name == "case")
    assert (text, b64u(sha256(text.encode()).digest())) == (disclosure.text, disclosure.digest)
    assert disclosure.digest in sealed().digests


def test_the_digest_of_the_example_in_the_rfc():
    """RFC 9901, section 4.2.1: its salt, name and value, in its own spelling with blanks."""
    text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    from frith.ledger.entry.sealed import digest_of

    assert digest_of(text) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


def test_salts_differ_by_field_and_by_record():
    other = new_key()
    assert len({salt(KEY, name) for name in WORDS.sealed} | {salt(other, "case")}) == len(WORDS.sealed) + 1
    assert all(len(urlsafe_b64decode(salt(KEY, name) + "==")) == 16 for name in WORDS.sealed)


@given(st.sets(st.sampled_from(sorted(DETAILS))))
def test_nobody_sees_how_much_was_sealed(names):
    digests = seal({name: DETAILS[name] for name in names}, KEY, WORDS).digests
    assert len(digests) == len(set(digests)) == WORDS.digests
    assert list(digests) == sorted(digests)


def test_the_same_details_of_two_records_share_no_digest():
    assert (
        set(seal(DETAILS, new_key(), WORDS).digests) & set(seal(DETAILS, new_key(), WORDS).digests) == set()
    )


def test_without_the_key_the_shortest_detail_cannot_be_guessed():
    """The number of people has few values: each of them, hashed with no salt or a wrong one, is none of the digests."""
    digests = set(sealed().digests)
    wrong = new_key()
    tried = [Disclosure(salt=salt(wrong, "people"), name="people", value=str(n)).digest for n in range(1000)]
    tried += [to_b64u(sha256(canonical(["", "people", str(n)])).digest()) for n in range(1000)]
    assert not digests & set(tried)
    assert Disclosure(salt=salt(KEY, "people"), name="people", value="1").digest in digests


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"name": "Ana"}, "no detail `name` can be sealed"),
        ({"case": "ana lopez"}, "the value of `case` is not of its shape"),
        ({"case": "A012345678"}, "looks like a person's number"),
        ({"case": "A-012-345-678"}, "not of its shape|looks like a person's number"),
        ({"case": "123-45-6789"}, "looks like a person's number"),
        ({"received": "2026-11-23"}, "the value of `received` is not of its shape"),
        ({"unit_name": "Desk of Ana"}, "the value of `unit_name` is not of its shape"),
        ({"people": "٣"}, "the value of `people` is not of its shape"),
    ],
)
def test_a_detail_that_is_none_is_refused(details, said):
    with pytest.raises(LedgerError, match=said):
        seal(details, KEY, WORDS)


@pytest.mark.parametrize("case", ["26-000417", "2026/1187", "DR-26-0412-0099", "R000123-112326"])
def test_a_unit_numbers_its_requests_as_it_likes(case):
    assert seal({"case": case}, KEY, WORDS).disclosures[0].value == case


def test_a_large_number_of_records_is_no_person_s_number():
    assert seal({"records": "123456789"}, KEY, WORDS).disclosures[0].value == "123456789"


@pytest.mark.parametrize("text", ["", "A", "AB", "AA==", "AA\n", "A A", "ÄA", "+A", "/A"])
def test_base64url_has_one_spelling(text):
    """`AA` is one zero byte; `AB` would be it again."""
    assert from_b64u("AA", "it") == b"\0"
    with pytest.raises(LedgerError, match="is not base64url"):
        from_b64u(text, "it")


def test_a_key_of_another_length_is_refused():
    with pytest.raises(LedgerError, match="has `32` bytes, this one has `31`"):
        seal(DETAILS, KEY[1:], WORDS)


def test_only_what_was_sealed_can_be_chosen():
    assert [each.name for each in chosen(sealed(), ["people", "case", "case"])] == ["case", "people"]
    with pytest.raises(LedgerError, match="`decided` was not sealed in this entry"):
        chosen(sealed(), ["decided"])


def test_a_disclosure_is_read_as_it_is_written():
    for each in sealed().disclosures:
        assert open_disclosure(each.text) == each


@pytest.mark.parametrize(
    "parts",
    [
        ["c2FsdA", "case", "1"],
        [salt(KEY, "case"), "_sd", "1"],
        [salt(KEY, "case"), "...", "1"],
        [salt(KEY, "case"), "case"],
        [salt(KEY, "case"), "case", 1],
        {"salt": "case"},
        {"salt": "1", "name": "case", "value": "1"},
        "case",
        "abc",
    ],
)
def test_what_is_no_disclosure_is_refused(parts):
    with pytest.raises(LedgerError):
        open_disclosure(to_b64u(canonical(parts)))


def test_a_second_spelling_of_a_disclosure_is_refused():
    each = sealed().disclosures[0]
    spaced = to_b64u(json.dumps([each.salt, each.name, each.value]).encode())
    for text in (spaced, each.text + "=", each.text + "\n", "", "é"):
        with pytest.raises(LedgerError):
            open_disclosure(text)


def test_no_secret_shows_when_an_object_is_printed():
    assert DETAILS["case"] not in repr(sealed())
