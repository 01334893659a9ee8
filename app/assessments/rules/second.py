"""Which outcomes two people endorse: an exclusion, and a refusal of a child's own claim. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from app.assessments.rules.results import EXCLUDED, ClaimAt, is_refusal
from app.assessments.rules.shapes import Recommendation
from app.procedure import public as procedure

EXCLUSION: Final = "exclusion"
CHILD: Final = "child"
REVIEWERS: Final = ("supervisor",)


def second_for(
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    results: Mapping[UUID, Recommendation],
    children: Collection[UUID],
) -> tuple[str, ...]:
    """Why a second signature is needed: `EXCLUSION`, `CHILD`, or nothing. `children`: the claims of people under age.

    A child who follows the principal applicant is examined with them; a child who is the principal, or has a result of their own,
    is refused by two people.
    """
    given = [(claim, results[claim.id]) for claim in claims if claim.id in results]
    why = []
    if any(result.outcome == EXCLUDED for _claim, result in given):
        why.append(EXCLUSION)
    if any(
        claim.id in children and result.own and is_refusal(profile, result.outcome) for claim, result in given
    ):
        why.append(CHILD)
    return tuple(why)


def second_by(profile: procedure.Profile) -> tuple[str, ...]:
    """The roles that may give it: the seats of the body that the profile names, as far as they may endorse; else supervisors."""
    duty = profile.duties.get("countersigns")
    if duty is None:
        return REVIEWERS
    endorsing = profile.event("endorsed").by
    return tuple(seat for seat in profile.bodies[duty.body].seats if seat in endorsing) or REVIEWERS
