"""What one text says about purpose and authority, with the places that say it. Two dimensions, never merged.

Steps: 1 drop-down values at the beginning; 2 terms that are numbers themselves; 3 offence codes; 4 case numbers, plates
and blanks; each found span gives way to a visible mark, so that what stood on either side never becomes one word;
5 the words. An occurrence counts unless it lies inside an exclusion; occurrences may overlap. 6 If nothing was said:
is the text empty, a bare number, or words that say no more than "police work"?
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .lexicon import IMMIGRATION_AUTHORITIES, Kind, Lexicon, Matter, Strength, Term

MARK = "¦"
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
class Reading:
    """What a text says. `kind` is the first of `kinds` in order of weight; `kinds` may hold several."""

    kinds: tuple[Kind, ...]
    authorities: tuple[str, ...]
    matter: Matter
    strength: Strength
    uninformative: Uninformative
    spans: tuple[Span, ...]

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
        """True where an immigration authority is named beside a crime and no immigration word: a stated pretext or
        a real criminal case, which the text alone can't tell."""
        return Kind.AUTHORITY in self.kinds and Kind.CRIMINAL in self.kinds and Kind.IMMIGRATION not in self.kinds


def read(text: str, lexicon: Lexicon) -> Reading:
    """What the text says, by the lexicon."""
    spans, rest = _dropdown(text, lexicon)
    wordless = not _WORD.search(rest)
    for term in (*lexicon.early, *lexicon.codes):
        if term.beside_words and wordless:
            continue
        found = list(_occurrences(term, rest))
        spans += found
        rest = _masked(rest, found)
    bare = lexicon.blanks.sub(_mark, lexicon.numbers.sub(_mark, rest))
    if lexicon.anything.search(bare):
        spans += [span for term in lexicon.terms for span in _occurrences(term, bare)]
    return _reading(spans, _uninformative(text, bare, lexicon) if not spans else Uninformative.NO)


def both(one: Reading, other: Reading) -> Reading:
    """What two columns of one row say together; the second is a drop-down or another field."""
    if not other.spans:
        return one if one.uninformative is not Uninformative.EMPTY else other
    if not one.spans:
        return other
    return _reading([*one.spans, *other.spans], Uninformative.NO)


def _dropdown(text: str, lexicon: Lexicon) -> tuple[list[Span], str]:
    spans: list[Span] = []
    at = 0
    while match := lexicon.dropdown.match(text, at):
        value = match[1].casefold()
        term = lexicon.values.get(value) or lexicon.values[value + ")"]
        spans.append(Span(start=match.start(1), end=match.end(1), term=term))
        at = match.end() + 1 if text[match.end() : match.end() + 1] == "," else len(text) + 1
    return spans, _masked(text, spans)


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


def _reading(spans: list[Span], uninformative: Uninformative) -> Reading:
    terms = [span.term for span in spans]
    authorities = tuple(sorted({term.authority for term in terms if term.authority}))
    kinds = {term.kind for term in terms} - {Kind.NONE}
    if set(authorities) & set(IMMIGRATION_AUTHORITIES):
        kinds.add(Kind.AUTHORITY)
    matters = {term.matter for term in terms} - {Matter.NONE}
    said = matters - {Matter.UNSPECIFIED}
    strengths = {term.strength for term in terms}
    return Reading(
        kinds=tuple(kind for kind in _LEADING if kind in kinds),
        authorities=authorities,
        matter=Matter.NONE if not matters else said.pop() if len(said) == 1 else Matter.UNSPECIFIED,
        strength=next((strength for strength in _STRENGTHS if strength in strengths), Strength.NONE),
        uninformative=uninformative,
        spans=tuple(sorted(spans, key=lambda span: (span.start, span.end, span.term.id))),
    )


def _uninformative(text: str, bare: str, lexicon: Lexicon) -> Uninformative:
    """Why the text, of which `bare` is what is left without its numbers, states nothing; NO where words remain."""
    if not re.search(r"[^\W_]", text):
        return Uninformative.EMPTY
    if not _WORD.search(text):
        return Uninformative.CASE_NUMBER_ONLY
    words = [word.casefold() for word in _WORD.findall(bare)]
    numbered = MARK in bare
    for word in words:
        says_nothing = word in lexicon.fillers or word in lexicon.vague or lexicon.misspelt.match(word)
        labels = numbered and (word in lexicon.labels or lexicon.prefix.match(word))
        if not says_nothing and not labels:
            return Uninformative.NO
    return Uninformative.LABELLED_NUMBER if numbered else Uninformative.VAGUE


def _masked(text: str, spans: list[Span]) -> str:
    for span in spans:
        text = text[: span.start] + MARK * (span.end - span.start) + text[span.end :]
    return text


def _mark(match: re.Match[str]) -> str:
    return MARK * len(match[0])
