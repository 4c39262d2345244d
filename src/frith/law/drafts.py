"""Write a bill as a draft pack: a folder that lint accepts, of which nothing binds."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from frith.errors import PackError, UsageError, quoted
from frith.law import files
from frith.law.files import read_text, read_toml
from frith.law.laws import counts
from frith.law.legistar import Bill, Step
from frith.law.legistar_table import Table
from frith.law.pack import places, shipped
from frith.model.law import Pack, Text

NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 60
MARK = "# Imported. As long as nobody changes what stands below, its SHA-256 is "
LAW = """\
# `frith law import` wrote this history from the council's record. Read again from a newer record, the file is written
# anew, unless somebody has changed it by hand: then `--replace` has to be said.
"""
PACK = """\
# A bill as a pack: a draft. Nothing in it binds until its law has an `effective` event. What to do next:
# 1. Compare laws/{id}.toml with the council's own page; then set `verification`.
# 2. Write what the bill says as provisions/{id}/*.provision; `@excepts` carves it into the law that is in force.
# 3. Give every provision its words in words/en.toml and words/es.toml, and a row in scenarios.csv.
# 4. Run `frith law lint --place {id}` and `frith law status --place {id}`, each with `--packs` and the folder above this.
"""
WORDS = "# Plain words of the provisions and duties, once there are any: see docs/design/pack-format.md.\n\n[says]\n\n[do]\n"


class Did(StrEnum):
    """What an import did to the folder of a bill."""

    WRITTEN = "written"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A bill with the name it goes by and the place that would make it law."""

    id: str
    bill: Bill
    parent: Pack


def name_of(bill: Bill, *, given: str = "", file: str = "") -> str:
    """The id of the draft: the one given, else the bill's number in small letters; it never leads out of a folder."""
    if given and (not NAME.fullmatch(given) or len(given) > LONGEST):
        raise UsageError(
            f"{quoted(given)} is no id: use small letters, digits and hyphens, as in `int-12-2026`"
        )
    name = given or "-".join(re.findall("[a-z0-9]+", bill.file.lower()))[:LONGEST].strip("-")
    if not name:
        raise PackError(
            f"{quoted(bill.file)} gives no name for a folder", file=file, mend="name it with `--id`"
        )
    if name in places(shipped()):
        raise PackError(f"`{name}` is the id of a place that ships", file=file, mend="name it with `--id`")
    return name


def put(draft: Draft, into: Path, table: Table, *, replace: bool = False) -> Did:
    """The draft stands in the folder, whole; where it stood already, only its history is brought up to date."""
    home = into / draft.id
    if home.exists() or home.is_symlink():
        return _update(draft, home, _law(draft, table), replace=replace)
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into, prefix=".import-") as aside:
        new = Path(aside) / draft.id  # one level deeper than a pack is looked for
        for name, text in _files(draft, table).items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        new.rename(home)
    return Did.WRITTEN


def _update(draft: Draft, home: Path, text: str, *, replace: bool) -> Did:
    path = home / "laws" / f"{draft.id}.toml"
    if not path.is_file():
        what = "is there already and holds no history that was imported"
        raise PackError(what, file=str(home), mend="give the draft another name with `--id`")
    above = read_toml(home / "pack.toml").string("parent", default="")
    if above != draft.parent.id:
        what = f"stands under `{above}`, not under `{draft.parent.id}`"
        raise PackError(what, file=str(home / "pack.toml"), mend="name that place, or another `--id`")
    old = read_text(path)
    if old == text:
        return Did.UNCHANGED
    if not replace and not untouched(old):
        what = "was changed by hand since it was imported"
        raise PackError(what, file=str(path), mend="say `--replace` to lose those changes")
    files.put(path, text)
    return Did.UPDATED


def untouched(text: str) -> bool:
    """The file is as an import wrote it: its first line names the digest of all that follows."""
    first, _, rest = text.partition("\n")
    return first == MARK + _digest(rest)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _files(draft: Draft, table: Table) -> Mapping[str, str]:
    return {
        "pack.toml": _pack(draft, table),
        f"laws/{draft.id}.toml": _law(draft, table),
        "words/en.toml": WORDS,
        "words/es.toml": WORDS,
    }


def _pack(draft: Draft, table: Table) -> str:
    bill = draft.bill
    lines = {
        "id": _said(draft.id),
        "title": _texts(_filled(table.draft["title"], file=bill.file, short=bill.short)),
        "kind": _said("draft"),
        "parent": _said(draft.parent.id),
        "version": _said(bill.changed.isoformat()),
        "languages": '["en", "es"]',
        "timezone": _said(draft.parent.timezone),
    }
    return PACK.format(id=draft.id) + "\n" + _lines(lines)


def _law(draft: Draft, table: Table) -> str:
    bill = draft.bill
    lines = {
        "title": _texts(_filled(table.draft["law"], title=bill.title)),
        "short": _said(bill.short),
        "cite": _said(", ".join(filter(None, (bill.file, bill.number)))),
        "kind": _said(bill.kind),
        "verification": _said("secondary") + "   # a copy of the record was read, and not compared with it",
        "note": _texts(_note(bill, table)),
    }
    source = {
        "id": _said("record"),
        "what": _said(f"the council's record of {bill.file}, as a file in the shape of Legistar"),
        "where": _said(f"record {bill.record or 'without a number'}, last changed {bill.changed}"),
    }
    parts = [_lines(lines), "[[source]]\n" + _lines(source), *(_event(each) for each in bill.steps)]
    body = LAW + "\n" + "\n".join(parts)
    return f"{MARK}{_digest(body)}\n{body}"


def _note(bill: Bill, table: Table) -> Text:
    status = [_filled(table.draft["status"], status=bill.status)] if bill.status else []
    day = bill.enacted
    enacted = _filled(table.draft["enacted"], day=day[0]) if day else table.draft["not_enacted"]
    parts = [*status, enacted, table.draft["noted"]]
    return {language: " ".join(each[language] for each in parts) for language in table.draft["noted"]}


def _event(step: Step) -> str:
    lines = {"kind": _said(step.kind), "on": step.on.isoformat(), "says": _texts(step.says)}
    if step.votes is not None:
        told = {name: n for name, n in counts(step.votes).items() if n or name in ("ayes", "noes")}
        lines["votes"] = "{ " + ", ".join(f"{name} = {n}" for name, n in told.items()) + " }"
    return "[[event]]\n" + _lines(lines | {"sources": '["record"]'})


def _filled(text: Text, **slots: object) -> Text:
    return {language: sentence.format_map(slots) for language, sentence in text.items()}


def _lines(values: Mapping[str, str]) -> str:
    return "".join(f"{key} = {value}\n" for key, value in values.items())


def _texts(text: Text) -> str:
    return "{ " + ", ".join(f"{language} = {_said(sentence)}" for language, sentence in text.items()) + " }"


def _said(text: str) -> str:
    """The text as TOML writes it: what JSON writes between quotes is the same there."""
    return json.dumps(text, ensure_ascii=False)
