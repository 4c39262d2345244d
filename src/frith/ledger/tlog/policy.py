"""Whom a reader trusts: the keys of logs and witnesses, and how many witnesses must have signed.

    log      <key> [<address>]
    witness  <name> <key> [<address>]
    group    <name> all|any|<how many> <name>...
    quorum   <name>|none

https://c2sp.org/tlog-policy. A name is used after the line that gives it; each belongs to one group at most, so that
nobody counts twice. Lines may be empty or begin with `#`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Self

from frith.errors import LedgerError, quoted
from frith.ledger.tlog.encoding import from_decimal
from frith.ledger.tlog.keys import KeyKind, Verifier
from frith.ledger.tlog.note import Signed

NONE: Final = "none"
MOST_LINES: Final = 1000
LOG_KINDS: Final = (KeyKind.ED25519, KeyKind.ML_DSA_44)
WITNESS_KINDS: Final = (KeyKind.COSIGNATURE, KeyKind.ML_DSA_44)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A log or a witness: its key, the name by which the policy calls it, and where it may be asked."""

    name: str
    key: Verifier
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """At least `least` of the members must have signed."""

    name: str
    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A checkpoint is trusted when one of the logs signed it and the quorum of witnesses did too."""

    logs: tuple[Party, ...] = ()
    witnesses: tuple[Party, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NONE
    _members: frozenset[str] = field(default=frozenset(), repr=False, compare=False)

    @classmethod
    def of_logs(cls, keys: Iterable[Verifier]) -> Self:
        """Any of these logs, no witnesses asked for."""
        return cls(logs=tuple(Party(name=each.name, key=each) for each in keys))

    @classmethod
    def parse(cls, data: bytes, *, file: str = "") -> Self:
        """The policy that the file writes; an error names its line."""
        policy, quorums = cls(), 0
        if any((each < 0x20 and each not in b"\t\n") or each == 0x7F for each in data) or data[-1:] != b"\n":
            raise LedgerError(
                "a policy is lines of text, each with its end, without control characters", file=file
            )
        # Bytes above ASCII are names that nobody interprets here: kept as they are, whatever their encoding.
        lines = data.decode("utf-8", "surrogateescape").split("\n")[:-1]
        if len(lines) > MOST_LINES:
            raise LedgerError(
                f"a policy of `{len(lines)}` lines: more than `{MOST_LINES}` are not read", file=file
            )
        for number, line in enumerate(lines, 1):
            words = [each for each in line.replace("\t", " ").split(" ") if each]
            if not words or words[0].startswith("#"):
                continue
            quorums += words[0] == "quorum"
            try:
                policy = policy._with_line(words, quorums)
            except LedgerError as why:
                raise LedgerError(why.what, file=file, line=number) from None
        if quorums != 1:
            raise LedgerError(
                "a policy has one quorum line", file=file, mend="write `quorum none` to ask for no witness"
            )
        return policy

    @property
    def log_keys(self) -> tuple[Verifier, ...]:
        """The keys of all logs."""
        return tuple(each.key for each in self.logs)

    @property
    def keys(self) -> tuple[Verifier, ...]:
        """The keys of all logs and witnesses."""
        return tuple(each.key for each in (*self.logs, *self.witnesses))

    def lacks(self, origin: str, signed: Iterable[Signed]) -> tuple[str, ...]:
        """What the policy still asks of a checkpoint of this origin with these signatures: nothing where it is trusted."""
        by = {each.key for each in signed}
        lacking = []
        if not any(each.key in by and each.key.name == origin for each in self.logs):
            lacking.append(f"no key that you trust for log {quoted(origin)} signed the checkpoint")
        if not self._reached(self.quorum, by):
            lacking.append(f"too few witnesses signed the checkpoint for quorum {quoted(self.quorum)}")
        return tuple(lacking)

    def _reached(self, name: str, by: set[Verifier]) -> bool:
        for group in self.groups:
            if group.name == name:
                return sum(self._reached(each, by) for each in group.members) >= group.least
        return name == NONE or any(each.key in by for each in self.witnesses if each.name == name)

    def _with_line(self, words: list[str], quorums: int) -> Self:
        kinds: dict[str, Callable[[list[str]], Self]] = {
            "log": self._with_log,
            "witness": self._with_witness,
            "group": self._with_group,
            "quorum": self._with_quorum,
        }
        if words[0] not in kinds:
            raise LedgerError(f"{quoted(words[0])} is not `log`, `witness`, `group` or `quorum`")
        if quorums > 1:
            raise LedgerError("a second quorum: a policy has one")
        return kinds[words[0]](words[1:])

    def _with_log(self, words: list[str]) -> Self:
        if not 1 <= len(words) <= 2:
            raise LedgerError("a log has a key, and an address perhaps")
        key = _key(words[0], LOG_KINDS, self.logs)
        return replace(self, logs=(*self.logs, Party(name=key.name, key=key, address="".join(words[1:]))))

    def _with_witness(self, words: list[str]) -> Self:
        if not 2 <= len(words) <= 3:
            raise LedgerError("a witness has a name and a key, and an address perhaps")
        name, key = self._new_name(words[0]), _key(words[1], WITNESS_KINDS, self.witnesses)
        party = Party(name=name, key=key, address="".join(words[2:]))
        return replace(self, witnesses=(*self.witnesses, party))

    def _with_group(self, words: list[str]) -> Self:
        if len(words) < 3:
            raise LedgerError("a group has a name, how many of its members must sign, and members")
        name, members = self._new_name(words[0]), tuple(words[2:])
        for each in members:
            self._known(each)
        if len(set(members)) < len(members) or self._members & set(members):
            raise LedgerError(f"a member of group {quoted(name)} is in a group already: nobody counts twice")
        counts = {"all": len(members), "any": 1}
        least = counts[words[1]] if words[1] in counts else from_decimal(words[1], what="how many")
        if not 1 <= least <= len(members):
            raise LedgerError(
                f"group {quoted(name)} can't have `{least}` of its `{len(members)}` members sign"
            )
        group = Group(name=name, least=least, members=members)
        return replace(self, groups=(*self.groups, group), _members=self._members | set(members))

    def _with_quorum(self, words: list[str]) -> Self:
        if len(words) != 1:
            raise LedgerError("a quorum is one name")
        if words[0] != NONE:
            self._known(words[0])
        return replace(self, quorum=words[0])

    def _names(self) -> set[str]:
        return {each.name for each in self.witnesses} | {each.name for each in self.groups}

    def _new_name(self, name: str) -> str:
        if name == NONE or name in self._names():
            raise LedgerError(f"name {quoted(name)} is taken")
        return name

    def _known(self, name: str) -> None:
        if name not in self._names():
            raise LedgerError(f"{quoted(name)} is not the name of a witness or group above this line")


def _key(text: str, kinds: tuple[KeyKind, ...], others: tuple[Party, ...]) -> Verifier:
    key = Verifier.parse(text)
    if key.kind not in kinds:
        raise LedgerError(f"key {quoted(key.name)} is of a kind that doesn't sign here")
    if any(each.key.public == key.public for each in others):
        raise LedgerError(f"key {quoted(key.name)} is here twice, under one name or two")
    return key
