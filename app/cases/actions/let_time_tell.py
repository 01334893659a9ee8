"""What the calendar does by itself: note that a limit passed, or is near. Nothing negative ever follows from that alone."""

from uuid import UUID

from sqlalchemy import select

from app.cases.events import open_case, record
from app.cases.models import CaseEvent, Deadline
from app.core.actor import SYSTEM
from app.core.database import Session


async def note_passed(db: Session, deadline_id: UUID) -> bool:
    """Mark a running deadline as missed, once its time is over. False when it ended or moved meanwhile."""
    deadline = await db.get(Deadline, deadline_id)
    if deadline is None or deadline.state != "running" or deadline.due_at > db.now():
        return False
    opened = await open_case(db, deadline.case_id)
    current = next((d for d in opened.deadlines if d.id == deadline_id and d.state == "running"), None)
    if current is None:
        return False
    recorded = await record(
        db,
        SYSTEM,
        opened,
        "deadline_missed",
        data={"deadline": str(deadline_id), "rule": current.rule},
        at=current.due_at,
    )
    current.state, current.ended_at, current.ended_by = "missed", current.due_at, recorded.event_id
    await db.flush()
    return True


async def note_near(db: Session, deadline_id: UUID, moment: str) -> bool:
    """Remind whoever has the case that a limit is near, once for each `moment` (ISO 8601) that was set for it.

    False when the limit ended meanwhile, or when that reminder was given before.
    """
    deadline = await db.get(Deadline, deadline_id)
    if deadline is None or deadline.state != "running" or deadline.due_at <= db.now():
        return False
    opened = await open_case(db, deadline.case_id)
    data = {"deadline": str(deadline_id), "rule": deadline.rule, "moment": moment}
    given = select(CaseEvent.id).where(
        CaseEvent.case_id == deadline.case_id, CaseEvent.name == "reminder_due", CaseEvent.data.contains(data)
    )
    if await db.scalar(given.limit(1)) is not None:
        return False
    await record(db, SYSTEM, opened, "reminder_due", data=data)
    return True
