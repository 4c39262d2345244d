"""What a classified row says in the law's own words. A fact that nothing states is left out: it is unknown.

The name of an authority never becomes a purpose; a guess is never a fact.
"""

from collections.abc import Mapping, Sequence

from .actor import Actor
from .lexicon import Kind, Matter
from .profile import Profile
from .purpose import Said

# The columns that a row can say something about, by their names in facts.toml.
COLUMNS = (
    "body",
    "act",
    "object",
    "system",
    "requester_kind",
    "requester_function",
    "on_behalf_of",
    "purpose",
    "paper",
)

_IMMIGRATION_KINDS = {
    "ice": "ice",
    "ero": "ice_ero",
    "hsi": "ice_hsi",
    "cbp": "cbp",
    "border_patrol": "border_patrol",
    "uscis": "uscis",
}
# A part named together with its whole is the part; two different parts have only their department in common.
_PARTS = {frozenset({"ice", "ero"}): "ice_ero", frozenset({"ice", "hsi"}): "ice_hsi"}
_PARTS[frozenset({"cbp", "border_patrol"})] = "border_patrol"
_FEDERAL_POLICE = ("usms", "fbi", "dea", "atf", "irs", "uspis", "usss")
_FEDERAL_KINDS = (
    *_IMMIGRATION_KINDS.values(),
    "dhs",
    "federal_law_enforcement",
    "federal_other",
    "us_attorney",
)
_PURPOSES = {
    Matter.CIVIL: "civil_immigration",
    Matter.CRIMINAL: "criminal_immigration",
    Matter.UNSPECIFIED: "immigration_unspecified",
}


def facts_of(
    profile: Profile, said: Said, actor: Actor, *, behalf: Actor | None, conditions: str
) -> Mapping[str, str]:
    """The facts of a row; `conditions` tells for each of the profile's `when` rules whether the row meets it.

    `behalf` is whom the row names as the one it was done for, if it names anybody; its kind is `none` where the row says
    that there is nobody.
    """
    facts = dict(profile.facts)
    for met, rule in zip(conditions, profile.when, strict=True):
        if met == "1":
            facts.update(rule.facts)
    named = authority(said.authorities)
    if profile.speaks == "requester":
        facts |= {"requester_kind": named} if named else {}
    else:
        facts |= _requester(profile, actor)
        if behalf is not None:
            # "none" beside a reason that names an agency is a row that contradicts itself: the fact stays unknown
            doubtful = behalf.kind == "none" and said.authorities
            facts |= {"on_behalf_of": behalf.kind} if behalf.kind and not doubtful else {}
        elif Kind.CRIMINAL in said.kinds and not said.authorities:
            # Read as written: a crime is stated and nobody else is named. A reason that names an agency does not say
            # whether the search was for it, so there the fact stays unknown.
            facts["on_behalf_of"] = "none"
    return facts | _purpose(said)


def authority(names: Sequence[str]) -> str:
    """The one `requester_kind` for the authorities that a text names, or nothing where it names none for certain."""
    immigration = frozenset(name for name in names if name in _IMMIGRATION_KINDS)
    if len(immigration) == 1:
        return _IMMIGRATION_KINDS[next(iter(immigration))]
    if immigration:
        return _PARTS.get(immigration, "dhs")
    return "federal_law_enforcement" if any(name in _FEDERAL_POLICE for name in names) else ""


def _requester(profile: Profile, actor: Actor) -> dict[str, str]:
    if not profile.own:
        return {"requester_kind": actor.kind} if actor.kind else {}
    # A log of an agency's own users in which a federal name searches is no longer only that.
    found = {"requester_kind": actor.kind} if actor.kind in _FEDERAL_KINDS else {}
    return found | ({"body": actor.body} if actor.body else {})


def _purpose(said: Said) -> dict[str, str]:
    if Kind.IMMIGRATION in said.kinds:
        return {"purpose": _PURPOSES[said.matter], "requester_function": "immigration_enforcement"}
    if Kind.CRIMINAL in said.kinds:
        stated = {"purpose": "criminal_investigation"}
        # Beside an immigration authority a stated crime may be a pretext: what the authority does stays open.
        return (
            stated
            if Kind.AUTHORITY in said.kinds
            else stated | {"requester_function": "criminal_investigation"}
        )
    return {}
