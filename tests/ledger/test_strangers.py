"""Programs that nobody here wrote accept our log, and refuse it when any part of it is changed."""

from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from tests.ledger import logs
from tests.ledger.strangers import verifiers
from tests.ledger.strangers.verifiers import Published

SIGNERS = (logs.LOG_KEY, logs.POST_QUANTUM_KEY, logs.WITNESS_KEY)
OLD, NEW = 300, 600
FILES = ["tile/entries/000", "tile/entries/002.p/88", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Published:
    folder = tmp_path_factory.mktemp("published")
    entries = logs.made_up(NEW)
    old = logs.publish(folder, entries[:OLD], SIGNERS)
    logs.publish(folder, entries, SIGNERS)
    return Published(folder=folder, old=old)


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("work")


@pytest.fixture(params=verifiers.ALL, ids=lambda each: each.__name__)
def stranger(request):
    return request.param


def refuses(stranger, log: Published, work: Path) -> bool:
    try:
        stranger(log, work)
    except pytest.skip.Exception:
        raise
    except Exception:  # noqa: BLE001  each stranger refuses in its own way
        return True
    return False


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, NEW])
def test_a_stranger_accepts_our_log(stranger, published, work, tmp_path, size):
    if size == NEW:
        return stranger(published, work)
    entries = logs.made_up(size)
    old = logs.publish(tmp_path, entries[: max(1, size - 1)], SIGNERS)
    logs.publish(tmp_path, entries, SIGNERS)
    return stranger(Published(folder=tmp_path, old=old), work)


@pytest.mark.parametrize("path", FILES)
def test_a_stranger_refuses_any_byte_changed_in_a_file(stranger, published, work, tmp_path, path):
    copytree(published.folder, tmp_path / "log")
    log = Published(folder=tmp_path / "log", old=published.old)
    size, chance = (log.folder / path).stat().st_size, Random(path)  # one order each time
    for at in chance.sample(range(size), 4):
        bit = chance.randrange(8)
        logs.flip(log.folder / path, at, bit)
        assert refuses(stranger, log, work), f"byte {at} of {path}"
        logs.flip(log.folder / path, at, bit)
    stranger(log, work)


def test_a_stranger_refuses_any_byte_changed_in_a_checkpoint(stranger, published, work, tmp_path):
    copytree(published.folder, tmp_path / "log")
    log = Published(folder=tmp_path / "log", old=published.old)
    file, chance = log.folder / "checkpoint", Random(1)
    text, _, lines = file.read_bytes().partition(b"\n\n")
    # The last letters of a Base64 text hold bits that some readers leave out; a flipped one changes nothing for them.
    first = len(text) + 2 + lines.index(b" ", 5) + 12
    places = [*chance.sample(range(len(text)), 8), *chance.sample(range(first, first + 70), 4)]
    for at in places:
        logs.flip(file, at, 0)
        assert refuses(stranger, log, work), f"byte {at} of the checkpoint"
        logs.flip(file, at, 0)
    stranger(log, work)


def test_a_stranger_refuses_a_log_that_was_rewritten_and_signed_again(stranger, published, work, tmp_path):
    entries = logs.made_up(NEW)
    entries[7] = b"another"
    logs.publish(tmp_path, entries, SIGNERS)
    alone = logs.publish(tmp_path / "old", entries[:OLD], SIGNERS)
    forked = Published(folder=tmp_path, old=published.old)
    if stranger is not verifiers.sigstore_js:  # looks at one checkpoint only
        assert refuses(stranger, forked, work)
    stranger(Published(folder=tmp_path, old=alone), work)


@pytest.mark.parametrize("kind", ["another key", "another origin"])
def test_a_stranger_refuses_a_log_of_somebody_else(stranger, published, work, tmp_path, kind):
    thief = logs.Signer(name=logs.ORIGIN, kind=logs.KeyKind.ED25519, seed=b"\x42" * 32)
    if kind == "another origin":
        thief = logs.Signer(name="elsewhere.example/log", kind=logs.KeyKind.ED25519, seed=logs.LOG_KEY.seed)
    logs.publish(tmp_path, logs.made_up(NEW), [thief], origin=thief.name)
    assert refuses(stranger, Published(folder=tmp_path, old=published.old), work)
