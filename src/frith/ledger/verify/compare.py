"""Whether a log only grew between two checkpoints that were saved at two times.

    same            one head, twice
    grown           the later one begins with the earlier one
    rollback        the later one is shorter: entries were taken back
    fork            neither begins with the other: one of two histories was shown to somebody else
    equivocation    two roots for one size, both signed: proof against the log that needs nothing else
    can't tell      a signature is missing, the logs are two, or what would settle it can't be read

A checkpoint that nobody known signed proves nothing against its log, so signatures are looked at first.
"""

from dataclasses import dataclass
from enum import StrEnum

from frith.errors import LedgerError
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.note import Note
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.tiles import Tile, TiledNodes
from frith.ledger.tlog.tree import consistency_proof, root, verify_consistency
from frith.ledger.verify.answers import Finding, Verdict, verdict_of
from frith.ledger.verify.audit import judged, read_head
from frith.ledger.verify.entries import read_tile
from frith.ledger.verify.source import Source


class Relation(StrEnum):
    """How a later checkpoint stands to an earlier one."""

    SAME = "same"
    GROWN = "grown"
    ROLLBACK = "rollback"
    FORK = "fork"
    EQUIVOCATION = "equivocation"
    UNSETTLED = "can't tell"


VERDICTS = {
    Relation.SAME: Verdict.VERIFIED,
    Relation.GROWN: Verdict.VERIFIED,
    Relation.UNSETTLED: Verdict.CANNOT_TELL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The answer, why, and what shows it to others: both notes as they were signed, and a proof where there is one."""

    relation: Relation
    why: tuple[str, ...]
    notes: tuple[str, ...]
    proof: tuple[bytes, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Whether the log only grew."""
        return VERDICTS.get(self.relation, Verdict.REFUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two heads of one log, and what a comparison of them hands back."""

    earlier: Checkpoint
    later: Checkpoint
    notes: tuple[str, ...]

    def told(
        self, relation: Relation, why: str, proof: tuple[bytes, ...] = (), findings: tuple[Finding, ...] = ()
    ) -> Comparison:
        return Comparison(relation=relation, why=(why,), notes=self.notes, proof=proof, findings=findings)

    def unsettled(self, why: str, findings: tuple[Finding, ...] = ()) -> Comparison:
        """Nothing shows the way from one to the other; a later head that is shorter is a rollback all the same."""
        shorter = self.later.size < self.earlier.size
        return self.told(Relation.ROLLBACK if shorter else Relation.UNSETTLED, why, findings=findings)


def compare(earlier: bytes, later: bytes, policy: Policy, source: Source | None = None) -> Comparison:
    """How `later` stands to `earlier`, each a checkpoint as it was saved; `source` is the log as it is now."""
    notes = Note.parse(earlier, file="earlier"), Note.parse(later, file="later")
    heads = Checkpoint.parse(notes[0].text, file="earlier"), Checkpoint.parse(notes[1].text, file="later")
    findings = [
        finding
        for head, note, file in zip(heads, notes, ("earlier", "later"), strict=True)
        for finding in judged(head, note, policy, file=file).findings
    ]
    whole = tuple(each.whole for each in notes)
    if verdict_of(findings) is not Verdict.VERIFIED:
        why = tuple(f"{each.file}: {each.what}" for each in findings)
        return Comparison(relation=Relation.UNSETTLED, why=why, notes=whole, findings=tuple(findings))
    pair = _Pair(earlier=heads[0], later=heads[1], notes=whole)
    if heads[0].origin != heads[1].origin:
        return pair.told(Relation.UNSETTLED, "the checkpoints are of two different logs")
    if heads[0].size == heads[1].size:
        return _of_one_size(pair)
    if not min(heads[0].size, heads[1].size):
        return _settled(pair, ())
    if source is None:
        return pair.unsettled("without the log nothing shows how one grew into the other")
    return _read(pair, source, policy)


def _of_one_size(pair: _Pair) -> Comparison:
    if pair.earlier.root == pair.later.root:
        return pair.told(Relation.SAME, f"both are of `{pair.later.size}` entries under one root")
    return pair.told(
        Relation.EQUIVOCATION, f"the log signed two different roots over its `{pair.later.size}` entries"
    )


def _settled(pair: _Pair, proof: tuple[bytes, ...]) -> Comparison:
    """The shorter head is the beginning of the longer one."""
    if pair.earlier.size < pair.later.size:
        why = f"the log grew from `{pair.earlier.size}` to `{pair.later.size}` entries, the first unchanged"
        return pair.told(Relation.GROWN, why, proof)
    taken = pair.earlier.size - pair.later.size
    return pair.told(
        Relation.ROLLBACK, f"the last `{taken}` of `{pair.earlier.size}` entries were taken back", proof
    )


def _read(pair: _Pair, source: Source, policy: Policy) -> Comparison:
    """What the log publishes now settles it: each head is a beginning of that, or it is not."""
    base = _base(pair, source, policy)
    unread: list[Finding] = []

    def read(tile: Tile) -> bytes:
        data = read_tile(source, tile, unread)
        if not data:
            raise LedgerError("a tile can't be read", file=tile.path)
        return data

    nodes = TiledNodes(base.size, read)
    try:
        strange = [
            head for head in (pair.earlier, pair.later) if _beginning(head.size, base, nodes) != head.root
        ]
        short, long = sorted((pair.earlier.size, pair.later.size))
        proof = consistency_proof(short, long, nodes)
    except LedgerError as why:
        return pair.unsettled(str(why), tuple(unread))
    if not strange:
        return _settled(pair, proof)
    what = " and ".join(f"the head of `{each.size}` entries" for each in strange)
    return pair.told(
        Relation.FORK,
        f"{what} is no beginning of the log of `{base.size}` entries: two histories were signed",
    )


def _base(pair: _Pair, source: Source, policy: Policy) -> Checkpoint:
    """The head that the tiles are held against: the one published now, or the longer of the two where that is no help."""
    longer = max(pair.earlier, pair.later, key=lambda head: head.size)
    head, _ = read_head(source, policy)
    usable = head and not head[0].findings and head[0].checkpoint.origin == longer.origin
    return head[0].checkpoint if usable and head[0].checkpoint.size >= longer.size else longer


def _beginning(size: int, base: Checkpoint, nodes: TiledNodes) -> bytes:
    """The root over the first `size` entries of the base: from tiles, and shown to be under the base's root."""
    held = root(size, nodes)
    proof = consistency_proof(size, base.size, nodes)
    # Without this a damaged tile would pass for a second history.
    verify_consistency(proof, old=size, new=base.size, old_root=held, new_root=base.root)
    return held
