"""How another process hands an entry over: as a file in the log's folder, which the log's own process takes up.

    spool/<key, hex>.entry      the entry; its name is its idempotency key
    spool/<key, hex>.refused    an entry that the log won't hold, with why in <key, hex>.why

The file is durable before `hand_over` returns, so an entry that was handed over is in the log sooner or later, once, whatever
dies when. `placed` tells where it stands.
"""

from collections.abc import Iterator
from pathlib import Path

from frith.errors import LedgerError
from frith.ledger.log.disk import Disk, make_folders, told, write_new, write_once
from frith.ledger.log.sequencer import Receipt
from frith.ledger.log.store import Store
from frith.ledger.log.writer import DATABASE, LONGEST_KEY, Log
from frith.ledger.tlog.tiles import LARGEST_ENTRY

SPOOL = "spool"
HAND_OVER = "free space or mend the disk, then hand the entry over again with the same key"


def hand_over(folder: Path, entry: bytes, key: bytes, *, disk: Disk | None = None) -> None:
    """The entry will be in the log, once, however often it is handed over with this key."""
    disk = disk or Disk()
    if not 0 < len(key) <= LONGEST_KEY or len(entry) > LARGEST_ENTRY:
        raise LedgerError(
            f"an entry of `{len(entry)}` bytes with a key of `{len(key)}`",
            mend=f"at most {LARGEST_ENTRY} and {LONGEST_KEY}",
        )
    spool = folder / SPOOL
    with told(mend=HAND_OVER):
        make_folders(disk, spool, mode=0o770)
        _hand_over(disk, spool, entry, key)


def _hand_over(disk: Disk, spool: Path, entry: bytes, key: bytes) -> None:
    target = spool / f"{key.hex()}.entry"
    try:
        # A crash inside leaves the whole entry or none. Where the submitter was told nothing, it may hand it over again.
        write_once(disk, target, entry, mode=0o660)
    except FileExistsError:
        if target.read_bytes() != entry:
            raise LedgerError(
                f"the key `{key.hex()}` stands for another entry", mend="take a new key"
            ) from None


def placed(folder: Path, key: bytes) -> Iterator[Receipt]:
    """The receipt of the entry with this key, once it is in the log; nothing before."""
    store = Store(folder / DATABASE)
    try:
        with store.snapshot():
            found, checkpoint = store.seen([key]), store.state().checkpoint
    finally:
        store.close()
    if key in found:
        yield Receipt(index=found[key].first, count=found[key].count, checkpoint=checkpoint)
        return
    why = folder / SPOOL / f"{key.hex()}.why"
    if why.is_file():
        raise LedgerError(
            why.read_text("utf-8").strip(), file=str(why), mend="hand over a corrected entry with a new key"
        )


def take_up(log: Log, folder: Path, *, disk: Disk | None = None) -> int:
    """Every entry that was handed over is in the log or refused; how many there were."""
    with told(mend="free space or mend the disk, then take the spool up again"):
        return _take_up(log, folder / SPOOL, disk or Disk())


def _take_up(log: Log, spool: Path, disk: Disk) -> int:
    files = (
        sorted(spool.glob("*.entry"), key=lambda each: (each.stat().st_mtime_ns, each.name))
        if spool.is_dir()
        else []
    )
    for file in files:
        try:
            log.submit(file.read_bytes(), bytes.fromhex(file.stem))
        except LedgerError as why:
            if log.stopped:
                raise
            _refuse(disk, file, why)
            continue
        # A crash before this line leaves the file, and the log answers for its key with the place that it has.
        disk.remove(file)
    return len(files)


def _refuse(disk: Disk, file: Path, why: LedgerError) -> None:
    told = file.with_suffix(".why")
    if not told.exists():
        write_new(disk, told, f"{why}\n".encode(), mode=0o660)
    disk.rename(file, file.with_suffix(".refused"))
    disk.sync_folder(file.parent)
