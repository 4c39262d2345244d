"""Which organisation a name is: its class, its state, and how sure that is. A name that could be two stays unknown.

Steps: 1 tags such as `[Inactive]` and `[Federal]` are noted and taken off; 2 the state: from the agency number (ORI),
from brackets, before an agency's letters, at the end, at the beginning, from a state's full name, in that order, and
only where that place names one state; 3 an organisation of the registry, by its own name; 4 the tag `[Federal]`;
5 a state or local agency, by words, in the state or out of it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from .registry import Organisation, Registry


class Sure(StrEnum):
    """Why a class is believed."""

    NAMED = "named"  # the organisation's own name or letters
    MISSPELT = "misspelt"  # a known wrong spelling of it
    TAGGED = "tagged"  # the vendor's tag says so
    STATED = "stated"  # words of an agency, and a state
    UNKNOWN = "unknown"  # the name can't tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """What a name says about an organisation. `kind` is a `requester_kind`, or empty where it is unknown."""

    name: str
    kind: str
    component: str
    state: str
    body: str  # police or sheriff, where the name says it
    inactive: bool
    sure: Sure


def resolve(name: str, registry: Registry, *, home_state: str = "", state: str = "", ori: str = "") -> Actor:
    """The organisation that goes by the name; `state` and `ori` are what another column says about it."""
    bare, inactive, federal = _untagged(name, registry)
    lower = bare.lower()
    found_state = _state_of_ori(ori, registry) or state.strip().upper() or _state(bare, registry)
    organisation = _organisation(lower, found_state, registry)
    kind, component, sure = _classed(organisation, lower, federal=federal, registry=registry)
    if sure is Sure.UNKNOWN and organisation is None and found_state:
        kind = _agency(lower, registry, at_home=found_state == home_state) if home_state else ""
        sure = Sure.STATED if kind else Sure.UNKNOWN
    return Actor(
        name=name,
        kind=kind,
        component=component,
        state=found_state,
        body=next((body for body, pattern in registry.bodies if pattern.search(lower)), ""),
        inactive=inactive,
        sure=sure,
    )


def _untagged(name: str, registry: Registry) -> tuple[str, bool, bool]:
    inactive, federal = bool(registry.inactive.search(name.strip())), bool(registry.federal.search(name))
    bare = registry.federal.sub(" ", registry.inactive.sub(" ", name.strip()))
    return re.sub(r"\s+", " ", registry.other_tags.sub(" ", bare)).strip(" -"), inactive, federal


def _organisation(lower: str, state: str, registry: Registry) -> Organisation | None:
    for organisation in registry.organisations:
        if organisation.pattern.search(lower) and not (organisation.stateless and state):
            return organisation
    return None


def _classed(
    organisation: Organisation | None, lower: str, *, federal: bool, registry: Registry
) -> tuple[str, str, Sure]:
    if organisation and organisation.kind:
        sure = Sure.MISSPELT if organisation.misspelt else Sure.NAMED
        return organisation.kind, organisation.component, sure
    if federal:
        police = registry.law_enforcement.search(lower)
        return "federal_law_enforcement" if police else "federal_other", "", Sure.TAGGED
    return "", organisation.component if organisation else "", Sure.UNKNOWN


def _agency(lower: str, registry: Registry, *, at_home: bool) -> str:
    if registry.law_enforcement.search(lower):
        return "in_state_law_enforcement" if at_home else "out_of_state_agency"
    if registry.government.search(lower):
        return "in_state_agency" if at_home else "out_of_state_agency"
    return ""


def _state_of_ori(ori: str, registry: Registry) -> str:
    letters = ori.strip().upper()[:2]
    letters = registry.ori_states.get(letters, letters)
    return letters if letters in registry.states else ""


def _state(bare: str, registry: Registry) -> str:
    """The state that the name carries, or nothing where it carries none or two."""
    codes = "|".join(registry.states)
    shouted = bare == bare.upper()
    names = [first or second for first, second in registry.state_names.findall(bare.lower())]
    for found in (
        re.findall(rf"\(\s*({codes})\s*\)", bare),
        [code for code in registry.after_state.findall(bare) if not _may_be_county(code, bare)],
        [code for code in re.findall(rf"(?<![A-Za-z])({codes})$", bare) if not _may_be_county(code, bare)],
        re.findall(rf"^({codes})\s*-", bare),
        [_code(name, registry) for name in names],
        [] if shouted else re.findall(rf"(?<![A-Za-z])({codes})(?![A-Za-z])", bare),
    ):
        sure = set(found)
        if sure:
            return sure.pop() if len(sure) == 1 else ""
    return ""


def _may_be_county(code: str, bare: str) -> bool:
    """True for "HARRIS CO SO": in capitals the letters are a state only where the county is spelt out."""
    return bare == bare.upper() and code == "CO" and "COUNTY" not in bare


def _code(name: str, registry: Registry) -> str:
    return next(code for code, full in registry.states.items() if full.lower() == name)
