"""A receipt shows what was chosen and nothing else; it holds offline, and no changed one ever does."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frith.errors import LedgerError
from frith.ledger.entry.canonical import canonical, to_b64u
from frith.ledger.entry.codec import encode, parse
from frith.ledger.entry.receipt import Opened, SdJwt, Standing, Trust, make_receipt, open_receipt
from frith.ledger.entry.receipt_key import ReceiptSigner, key_set, read_key_set
from frith.ledger.entry.sealed import Disclosure, Sealed, salt
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.proof import Proof
from tests.ledger.entry_kinds import one_of_each
from tests.ledger.entry_made import DETAILS, KEY, LOG, ORIGIN, data_of, proof_of, sealed, words

WORDS = words()
SIGNER = ReceiptSigner(seed=b"r" * 32)
LOGGED = [data_of(each) for each in one_of_each()]
TRUST = Trust(policy=Policy.of_logs([LOG.verifier]), keys=(SIGNER.verifier,))
WITNESS = Signer(name="witness.example", kind=KeyKind.COSIGNATURE, seed=b"w" * 32)


def receipt(*names, index=0, signer=SIGNER):
    return make_receipt(LOGGED[index], sealed(), names, proof=proof_of(LOGGED, index), signer=signer)


def opened(text, trust=TRUST) -> Opened:
    return open_receipt(text, WORDS, trust)


def with_jwt(text, jwt):
    """The receipt carrying another SD-JWT."""
    return replace(Proof.parse(text), extra=jwt.encode()).text


def jwt_of(text):
    return Proof.parse(text).extra.decode()


@pytest.mark.parametrize("index", range(len(LOGGED)))
def test_a_receipt_holds_and_shows_what_was_chosen(index):
    found = opened(receipt("case", "people", index=index))
    assert (found.standing, found.why, found.index, found.origin) == (Standing.HOLDS, (), index, ORIGIN)
    assert found.disclosed == {"case": DETAILS["case"], "people": "1"}
    assert found.entry["kind"] == parse(LOGGED[index], WORDS).entry.kind


def test_a_receipt_that_discloses_nothing_shows_the_entry():
    found = opened(receipt())
    assert (found.standing, found.disclosed) == (Standing.HOLDS, {})
    assert found.entry["provisions"] == ["toy-town/records/no-address"]


def test_what_was_not_chosen_is_nowhere_in_it():
    text = jwt_of(receipt("people"))
    hidden = [each for each in sealed().disclosures if each.name != "people"]
    assert [each.name for each in hidden if each.text in text or each.salt in text] == []
    assert to_b64u(KEY) not in text
    assert text.count("~") == 2


class TestUnsettled:
    def test_a_log_that_nobody_trusts_yet(self):
        found = opened(receipt("case"), Trust(policy=Policy(), keys=TRUST.keys))
        assert found.standing is Standing.UNSETTLED
        assert found.why == (f"no key that you trust for log `{ORIGIN}` signed the checkpoint",)
        assert found.disclosed == {"case": DETAILS["case"]}

    def test_a_receipt_key_that_nobody_knows_yet(self):
        found = opened(receipt("case", signer=ReceiptSigner.new()))
        assert found.standing is Standing.UNSETTLED
        assert "is not among those you trust" in found.why[0]

    def test_a_witness_that_has_not_signed(self):
        lines = f"log {LOG.verifier.text}\nwitness w {WITNESS.verifier.text}\nquorum w\n"
        trust = replace(TRUST, policy=Policy.parse(lines.encode()))
        assert opened(receipt("case"), trust).standing is Standing.UNSETTLED
        proof = Proof.parse(receipt("case"))
        cosigned = replace(proof, note=proof.note.signed_too([WITNESS], time=1_780_000_000))
        assert opened(cosigned.text, trust).standing is Standing.HOLDS

    def test_an_entry_of_a_newer_version(self):
        members = json.loads(LOGGED[0]) | {"v": "frith-entry/2", "pad": ""}
        newer = canonical(members)
        text = make_receipt(newer, sealed(), ["case"], proof=proof_of([newer], 0), signer=SIGNER)
        found = opened(text)
        assert (found.standing, found.entry) == (Standing.UNSETTLED, {})
        assert "version `frith-entry/2`" in found.why[0]


class TestFalse:
    def refused(self, text, said=""):
        found = opened(text)
        assert (found.standing, found.entry, found.disclosed) == (Standing.FALSE, {}, {})
        assert said in found.why[0]

    def test_another_entry(self):
        other = SdJwt.parse(jwt_of(receipt("case", index=1)))
        self.refused(with_jwt(receipt("case"), other.text))

    def test_another_value(self):
        jwt = SdJwt.parse(jwt_of(receipt("people")))
        lie = Disclosure(salt=salt(KEY, "people"), name="people", value="0")
        bare = replace(jwt, disclosures=(lie,))
        signed = replace(bare, signature=SIGNER.sign(bare.signed))
        self.refused(with_jwt(receipt(), signed.text), "is not what the entry sealed")

    def test_a_detail_twice(self):
        jwt = SdJwt.parse(jwt_of(receipt("case")))
        self.refused(with_jwt(receipt(), replace(jwt, disclosures=jwt.disclosures * 2).text), "stands twice")

    def test_a_detail_under_the_name_of_an_open_field(self):
        """The entry's own writer could seal a second `unit`; no reader is shown two."""
        lie = Disclosure(salt=salt(KEY, "unit"), name="unit", value="jail")
        digests = tuple(sorted([*sealed().digests[1:], lie.digest]))
        data = encode(replace(parse(LOGGED[0], WORDS), digests=digests), WORDS)
        bare = SdJwt(kid=SIGNER.verifier.kid, payload=data, signature=b"", disclosures=(lie,))
        whole = replace(bare, signature=SIGNER.sign(bare.signed))
        self.refused(replace(proof_of([data], 0), extra=whole.text.encode()).text, "`unit` stands twice")

    def test_a_signature_by_a_known_key_that_does_not_hold(self):
        jwt = SdJwt.parse(jwt_of(receipt("case")))
        broken = bytes([jwt.signature[0] ^ 1]) + jwt.signature[1:]
        self.refused(with_jwt(receipt(), replace(jwt, signature=broken).text), "signature does not hold")

    def test_a_checkpoint_that_the_log_did_not_sign(self):
        proof = Proof.parse(receipt("case"))
        forged = Signer(name=ORIGIN, kind=KeyKind.ED25519, seed=b"f" * 32)
        line = replace(
            proof.note.signatures[0], signature=forged.sign(proof.note.text, time=0)
        )  # under the log's own key id
        self.refused(replace(proof, note=replace(proof.note, signatures=(line,))).text, "does not hold")

    @pytest.mark.parametrize(
        "header",
        [
            {"alg": "none", "kid": SIGNER.verifier.kid, "typ": "frith-entry+sd-jwt"},
            {"alg": "EdDSA", "kid": SIGNER.verifier.kid, "typ": "JWT"},
            {"alg": "EdDSA", "kid": SIGNER.verifier.kid, "typ": "frith-entry+sd-jwt", "crit": []},
            {"alg": "EdDSA", "kid": 7, "typ": "frith-entry+sd-jwt"},
            ["EdDSA"],
        ],
    )
    def test_another_header(self, header):
        _, rest = jwt_of(receipt("case")).split(".", 1)
        self.refused(with_jwt(receipt(), f"{to_b64u(canonical(header))}.{rest}"), "header")

    @pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v1\n", "é", "x" * 3_000_000])
    def test_what_is_no_receipt(self, text):
        self.refused(text)

    @pytest.mark.parametrize(
        "extra", [b"", b"x", b"a.b.c", b"a.b.c~", b"\xff~", b"..~", b"a.b.c~d", b"a.b~", b"a.b.c.d~"]
    )
    def test_what_carries_no_sd_jwt(self, extra):
        self.refused(replace(Proof.parse(receipt()), extra=extra).text)

    def test_key_binding_is_no_part_of_a_receipt(self):
        self.refused(
            with_jwt(receipt(), jwt_of(receipt("case")) + "a.b.c"), "not an SD-JWT without key binding"
        )

    def test_an_entry_with_a_field_more(self):
        """Signed by the log and by the receipt key, and still no entry."""
        members = json.loads(LOGGED[0]) | {"officer": "4711"}
        more = canonical(members)
        text = make_receipt(more, sealed(), [], proof=proof_of([more], 0), signer=SIGNER)
        self.refused(text, "no field `officer`")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_letter_of_a_receipt_can_be_changed(data):
    """A changed receipt is false, or, where only an unknown signature line changed, says nothing else than before."""
    text = receipt("case", "people")
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(codec="ascii").filter(lambda each: each != text[at]))
    found = opened(text[:at] + letter + text[at + 1 :])
    assert found.standing is not Standing.HOLDS
    if found.standing is Standing.UNSETTLED:
        assert found.disclosed == {"case": DETAILS["case"], "people": "1"}


class TestMaking:
    def test_a_proof_of_another_entry_makes_no_receipt(self):
        with pytest.raises(LedgerError):
            make_receipt(LOGGED[0], sealed(), ["case"], proof=proof_of(LOGGED, 1), signer=SIGNER)

    def test_details_of_another_entry_make_no_receipt(self):
        other = Sealed(
            digests=(), disclosures=(Disclosure(salt=salt(b"k" * 32, "case"), name="case", value="1"),)
        )
        with pytest.raises(LedgerError, match="`case` is not what the entry sealed"):
            make_receipt(LOGGED[0], other, ["case"], proof=proof_of(LOGGED, 0), signer=SIGNER)

    def test_a_receipt_is_a_plain_proof_for_whoever_has_the_entry(self):
        assert Proof.parse(receipt("case", index=3)).verify(LOGGED[3]).size == len(LOGGED)


class TestKeys:
    def test_a_key_is_named_as_the_rfc_names_it(self):
        """RFC 8037, appendix A.3: the thumbprint of its example key."""
        example = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
        assert (
            read_key_set(json.dumps({"keys": [example]}))[0].kid
            == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        )

    def test_a_key_set_is_read_again(self):
        keys = (SIGNER.verifier, ReceiptSigner.new().verifier)
        assert read_key_set(key_set(keys)) == keys

    @pytest.mark.parametrize(
        "text", ["", "[]", "{}", '{"keys": [1]}', '{"keys": [{"kty": "OKP", "crv": "Ed25519"}]}']
    )
    def test_what_is_no_key_set_is_refused(self, text):
        with pytest.raises(LedgerError):
            read_key_set(text)

    def test_keys_of_other_kinds_are_somebody_else_s(self):
        own = SIGNER.verifier.jwk
        others = [own | {"crv": "X25519"}, own | {"kty": "EC"}, {"kty": "RSA", "n": "AA", "e": "AQAB"}]
        assert read_key_set(json.dumps({"keys": [*others, own]})) == (SIGNER.verifier,)

    @pytest.mark.parametrize("x", ["AAAA", "A" * 43, "AQ" + "A" * 41])
    def test_a_key_that_is_none_or_everybody_s_is_refused(self, x):
        with pytest.raises(LedgerError):
            read_key_set(json.dumps({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x}]}))

    def test_a_secret_shows_nowhere(self):
        assert "rrr" not in repr(SIGNER)


# ---- readers that nobody here wrote ------------------------------------------------------------------------------------

PRESENTED = {"disclosed": receipt("case", "people"), "bare": receipt(), "release": receipt("case", index=1)}


def mutants(text):
    """The SD-JWT with one letter changed in each part: header, entry, signature, disclosure."""
    jwt = jwt_of(text)
    head, body, tail = jwt.split(".")
    cuts = (5, len(head) + 900, len(head) + len(body) + 20, len(jwt) - 20)
    return [jwt[:at] + ("A" if jwt[at] != "A" else "B") + jwt[at + 1 :] for at in cuts]


def expected(name):
    """What a reader has to show: the open members and the disclosed details, without the digests."""
    found = opened(PRESENTED[name])
    frame = {"v": "frith-entry/1", "pad": json.loads(LOGGED[found.index])["pad"]}
    return {**found.entry, **found.disclosed, **frame}


@pytest.mark.parametrize("name", PRESENTED)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_reference_in_python_shows_the_same(name):
    verifier = pytest.importorskip("sd_jwt.verifier", reason="PyPI's sd-jwt is not installed")
    jwk = pytest.importorskip("jwcrypto.jwk")
    key = jwk.JWK(**SIGNER.verifier.jwk)

    def show(text):
        return verifier.SDJWTVerifier(text, lambda _issuer, _header: key).get_verified_payload()

    assert show(jwt_of(PRESENTED[name])) == expected(name)
    for mutant in mutants(PRESENTED[name]):
        try:
            shown = show(mutant)
        except Exception:  # noqa: BLE001  another's program refuses in its own ways
            continue
        # it passes over a disclosure that fits no digest, so what was changed is not shown at all
        assert shown.items() < expected(name).items()


def test_the_reference_in_javascript_shows_the_same():
    """Needs node and @sd-jwt/core where NODE_PATH says."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    script = Path(__file__).with_name("sd_jwt_core.js")
    looked = subprocess.run(["node", "-e", "require('@sd-jwt/core')"], capture_output=True, check=False)
    if looked.returncode:
        pytest.skip(
            "@sd-jwt/core is not installed: `npm install @sd-jwt/core`, and name its folder in NODE_PATH"
        )
    texts = [each for name in PRESENTED for each in (jwt_of(PRESENTED[name]), *mutants(PRESENTED[name]))]
    lines = "".join(f"{SIGNER.verifier.jwk['x']} {each}\n" for each in texts)
    done = subprocess.run(["node", str(script)], input=lines, capture_output=True, text=True, check=True)
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    for at, name in enumerate(PRESENTED):
        good, *changed = shown[5 * at : 5 * at + 5]
        assert good == expected(name)
        assert all("refused" in each or each.items() < expected(name).items() for each in changed)


def test_an_entry_made_again_is_the_same_entry():
    """A receipt is checked against bytes: the codec never writes one entry in two ways."""
    for each in LOGGED:
        assert encode(parse(each, WORDS), WORDS) == each
