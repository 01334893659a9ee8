"""Looking at somebody else's analysis: endorsing it, or giving it back."""

from collections.abc import Mapping
from uuid import UUID

from app.assessments.actions.loading import Opened, open_assessment
from app.assessments.actions.start import next_version
from app.assessments.errors import AuthorMayNotReview, NotUnderReview
from app.assessments.models import Review
from app.assessments.rules.checklist import unanswered
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand

SHORTEST_COMMENT = 20


async def endorse(
    db: Session,
    actor: Actor,
    assessment_id: UUID,
    *,
    checklist: Mapping[str, str],
    comment: str = "",
    version: int | None = None,
) -> None:
    """Endorse a submitted analysis; it goes to the deciding body. `checklist` answers every code of `rules.checklist`.

    Raises `NotFound`, `NotUnderReview`, `AuthorMayNotReview`, `AssessmentChanged`, `Invalid` at the checklist.
    """
    opened = await _under_review(db, actor, assessment_id, version=version)
    if broken := unanswered(checklist, endorsing=True):
        raise Invalid(*broken)
    _close(db, actor, opened, "endorsed", comment, checklist)
    await cases.record(
        db,
        actor,
        opened.case,
        "endorsed",
        data={"assessment": str(opened.row.id), "number": opened.row.number},
        satisfied=["not_the_author"],
    )


async def give_back(
    db: Session,
    actor: Actor,
    assessment_id: UUID,
    *,
    comment: str,
    checklist: Mapping[str, str] | None = None,
    version: int | None = None,
) -> UUID:
    """Return a submitted analysis with a comment. Returns the next version: a new draft, copied from the returned one, which is kept.

    Raises `NotFound`, `NotUnderReview`, `AuthorMayNotReview`, `AssessmentChanged`, `Invalid` without a comment.
    """
    opened = await _under_review(db, actor, assessment_id, version=version)
    if broken := unanswered(checklist or {}, endorsing=False):
        raise Invalid(*broken)
    if len(comment.strip()) < SHORTEST_COMMENT:
        raise Invalid.at(
            "comment",
            "too_short",
            "Escriba qué falta o qué corregir, con %(least)s caracteres al menos.",
            least=SHORTEST_COMMENT,
        )
    _close(db, actor, opened, "returned", comment, checklist or {})
    draft = next_version(db, opened.case.id, opened.row.author_id, opened.row)
    await cases.record(
        db,
        actor,
        opened.case,
        "returned",
        data={"assessment": str(opened.row.id), "number": opened.row.number, "draft": str(draft.id)},
        satisfied=["not_the_author", "comment"],
    )
    return draft.id


async def _under_review(db: Session, actor: Actor, assessment_id: UUID, *, version: int | None) -> Opened:
    """Never by the author, nor by anyone who worked on the case as its officer, whatever role they hold now."""
    demand(actor, "assessment.review")
    opened = await open_assessment(db, assessment_id, version=version)
    if opened.row.status != "submitted":
        raise NotUnderReview
    if opened.row.author_id == actor.user_id or await cases.handled_by(
        db, opened.case.id, actor.user_id, roles=["eligibility_officer"]
    ):
        raise AuthorMayNotReview
    return opened


def _close(
    db: Session, actor: Actor, opened: Opened, outcome: str, comment: str, checklist: Mapping[str, str]
) -> None:
    opened.row.status, opened.row.version = outcome, opened.row.version + 1
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
