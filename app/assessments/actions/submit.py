"""Handing the analysis in for review."""

from collections.abc import Collection
from uuid import UUID

from app.assessments.actions.loading import Opened, open_assessment
from app.assessments.comments import unanswered_comments
from app.assessments.content import content_of
from app.assessments.errors import NotADraft, NotAssigned
from app.assessments.fairness import put_to_the_person
from app.assessments.instructions import demand_answered
from app.assessments.rules.missing import missing
from app.assessments.rules.results import recommended
from app.assessments.rules.shapes import plain
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand

# `missing` asks for both: without them there is no submission at all.
_CHECKED = ("assessment_complete", "complementary_and_statelessness_examined")


async def submit(db: Session, actor: Actor, assessment_id: UUID, *, version: int | None = None) -> None:
    """Hand the draft in. What is missing is refused field by field.

    Raises `NotFound`, `NotAssigned`, `NotADraft`, `AssessmentChanged`, `HasConflict`, `InstructionsUnanswered`, `Invalid`,
    `WrongStage`.
    """
    demand(actor, "assessment.write")
    opened = await open_assessment(db, assessment_id, version=version)
    if opened.row.author_id != actor.user_id or opened.case.case.assigned_to != actor.user_id:
        raise NotAssigned
    if opened.row.status != "draft":
        raise NotADraft
    await demand_answered(db, opened.case.id)
    await cases.demand_no_conflict(db, opened.case.id, actor.user_id, "assess")
    if await unanswered_comments(db, opened.case.id):
        raise Invalid.at("comments", "required", "Responda a los comentarios de la revisión antes de enviar.")
    _complete(opened, await put_to_the_person(db, opened.case.id))
    opened.row.status, opened.row.submitted_at = "submitted", db.now()
    opened.row.version += 1
    await cases.record(
        db,
        actor,
        opened.case,
        "assessment_submitted",
        data={"assessment": str(opened.row.id), "number": opened.row.number},
        satisfied=_CHECKED,
    )


def _complete(opened: Opened, put: Collection[str]) -> None:
    """Refuse what is unfinished; write down the result of every claim, also of those that follow the principal's."""
    profile, claims, content = opened.case.profile, opened.claims, content_of(opened.row)
    if absent := missing(profile, claims, content, put):
        raise Invalid(*absent)
    results = recommended(profile, claims, content)
    opened.row.recommendations = plain([results[claim.id] for claim in claims])
