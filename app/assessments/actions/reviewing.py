"""What endorsing and giving back share: who may look at an analysis, and the review as it is kept."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import exists, select

from app.assessments.actions.loading import Opened, open_assessment
from app.assessments.errors import AuthorMayNotReview, NotUnderReview, SecondByAnother
from app.assessments.models import Review
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Forbidden
from app.core.ids import new_id
from app.identity.public import demand


async def under_review(db: Session, actor: Actor, assessment_id: UUID, *, version: int | None) -> Opened:
    """An analysis that waits for this actor's look: never its author, nor anyone who worked on the case as its officer, whatever
    role they hold now, nor who has a conflict of interest; and the second signature is not the first one's.

    Raises `NotFound`, `Forbidden`, `NotUnderReview`, `AuthorMayNotReview`, `SecondByAnother`, `HasConflict`, `AssessmentChanged`.
    """
    demand(actor, "assessment.countersign")
    opened = await open_assessment(db, assessment_id, version=version)
    row = opened.row
    if row.status not in ("submitted", "to_countersign"):
        raise NotUnderReview
    if row.author_id == actor.user_id or await cases.handled_by(
        db, opened.case.id, actor.user_id, roles=["eligibility_officer"]
    ):
        raise AuthorMayNotReview
    if row.status == "submitted":
        demand(actor, "assessment.review")
    elif actor.role not in row.second_by:
        raise Forbidden
    elif await _signed_first(db, row.id, actor.user_id):
        raise SecondByAnother
    await cases.demand_no_conflict(db, opened.case.id, actor.user_id, "review")
    return opened


async def _signed_first(db: Session, assessment_id: UUID, user_id: UUID) -> bool:
    found: bool = await db.scalar(
        select(exists().where(Review.assessment_id == assessment_id, Review.reviewer_id == user_id))
    )
    return found


def keep_review(
    db: Session, actor: Actor, opened: Opened, outcome: str, comment: str, checklist: Mapping[str, str]
) -> None:
    """Write the review down; `outcome` is endorsed, first_endorsed or returned."""
    db.add(
        Review(
            id=new_id(),
            case_id=opened.case.id,
            assessment_id=opened.row.id,
            reviewer_id=actor.user_id,
            outcome=outcome,
            comment=comment.strip(),
            checklist=dict(checklist),
            at=db.now(),
        )
    )
