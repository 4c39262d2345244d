"""Every exception, drawn as a tree.

FrithError
├── PackError        the law can't be read: stop before the first request
├── FactError        the request can't be read: ask the person who wrote it
├── LogError         a log can't be read: keep what was read, say where it stopped
├── LedgerError      the record can't be kept or trusted: release nothing
└── UsageError       the command was given words that don't fit together
"""

LONGEST = 80
"""Letters of somebody else's words that an error repeats."""


def printable(text: str) -> str:
    """The text without anything that a terminal would obey instead of show."""
    return "".join(each if each.isprintable() or each == "\n" else "\ufffd" for each in text)


def quoted(words: object) -> str:
    """Somebody's words in backticks as an error repeats them: on one line, shown and not obeyed, cut where long."""
    text = str(words)
    shown = printable(text[:LONGEST]).replace("\n", "\ufffd")
    return f"`{shown}…`" if len(text) > LONGEST else f"`{shown}`"


class FrithError(Exception):
    """Something a reader must hear about: what is wrong, where, and what to do."""


class Located(FrithError):
    """An error with a place in a file.

    `file` and `line` stay as attributes; `line` is None where the whole file is meant.
    """

    def __init__(self, what: str, *, file: str = "", line: int | None = None, mend: str = "") -> None:
        self.what, self.file, self.line, self.mend = what, file, line, mend
        where = f"{file}:{line}" if file and line else file
        super().__init__(": ".join(part for part in (where, what, mend) if part))


class PackError(Located):
    """The law can't be read: stop before the first request. `others` holds what else is wrong with the same packs."""

    others: tuple["PackError", ...] = ()


class FactError(Located):
    """The request can't be read: ask the person who wrote it."""


class LogError(Located):
    """A log can't be read: keep what was read, say where it stopped."""


class LedgerError(Located):
    """The record can't be kept or trusted: release nothing."""


class UsageError(FrithError):
    """The command was given words that don't fit together."""
