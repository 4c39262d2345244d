"""An entry has one spelling, holds closed words alone, and is refused when anything in it is changed."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.errors import LedgerError
from frith.ledger.entry.canonical import canonical
from frith.ledger.entry.codec import FRAME, Written, encode, parse, public
from frith.ledger.entry.model import KINDS, Decision, Kind
from frith.ledger.entry.sealed import seal
from frith.ledger.entry.words import Grain
from tests.ledger.entry_kinds import one_of_each
from tests.ledger.entry_made import DETAILS, KEY, data_of, decisions, sealed, words, written

WORDS = words()
EACH = one_of_each()


def respelled(members):
    """The members as bytes, spelled as entries are, padding included."""
    bare = members | {"pad": ""}
    return canonical(bare | {"pad": "-" * max(0, WORDS.lengths[0] - len(canonical(bare)))})


@pytest.mark.parametrize("entry", EACH, ids=lambda each: each.kind)
class TestOneSpelling:
    def test_what_is_written_is_read_again(self, entry):
        assert parse(data_of(entry), WORDS) == written(entry)

    def test_the_bytes_are_canonical_json_by_a_library_that_nobody_here_wrote(self, entry):
        rfc8785 = pytest.importorskip("rfc8785", reason="the other writer of canonical JSON is not installed")
        data = data_of(entry)
        assert rfc8785.dumps(json.loads(data)) == data

    def test_the_length_tells_nothing(self, entry):
        assert len(data_of(entry)) == WORDS.lengths[0]

    def test_another_spelling_of_the_same_members_is_refused(self, entry):
        members = json.loads(data_of(entry))
        for text in (json.dumps(members), json.dumps(members, separators=(",", ":"))[:-1] + " }"):
            with pytest.raises(LedgerError, match="not spelled as entries are"):
                parse(text.encode(), WORDS)

    @pytest.mark.parametrize("nothing", ["", None, False, [], {}], ids=repr)
    def test_no_field_is_empty(self, entry, nothing):
        """What nobody said is `unknown`; only a list of provisions may be empty, where no provision speaks."""
        for each in fields(entry):
            if each.name != "provisions" or nothing != []:
                with pytest.raises(LedgerError):
                    parse(respelled(json.loads(data_of(entry)) | {each.name: nothing}), WORDS)

    def test_every_field_says_what_may_stand_in_it(self, entry):
        for each in fields(entry):
            spoilt = json.loads(data_of(entry)) | {each.name: "Ana Example, A012 345 678"}
            with pytest.raises(LedgerError, match=f"`{each.name}`"):
                parse(canonical(spoilt), WORDS)


def changed(**members):
    """An entry with members changed, added or (None) left out, spelled as entries are, padding included."""
    found = json.loads(data_of(decisions()[0])) | members
    return respelled({name: value for name, value in found.items() if value is not None})


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"v": "frith-entry/2"}, "the entry's version is `frith-entry/2`, not `frith-entry/1`"),
        ({"kind": "person"}, "`person` is not a kind of entry"),
        ({"kind": ["decision"]}, "is not a kind of entry"),
        ({"officer": "4711"}, "an entry of this kind has no field `officer`"),
        ({"about": 3}, "an entry of this kind has no field `about`"),
        ({"answer": None}, "`answer` is missing"),
        ({"answer": "approve"}, "`answer`: `approve` is not an answer"),
        ({"unit": "library"}, "`unit`: `library` is not one of its words"),
        ({"unit": "local_agency"}, "`unit`: `local_agency` may not stand beside a day"),
        ({"on": "2026-11-23T09:41"}, "`on`: `2026-11-23T09:41` is neither a day nor a week"),
        ({"on": "20261123"}, "`on`: `20261123` is no day"),
        ({"on": "2026-W54"}, "`on`: `2026-W54` is neither a day nor a week"),
        ({"on": "2026-02-30"}, "`on`: `2026-02-30` is neither a day nor a week"),
        ({"on": 20261123}, "`on`: `20261123` is neither a day nor a week"),
        ({"_sd_alg": "md5"}, "`_sd_alg` is `md5`"),
        ({"_sd": []}, "`_sd` does not hold `12` digests"),
        ({"provisions": ["toy-town/records/warrant", "toy-town/records/count"]}, "not in order"),
        ({"provisions": ["toy-town/records/count"] * 2}, "one stands twice"),
        ({"provisions": "toy-town/records/count"}, "is not a list"),
        ({"packs": {}}, "`packs`: `{}` is not a table"),
        ({"packs": {"toy-town": "Ana"}}, "`packs`: `Ana` is not the version of a pack"),
    ],
)
def test_what_is_wrong_is_said(members, said):
    with pytest.raises(LedgerError) as why:
        parse(changed(**members), WORDS)
    assert said in str(why.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"[]", "not a table"),
        (b"[" * 60_000, "not JSON"),
        ("{“v”: 1}".encode(), "not JSON in plain ASCII"),
        (b"\xff\xfe", "not JSON in plain ASCII"),
    ],
)
def test_what_is_no_entry_is_said(data, said):
    with pytest.raises(LedgerError, match=said):
        parse(data, WORDS)


def test_two_operators_may_have_one_role():
    entry = next(each for each in EACH if each.kind == "disposal")
    assert parse(data_of(replace(entry, roles=("counsel", "counsel"))), WORDS).entry.roles == ("counsel",) * 2


def test_a_digest_that_is_none_is_refused():
    good = json.loads(data_of(decisions()[0]))["_sd"]
    for spoilt in ([*good[:-1], "Ana"], sorted(good, reverse=True), [*good[:-1], good[0]], [*good[:-1], 7]):
        with pytest.raises(LedgerError, match="`_sd`"):
            parse(changed(_sd=spoilt), WORDS)


def test_a_member_written_twice_is_refused():
    data = data_of(decisions()[0])
    with pytest.raises(LedgerError, match="not spelled"):
        parse(data.replace(b'"unit":"police"', b'"unit":"jail","unit":"police"'), WORDS)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EACH), st.integers(0, 2047), st.integers(1, 255))
def test_no_byte_can_be_changed_unseen(entry, at, by):
    """Either the entry is refused, or it says something else: never the same thing in other bytes."""
    data = bytearray(data_of(entry))
    data[at] ^= by
    try:
        read = parse(bytes(data), WORDS)
    except LedgerError:
        return
    assert read != written(entry)
    assert encode(read, WORDS) == bytes(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_bytes_added_before_after_or_alone_are_refused(extra):
    data = data_of(decisions()[0])
    for spoilt in (extra, data + (extra or b" "), (extra or b" ") + data):
        with pytest.raises(LedgerError):
            parse(spoilt, WORDS)


def test_a_long_list_of_provisions_takes_the_next_length():
    ids = tuple(sorted(f"toy-town/records/rule-{number:03}-of-many" for number in range(60)))
    data = data_of(replace(decisions()[0], provisions=ids))
    assert len(data) == WORDS.lengths[1]
    assert parse(data, WORDS).entry.provisions == ids


def test_an_entry_that_just_fits_is_not_filled_up():
    entry = replace(decisions()[0], provisions=("toy-town/records/a",))
    room = len(json.loads(data_of(entry))["pad"])
    for more, length in ((room, 0), (room + 1, 1)):
        data = data_of(replace(entry, provisions=("toy-town/records/a" + "a" * more,)))
        assert len(data) == WORDS.lengths[length]
        assert parse(data, WORDS).entry.provisions[0].endswith("a" * more)


@pytest.mark.parametrize(
    ("index", "right"), [(0, True), (2**53 - 1, True), (2**53, False), (-1, False), ("none", False)]
)
def test_an_index_is_one_that_every_reader_of_json_keeps(index, right):
    entry = next(each for each in EACH if each.kind == "correction")
    if right:
        assert parse(data_of(replace(entry, about=index)), WORDS).entry.about == index
    else:
        with pytest.raises(LedgerError, match="is not the index of an entry"):
            data_of(replace(entry, about=index))


def test_an_entry_that_no_length_holds_is_refused():
    ids = tuple(sorted(f"toy-town/records/rule-{number:04}-of-many" for number in range(600)))
    with pytest.raises(LedgerError, match="too long"):
        data_of(replace(decisions()[0], provisions=ids))


def test_lengths_do_not_tell_what_is_sealed():
    few, many = ({"people": "1"}, {**DETAILS, "decided": "2026-11-23T10:00+00:00", "records": "12"})
    sizes = {
        len(encode(Written(entry=decisions()[0], digests=seal(each, KEY, WORDS).digests), WORDS))
        for each in ({}, few, many)
    }
    assert len(sizes) == 1


def test_what_anybody_may_read_is_the_fields_alone():
    shown = public(written(decisions()[0]))
    assert {"kind", *(each.name for each in fields(Decision))} == set(shown)


def test_every_kind_is_made_and_none_has_a_field_of_the_frame():
    assert {each.kind for each in EACH} == set(Kind) == set(KINDS)
    named = {each.name for kind in KINDS.values() for each in fields(kind)}
    assert named & {*FRAME, *WORDS.sealed} == set(), "a receipt could not tell one from the other"


def test_there_is_room_for_every_detail_that_can_be_sealed():
    assert len(WORDS.sealed) <= WORDS.digests
    assert len(sealed().digests) == WORDS.digests


def test_every_word_is_the_same_in_every_reader():
    """Closed words are plain: small letters, digits and underscores."""
    every = {word for each in WORDS.classes.values() for grain in Grain for word in each.words[grain]}
    every |= {word for each in WORDS.lists.values() for word in each}
    assert [word for word in every if not word.replace("_", "").isalnum() or not word.isascii()] == []
