"""The page in a browser answers as the program does, sends nothing, and can be read by everybody."""

import json
import re
import shutil
import subprocess
import tomllib
from base64 import b64encode, urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from frith.errors import LedgerError
from frith.ledger.entry.receipt import Standing, Trust, make_receipt, open_receipt
from frith.ledger.entry.receipt_key import ReceiptSigner, key_set
from frith.ledger.tlog.keys import KeyKind, Signer
from frith.ledger.tlog.policy import Policy
from frith.ledger.tlog.proof import Proof
from frith.ledger.verify import page
from frith.ledger.verify.page import verifier_page
from tests.ledger.entry_kinds import one_of_each
from tests.ledger.entry_made import LOG, data_of, proof_of, sealed, words
from tests.unit.page_tree import tree

FOLDER = Path(page.__file__).parent
WORDS = tomllib.loads((FOLDER / "page.toml").read_text(encoding="utf-8"))
RECEIPT_KEY = ReceiptSigner(seed=b"r" * 32)
WITNESS = Signer(name="witness.example", kind=KeyKind.COSIGNATURE, seed=b"w" * 32)
SECOND = Signer(name=LOG.name, kind=KeyKind.ML_DSA_44, seed=b"q" * 32)
POLICY = f"log {LOG.verifier.text}\nwitness w {WITNESS.verifier.text}\nquorum w\n"
KEYS = key_set([RECEIPT_KEY.verifier])
LOGGED = [data_of(each) for each in one_of_each()]
VERDICTS = {
    Standing.HOLDS: "verified",
    Standing.FALSE: "refuted",
    Standing.UNSETTLED: "can't tell",
}


def receipt(*names, index=0, signers=(WITNESS,)) -> str:
    proof = proof_of(LOGGED, index)
    signed = replace(proof, note=proof.note.signed_too(signers, time=1_790_000_000))
    return make_receipt(LOGGED[index], sealed(), names, proof=signed, signer=RECEIPT_KEY)


GOOD = receipt("case", "people")


def by_program(data: bytes, policy: str = POLICY, keys: ReceiptSigner = RECEIPT_KEY) -> str:
    try:
        trust = Trust(policy=Policy.parse(policy.encode()), keys=(keys.verifier,))
        return VERDICTS[open_receipt(data.decode("utf-8"), words(), trust).standing]
    except UnicodeDecodeError:
        return "refuted"


def by_page(receipts: list[bytes], policy: str = POLICY, keys: str = KEYS) -> list[str]:
    """What the page's own checks answer, run without a browser."""
    if not shutil.which("node"):
        pytest.skip("no node on this machine")
    given = {
        "words": WORDS["en"]["script"],
        "policy": policy,
        "keys": keys,
        "receipts": [b64encode(each).decode() for each in receipts],
    }
    command = ["node", Path(__file__).with_name("check_page.js"), FOLDER]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stderr.replace("\n", "") == "" or "ExperimentalWarning" in done.stderr
    return done.stdout.splitlines()


def test_every_kind_of_entry_is_verified():
    receipts = [receipt("case", index=index).encode() for index in range(len(LOGGED))]
    assert by_page(receipts) == ["verified"] * len(LOGGED) == [by_program(each) for each in receipts]


def test_the_page_and_the_program_answer_alike_to_every_changed_receipt():
    chance, whole, changed = Random(5), GOOD.encode(), []
    for _ in range(400):
        at = chance.randrange(len(whole))
        changed.append(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
    changed += [whole[:at] for at in range(0, len(whole), 97)]
    changed += [whole + b"\n", b"", b"\xef\xbb\xbf" + whole, whole.replace(b"\n", b"\r\n"), whole * 2]
    found = by_page(changed)
    assert found == [by_program(each) for each in changed]
    assert "verified" not in found


STRANGER = Signer(name=LOG.name, kind=KeyKind.ED25519, seed=b"z" * 32)
OTHER_WITNESS = Signer(name="v.example", kind=KeyKind.COSIGNATURE, seed=b"v" * 32)
TWO = f"log {LOG.verifier.text}\nlog {SECOND.verifier.text}\nwitness w {WITNESS.verifier.text}\n"


@pytest.mark.parametrize(
    "policy",
    [
        f"log {LOG.verifier.text}\nquorum none\n",
        f"log {STRANGER.verifier.text}\nquorum none\n",
        POLICY.replace("quorum w", "group g all w\nquorum g"),
        TWO + "quorum w\n",
        "# nobody\nquorum none\n",
        f"log {LOG.verifier.text}\nwitness v {OTHER_WITNESS.verifier.text}\nquorum v\n",
    ],
)
def test_the_page_and_the_program_read_a_policy_alike(policy):
    receipts = [GOOD.encode(), receipt("case", signers=[]).encode(), receipt(signers=[SECOND]).encode()]
    assert by_page(receipts, policy) == [by_program(each, policy) for each in receipts]


@pytest.mark.parametrize(
    "policy", ["", "log nonsense\nquorum none\n", "quorum x\n", POLICY + "quorum none\n"]
)
def test_a_policy_that_can_t_be_read_leaves_the_answer_open(policy):
    with pytest.raises(LedgerError):
        Policy.parse(policy.encode())
    assert by_page([GOOD.encode(), b"nonsense"], policy) == ["can't tell", "refuted"]


@pytest.mark.parametrize("keys", ["", "nonsense", '{"keys": []}', key_set([ReceiptSigner.new().verifier])])
def test_an_unknown_receipt_key_leaves_the_answer_open(keys):
    assert by_page([GOOD.encode()], keys=keys) == ["can't tell"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Opens the page with a receipt in its address and gives what it then shows."""
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no chromium on this machine")
    folder = tmp_path_factory.mktemp("browser")
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    still = "--disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=10000"

    def shown(text: str, **options):
        file = folder / "page.html"
        file.write_text(verifier_page(**{"policy": POLICY, "keys": KEYS} | options), encoding="utf-8")
        fragment = urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
        command = [
            chromium,
            "--headless",
            *quiet.split(),
            *still.split(),
            f"--user-data-dir={folder / 'profile'}",
        ]
        command += ["--dump-dom", f"file://{file}#receipt={fragment}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=90)
        assert "CONSOLE" not in done.stderr, "the page broke its own policy or a script failed"
        return tree(done.stdout)

    return shown


def answer(shown) -> tuple[str, str]:
    section = next(each for each in shown.all("section") if each.attrs.get("id") == "answer")
    return section.attrs.get("data-verdict", ""), section.words()


def test_a_browser_verifies_a_receipt_and_shows_what_it_opens(browser):
    verdict, told = answer(browser(GOOD))
    assert (verdict, WORDS["en"]["script"]["verified"] in told) == ("verified", True)
    assert "provisions" in told
    assert "people" in told
    assert "_sd" not in told


def test_a_browser_refutes_a_changed_receipt_in_spanish(browser):
    proof = Proof.parse(GOOD)
    changed = replace(proof, extra=proof.extra.replace(b"~", b"~W", 1)).text
    verdict, told = answer(browser(changed, language="es"))
    assert (verdict, WORDS["es"]["script"]["refuted"] in told) == ("refuted", True)


def test_a_browser_says_what_it_can_t_tell(browser):
    policy = f"log {STRANGER.verifier.text}\nquorum none\n"
    verdict, told = answer(browser(GOOD, policy=policy))
    assert (verdict, WORDS["en"]["script"]["log_unknown"] in told) == ("can't tell", True)


def test_what_stands_in_a_receipt_is_shown_and_never_obeyed(browser):
    found = browser(
        GOOD.replace(LOG.name, "<img src=x onerror=alert(1)>"), policy=POLICY + "# </textarea><b>"
    )
    assert answer(found)[0] == "refuted"
    assert [found.all("img"), found.all("b")] == [[], []]


@pytest.mark.parametrize("language", WORDS)
def test_the_page_allows_its_one_script_and_nothing_else(language):
    shown = verifier_page(language=language)
    assert re.findall(r"https?://(?!c2sp\.org/)\S+", shown) == []
    assert re.findall(r"\s(?:src|href|on\w+|style)=", shown) == []
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', shown)[1]
    rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert rules.pop("default-src") == rules.pop("base-uri") == rules.pop("form-action") == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", shown, re.DOTALL)[1]
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert rules.pop(rule) == f"'sha256-{digest}'"
    assert rules == {}


@pytest.mark.parametrize("language", WORDS)
def test_everybody_can_use_the_page(language):
    page_tree = tree(verifier_page(language=language, policy=POLICY))
    assert page_tree.all("html")[0].attrs["lang"] == language
    assert len(page_tree.all("h1")) == len(page_tree.all("main")) == len(page_tree.all("title")) == 1
    labelled = {each.attrs["for"] for each in page_tree.all("label")}
    controls = [each.attrs["id"] for each in page_tree.all("input") + page_tree.all("textarea")]
    assert labelled == set(controls)
    assert all(each.all("caption") for each in page_tree.all("table"))
    assert next(each for each in page_tree.all("section") if each.attrs.get("id") == "answer").attrs[
        "aria-live"
    ]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_is_told_apart_from_the_paper():
    css = (FOLDER / "page.css").read_text(encoding="utf-8")
    themes = [
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{([^}]*)\}", css)
    ]
    assert len(themes) == 2
    for theme in themes:
        paper = luminance(theme.pop("paper"))
        for name, colour in theme.items():
            light, dark = sorted([luminance(colour), paper], reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_every_language_says_the_same_things():
    english, others = WORDS["en"], [each for name, each in WORDS.items() if name != "en"]
    script = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in page.SCRIPTS)
    for other in others:
        assert set(other) == set(english)
        assert set(other["script"]) == set(english["script"])
        for key, text in english["script"].items():
            assert set(re.findall(r"\{\d\}", text)) == set(re.findall(r"\{\d\}", other["script"][key]))
    assert [key for key in english["script"] if f'"{key}"' not in script] == []
    with pytest.raises(LedgerError, match="not written in"):
        verifier_page(language="xx")
