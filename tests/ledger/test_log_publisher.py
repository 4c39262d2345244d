"""Whoever reads a checkpoint finds all that it covers, and nothing that is published is ever changed."""

from threading import Event

import pytest

from frith.errors import LedgerError
from frith.ledger.log.place import Bucket
from frith.ledger.log.publisher import Publisher, Stage, Terms
from frith.ledger.log.writer import Log
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.note import Note, Signature
from tests.ledger.logs import WITNESS_KEY, files, flip
from tests.ledger.writing import NOON, Written, sound


@pytest.fixture
def written(memory):
    return Written(memory)


def paths(written) -> set[str]:
    return {
        str(each.relative_to(written.public)) for each in files(written.public) if ".work" not in each.parts
    }


def test_every_size_on_the_way_is_a_log_that_a_stranger_accepts(written):
    log = written.create()
    assert written.publish() == 0
    for size in (1, 2, 200, 53, 1, 256, 600):
        written.add(log, size)
        assert written.publish() == log.state.size == sound(written.public, written.keys)


def test_partial_tiles_stand_for_published_sizes_alone_and_go_when_the_whole_one_is_there(written):
    log = written.create()
    written.add(log, 5)
    written.add(log, 5)
    written.publish()
    assert paths(written) == {"checkpoint", "tile/0/000.p/10", "tile/entries/000.p/10"}
    written.add(log, 10)
    written.publish()
    assert {"tile/0/000.p/10", "tile/0/000.p/20"} < paths(written)
    written.add(log, 250)
    written.publish()
    assert paths(written) == {
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/14",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/14",
    }


def test_nothing_new_leaves_every_file_as_it_was(written):
    log = written.create()
    written.add(log, 300)
    written.publish()
    before = {each: (each.stat().st_mtime_ns, each.read_bytes()) for each in files(written.public)}
    written.publish()
    after = {each: (each.stat().st_mtime_ns, each.read_bytes()) for each in files(written.public)}
    del before[written.public / ".work/lock"], after[written.public / ".work/lock"]
    assert after == before


def test_the_checkpoint_comes_last(written):
    log = written.create()
    written.add(log, 300)
    seen = []

    def stage(each):
        seen.append((each, (written.public / "checkpoint").exists(), len(paths(written))))

    written.publish(stage=stage)
    assert [each for each, _, _ in seen] == list(Stage)
    assert [there for each, there, _ in seen] == [False] * 5 + [True] * 2
    assert seen[3][2] == 5, "entries and tiles, before the checkpoint"


def test_a_file_that_differs_stops_the_publication_with_its_path_and_place(written):
    log = written.create()
    written.add(log, 256)
    strange = written.public / "tile/entries/000"
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"\0\x04else")
    with pytest.raises(
        LedgerError, match=r"tile/entries/000: what stands here differs from the log, from byte `1`"
    ):
        written.publish()
    assert not (written.public / "checkpoint").exists()


def test_a_checkpoint_that_is_ahead_of_the_database_is_not_replaced(written):
    log = written.create()
    written.add(log, 10)
    log.close()
    old = written.database.read_bytes()
    log = written.open()
    written.add(log, 10)
    written.publish()
    log.close()
    written.database.write_bytes(old)
    with pytest.raises(LedgerError, match="`20` entries are published, and the log has `10`"):
        written.publish()
    assert sound(written.public, written.keys) == 20


def test_another_history_is_not_published_over_the_first(tmp_path):
    one, two = Written(tmp_path / "one"), Written(tmp_path / "two")
    log = one.create()
    one.add(log, 10)
    one.publish()
    one.root.joinpath("keys").rename(tmp_path / "kept")
    two.root.mkdir()
    (tmp_path / "kept").rename(two.root / "keys")
    (two.root / "keys/high-water").unlink()
    from frith.ledger.log.highwater import HighWater

    HighWater.create(two.root / "keys/high-water").close()
    other = Log.create(two.folder, two.keys, two.options)
    other.submit_many([b"other %d" % each for each in range(12)], b"k")
    one.public.rename(two.public)
    with pytest.raises(LedgerError, match="another root at `10` entries than this log"):
        two.publish()


def test_a_bit_that_flipped_in_the_database_is_not_published(written):
    log = written.create()
    written.add(log, 600)
    log.close()
    data = written.database.read_bytes()
    at = data.index(b"\0\x0717 of 0") + 3
    flip(written.database, at)
    with pytest.raises(LedgerError, match=r"entry `17` is not the one that was logged"):
        written.publish()
    assert not (written.public / "checkpoint").exists()


def test_two_publishers_of_one_place_are_one_too_many(written):
    from frith.ledger.log.place import Folder

    written.create()
    with Folder(written.public).held(), pytest.raises(LedgerError, match="the publisher, process"):
        written.publish()


def test_an_object_store_gets_the_same_files(written):
    obstore = pytest.importorskip("obstore", reason="the `bucket` extra is not installed")
    log, store = written.create(), obstore.store.MemoryStore()
    place = Bucket(store, name="memory", prefix="city/")

    def publish_to(place):
        Publisher(written.database, place, Terms(keys=written.keys.verifiers())).publish()

    for size in (3, 300, 5):
        written.add(log, size)
        publish_to(place)
        written.publish()
    listed = {each["path"] for page in store.list() for each in page}
    assert listed == {f"city/{each}" for each in paths(written)}
    assert all(place.read(each) == (written.public / each).read_bytes() for each in paths(written))
    store.put("city/tile/entries/001.p/55", b"else")
    written.add(log, 3)
    with pytest.raises(LedgerError, match=r"city/tile/entries/001.p/55: what stands here differs"):
        publish_to(place)


def test_it_publishes_at_whole_periods_of_the_clock_and_tells_what_failed(written):
    log = written.create()
    written.add(log, 3)
    waits, told, stop = [], [], Event()
    now = NOON + 7.5

    class Waiting:
        def wait(self, seconds):
            waits.append(seconds)
            return stop.is_set() or len(waits) > 3

    from frith.ledger.log.place import Folder

    place = Folder(written.public)
    publisher = Publisher(written.database, place, Terms(keys=written.keys.verifiers(), quorum=1))
    publisher.run(Waiting(), period=60, clock=lambda: now, tell=told.append)
    assert waits == [60 - now % 60] * 4
    assert len(told) == 3
    assert "`0` witnesses cosigned and `1` are needed" in str(told[0])


class Cosigner:
    """A witness in this process: signs what it is shown, at the time it is told."""

    def __init__(self, *times: int, signer: Signer = WITNESS_KEY) -> None:
        self.times, self.signer, self.size = list(times), signer, 0

    @property
    def key(self):
        return self.signer.verifier

    def cosign(self, note, prove):
        prove(self.size)
        self.size = int(note.text.split("\n")[1])
        made = self.signer.sign(note.text, time=self.times.pop(0))
        return Signature(name=self.signer.name, key_id=self.key.key_id, signature=made)


def test_a_checkpoint_is_released_with_its_quorum_of_witnesses(written):
    log = written.create()
    other = Cosigner(NOON, signer=Signer.generate("witness.example/w2", KeyKind.COSIGNATURE))
    written.add(log, 3)
    written.publish(witnesses=[Cosigner(NOON), other], quorum=2)
    note = Note.parse((written.public / "checkpoint").read_bytes())
    assert [each.name for each in note.signatures] == [
        "ledger.example/city",
        "witness.example/w1",
        "witness.example/w2",
    ]
    assert len(note.signed_by([WITNESS_KEY.verifier, other.key])) == 2


def test_a_witness_whose_clock_went_back_does_not_count(written):
    log = written.create()
    witness = Cosigner(NOON, NOON - 1)
    written.add(log, 3)
    written.publish(witnesses=[witness], quorum=1)
    written.add(log, 3)
    with pytest.raises(LedgerError, match="its clock went back"):
        written.publish(witnesses=[witness], quorum=1)
    assert sound(written.public, written.keys) == 3
