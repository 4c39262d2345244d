"""Whatever the end of the power leaves of what was not synced, nothing acknowledged is lost and the log opens and goes on."""

from contextlib import suppress
from random import Random

import pytest

from frith.errors import LedgerError
from frith.ledger.log.highwater import BLOCK, HighWater
from frith.ledger.log.keys import Keys
from tests.ledger import campaign
from tests.ledger.power import Recorder, crash
from tests.ledger.writing import ORIGIN

STATES = 200
"""Here; `python -m tests.ledger.campaign` tries 2,400 and more."""


def test_after_any_end_of_the_power_the_log_is_whole_and_goes_on(memory):
    operations = campaign.campaign(STATES, 11, memory)
    assert operations > 200


@pytest.mark.parametrize("forgotten", ["sync", "sync_folder"])
def test_the_simulation_catches_a_writer_that_forgets_to_sync(memory, monkeypatch, forgotten):
    """Without this, the test above could pass because nothing is ever lost."""
    monkeypatch.setattr(Recorder, forgotten, lambda _self, _what: None)
    with pytest.raises(AssertionError, match="the power ended after operation"):
        campaign.campaign(STATES, 11, memory)


def test_the_simulation_catches_a_checkpoint_that_goes_before_its_tiles(memory, monkeypatch):
    from frith.ledger.log.place import Folder

    monkeypatch.setattr(Folder, "settle", lambda _self: None)
    with pytest.raises(AssertionError, match="the power ended after operation"):
        campaign.campaign(STATES, 11, memory)


def marked(folder, *, turn_always: bool = False) -> list:
    """A file beside the key that was synced at 5 entries and written twice since."""
    disk = Recorder()
    disk.make_folder(folder)
    disk.sync_folder(folder.parent)
    water = HighWater.create(folder / "high-water", disk=disk)
    for size in (4, 5, 6, 7):
        if turn_always:
            water._next = BLOCK - water._next
        water.raise_to(size, bytes([size]) * 32)
        if size == 5:
            water.sync()
    water.close()
    return disk.done


def after_power(done: list, memory) -> set[int | str]:
    found: set[int | str] = set()
    for seed in range(300):
        crash(done, memory, memory / str(seed), Random(seed))
        try:
            found.add(HighWater(memory / str(seed) / "live/high-water").size)
        except LedgerError as why:
            found.add(why.what)
    return found


def test_the_file_beside_the_key_never_falls_behind_what_was_synced(memory):
    assert after_power(marked(memory / "live"), memory) == {5, 6, 7}


def test_a_file_whose_lines_take_turns_without_a_sync_would(memory):
    assert after_power(marked(memory / "live", turn_always=True), memory) - {5, 6, 7}


def test_a_key_is_whole_or_not_there_and_can_be_made_again(memory):
    disk = Recorder()
    Keys.create(memory / "live", ORIGIN, disk=disk)
    for moment in range(1, len(disk.done) + 1):
        for seed in range(20):
            found = memory / f"{moment}-{seed}"
            crash(disk.done[:moment], memory, found, Random(seed))
            keys = Keys(found / "live")
            with suppress(LedgerError):
                Keys.create(found / "live", ORIGIN)
            assert len(keys.signers()) == 1
            assert keys.high_water().size == 0
