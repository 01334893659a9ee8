"""What stands between a draft and its submission, field by field."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from app.assessments.rules.answers import of_answer
from app.assessments.rules.categories import unreasoned
from app.assessments.rules.contradictions import contradictions
from app.assessments.rules.facts import of_facts
from app.assessments.rules.issues import Issue, issues
from app.assessments.rules.results import (
    CONVENTION,
    EXCLUDED,
    EXTENDED,
    ClaimAt,
    is_refusal,
    principal_outcome,
    recommended,
)
from app.assessments.rules.shapes import Answer, Content, Recommendation
from app.core.errors import FieldError
from app.procedure import public as procedure

_NONE = Answer()


def missing(
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    content: Content,
    put: Collection[str] = frozenset(),
) -> tuple[FieldError, ...]:
    """Everything that has to be said, or that contradicts itself, before the assessment may be submitted.

    `put`: the adverse points that were put to the person, by their entries in the record. Fields: `facts.0.finding`,
    `analysis.exclusion.reasons`, `analysis.nexus.parts.gender.race`, `results.1.outcome` (by the claim's position). Empty when complete.
    """
    results = recommended(profile, claims, content)
    return (
        *_of_summary(content),
        *of_facts(content.facts, put),
        *_of_analysis(profile, claims, content, results),
        *_of_results(profile, claims, content, results),
        *contradictions(profile, claims, content, results),
    )


def required(
    issue: Issue,
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    results: Mapping[UUID, Recommendation],
) -> bool:
    """Must this issue be answered, given what is recommended so far?"""
    match issue.required:
        case "always":
            return True
        case "family":
            return len(claims) > 1
        case "refusal":
            return any(is_refusal(profile, r.outcome) for r in results.values())
        case "unless_convention":
            return principal_outcome(claims, results) != CONVENTION


def _of_summary(content: Content) -> Iterator[FieldError]:
    if not content.summary:
        yield FieldError("summary", "required", "Falta el resumen de lo que la persona pide y por qué.")


def _of_analysis(
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    content: Content,
    results: Mapping[UUID, Recommendation],
) -> Iterator[FieldError]:
    for name, issue in issues(profile).items():
        answer = content.analysis.get(name, _NONE)
        if answer.conclusion is not None or required(issue, profile, claims, results):
            yield from of_answer(issue, answer, content)


def _of_results(
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    content: Content,
    results: Mapping[UUID, Recommendation],
) -> Iterator[FieldError]:
    for claim in claims:
        path, result = f"results.{claim.position}", results.get(claim.id)
        if result is None:
            yield FieldError(
                f"{path}.outcome", "required", "Falta el resultado propuesto para esta solicitud."
            )
            continue
        if result.own and not result.reasons:
            yield FieldError(f"{path}.reasons", "required", "Falta decir en qué se funda el resultado.")
        if result.outcome in (CONVENTION, *EXTENDED) and not result.grounds:
            yield FieldError(f"{path}.grounds", "required", "Falta decir por qué motivo.")
        # An exclusion has its own standard, and its reasons stand there; who follows the principal has the principal's.
        if result.own and is_refusal(profile, result.outcome) and result.outcome != EXCLUDED:
            yield from unreasoned(profile, content, result.categories, path)
