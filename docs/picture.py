"""Draw docs/pictures/output.svg from what the program really prints: `python docs/picture.py DEMO_FOLDER`.

The folder is one that `frith demo` has filled. The card of its first request stands on the left, the counts of its
screening on the right.
"""

import json
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from frith import api
from frith.cli.card_view import plain
from frith.demo.generate import ingredients

PICTURE = Path(__file__).resolve().parent / "pictures" / "output.svg"
WIDE, HIGH, MARGIN = 1240, 700, 20
LINE, LETTER = 16, 7.4
CARD_LINES = 39
INK, PAPER, SOFT, BAR, ALARM = "#1b2733", "#ffffff", "#5b6b7a", "#2f6f8f", "#b3402f"
MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace"
SANS = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif"

FINDINGS = (
    ("immigration-purpose-stated", "an immigration purpose is stated"),
    ("immigration-authority-searched", "an immigration authority searched"),
    ("immigration-authority-named", "an authority is named, no purpose"),
    ("immigration-authority-named-crime-stated", "an authority and a crime"),
    ("hub-searched", "a hub searched, which passes on"),
    ("national-origin-word", "a word of national origin"),
)


def text(x: float, y: float, words: str, **style: str) -> str:
    """One line of text."""
    given = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in style.items())
    return f'<text x="{x:g}" y="{y:g}" xml:space="preserve" {given}>{escape(words)}</text>'


def box(x: float, y: float, size: tuple[float, float], **style: str) -> str:
    """One rectangle."""
    given = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in style.items())
    return f'<rect x="{x:g}" y="{y:g}" width="{size[0]:g}" height="{size[1]:g}" {given}/>'


def card_lines(demo: Path) -> list[str]:
    """The card of the first request, as `frith decide` prints it for paper."""
    place = str(ingredients()["place"])
    request = min((demo / "requests").iterdir())
    decision = api.decide(request, place=place)
    card = api.card(decision, received=api.receive(request).request.received)
    return plain(card, api.words(place)).splitlines()


def left(demo: Path) -> Iterator[str]:
    yield box(MARGIN, MARGIN, (640, HIGH - 2 * MARGIN), rx="8", fill="#12202b")
    yield text(
        40, 48, "$ frith decide 1-library-counter.toml", font_family=MONO, font_size="12.5", fill="#8fd3b6"
    )
    for number, line in enumerate(card_lines(demo)[:CARD_LINES]):
        heading = bool(line) and not line.startswith((" ", "=", "["))
        style = {"font_weight": "700"} if heading or line.startswith("  [") else {}
        shown = line if number < CARD_LINES - 1 else "  ..."
        yield text(
            40, 72 + number * (LINE - 0.4), shown, font_family=MONO, font_size="12", fill="#e6edf3", **style
        )


def right(summary: dict) -> Iterator[str]:
    x, wide = 680, WIDE - 680 - MARGIN
    yield box(x, MARGIN, (wide, HIGH - 2 * MARGIN), rx="8", fill=PAPER, stroke="#cfd8df")
    yield text(x + 24, 56, "A screening", font_family=SANS, font_size="22", font_weight="700", fill=INK)
    rows = summary["rows"]
    told = f"{rows['read']:,} made-up rows read, {rows['rejected']:,} set aside"
    yield text(x + 24, 80, told, font_family=SANS, font_size="14", fill=SOFT)
    y = yield from bars(x + 24, 118, ("Rows to look at", findings(summary)), ALARM)
    y = yield from bars(x + 24, y, ("What the reasons do not tell", uninformative(summary)), SOFT)
    yield from bars(x + 24, y, ("What the law says to each row", answers(summary)), BAR)
    yield text(
        x + 24, HIGH - 44, "No stated immigration purpose is not the same as no immigration use.",
        font_family=SANS, font_size="13", font_style="italic", fill=SOFT,
    )  # fmt: skip


def findings(summary: dict) -> list[tuple[str, int]]:
    return [(words, summary["findings"].get(kind, 0)) for kind, words in FINDINGS]


def uninformative(summary: dict) -> list[tuple[str, int]]:
    words = {"vague": "vague", "case_number_only": "a case number and nothing else", "empty": "empty"}
    return [(said, summary["uninformative"].get(kind, 0)) for kind, said in words.items()]


def answers(summary: dict) -> list[tuple[str, int]]:
    return [(each, summary["answers"].get(each, 0)) for each in ("decline", "refer", "comply", "may")]


def bars(x: float, y: float, told: tuple[str, list[tuple[str, int]]], colour: str) -> Iterator[str]:
    """A heading and a bar a row; gives back where the next part starts."""
    heading, rows = told
    yield text(x, y, heading, font_family=SANS, font_size="15", font_weight="700", fill=INK)
    most = max(count for _, count in rows) or 1
    for number, (words, count) in enumerate(rows):
        top = y + 14 + number * 25
        yield text(x, top + 13, words, font_family=SANS, font_size="13", fill=INK)
        yield box(x + 232, top + 2, (max(1.0, 190 * count / most), 14), fill=colour, rx="2")
        yield text(
            x + 240 + 190 * count / most, top + 14, f"{count:,}", font_family=SANS, font_size="12", fill=INK
        )
    return y + 14 + len(rows) * 25 + 30


def main(demo: Path) -> None:
    """The picture is drawn anew."""
    summary = json.loads((demo / "screen" / "summary.json").read_text(encoding="utf-8"))
    label = "A decision card on the left, the counts of a screened log on the right"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{label}">',
        box(0, 0, (WIDE, HIGH), fill="#eef2f5"),
        *left(demo),
        *right(summary),
        "</svg>",
    ]
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text("\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
