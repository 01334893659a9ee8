"""Which template a decision is written with, and how it is told to the person."""

from collections.abc import Sequence
from typing import Literal

from app.procedure import public as procedure

Kind = Literal[
    "recognised", "complementary", "rejected", "excluded", "inadmissible", "loss", "closed", "judgment"
]
KINDS: tuple[Kind, ...] = (
    "recognised", "complementary", "rejected", "excluded", "inadmissible", "loss", "closed", "judgment",
)  # fmt: skip
_BY_NAME: dict[str, Kind] = {
    "excluded": "excluded",
    "inadmissible": "inadmissible",
    "not_admitted_late": "inadmissible",
    "not_filed": "closed",
    "ceased": "loss",
    "revoked": "loss",
    "cancelled": "loss",
    "complementary_withdrawn": "loss",
    "suspended": "loss",
    "reactivated": "recognised",
}


def kind_of_outcome(profile: procedure.Profile, outcome: str) -> Kind:
    """What an outcome is to a reader: by its name, else by what the profile says that it does."""
    if outcome in _BY_NAME:
        return _BY_NAME[outcome]
    known = profile.outcomes[outcome]
    if known.counts_as == "recognised":
        return "recognised"
    if known.protects:
        return "complementary"
    return "rejected" if known.refuses else "closed"


def kind_of(profile: procedure.Profile, outcomes: Sequence[str], *, result: str | None) -> Kind:
    """The template: a judgment's, or that of the first claim's outcome. A mixed decision tells each claim its own."""
    if result:
        return "judgment"
    return kind_of_outcome(profile, outcomes[0]) if outcomes else "closed"


def needs_reasons(profile: procedure.Profile, outcome: str) -> bool:
    """Does somebody lose something by it? Then each reason is named and explained."""
    return profile.outcomes[outcome].refuses or kind_of_outcome(profile, outcome) == "loss"
