"""How relations are named and proven. Pure."""

from collections.abc import Mapping

from app.core.errors import Invalid
from app.people import codes

# Reasons shorter than this say nothing to who reads them later.
SHORTEST = 20
PROOFS = ("document", "testimony", "dna", "presumed", "not_proven")
DNA_RESULTS = ("confirms", "excludes", "inconclusive")
ANSWERS = ("yes", "no", "not_them")
# What the relative is, seen from the other side; the same word where it is the same both ways.
_OTHER_WAY: Mapping[str, str] = {
    "child": "parent",
    "stepchild": "parent",
    "foster_child": "parent",
    "parent": "child",
    "grandchild": "grandparent",
    "grandparent": "grandchild",
    "niece_nephew": "other_relative",
    "parent_in_law": "other_relative",
    "separated_child": "not_related",
}
# UNHCR's codes name the relative's sex, and only for these: the others have no code that was seen in a source
# (see the list's own README). Never guessed.
_UNHCR: Mapping[str, tuple[str, str]] = {
    "spouse": ("WIF", "HUS"),
    "partner": ("CLW", "CLH"),
    "child": ("DAU", "SON"),
    "stepchild": ("SCF", "SCM"),
    "foster_child": ("FCF", "FCM"),
}


def other_way(kind: str) -> str:
    """What the first person is to the second when the second is the `kind` of the first."""
    return _OTHER_WAY.get(kind, kind)


def unhcr_code(kind: str, sex: str) -> str | None:
    """UNHCR's relationship code for a relative of that kind and sex; `None` where none is known."""
    if kind == "principal":
        return "PA"
    if kind not in _UNHCR or sex not in ("female", "male"):
        return None
    return _UNHCR[kind][0 if sex == "female" else 1]


def given_reasons(reasons: str) -> str:
    """The reasons without spaces around them. Raises `Invalid` for fewer than `SHORTEST` characters."""
    if len(reasons.strip()) < SHORTEST:
        raise Invalid.at(
            "reasons", "too_short", "Escriba las razones, con %(least)s caracteres al menos.", least=SHORTEST
        )
    return reasons.strip()


def demand_kind(kind: str) -> None:
    """Raises `Invalid` for what is no relation of the list."""
    if kind not in codes.RELATIONS or kind == "principal":
        raise Invalid.at("kind", "required", "Elija la relación.")
