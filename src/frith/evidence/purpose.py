"""What one text says about purpose and authority, with the places that say it. Two dimensions, never merged.

Steps: 1 drop-down values at the beginning; 2 terms that are numbers themselves; 3 offence codes; 4 case numbers, plates
and blanks; each found span gives way to a visible mark, so that what stood on either side never becomes one word;
5 the words. An occurrence counts unless it lies inside an exclusion; occurrences may overlap. 6 If nothing was said:
is the text empty, a bare number, or words that say no more than "police work"?
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .lexicon import IMMIGRATION_AUTHORITIES, Kind, Lexicon, Matter, Strength, Term

MARK = "¦"
# Longer texts are read in pieces; no term reaches further than the overlap.
WINDOW, OVERLAP = 4_000, 200
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_STRENGTHS = (Strength.DROPDOWN, Strength.STATED, Strength.NAMED, Strength.WEAK)
_LEADING = (Kind.IMMIGRATION, Kind.AUTHORITY, Kind.CRIMINAL, Kind.ORIGIN, Kind.OTHER)


class Uninformative(StrEnum):
    """Why a text that states nothing states nothing."""

    NO = "no"
    EMPTY = "empty"
    CASE_NUMBER_ONLY = "case_number_only"  # digits and signs
    LABELLED_NUMBER = "labelled_number"  # a number with a label, a prefix or words that say nothing
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where in the text a term was found."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a text says, without where. `kinds` may hold several, the weightiest first."""

    kinds: tuple[Kind, ...] = ()
    authorities: tuple[str, ...] = ()
    matter: Matter = Matter.NONE
    strength: Strength = Strength.NONE
    uninformative: Uninformative = Uninformative.NO

    @property
    def kind(self) -> Kind:
        """The weightiest thing said."""
        return self.kinds[0] if self.kinds else Kind.NONE

    @property
    def immigration_authorities(self) -> tuple[str, ...]:
        """Those of the named authorities that enforce immigration law."""
        return tuple(name for name in self.authorities if name in IMMIGRATION_AUTHORITIES)

    @property
    def authority_with_crime(self) -> bool:
        """True where an immigration authority is named beside a crime and no immigration word.

        It may be a real criminal case or a pretext: the text alone can't tell.
        """
        return (
            Kind.AUTHORITY in self.kinds
            and Kind.CRIMINAL in self.kinds
            and Kind.IMMIGRATION not in self.kinds
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text says, and the places that say it."""

    said: Said
    spans: tuple[Span, ...]


def read(text: str, lexicon: Lexicon) -> Reading:
    """What the text says, by the lexicon."""
    if len(text) > WINDOW:
        return _read_long(text, lexicon)
    spans, rest = _dropdown(text, lexicon)
    if _DIGIT.search(rest):
        numbered, rest = _numbers(rest, lexicon)
        spans += numbered
    bare = lexicon.blanks.sub(_mark, rest)
    for group in lexicon.groups:
        if group.some.search(bare):
            spans += [span for term in group.terms for span in _occurrences(term, bare)]
    spans.sort(key=lambda span: (span.start, span.end, span.term.id))
    return Reading(said=_said(spans) if spans else _nothing(text, bare, lexicon), spans=tuple(spans))


def both(one: Said, other: Said) -> Said:
    """What two columns of one row say together."""
    if not (other.kinds or other.authorities):
        return other if one.uninformative is Uninformative.EMPTY else one
    if not (one.kinds or one.authorities):
        return other
    return Said(
        kinds=_ordered({*one.kinds, *other.kinds}),
        authorities=tuple(sorted({*one.authorities, *other.authorities})),
        matter=_matter({one.matter, other.matter}),
        strength=_strength({one.strength, other.strength}),
    )


def _read_long(text: str, lexicon: Lexicon) -> Reading:
    """The text in overlapping pieces, so that the time grows with its length and no faster."""
    spans: dict[tuple[int, int, str], Span] = {}
    for start in range(0, len(text), WINDOW - OVERLAP):
        for span in read(text[start : start + WINDOW], lexicon).spans:
            moved = Span(start=span.start + start, end=span.end + start, term=span.term)
            spans[moved.start, moved.end, moved.term.id] = moved
    found = tuple(spans[key] for key in sorted(spans))
    return Reading(said=_said(found), spans=found)


def _dropdown(text: str, lexicon: Lexicon) -> tuple[list[Span], str]:
    spans: list[Span] = []
    at = 0
    while match := lexicon.dropdown.match(text, at):
        value = match[1].casefold()
        term = lexicon.values.get(value) or lexicon.values[value + ")"]
        spans.append(Span(start=match.start(1), end=match.end(1), term=term))
        at = match.end() + 1 if text[match.end() : match.end() + 1] == "," else len(text) + 1
    return spans, _masked(text, spans)


def _numbers(text: str, lexicon: Lexicon) -> tuple[list[Span], str]:
    """What the numbers in the text say, and the text without them."""
    spans: list[Span] = []
    wordless = not _WORD.search(text)
    for term in (*lexicon.early, *lexicon.codes):
        if term.beside_words and wordless:
            continue
        found = list(_occurrences(term, text))
        spans += found
        text = _masked(text, found)
    return spans, lexicon.numbers.sub(_mark, text)


def _occurrences(term: Term, text: str) -> Iterable[Span]:
    """Every occurrence that some exclusion doesn't contain; a next one may begin inside the last."""
    match = term.pattern.search(text)
    if not match:
        return
    excluded = [found.span() for pattern in term.exclusions for found in pattern.finditer(text)]
    while match:
        start, end = match.span()
        if not any(first <= start and end <= last for first, last in excluded):
            yield Span(start=start, end=end, term=term)
        match = term.pattern.search(text, start + 1)


def _said(spans: Sequence[Span]) -> Said:
    terms = [span.term for span in spans]
    authorities = tuple(sorted({term.authority for term in terms if term.authority}))
    kinds = {term.kind for term in terms}
    if set(authorities) & set(IMMIGRATION_AUTHORITIES):
        kinds.add(Kind.AUTHORITY)
    return Said(
        kinds=_ordered(kinds),
        authorities=authorities,
        matter=_matter({term.matter for term in terms}),
        strength=_strength({term.strength for term in terms}),
    )


def _ordered(kinds: set[Kind]) -> tuple[Kind, ...]:
    return tuple(kind for kind in _LEADING if kind in kinds)


def _matter(matters: set[Matter]) -> Matter:
    said = matters & {Matter.CIVIL, Matter.CRIMINAL}
    if len(said) == 1:
        return said.pop()
    return Matter.UNSPECIFIED if said or Matter.UNSPECIFIED in matters else Matter.NONE


def _strength(strengths: set[Strength]) -> Strength:
    return next((strength for strength in _STRENGTHS if strength in strengths), Strength.NONE)


def _nothing(text: str, bare: str, lexicon: Lexicon) -> Said:
    """Why the text, of which `bare` is what is left without its numbers, states nothing; NO where words remain."""
    if not re.search(r"[^\W_]", text):
        return Said(uninformative=Uninformative.EMPTY)
    if not _WORD.search(text):
        return Said(uninformative=Uninformative.CASE_NUMBER_ONLY)
    numbered = MARK in bare
    for word in (word.casefold() for word in _WORD.findall(bare)):
        says_nothing = word in lexicon.fillers or word in lexicon.vague or lexicon.misspelt.match(word)
        labels = numbered and (word in lexicon.labels or lexicon.prefix.match(word))
        if not says_nothing and not labels:
            return Said()
    return Said(uninformative=Uninformative.LABELLED_NUMBER if numbered else Uninformative.VAGUE)


def _masked(text: str, spans: list[Span]) -> str:
    for span in spans:
        text = text[: span.start] + MARK * (span.end - span.start) + text[span.end :]
    return text


def _mark(match: re.Match[str]) -> str:
    return MARK * len(match[0])
