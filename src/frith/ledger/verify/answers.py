"""The words of an answer about a log: three verdicts, and each thing found with its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether what a log says holds."""

    VERIFIED = "verified"
    REFUTED = "refuted"
    CANNOT_TELL = "can't tell"


class Fault(StrEnum):
    """What was found. WEIGHTS says what it means for the verdict."""

    CHECKPOINT = "checkpoint can't be read"
    SIGNATURE = "signature doesn't hold"
    UNTRUSTED = "signature missing"
    MISSING = "file missing"
    LENGTH = "wrong length"
    ENTRY = "entry changed"
    HASH = "hash changed"
    PARTS = "parts contradict each other"
    ROOT = "root differs"
    EARLIER = "earlier part differs"
    UNREADABLE = "file can't be read"
    AHEAD = "file beyond the checkpoint"
    STRANGE = "file of no log"


WEIGHTS = {
    Fault.UNTRUSTED: Verdict.CANNOT_TELL,
    Fault.UNREADABLE: Verdict.CANNOT_TELL,
    # A log that is being published has files that its checkpoint does not cover yet.
    Fault.AHEAD: Verdict.VERIFIED,
    Fault.STRANGE: Verdict.VERIFIED,
}
"""What a fault makes of the verdict by itself; every other one refutes the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: in which file, and which entries it touches, `count` of them from `entry` on."""

    fault: Fault
    file: str
    what: str
    entry: int = 0
    count: int = 0

    @property
    def weight(self) -> Verdict:
        """What it makes of the verdict by itself."""
        return WEIGHTS.get(self.fault, Verdict.REFUTED)


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """One thing that refutes is enough; without any, one that leaves a doubt is."""
    weights = {each.weight for each in findings}
    return next(
        (each for each in (Verdict.REFUTED, Verdict.CANNOT_TELL) if each in weights), Verdict.VERIFIED
    )
