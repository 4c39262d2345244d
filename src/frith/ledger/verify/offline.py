"""Whether an entry is in a log that trusted keys signed, by a proof alone and without a network."""

from dataclasses import dataclass

from frith.errors import LedgerError
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.proof import Proof
from frith.ledger.verify.answers import Verdict, verdict_of
from frith.ledger.verify.audit import judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """The answer, why it is not better, and the head that the proof leads to where it could be read."""

    verdict: Verdict
    why: tuple[str, ...] = ()
    head: tuple[Checkpoint, ...] = ()
    index: int = 0


def check_proof(data: bytes, entry: bytes, policy: Policy, *, file: str = "proof") -> Proved:
    """Verified: the entry is in the log at the proof's index, and everybody whom the policy asks for signed the log's head.

    What is in the proof's `extra` is not looked at; whoever wrote it says how to make an entry of it.
    """
    try:
        proof = Proof.parse(data, file=file)
        head = proof.verify(entry)
    except LedgerError as why:
        return Proved(verdict=Verdict.REFUTED, why=(why.what,))
    findings = judged(head, proof.note, policy, file=file).findings
    return Proved(
        verdict=verdict_of(findings),
        why=tuple(each.what for each in findings),
        head=(head,),
        index=proof.index,
    )
