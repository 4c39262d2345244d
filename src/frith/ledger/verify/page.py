"""The page that checks a receipt in a browser: one file, no address in it, nothing it could send.

Its policy allows the one script and the one style by their hashes and forbids everything else, so neither a receipt nor
whoever hosts the page can make it do more.
"""

import json
import tomllib
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from frith.errors import LedgerError, quoted

SCRIPTS = ("page_formats.js", "page_trust.js", "page.js")
"""The parts of the one script, in order: each uses what stands before it."""


def verifier_page(*, policy: str = "", keys: str = "", language: str = "en") -> str:
    """The page in that language, with the policy and the receipt keys (a JWK set) that its reader is to trust."""
    words = tomllib.loads(_part("page.toml"))
    if language not in words:
        raise LedgerError(f"the page is not written in {quoted(language)}", mend=f"one of {', '.join(words)}")
    told = words[language]
    script, style = "\n".join(map(_part, SCRIPTS)), _part("page.css")
    return Template(_part("page.html")).substitute(
        {name: escape(text) for name, text in told.items() if name != "script"},
        language=language,
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        # Inside a script element only `<` could end it.
        words=json.dumps(told["script"], ensure_ascii=False).replace("<", "\\u003c"),
        policy=escape(policy),
        keys=escape(keys),
    )


def _part(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"
