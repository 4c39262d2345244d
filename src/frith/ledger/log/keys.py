"""The keys that sign, in a folder of their own: never in the log's folder, its database or its backups.

    keys/0001.key      a key that signs: `PRIVATE+KEY+name+id+...`, a line for each kind
    keys/0002.next     a key that was announced and does not sign yet
    keys/high-water    how far the log ever was

A change of keys has three steps, each an entry in the log before it is done: the new key is made and announced under the old
one's signature; both sign, while readers learn the new key; the old one goes. The origin stays. A lost key can't be replaced:
the log ends where it is, and a log with a new origin begins with an entry that holds the old one's last checkpoint.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from frith.errors import LedgerError
from frith.ledger.log.disk import Disk, make_folders, told, write_once
from frith.ledger.log.highwater import FILE, HighWater
from frith.ledger.log.recovery import seal, unseal
from frith.ledger.tlog.keys import TIME_SIZE, KeyKind, Signer, Verifier, signed_message
from frith.ledger.tlog.note import Note, Signature

OWNER_ONLY = 0o600


class Pen:
    """A signer with all that does not change from one signature to the next worked out beforehand."""

    def __init__(self, signer: Signer) -> None:
        self.verifier = signer.verifier
        self._id = self.verifier.key_id
        self._timed = signer.kind is not KeyKind.ED25519
        make = (
            MLDSA44PrivateKey.from_seed_bytes
            if signer.kind is KeyKind.ML_DSA_44
            else Ed25519PrivateKey.from_private_bytes
        )
        self._secret = make(signer.seed)

    def sign(self, text: str, *, time: int) -> Signature:
        """The line under a note of this text."""
        time = time if self._timed else 0
        made = self._secret.sign(signed_message(self.verifier, text, time))
        stamp = time.to_bytes(TIME_SIZE, "big") if self._timed else b""
        return Signature(name=self.verifier.name, key_id=self._id, signature=stamp + made)


class Keys:
    """The folder of one log's keys."""

    def __init__(self, folder: Path, *, disk: Disk | None = None) -> None:
        self.folder = folder
        self.disk = disk or Disk()

    @classmethod
    def create(cls, folder: Path, origin: str, *, ml_dsa: bool = False, disk: Disk | None = None) -> "Keys":
        """A folder with a first key, and the file that says how far the log ever was: nowhere yet."""
        keys = cls(folder, disk=disk)
        with told(mend="free space or mend the disk, then try again"):
            make_folders(keys.disk, folder, mode=0o700)
            # The file before the key: a crash between the two leaves no key, and this may be done again.
            if not (folder / FILE).exists():
                HighWater.create(folder / FILE, disk=keys.disk).close()
            keys._write("0001.key", _new(origin, ml_dsa=ml_dsa))
        return keys

    def signers(self) -> tuple[Signer, ...]:
        """Every key that signs now, the oldest first."""
        files = sorted(self.folder.glob("*.key"))
        if not files:
            raise LedgerError(
                "no signing key is here",
                file=str(self.folder),
                mend="bring the key back from its recovery file, or freeze the log and begin another",
            )
        return tuple(each for file in files for each in self._read(file))

    def verifiers(self) -> tuple[Verifier, ...]:
        """The public halves of the keys that sign now, as readers need them."""
        return tuple(each.verifier for each in self.signers())

    def high_water(self) -> HighWater:
        """How far the log ever was."""
        return HighWater(self.folder / FILE, disk=self.disk)

    def prepare(self) -> tuple[Verifier, ...]:
        """A next key exists and does not sign yet: announce it in the log before `begin_overlap`."""
        now = self.signers()
        if self._next():
            raise LedgerError(
                "a next key exists already", file=str(self._next()[0]), mend="announce and use that one"
            )
        last = max(int(each.stem) for each in self.folder.glob("*.key"))
        made = _new(now[0].name, ml_dsa=any(each.kind is KeyKind.ML_DSA_44 for each in now))
        self._write(f"{last + 1:04}.next", made)
        return tuple(each.verifier for each in made)

    def begin_overlap(self) -> None:
        """Old and next key both sign, from the next opening of the log on."""
        waiting = self._next()
        if not waiting:
            raise LedgerError(
                "no next key is here", file=str(self.folder), mend="prepare and announce one first"
            )
        # One rename: a crash leaves the key waiting or signing, and both are sound.
        self.disk.rename(waiting[0], waiting[0].with_suffix(".key"))
        self.disk.sync_folder(self.folder)

    def retire(self, published: bytes) -> None:
        """The oldest key is gone and signs no more, from the next opening of the log on."""
        files = sorted(self.folder.glob("*.key"))
        if len(files) < 2:
            raise LedgerError(
                "this is the only key that signs",
                file=str(self.folder),
                mend="prepare and announce another first",
            )
        stay = [each.verifier for file in files[1:] for each in self._read(file)]
        signed = {each.key for each in Note.parse(published).signed_by(stay)}
        if signed != set(stay):
            raise LedgerError(
                "what is published was not signed by every key that stays",
                file=str(self.folder),
                mend="open the log, publish, and give readers the time to learn the new key",
            )
        self.disk.remove(files[0])
        self.disk.sync_folder(self.folder)

    def seal(self, passphrases: Mapping[str, str]) -> str:
        """The keys that sign now, as a text from which any two of the operators, named by their roles, bring them back."""
        signers = self.signers()
        secret = "".join(f"{each.secret_text}\n" for each in signers)
        return seal(secret.encode(), passphrases, public=signers[0].verifier.text)

    @classmethod
    def bring_back(
        cls, folder: Path, sealed: str, passphrases: Mapping[str, str], *, disk: Disk | None = None
    ) -> "Keys":
        """A folder with the keys that were sealed. How far the log was has to be said anew: `begin_high_water`."""
        keys = cls(folder, disk=disk)
        secret = unseal(sealed, passphrases).decode()
        with told(mend="free space or mend the disk, then try again"):
            make_folders(keys.disk, folder, mode=0o700)
            keys._write("0001.key", [Signer.parse(line) for line in secret.splitlines()])
        return keys

    def begin_high_water(self, *, size: int, root: bytes) -> None:
        """The file beside the key says this: the furthest that the published checkpoint, mirrors and witnesses say."""
        HighWater.create(self.folder / FILE, size=size, root=root, disk=self.disk).close()

    def kept_apart_from(self, folder: Path) -> None:
        """The log's folder and this one do not hold each other: a backup of the one never holds the other."""
        here, there = self.folder.resolve(), folder.resolve()
        if here == there or here in there.parents or there in here.parents:
            raise LedgerError(
                "the keys and the log are in one another's folder",
                file=str(here),
                mend="give the keys a folder elsewhere, which no backup of the log holds",
            )

    def _next(self) -> list[Path]:
        return sorted(self.folder.glob("*.next"))

    def _write(self, name: str, signers: Sequence[Signer]) -> None:
        text = "".join(f"{each.secret_text}\n" for each in signers)
        try:
            write_once(self.disk, self.folder / name, text.encode(), mode=OWNER_ONLY)
        except FileExistsError:
            raise LedgerError(
                "a key is here already", file=str(self.folder / name), mend="a key is never written over"
            ) from None

    def _read(self, file: Path) -> tuple[Signer, ...]:
        found = os.stat(file)  # noqa: PTH116  the numbers of one file, at one moment
        if stat.S_IMODE(found.st_mode) & 0o077:
            raise LedgerError(
                "others than its owner may read this key",
                file=str(file),
                mend=f"chmod 600, and change the key: {WHY}",
            )
        lines = file.read_text("utf-8").splitlines()
        try:
            return tuple(Signer.parse(line) for line in lines)
        except LedgerError as why:
            raise LedgerError(
                why.what, file=str(file), mend="bring the key back from its recovery file"
            ) from None


WHY = "who read it can sign as the log"


def sign(text: str, pens: Sequence[Pen], *, time: int) -> bytes:
    """The text as a signed note, with a line by each pen."""
    return (text + "\n" + "".join([each.sign(text, time=time).line for each in pens])).encode()


def _new(origin: str, *, ml_dsa: bool) -> tuple[Signer, ...]:
    first = Signer.generate(origin)
    return (first, Signer.generate(origin, KeyKind.ML_DSA_44)) if ml_dsa else (first,)
