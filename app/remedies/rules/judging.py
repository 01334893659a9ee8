"""What a judgment says for each claim, and why it changes what was decided. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.core.errors import FieldError, Invalid
from app.procedure import public as procedure
from app.remedies.rules.values import BY_FAMILY, DISMISSED, REMITTED, UPHELD, Standing

# Why a judgment changes or returns what was decided: what the quality of decisions is learnt from.
REVERSAL_GROUNDS = (
    "facts",
    "credibility",
    "country_information",
    "law",
    "reasoning",
    "procedure",
    "new_evidence",
    "changed_circumstances",
)
SHORTEST_INSTRUCTION = 20
MOST_INSTRUCTIONS = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judgment gives one claim."""

    outcome: str
    grounds: tuple[str, ...] = ()
    article: str | None = None
    reasons: str = ""


def result_of(profile: procedure.Profile, kind: str, result: str) -> str:
    """Raises `Invalid` for a result that this remedy cannot have."""
    if result not in profile.remedy(kind).outcomes:
        raise Invalid.at("result", "unknown", "Elija un resultado de la lista.")
    return result


def outcomes_after(
    profile: procedure.Profile,
    result: str,
    claims: Sequence[Standing],
    reached: Sequence[UUID],
    given: Mapping[UUID, Judged],
) -> dict[UUID, Judged]:
    """The outcome of each claim reached: kept when upheld or dismissed, none when sent back, and given per claim when overturned.

    A derivative claim that is given none follows its principal's (unity of the family). Raises `Invalid` at `outcomes.<claim>`.
    """
    if result == REMITTED:
        return {}
    by_id = {claim.id: claim for claim in claims}
    if result in (UPHELD, DISMISSED):
        return {claim_id: Judged(by_id[claim_id].outcome or "") for claim_id in reached}
    broken = _unknown(profile, reached, given)
    after: dict[UUID, Judged] = {}
    # Principals first, for the others follow them.
    for claim_id in sorted(reached, key=lambda c: by_id[c].basis == "derivative"):
        judged = given.get(claim_id) or _followed(profile, by_id, claim_id, after)
        if judged is None:
            broken.append(
                FieldError(f"outcomes.{claim_id}", "required", "Diga el resultado de esta solicitud.")
            )
        else:
            after[claim_id] = judged
    if not broken and all(after[c].outcome == by_id[c].outcome for c in reached):
        broken.append(
            FieldError("outcomes", "unchanged", "Al revocar, el resultado de al menos una solicitud cambia.")
        )
    if broken:
        raise Invalid(*broken)
    return after


def _unknown(
    profile: procedure.Profile, reached: Sequence[UUID], given: Mapping[UUID, Judged]
) -> list[FieldError]:
    broken = []
    for claim_id, judged in given.items():
        if claim_id not in reached:
            broken.append(
                FieldError(
                    f"outcomes.{claim_id}", "not_in_this_remedy", "Esa solicitud no está en este recurso."
                )
            )
        elif judged.outcome not in profile.decided_outcomes:
            broken.append(FieldError(f"outcomes.{claim_id}", "unknown", "Elija un resultado de la lista."))
    return broken


def _followed(
    profile: procedure.Profile,
    claims: Mapping[UUID, Standing],
    claim_id: UUID,
    after: Mapping[UUID, Judged],
) -> Judged | None:
    claim = claims[claim_id]
    if claim.derivative_of is None:
        return None
    if claim.derivative_of in after:
        leading: str | None = after[claim.derivative_of].outcome
    else:
        leading = claims[claim.derivative_of].outcome
    if leading is None or leading not in profile.outcomes:
        return None
    if profile.outcomes[leading].protects and BY_FAMILY in profile.outcomes:
        return Judged(BY_FAMILY, article=profile.outcomes[BY_FAMILY].article)
    return Judged(claim.outcome) if claim.outcome else None


def reversal_grounds(result: str, given: Sequence[str]) -> tuple[str, ...]:
    """Why the decision does not stand, each ground once: at least one where it does not, none where it does. Raises `Invalid`."""
    if result in (UPHELD, DISMISSED):
        return ()
    chosen = tuple(dict.fromkeys(given))
    if not chosen:
        raise Invalid.at("reversal_grounds", "required", "Marque por qué la resolución no se sostiene.")
    if not set(chosen) <= set(REVERSAL_GROUNDS):
        raise Invalid.at("reversal_grounds", "unknown", "Elija motivos de revocación de la lista.")
    return chosen


def instructions_of(result: str, given: Sequence[str]) -> tuple[str, ...]:
    """What the first instance must do, point by point, when a case is sent back to it; nothing otherwise. Raises `Invalid`."""
    if result != REMITTED:
        return ()
    points = tuple(text.strip() for text in given if text.strip())
    if not points or any(len(point) < SHORTEST_INSTRUCTION for point in points):
        raise Invalid.at(
            "instructions",
            "too_short",
            "Escriba qué debe hacer la primera instancia, con %(least)s caracteres al menos en cada punto.",
            least=SHORTEST_INSTRUCTION,
        )
    if len(points) > MOST_INSTRUCTIONS:
        raise Invalid.at(
            "instructions", "too_many", "Escriba %(most)s instrucciones como máximo.", most=MOST_INSTRUCTIONS
        )
    return points
