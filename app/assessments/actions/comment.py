"""Comments at a passage: made by a reviewer, answered by the author, resolved by a reviewer."""

from uuid import UUID

from sqlalchemy import select

from app.assessments.actions.reviewing import under_review
from app.assessments.content import content_of
from app.assessments.errors import AuthorMayNotReview, CommentsOpen, NotAssigned, NotNow
from app.assessments.models import ReviewComment
from app.assessments.rules.texts import found_again, texts
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand

LONGEST = 4000


async def comment_at(
    db: Session, actor: Actor, assessment_id: UUID, *, place: str, text: str, quote: str = "", start: int = 0
) -> UUID:
    """Comment on a passage of an analysis under review. `place` is one of `rules.texts`, `quote` the words meant (all, when empty).

    Returns the comment's id. Raises as a review does; `Invalid` at `place`, `quote` or `text`.
    """
    opened = await under_review(db, actor, assessment_id, version=None)
    positions = {claim.id: claim.position for claim in opened.case.claims}
    there = texts(content_of(opened.row), positions)
    if place not in there:
        raise Invalid.at("place", "unknown_place", "Ese lugar no está en el análisis.")
    found = found_again(there[place], quote, start)
    if quote and found is None:
        raise Invalid.at("quote", "not_there", "Esas palabras no están en el pasaje.")
    row = ReviewComment(
        id=new_id(),
        case_id=opened.case.id,
        assessment_id=assessment_id,
        place=place,
        quote=quote,
        start=found[0] if found else 0,
        text=_words("text", text),
        by=actor.user_id,
        at=db.now(),
        state="open",
        answer="",
    )
    db.add(row)
    await db.flush()
    return row.id


async def answer_comment(db: Session, actor: Actor, comment_id: UUID, *, answer: str) -> None:
    """The author says what was done about a comment; it can be said again until it is resolved.

    Raises `NotFound`, `NotAssigned`, `NotNow`, `Invalid`.
    """
    demand(actor, "assessment.write")
    row, case = await _opened(db, comment_id)
    if case.case.assigned_to != actor.user_id:
        raise NotAssigned
    if row.state == "resolved":
        raise NotNow
    row.answer, row.state = _words("answer", answer), "answered"
    row.answered_by, row.answered_at = actor.user_id, db.now()


async def resolve_comment(db: Session, actor: Actor, comment_id: UUID) -> None:
    """A reviewer is satisfied. Raises `NotFound`, `NotNow` when it is resolved already, `AuthorMayNotReview`."""
    demand(actor, "assessment.review")
    row, case = await _opened(db, comment_id)
    if await cases.handled_by(db, case.id, actor.user_id, roles=["eligibility_officer"]):
        raise AuthorMayNotReview
    if row.state == "resolved":
        raise NotNow
    row.state, row.resolved_by, row.resolved_at = "resolved", actor.user_id, db.now()


async def settle_comments(db: Session, actor: Actor, case_id: UUID) -> None:
    """Endorsing settles what was answered; what nobody answered or resolved stands in the way. Raises `CommentsOpen`."""
    statement = select(ReviewComment).where(
        ReviewComment.case_id == case_id, ReviewComment.state != "resolved"
    )
    waiting = list(await db.scalars(statement))
    if any(comment.state == "open" for comment in waiting):
        raise CommentsOpen
    for comment in waiting:
        comment.state, comment.resolved_by, comment.resolved_at = "resolved", actor.user_id, db.now()


async def _opened(db: Session, comment_id: UUID) -> tuple[ReviewComment, cases.OpenCase]:
    case_id = await db.scalar(select(ReviewComment.case_id).where(ReviewComment.id == comment_id))
    if case_id is None:
        raise NotFound
    case = await cases.open_case(db, case_id)
    row = await db.locked(ReviewComment, comment_id)
    if row is None:
        raise NotFound
    return row, case


def _words(field: str, given: str) -> str:
    text = given.strip()
    if not text and field == "answer":
        raise Invalid.at(field, "required", "Escriba la respuesta.")
    if not text:
        raise Invalid.at(field, "required", "Escriba el comentario.")
    if len(text) > LONGEST:
        raise Invalid.at(field, "too_long", "Escriba %(most)s caracteres como máximo.", most=LONGEST)
    return text
