"""What stands between a draft and its submission, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from app.assessments.rules.issues import Issue, issues
from app.assessments.rules.results import (
    CARTAGENA,
    CONVENTION,
    EXCLUDED,
    ClaimAt,
    is_refusal,
    principal_outcome,
    recommended,
)
from app.assessments.rules.shapes import Answer, Content, Fact, Recommendation
from app.core.errors import FieldError
from app.procedure import public as procedure

_NONE = Answer()


def missing(
    profile: procedure.Profile, claims: Sequence[ClaimAt], content: Content
) -> tuple[FieldError, ...]:
    """Everything that has to be said, or that contradicts itself, before the assessment may be submitted.

    Fields: `facts.0.finding`, `analysis.exclusion.reasons`, `results.1.outcome` (by the claim's position). Empty when complete.
    """
    results = recommended(profile, claims, content)
    return (
        *_of_summary(content),
        *_of_facts(content.facts),
        *_of_analysis(profile, claims, content, results),
        *_of_results(claims, results),
        *_contradictions(profile, claims, content, results),
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


def _of_facts(facts: Sequence[Fact]) -> Iterator[FieldError]:
    if not facts:
        yield FieldError("facts", "required", "Falta al menos un hecho material.")
    for number, fact in enumerate(facts):
        yield from _of_fact(fact, f"facts.{number}")


def _of_fact(fact: Fact, path: str) -> Iterator[FieldError]:
    if not fact.statement:
        yield FieldError(f"{path}.statement", "required", "Falta decir cuál es el hecho.")
    if fact.finding is None:
        yield FieldError(f"{path}.finding", "required", "Falta valorar el hecho.")
    if not fact.reasons:
        yield FieldError(f"{path}.reasons", "required", "Falta decir por qué se valora así.")
    if fact.finding in ("accepted", "partly_accepted") and not fact.evidence:
        yield FieldError(
            f"{path}.evidence",
            "required",
            "Falta citar en qué se apoya el hecho, o dar el beneficio de la duda.",
        )
    if fact.finding == "rejected" and not fact.indicators:
        yield FieldError(
            f"{path}.indicators", "required", "Falta decir en qué indicador de credibilidad falla el hecho."
        )


def _of_analysis(
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    content: Content,
    results: Mapping[UUID, Recommendation],
) -> Iterator[FieldError]:
    for name, issue in issues(profile).items():
        answer = content.analysis.get(name, _NONE)
        if answer.conclusion is not None or required(issue, profile, claims, results):
            yield from _of_answer(issue, answer)


def _of_answer(issue: Issue, answer: Answer) -> Iterator[FieldError]:
    path = f"analysis.{issue.name}"
    if answer.conclusion is None:
        yield FieldError(f"{path}.conclusion", "required", "Falta la conclusión de este punto.")
    elif not answer.reasons and answer.conclusion not in issue.silent:
        yield FieldError(f"{path}.reasons", "required", "Faltan las razones de este punto.")
    if answer.conclusion in issue.grounds_with and not answer.grounds:
        yield FieldError(f"{path}.grounds", "required", "Falta decir por qué motivo.")


def _of_results(claims: Sequence[ClaimAt], results: Mapping[UUID, Recommendation]) -> Iterator[FieldError]:
    for claim in claims:
        path, result = f"results.{claim.position}", results.get(claim.id)
        if result is None:
            yield FieldError(
                f"{path}.outcome", "required", "Falta el resultado propuesto para esta solicitud."
            )
        elif result.own and not result.reasons:
            yield FieldError(f"{path}.reasons", "required", "Falta decir en qué se funda el resultado.")
        if result and result.outcome in (CONVENTION, CARTAGENA) and not result.grounds:
            yield FieldError(f"{path}.grounds", "required", "Falta decir por qué motivo.")


def _contradictions(
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    content: Content,
    results: Mapping[UUID, Recommendation],
) -> Iterator[FieldError]:
    """The principal's outcome against what the analysis concluded."""
    outcome = principal_outcome(claims, results)
    if outcome is None:
        return
    said = {name: answer.conclusion for name, answer in content.analysis.items()}
    refused = is_refusal(profile, outcome)
    at = "results.0.outcome"
    if outcome == CONVENTION and (
        said.get("well_founded_fear") == "not_well_founded" or said.get("nexus") == "no_nexus"
    ):
        yield FieldError(
            at,
            "contradiction",
            "El análisis no encuentra temor fundado o nexo: no se puede reconocer por la Convención.",
        )
    if (said.get("exclusion") == "excluded") != (outcome == EXCLUDED) and EXCLUDED in profile.outcomes:
        yield FieldError(at, "contradiction", "El resultado y la conclusión sobre la exclusión no coinciden.")
    if refused and outcome != EXCLUDED and said.get("cartagena") == "met":
        yield FieldError(
            at, "contradiction", "El análisis encuentra una circunstancia de Cartagena: no se puede denegar."
        )
    if refused and outcome != EXCLUDED and said.get("complementary_protection") == "applies":
        yield FieldError(
            at,
            "contradiction",
            "El análisis dice que corresponde protección complementaria: no se puede denegar.",
        )
