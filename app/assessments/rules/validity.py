"""What even a draft may not say: an issue, a conclusion, a ground, an outcome or a claim that this case does not have."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from app.assessments.rules.categories import reason_categories
from app.assessments.rules.facts import DOUBT
from app.assessments.rules.issues import Issue, all_grounds, issues
from app.assessments.rules.shapes import Answer, Content, Fact
from app.core.errors import FieldError
from app.procedure import public as procedure


def impossible(
    profile: procedure.Profile, claims: Collection[UUID], content: Content
) -> tuple[FieldError, ...]:
    """Everything in the content that the case or its profile does not know, field by field."""
    return (
        *_in_facts(content.facts),
        *_in_analysis(profile, content.analysis),
        *_in_recommendations(profile, claims, content),
    )


def _in_facts(facts: Sequence[Fact]) -> Iterator[FieldError]:
    for number, fact in enumerate(facts):
        if set(fact.doubt) - set(DOUBT):
            yield FieldError(f"facts.{number}.doubt", "not_allowed", "Este valor no está entre los posibles.")


def _in_analysis(profile: procedure.Profile, analysis: Mapping[str, Answer]) -> Iterator[FieldError]:
    known = issues(profile)
    for name, answer in analysis.items():
        path = f"analysis.{name}"
        if name not in known:
            yield FieldError(path, "unknown_issue", "El procedimiento de este país no tiene ese punto.")
        else:
            yield from _in_answer(known[name], answer, path)


def _in_answer(issue: Issue, answer: Answer, path: str) -> Iterator[FieldError]:
    if answer.conclusion is not None and answer.conclusion not in {c.code for c in issue.conclusions}:
        yield FieldError(f"{path}.conclusion", "not_allowed", "Este valor no está entre los posibles.")
    if set(answer.grounds) - {g.code for g in issue.grounds}:
        yield FieldError(f"{path}.grounds", "unknown_ground", "Ese motivo no está entre los de este país.")
    for key, said in answer.parts.items():
        part = issue.part_of(key)
        if part is None or said not in {c.code for c in part.choices}:
            yield FieldError(f"{path}.parts.{key}", "not_allowed", "Este valor no está entre los posibles.")


def _in_recommendations(
    profile: procedure.Profile, claims: Collection[UUID], content: Content
) -> Iterator[FieldError]:
    grounds, seen = set(all_grounds(profile)), set[UUID]()
    for number, given in enumerate(content.recommendations):
        path = f"recommendations.{number}"
        if given.claim_id not in claims:
            yield FieldError(f"{path}.claim_id", "unknown_claim", "Esa solicitud no es de este expediente.")
        if given.claim_id in seen:
            yield FieldError(
                f"{path}.claim_id", "twice", "Esa solicitud ya tiene una recomendación en este análisis."
            )
        seen.add(given.claim_id)
        if given.outcome not in profile.decided_outcomes:
            yield FieldError(
                f"{path}.outcome", "unknown_outcome", "Ese resultado no existe en el procedimiento."
            )
        if set(given.categories) - set(reason_categories(profile)):
            yield FieldError(
                f"{path}.categories",
                "unknown_category",
                "Ese motivo no está entre los de este procedimiento.",
            )
        if set(given.grounds) - grounds:
            yield FieldError(
                f"{path}.grounds", "unknown_ground", "Ese motivo no está entre los de este país."
            )
