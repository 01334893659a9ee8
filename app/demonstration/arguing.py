"""Some analyses of the demonstration at length: several facts that quote the record, comments of a review, a conflict declared."""

from random import Random
from typing import Any
from uuid import UUID

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.demonstration import texts
from app.interviews import public as interviews

# One analysis in so many is written at length: citing costs questions, and a load is made of thousands of cases.
AT_LENGTH = 8
CONFLICTED = 40


def at_length(reference: str) -> bool:
    """Is the case's analysis one of those? By its reference alone, so that no other chance moves."""
    return Random(reference).randrange(AT_LENGTH) == 0


async def facts_of(db: Session, case_id: UUID, reference: str) -> list[dict[str, Any]]:
    """The material facts: one for most cases, four that quote the record for some."""
    if not at_length(reference):
        return [dict(texts.FACT)]
    said = [
        {"kind": "entry", "ref": str(passage.entry_id), "quote": passage.answer}
        for held in await interviews.interviews_of(db, case_id)
        for passage in await interviews.passages(db, held.id)
    ]
    first, *others = [dict(fact) for fact in texts.FACTS]
    return [first | {"evidence": [*first["evidence"], *said[:2]]}, *others]


async def comment(db: Session, reviewer: Actor, assessment_id: UUID) -> None:
    """Two comments of a review, at the passage that they are about."""
    await assessments.comment_at(
        db,
        reviewer,
        assessment_id,
        place="analysis.state_protection",
        quote="la información del país citada",
        text=texts.COMMENTS[0],
    )
    await assessments.comment_at(db, reviewer, assessment_id, place="summary", text=texts.COMMENTS[1])


async def answer_comments(db: Session, officer: Actor, assessment_id: UUID) -> None:
    """The author answers what waits."""
    view = await assessments.assessment(db, assessment_id)
    for each in await assessments.comments_on(db, view.case_id, view.content, {}):
        if each.state == "open":
            await assessments.answer_comment(db, officer, each.id, answer=texts.ANSWERED)


async def declare(db: Session, registrar: Actor, case_id: UUID, reference: str) -> None:
    """Somebody of the office who knows the family says so, in some cases."""
    if Random(reference).randrange(CONFLICTED) == 1:
        await cases.declare_conflict(db, registrar, case_id, kind="friendship", reasons=texts.CONFLICT)
