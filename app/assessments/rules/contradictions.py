"""Where the outcome proposed for the principal claim says something else than the analysis."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from app.assessments.rules.results import (
    CONVENTION,
    EXCLUDED,
    EXTENDED,
    ClaimAt,
    is_refusal,
    principal_outcome,
)
from app.assessments.rules.shapes import Content, Recommendation
from app.core.errors import FieldError, said
from app.procedure import public as procedure

# What the analysis found, and why protection cannot be refused after it.
_PROTECTS = (
    ("cartagena", "met", said("El análisis encuentra una circunstancia de Cartagena: no se puede denegar.")),
    (
        "oau",
        "met",
        said("El análisis encuentra una circunstancia de la definición ampliada: no se puede denegar."),
    ),
    (
        "complementary_protection",
        "applies",
        said("El análisis dice que corresponde protección complementaria: no se puede denegar."),
    ),
)


def contradictions(
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    content: Content,
    results: Mapping[UUID, Recommendation],
) -> Iterator[FieldError]:
    """The principal's outcome against what the analysis concluded."""
    outcome = principal_outcome(claims, results)
    if outcome is None:
        return
    found = {name: answer.conclusion for name, answer in content.analysis.items()}
    if (found.get("exclusion") == "excluded") != (outcome == EXCLUDED) and EXCLUDED in profile.outcomes:
        yield _at(said("El resultado y la conclusión sobre la exclusión no coinciden."))
    if is_refusal(profile, outcome):
        yield from _refused(found, outcome)
    else:
        yield from _recognised(found, outcome)


def _refused(found: Mapping[str, str | None], outcome: str) -> Iterator[FieldError]:
    for name, conclusion, message in _PROTECTS:
        if outcome != EXCLUDED and found.get(name) == conclusion:
            yield _at(message)


def _recognised(found: Mapping[str, str | None], outcome: str) -> Iterator[FieldError]:
    if outcome == CONVENTION and (
        found.get("well_founded_fear") == "not_well_founded" or found.get("nexus") == "no_nexus"
    ):
        yield _at(
            said("El análisis no encuentra temor fundado o nexo: no se puede reconocer por la Convención.")
        )
    if found.get(EXTENDED.get(outcome, "")) == "not_met":
        yield _at(said("El análisis no encuentra la circunstancia por la que se reconoce."))


def _at(message: str) -> FieldError:
    return FieldError("results.0.outcome", "contradiction", message)
