"""A whole log is verified as a stranger does it, and every corruption is named with its file and its entries."""

import os
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frith.ledger.tlog.keys import KeyKind, Signer, Verifier
from frith.ledger.tlog.note import sign_note
from frith.ledger.tlog.policy import Party, Policy
from frith.ledger.verify.answers import Fault, Verdict
from frith.ledger.verify.audit import audit
from frith.ledger.verify.source import Folder
from tests.ledger import logs
from tests.ledger.test_notes import VECTOR_KEY

SIZES = [0, 1, 2, 255, 256, 257, 511, 512, 513, 1000]


def audited(folder: Path, policy: Policy = logs.POLICY):
    return audit(Folder(folder), policy)


def told(found) -> list[tuple[Fault, str, int, int]]:
    return [(each.fault, each.file, each.entry, each.count) for each in found.refuting]


@pytest.mark.parametrize("size", SIZES)
def test_a_log_that_holds_is_verified(tmp_path, size):
    logs.publish(tmp_path, logs.made_up(size))
    seen = []
    found = audit(Folder(tmp_path), logs.POLICY, progress=lambda done, whole: seen.append((done, whole)))
    assert (found.verdict, found.findings) == (Verdict.VERIFIED, ())
    assert found.entries == size
    assert found.head[0].checkpoint.size == size
    assert found.head[0].signers == (logs.ORIGIN,)
    assert seen[-1:] == ([(size, size)] if size else [])


def test_a_log_that_another_program_wrote_is_verified(shared):
    source = Folder(shared / "data" / "tlog-vectors" / "log")
    found = audit(source, Policy.of_logs([Verifier.parse(VECTOR_KEY)]))
    assert (found.verdict, found.findings, found.entries) == (Verdict.VERIFIED, (), 15)


def test_files_of_earlier_sizes_are_compared_with_what_took_their_place(tmp_path):
    for size in (3, 200, 256, 300, 600):
        logs.publish(tmp_path, logs.made_up(size))
    assert audited(tmp_path).verdict is Verdict.VERIFIED
    logs.flip(tmp_path / "tile/entries/000.p/200", 40)
    logs.flip(tmp_path / "tile/0/001.p/44", 40)
    assert sorted(told(audited(tmp_path))) == [
        (Fault.EARLIER, "tile/0/001.p/44", 256, 44),
        (Fault.EARLIER, "tile/entries/000.p/200", 0, 200),
    ]


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """A log with three levels of tiles, a partial one on each."""
    folder = tmp_path_factory.mktemp("large")
    logs.publish(folder, logs.made_up(65_536 + 256 * 3 + 7))
    return folder


@pytest.fixture(scope="module")
def middle(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("middle")
    logs.publish(folder, logs.made_up(256 * 3 + 7))
    return folder


@given(data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bit_flipped_anywhere_is_found_and_named(middle, data):
    path = data.draw(st.sampled_from(logs.files(middle)))
    at, bit = data.draw(st.integers(0, path.stat().st_size - 1)), data.draw(st.integers(0, 7))
    name = path.relative_to(middle).as_posix()
    logs.flip(path, at, bit)
    try:
        found = audited(middle)
        if name == "checkpoint":
            assert found.verdict is not Verdict.VERIFIED
            assert name in {each.file for each in found.refuting}
        else:
            assert found.verdict is Verdict.REFUTED
            assert {each.file for each in found.refuting} == {name}
    finally:
        logs.flip(path, at, bit)


@pytest.mark.parametrize(
    ("path", "at", "blamed"),
    [
        ("tile/entries/007", 0, (Fault.LENGTH, 7 * 256, 256)),
        ("tile/entries/007", 5, (Fault.ENTRY, 7 * 256, 1)),
        ("tile/entries/257", 5, (Fault.ENTRY, 257 * 256, 1)),
        ("tile/entries/259.p/7", -1, (Fault.ENTRY, 259 * 256 + 6, 1)),
        ("tile/0/007", 33, (Fault.HASH, 7 * 256 + 1, 1)),
        ("tile/0/259.p/7", 0, (Fault.HASH, 259 * 256, 1)),
        ("tile/1/000", 32 * 9, (Fault.HASH, 9 * 256, 256)),
        ("tile/1/001.p/3", 32, (Fault.HASH, 65536 + 256, 256)),
        ("tile/2/000.p/1", 0, (Fault.HASH, 0, 65536)),
    ],
)
def test_a_changed_byte_in_a_large_log_is_blamed_on_its_file(large, path, at, blamed):
    file = large / path
    logs.flip(file, at)
    try:
        assert [
            (fault, entry, count) for fault, file, entry, count in told(audited(large)) if file == path
        ] == [blamed]
        assert len(audited(large).refuting) == 1
    finally:
        logs.flip(file, at)


def test_an_entry_changed_together_with_the_tiles_over_it_is_found_under_the_signed_root(tmp_path):
    entries = logs.made_up(1000)
    signed = logs.publish(tmp_path, entries)
    entries[300] = b"another"
    logs.publish(tmp_path, entries)
    logs.write(tmp_path / "checkpoint", signed.encode())
    found = audited(tmp_path)
    assert told(found) == [(Fault.ROOT, "checkpoint", 0, 1000)]


def test_an_entry_changed_together_with_its_hash_alone_is_found_in_its_bundle(tmp_path, large):
    forged = logs.made_up(65_536 + 256 * 3 + 7)
    forged[300] = b"another"
    copytree(large, tmp_path / "log")
    logs.publish(tmp_path / "forged", forged)
    for path in ("tile/entries/001", "tile/0/001"):
        (tmp_path / "log" / path).write_bytes((tmp_path / "forged" / path).read_bytes())
    found = audited(tmp_path / "log")
    assert told(found) == [
        (Fault.PARTS, "tile/0/001", 256, 256),
        (Fault.PARTS, "tile/entries/001", 256, 256),
    ]
    (tmp_path / "log/tile/1/000").write_bytes((tmp_path / "forged/tile/1/000").read_bytes())
    assert told(audited(tmp_path / "log")) == [(Fault.PARTS, "tile/1/000", 0, 65536)]


@pytest.mark.parametrize(
    "path", ["tile/entries/001", "tile/entries/003.p/7", "tile/0/002", "tile/0/003.p/7", "tile/1/000.p/3"]
)
def test_a_missing_file_a_cut_one_and_a_longer_one_are_named(tmp_path, middle, path):
    copytree(middle, tmp_path / "log")
    file = tmp_path / "log" / path
    data = file.read_bytes()
    for wrong, fault in ((data[:-1], Fault.LENGTH), (data + b"\0", Fault.LENGTH), (b"", Fault.LENGTH)):
        file.write_bytes(wrong)
        assert [each[:2] for each in told(audited(tmp_path / "log"))] == [(fault, path)]
    file.unlink()
    assert [each[:2] for each in told(audited(tmp_path / "log"))] == [(Fault.MISSING, path)]


def test_everything_that_is_wrong_is_named_at_once(tmp_path, large):
    copytree(large, tmp_path / "log")
    folder = tmp_path / "log"
    logs.flip(folder / "tile/entries/005", 3)
    logs.flip(folder / "tile/0/100", 3)
    (folder / "tile/entries/200").unlink()
    (folder / "tile/0/200").unlink()
    logs.flip(folder / "tile/1/001.p/3", 3)
    assert sorted(told(audited(folder))) == [
        (Fault.ENTRY, "tile/entries/005", 1280, 1),
        (Fault.MISSING, "tile/0/200", 51200, 256),
        (Fault.MISSING, "tile/entries/200", 51200, 256),
        (Fault.HASH, "tile/0/100", 25600, 1),
        (Fault.HASH, "tile/1/001.p/3", 65536, 256),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_damaged_at_once_is_named_and_nothing_else(large, seed):
    chance, kept = Random(seed), {}
    low = [each for each in logs.files(large) if each.parts[-2] in {"0", "entries"}]
    high = [large / path for path in ("tile/1/000", "tile/1/001.p/3", "tile/2/000.p/1")]
    try:
        for path in [*chance.sample(low, 4), *chance.sample(high, chance.randrange(2))]:
            data = kept[path] = path.read_bytes()
            at = chance.randrange(len(data))
            flipped = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
            path.write_bytes(chance.choice([flipped, data[:at], data + b"\0"]))
            if chance.randrange(4) == 0:
                path.unlink()
        found = audited(large)
        assert {each.file for each in found.refuting} == {path.relative_to(large).as_posix() for path in kept}
    finally:
        for path, data in kept.items():
            path.write_bytes(data)


def test_where_the_partial_file_is_gone_the_whole_one_is_read(tmp_path):
    signed = logs.publish(tmp_path, logs.made_up(300))
    logs.publish(tmp_path, logs.made_up(600))
    logs.write(tmp_path / "checkpoint", signed.encode())
    for path in ("tile/entries/001.p/44", "tile/0/001.p/44"):
        (tmp_path / path).unlink()
    found = audited(tmp_path)
    assert found.verdict is Verdict.VERIFIED
    assert {each.fault for each in found.findings} == {Fault.AHEAD}
    assert found.entries == 300


def test_a_log_whose_checkpoint_was_put_back_shows_what_lies_beyond(tmp_path):
    signed = logs.publish(tmp_path, logs.made_up(10))
    logs.publish(tmp_path, logs.made_up(20))
    logs.write(tmp_path / "checkpoint", signed.encode())
    found = audited(tmp_path)
    assert sorted((each.fault, each.file) for each in found.findings) == [
        (Fault.AHEAD, "tile/0/000.p/20"),
        (Fault.AHEAD, "tile/entries/000.p/20"),
    ]


def test_without_a_key_that_is_known_nobody_can_tell(tmp_path):
    logs.publish(tmp_path, logs.made_up(10))
    stranger = Signer(name=logs.ORIGIN, kind=KeyKind.ED25519, seed=b"\x09" * 32)
    found = audited(tmp_path, Policy.of_logs([stranger.verifier]))
    assert (found.verdict, [each.fault for each in found.findings]) == (
        Verdict.CANNOT_TELL,
        [Fault.UNTRUSTED],
    )
    wanting = Policy(
        logs=logs.POLICY.logs,
        witnesses=(Party(name="w", key=logs.WITNESS_KEY.verifier),),
        quorum="w",
    )
    assert audited(tmp_path, wanting).verdict is Verdict.CANNOT_TELL
    logs.publish(tmp_path, logs.made_up(10), [logs.LOG_KEY, logs.POST_QUANTUM_KEY, logs.WITNESS_KEY])
    assert audited(tmp_path, wanting).verdict is Verdict.VERIFIED


def test_a_signature_by_a_known_key_that_fails_refutes_the_log(tmp_path):
    text = logs.publish(tmp_path, logs.made_up(10)).partition("\n\n")[0]
    forged = sign_note("another\n", [logs.LOG_KEY]).partition("\n\n")[2]
    logs.write(tmp_path / "checkpoint", f"{text}\n\n{forged}".encode())
    assert told(audited(tmp_path)) == [(Fault.SIGNATURE, "checkpoint", 0, 10)]


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xff" * 100, b"x" * 2_000_000])
def test_what_is_no_checkpoint_is_refused(tmp_path, data):
    logs.write(tmp_path / "checkpoint", data)
    found = audited(tmp_path)
    assert (found.verdict, found.head) == (Verdict.REFUTED, ())
    (tmp_path / "checkpoint").unlink()
    assert told(audited(tmp_path)) == [(Fault.CHECKPOINT, "checkpoint", 0, 0)]


def test_links_devices_and_strange_names_are_neither_followed_nor_obeyed(tmp_path):
    logs.publish(tmp_path / "log", logs.made_up(300))
    folder = tmp_path / "log"
    bundle = folder / "tile/entries/000"
    bundle.rename(tmp_path / "outside")
    bundle.symlink_to(tmp_path / "outside")
    tile = folder / "tile/0/000"
    tile.unlink()
    os.mkfifo(tile)
    (folder / "tile/\x1b[31mred").write_bytes(b"")
    (folder / "tile/elsewhere").symlink_to(tmp_path)
    found = audited(folder)
    assert found.verdict is Verdict.CANNOT_TELL
    assert {(each.fault, each.file) for each in found.refuting} == {
        (Fault.UNREADABLE, "tile/entries/000"),
        (Fault.UNREADABLE, "tile/0/000"),
    }
    strange = [each.what for each in found.findings if each.fault is Fault.STRANGE]
    assert len(strange) == 1
    assert "\x1b" not in strange[0]


def test_several_processes_find_what_one_finds(tmp_path, large):
    copytree(large, tmp_path / "log")
    logs.publish(tmp_path / "log", logs.made_up(256 * 64 * 17 + 5, b"x"))
    logs.flip(tmp_path / "log/tile/entries/x001/003", 9)
    one = audit(Folder(tmp_path / "log"), logs.POLICY)
    two = audit(Folder(tmp_path / "log"), logs.POLICY, processes=2)
    assert one == two
    assert [each.file for each in two.refuting if each.fault is Fault.ENTRY] == ["tile/entries/x001/003"]
