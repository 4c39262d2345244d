"""What the log's readers get: the committed entries and tiles as files, then the checkpoint that covers them.

    1 COMPARED   what is published now is a beginning of this log
    2 ENTRIES    the bundles that are new
    3 TILES      the tiles that are new, each checked against what stands above it
    4 SETTLED    all of them are durable
    5 WITNESSED  enough witnesses have cosigned
    6 RELEASED   the checkpoint
    7 CLEARED    partial tiles that a whole one has taken the place of are gone

It reads the database and writes nothing to it, so it may be stopped, killed and started at any time, and it runs on a
fixed clock: how often something is published tells nothing of how much there was to log.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import Protocol, TypeVar

from frith.errors import LedgerError
from frith.ledger.log.disk import told
from frith.ledger.log.place import CHECKPOINT, Place
from frith.ledger.log.reading import (
    bundles_between,
    check_bundle,
    check_tile,
    nodes,
    read_bundle,
    read_tile,
    tiles_between,
)
from frith.ledger.log.store import MEND, State, Store
from frith.ledger.tlog import tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.hashes import EMPTY_ROOT
from frith.ledger.tlog.keys import Verifier
from frith.ledger.tlog.note import Note, Signature, open_checkpoint
from frith.ledger.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile, bundle_path

PUBLIC_PERIOD = 60.0
EMBEDDED_PERIOD = 1.0

Piece = TypeVar("Piece", Tile, Bundle)


class Stage(StrEnum):
    """Where the publisher is."""

    COMPARED = "compared"
    ENTRIES = "entries"
    TILES = "tiles"
    SETTLED = "settled"
    WITNESSED = "witnessed"
    RELEASED = "released"
    CLEARED = "cleared"


class Witness(Protocol):
    """Somebody who cosigns a log that only grew."""

    @property
    def key(self) -> Verifier:
        """What the witness's signatures are checked with."""

    def cosign(self, note: Note, prove: Callable[[int], tuple[bytes, ...]]) -> Signature:
        """The witness's line under the checkpoint; `prove(old)` gives the proof from the size that it saw last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Whose signatures a publication needs, and what may be told of it."""

    keys: Sequence[Verifier]
    witnesses: Sequence[Witness] = ()
    quorum: int = 0
    """Of the witnesses: with fewer cosignatures no checkpoint is released."""
    stage: Callable[[Stage], None] = lambda _stage: None


class Publisher:
    """Brings a log's database to the place where it is read."""

    def __init__(self, database: Path, place: Place, terms: Terms) -> None:
        self._database = database
        self._place = place
        self._terms = terms

    def run(
        self,
        stop: Event,
        *,
        period: float = PUBLIC_PERIOD,
        clock: Callable[[], float] = time.time,
        tell: Callable[[LedgerError], None],
    ) -> None:
        """Publishes at each whole `period` of the clock until `stop` is set; errors are told, and tried anew."""
        while not stop.wait(period - clock() % period):
            try:
                self.publish()
            except LedgerError as why:
                tell(why)

    def publish(self) -> Checkpoint:
        """What is committed is published, durably."""
        store = Store(self._database)
        try:
            with (
                told(mend="mend the place; the next publication goes on where this one stopped"),
                self._place.held(),
            ):
                return self._publish(store)
        finally:
            store.close()

    def _publish(self, store: Store) -> Checkpoint:
        stage = self._terms.stage
        with store.snapshot():
            # The right edge changes with each group, so it is read at one moment. Whole tiles never change: they are read
            # later, when the database is free to tidy itself.
            state = store.state()
            old = self._compare(store, state)
            edge = {tile.path: read_tile(store, tile) for tile in _partial(tiles_between(old, state.size))}
            last = {
                each.path: read_bundle(store, each) for each in _partial(bundles_between(old, state.size))
            }
        # 1 COMPARED. A crash up to here changed nothing.
        stage(Stage.COMPARED)
        known = nodes(store, state.size)

        def row(tile: Tile) -> bytes:
            return edge[tile.path] if tile.path in edge else read_tile(store, tile)

        # 2 ENTRIES. A crash leaves bundles that no checkpoint speaks of. The next publication makes the same ones, finds
        # these, and compares them.
        for bundle in bundles_between(old, state.size):
            data = last[bundle.path] if bundle.path in last else read_bundle(store, bundle)
            check_bundle(
                data, bundle, row(Tile(level=0, index=bundle.index, width=bundle.width)), file=str(store.path)
            )
            self._place.create(bundle.path, data)
        stage(Stage.ENTRIES)
        # 3 TILES. As in 2.
        for tile in tiles_between(old, state.size):
            data = row(tile)
            if tile.width == TILE_WIDTH:
                check_tile(
                    data, tile, known(TILE_HEIGHT * (tile.level + 1), tile.index), file=str(store.path)
                )
            self._place.create(tile.path, data)
        stage(Stage.TILES)
        # 4 SETTLED. Files first, then the names in their folders, then the checkpoint: whoever reads a checkpoint, after
        # whatever power failure, finds all that it covers.
        self._place.settle()
        stage(Stage.SETTLED)
        self._release(store, state)
        # 7 CLEARED. A crash leaves partial tiles beside the whole one, which cost a little space.
        for path in _outgrown(old, state.size):
            self._place.drop(path)
        stage(Stage.CLEARED)
        return Checkpoint(origin=state.origin, size=state.size, root=state.root)

    def _compare(self, store: Store, state: State) -> int:
        """The size that is published now, which is a beginning of the log."""
        stored, known = (
            open_checkpoint(state.checkpoint, self._terms.keys, file=str(store.path)),
            nodes(store, state.size),
        )
        mine = stored.checkpoint
        if (mine.size, mine.root) != (state.size, state.root) or tree.root(state.size, known) != state.root:
            raise LedgerError(
                "the log's tree is not the one that was signed", file=str(store.path), mend=MEND
            )
        there = self._published()
        if there.size > state.size:
            raise LedgerError(
                f"`{there.size}` entries are published, and the log has `{state.size}`",
                file=self._place.name,
                mend="the database is older than what was published: restore it from there",
            )
        if tree.root(there.size, known) != there.root:
            raise LedgerError(
                f"what is published has another root at `{there.size}` entries than this log",
                file=self._place.name,
                mend="two histories exist: publish nothing, keep both as evidence, and tell the log's readers",
            )
        return there.size

    def _published(self) -> Checkpoint:
        note = self._note()
        if not note:
            return Checkpoint(origin=self._terms.keys[0].name, size=0, root=EMPTY_ROOT)
        return open_checkpoint(
            note[0].whole, self._terms.keys, file=f"{self._place.name}/{CHECKPOINT}"
        ).checkpoint

    def _note(self) -> tuple[Note, ...]:
        """The published note, if there is one."""
        try:
            return (Note.parse(self._place.read(CHECKPOINT), file=f"{self._place.name}/{CHECKPOINT}"),)
        except FileNotFoundError:
            return ()

    def _release(self, store: Store, state: State) -> None:
        note = Note.parse(state.checkpoint)
        before = self._note()
        if before and before[0].text == note.text and set(note.signatures) <= set(before[0].signatures):
            # Nothing is new, and what was released had its quorum then.
            return
        added = self._cosigned(store, note, before)
        # 5 WITNESSED. A crash leaves witnesses ahead of what is published, never of the database: the next publication
        # asks again.
        self._terms.stage(Stage.WITNESSED)
        self._place.replace(
            CHECKPOINT, Note(text=note.text, signatures=note.signatures + added).whole.encode()
        )
        # 6 RELEASED. The checkpoint is replaced in one move: a crash leaves the old one or the new one, and both hold.
        self._terms.stage(Stage.RELEASED)

    def _cosigned(self, store: Store, note: Note, before: tuple[Note, ...]) -> tuple[Signature, ...]:
        size = Checkpoint.parse(note.text).size
        known = nodes(store, size)
        found, refused = [], []
        for witness in self._terms.witnesses:
            try:
                line = witness.cosign(note, lambda old: tree.consistency_proof(old, size, known))
                self._check_time(witness.key, line, note, before)
                found.append(line)
            except LedgerError as why:
                refused.append(str(why))
        if len(found) < self._terms.quorum:
            raise LedgerError(
                f"`{len(found)}` witnesses cosigned and `{self._terms.quorum}` are needed: {'; '.join(refused)}",
                file=self._place.name,
                mend="no checkpoint was released; the next publication asks them again",
            )
        return tuple(found)

    def _check_time(self, key: Verifier, line: Signature, note: Note, before: tuple[Note, ...]) -> None:
        time_now = key.verify(note.text, line.signature)
        for each in before[0].signed_by([key]) if before else ():
            if time_now < each.time:
                raise LedgerError(
                    f"witness `{key.name}` cosigned at `{time_now}`, and at `{each.time}` before: its clock went back"
                )


def _partial(of: Iterator[Piece]) -> Iterator[Piece]:
    return (each for each in of if each.width < TILE_WIDTH)


def _outgrown(old: int, new: int) -> Iterator[str]:
    """The folders of partial tiles and bundles that were published at `old` and are whole at `new`."""
    for tile in tiles_between(old, new):
        if tile.width == TILE_WIDTH and (old >> TILE_HEIGHT * tile.level) > tile.index * TILE_WIDTH:
            yield f"{tile.path}.p"
            if tile.level == 0:
                yield f"{bundle_path(tile.index)}.p"
