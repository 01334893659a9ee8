"""What is recommended for each claim: its own, or what follows from the principal's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.assessments.rules.shapes import Content, Recommendation
from app.procedure import public as procedure

CONVENTION = "recognised_convention"
CARTAGENA = "recognised_cartagena"
DERIVATIVE = "recognised_derivative"
EXCLUDED = "excluded"
OAU = "recognised_oau"
# Recognition under a wider definition, and the issue that it rests on.
EXTENDED = {CARTAGENA: "cartagena", OAU: "oau"}
_GROUNDS_FROM = {CONVENTION: "nexus", **EXTENDED}


@dataclass(frozen=True, slots=True)
class ClaimAt:
    """A claim as the rules see it; `position` 0 is the principal applicant's."""

    id: UUID
    position: int
    basis: str


def concerned(profile: procedure.Profile, claims: Iterable[tuple[UUID, int, str, str]]) -> list[ClaimAt]:
    """The claims to be assessed, of (id, position, basis, stage): all but those that left the road, as a withdrawn one."""
    return [
        ClaimAt(claim_id, position, basis)
        for claim_id, position, basis, stage in claims
        if profile.stage(stage).open or profile.stage(stage).track
    ]


def recommended(
    profile: procedure.Profile, claims: Sequence[ClaimAt], content: Content
) -> Mapping[UUID, Recommendation]:
    """The recommendation for each claim that has one: its own, completed, or that which follows the principal's.

    A derivative claim is recognised with the principal's (in Costa Rica Regl. 36831-G art. 64) and refused with it; an exclusion
    is personal and never passes to a relative.
    """
    own = {given.claim_id: _completed(profile, content, given) for given in content.recommendations}
    leading = next((own.get(c.id) for c in claims if c.basis == "principal"), None)
    found: dict[UUID, Recommendation] = {}
    for claim in claims:
        following = None if claim.basis == "principal" else _following(profile, claim, leading)
        if result := own.get(claim.id) or following:
            found[claim.id] = result
    return found


def _completed(profile: procedure.Profile, content: Content, given: Recommendation) -> Recommendation:
    answer = content.analysis.get(_GROUNDS_FROM.get(given.outcome, ""))
    grounds = given.grounds or (answer.grounds if answer else ())
    article = given.article or _article(profile, given.outcome)
    return given.model_copy(update={"grounds": grounds, "article": article, "own": True})


def _following(
    profile: procedure.Profile, claim: ClaimAt, leading: Recommendation | None
) -> Recommendation | None:
    if leading is None or leading.outcome == EXCLUDED:
        return None
    recognised = profile.outcomes[leading.outcome].protects and DERIVATIVE in profile.outcomes
    outcome = DERIVATIVE if recognised else leading.outcome
    return Recommendation(
        claim_id=claim.id,
        outcome=outcome,
        article=_article(profile, outcome),
        categories=leading.categories if is_refusal(profile, outcome) else {},
        own=False,
    )


def _article(profile: procedure.Profile, outcome: str) -> str:
    return profile.outcomes[outcome].cited


def is_refusal(profile: procedure.Profile, outcome: str) -> bool:
    """Does the outcome refuse protection, in that profile?"""
    return profile.outcomes[outcome].refuses


def principal_outcome(claims: Sequence[ClaimAt], results: Mapping[UUID, Recommendation]) -> str | None:
    """What is recommended for the principal applicant, if anything yet."""
    leading = next((results.get(c.id) for c in claims if c.basis == "principal"), None)
    return leading.outcome if leading else None
