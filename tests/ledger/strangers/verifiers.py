"""Programs that others wrote, each asked whether it accepts a log.

Every function returns when its program verified what it can of the log, and raises otherwise; a program that is not on this
machine skips the test and says what is missing.
"""

import json
import os
import subprocess
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import which

import pytest

from frith.ledger.tlog import tiles, tree
from frith.ledger.tlog.checkpoint import Checkpoint
from frith.ledger.tlog.keys import KeyKind, Verifier
from tests.ledger import logs

HERE = Path(__file__).parent
GO_SOURCES = Path("/usr/share/gocode")


class Refused(Exception):
    """The stranger does not accept the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A log in a folder, an older checkpoint of it, and the keys that signed both: the log's first."""

    folder: Path
    old: str
    keys: tuple[Verifier, ...] = tuple(each.verifier for each in logs.SIGNERS)

    @property
    def note(self) -> str:
        return (self.folder / "checkpoint").read_text(encoding="utf-8")

    @property
    def head(self) -> Checkpoint:
        return Checkpoint.parse(self.note.partition("\n\n")[0] + "\n")

    @property
    def old_head(self) -> Checkpoint:
        return Checkpoint.parse(self.old.partition("\n\n")[0] + "\n")

    def entries(self) -> list[bytes]:
        """Each entry as the bundles have it now, changed or not."""
        found: list[bytes] = []
        for bundle in tiles.bundles_of(self.head.size):
            found += tiles.unpack_bundle((self.folder / bundle.path).read_bytes(), bundle.width)
        return found

    def nodes(self) -> tiles.TiledNodes:
        return tiles.TiledNodes(self.head.size, lambda tile: (self.folder / tile.path).read_bytes())


def aics_tlog(log: Published, _work: Path) -> None:
    """A Python library: signatures with a witness, every tile and entry, inclusion and consistency."""
    stranger = pytest.importorskip("aics_tlog", reason="aics-tlog needs Python 3.12 and is not installed")
    key = stranger.parse_vkey(log.keys[0].text)
    witnesses = [stranger.parse_vkey(each.text) for each in log.keys if each.kind is KeyKind.COSIGNATURE]
    for note in (log.old, log.note):
        found = stranger.verify_checkpoint(stranger.parse_note(note), key, witnesses, len(witnesses))
        if not found.ok:
            raise Refused(found.error)
    old, now = log.old_head, log.head
    reader = stranger.FileSystemTileReader(log.folder)
    stranger.audit_tiles(reader, now.size, now.root)
    proof = stranger.consistency_proof_from_tiles(reader, old.size, now.size)
    ours = tree.consistency_proof(old.size, now.size, log.nodes())
    if list(ours) != list(proof) or not stranger.verify_consistency(
        old.size, now.size, old.root, now.root, list(ours)
    ):
        raise Refused("consistency")
    nodes = log.nodes()
    for index, entry in enumerate(log.entries()):
        path = list(tree.inclusion_proof(index, now.size, nodes))
        if not stranger.verify_leaf_inclusion(entry, index, now.size, path, now.root):
            raise Refused(f"entry {index}")


def tlog_scales(log: Published, _work: Path) -> None:
    """A Python library: all three kinds of signature, the root, each entry, consistency; its own proofs from our tiles."""
    backend = pytest.importorskip("tlog_scales.backend", reason="tlog-scales is not installed")
    from tlog_scales.reader import TilesReader
    from tlog_scales.signing import Vkey
    from tlog_scales.tlog import Checkpoint as Theirs

    reader = TilesReader(backend.LocalBackend(log.folder))
    head, old = reader.get_checkpoint(), Theirs.from_text(log.old)
    for key in log.keys:
        head.verify(Vkey.from_string(key.text))
        old.verify(Vkey.from_string(key.text))
    if reader.calculate_root_hash() != head.root_hash:
        raise Refused("root")
    nodes = log.nodes()
    for index in range(head.size):
        proof = reader.get_inclusion_proof(index, head.size)
        proof.check(sha256(b"\x00" + reader.get_entry(index)).digest(), head.root_hash)
        if tuple(proof.node_hashes) != tree.inclusion_proof(index, head.size, nodes):
            raise Refused(f"another proof for {index}")
    reader.get_consistency_proof(old.size, head.size).check(old.root_hash, head.root_hash)


def metamorphic_log(log: Published, _work: Path) -> None:
    """A Rust library: the checkpoint, our inclusion proof of every entry, our consistency proof."""
    stranger = pytest.importorskip("metamorphic_log", reason="metamorphic-log is not installed")
    keys = [log.keys[0].text]
    head, nodes = log.head, log.nodes()
    for index, entry in enumerate(log.entries()):
        leaf = sha256(b"\x00" + entry).digest()
        proof = list(tree.inclusion_proof(index, head.size, nodes))
        stranger.checkpoint_verify_inclusion(log.note, keys, index, leaf, proof)
    grown = list(tree.consistency_proof(log.old_head.size, head.size, nodes))
    stranger.checkpoint_verify_consistency(log.old, log.note, keys, grown)


def go_sumdb(log: Published, work: Path) -> None:
    """Go's own sumdb packages: signature, every tile and entry, the root, inclusion and consistency."""
    if not which("go") or not (GO_SOURCES / "src/golang.org/x/mod/sumdb").is_dir():
        pytest.skip("no Go, or not Debian's golang-golang-x-mod-dev")
    program = work / "check"
    if not program.exists():
        there = {**os.environ, "GO111MODULE": "off", "GOPATH": str(GO_SOURCES), "CGO_ENABLED": "0"}
        subprocess.run(["go", "build", "-o", program, HERE / "check.go"], env=there, check=True, cwd=work)
    old = work / "old"
    old.write_text(log.old, encoding="utf-8")
    run([program, log.folder, log.keys[0].text, old], "")


def sigstore_js(log: Published, _work: Path) -> None:
    """JavaScript that sigstore's users run: the checkpoint and our inclusion proof of every entry."""
    node = which("node")
    if (
        not node
        or subprocess.run(
            [node, "-e", "require.resolve('@sigstore/verify')"], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no node, or no @sigstore/verify on NODE_PATH")
    nodes = log.nodes()
    proofs = [
        {
            "index": index,
            "entry": b64encode(entry).decode(),
            "hashes": [
                b64encode(each).decode() for each in tree.inclusion_proof(index, log.head.size, nodes)
            ],
        }
        for index, entry in enumerate(log.entries())
    ]
    key = log.keys[0]
    given = {"key": key.text, "origin": key.name, "checkpoint": log.note, "proofs": proofs}
    run([node, HERE / "check.cjs"], json.dumps(given))


def run(command: list, given: str) -> None:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode or not done.stdout.startswith("verified"):
        raise Refused(done.stderr)


ALL = (aics_tlog, tlog_scales, metamorphic_log, go_sumdb, sigstore_js)
