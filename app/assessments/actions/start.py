"""Beginning, or going on with, the analysis of a case."""

from uuid import UUID

from sqlalchemy import select

from app.assessments.errors import NotAssigned
from app.assessments.models import Assessment
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.identity.public import demand


async def start(db: Session, actor: Actor, case_id: UUID, *, version: int | None = None) -> UUID:
    """The draft of the officer who has the case: the open one, or a new one that begins as a copy of the last version.

    An officer to whom the case was passed on takes the open draft over. Raises `NotFound`, `NotAssigned`, `HasConflict`,
    `CaseChanged`, `WrongStage` before the interview was held.
    """
    demand(actor, "assessment.write")
    opened = await cases.open_case(db, case_id, version=version)
    if opened.case.assigned_to != actor.user_id:
        raise NotAssigned
    await cases.demand_no_conflict(db, case_id, actor.user_id, "assess")
    last = await newest(db, case_id)
    if last is not None and last.status == "draft" and last.author_id == actor.user_id:
        return last.id
    if last is not None and last.status == "draft":
        draft = last
        draft.author_id, draft.changed_at, draft.version = actor.user_id, db.now(), last.version + 1
    else:
        draft = next_version(db, case_id, actor.user_id, last)
    await cases.record(
        db, actor, opened, "assessment_started", data={"assessment": str(draft.id), "number": draft.number}
    )
    return draft.id


async def newest(db: Session, case_id: UUID) -> Assessment | None:
    """The last version of a case's analysis."""
    statement = (
        select(Assessment).where(Assessment.case_id == case_id).order_by(Assessment.number.desc()).limit(1)
    )
    found: Assessment | None = await db.scalar(statement)
    return found


def next_version(db: Session, case_id: UUID, author_id: UUID, last: Assessment | None) -> Assessment:
    """A new draft; what was written before is copied, and the version before is kept as it was."""
    draft = Assessment(
        id=new_id(),
        case_id=case_id,
        number=last.number + 1 if last else 1,
        author_id=author_id,
        status="draft",
        summary=last.summary if last else "",
        facts=list(last.facts) if last else [],
        analysis=dict(last.analysis) if last else {},
        recommendations=[r for r in last.recommendations if r.get("own", True)] if last else [],
        created_at=db.now(),
        changed_at=db.now(),
        submitted_at=None,
        second_for=[],
        second_by=[],
        version=1,
    )
    db.add(draft)
    return draft
