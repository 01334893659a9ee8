"""Who comes first in a household, and up to where a family may be put together or apart. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.procedure import public as procedure

# Up to the analysis a claim stands by itself; from the review on one paper speaks of the whole household.
BEFORE_REVIEW = frozenset({"registered", "screening", "admissible", "awaiting_interview", "assessment"})


@dataclass(frozen=True, slots=True)
class Member:
    """A claim of a household with what decides who comes first."""

    claim_id: UUID
    person_id: UUID
    child: bool
    position: int


def may_part(profile: procedure.Profile, stage: str, before: str | None) -> bool:
    """May a claim at that stage leave its household? In a pause it counts from where it came."""
    known = profile.stages_by_name[stage]
    if known.pause and before:
        known = profile.stages_by_name[before]
    return known.open and known.standard in BEFORE_REVIEW


def first_of(members: Iterable[Member]) -> Member:
    """Who is the principal applicant among these: an adult where there is one, else the first as they stood."""
    return min(members, key=lambda member: (member.child, member.position))


def in_order(members: Sequence[Member], first: UUID) -> list[UUID]:
    """The claims in their new order: the principal applicant's first, the others as they stood."""
    ordered = sorted(members, key=lambda member: (member.claim_id != first, member.position))
    return [member.claim_id for member in ordered]
