"""What the calendar does by itself: note that a limit passed, or is near. Nothing negative ever follows from that alone."""

from datetime import UTC, datetime, time
from uuid import UUID

from sqlalchemy import bindparam, select

from app.cases.clocks import DOCUMENTS_KEPT
from app.cases.events import DocumentDesk, record
from app.cases.models import CaseEvent, Deadline
from app.cases.opening import OpenCase, open_case
from app.core.actor import SYSTEM
from app.core.database import Session
from app.procedure import public as procedure

REMINDER = "reminder_due"
ESCALATED = "deadline_escalated"
KEPT = "documents_kept_valid"

_GIVEN = (
    select(CaseEvent.id)
    .where(
        CaseEvent.case_id == bindparam("case"),
        CaseEvent.name == bindparam("name"),
        CaseEvent.data.contains(bindparam("data")),
    )
    .limit(1)
)


async def note_passed(db: Session, deadline_id: UUID, *, desk: DocumentDesk | None = None) -> bool:
    """Note that a limit passed unmet, with what the law attaches to that.

    What it proposes is put before those who may decide it, documents that the law keeps valid meanwhile are prolonged, and the
    role above is told. False when the limit ended or moved meanwhile.
    """
    opened, deadline = await _running(db, deadline_id)
    if opened is None or deadline is None or deadline.due_at > db.now():
        return False
    # None where the case was moved to a version that does not know the limit.
    limit = opened.profile.limits.get(deadline.rule)
    data = {"deadline": str(deadline_id), "rule": deadline.rule, **_attached(limit)}
    if limit is not None and limit.escalate:
        deadline.escalated_at = db.now()
    await record(
        db,
        SYSTEM,
        opened,
        procedure.LIMIT_PASSED,
        claims=_under(opened, deadline),
        data=data,
        at=deadline.due_at,
        desk=desk,
    )
    if desk is not None:
        await _keep_valid(db, opened, deadline, desk)
    await db.flush()
    return True


async def keep_documents_valid(db: Session, deadline_id: UUID, until: str, *, desk: DocumentDesk) -> bool:
    """Prolong once more what the law keeps valid while a limit that passed is still owed; once for each last day `until`.

    False when it is owed no longer, or when it was done before.
    """
    found = await db.get(Deadline, deadline_id)
    if found is None:
        return False
    opened = await open_case(db, found.case_id)
    deadline = next((d for d in opened.missed if d.id == deadline_id), None)
    data = {"deadline": str(deadline_id), "rule": found.rule, "until": until}
    if deadline is None or await _told(db, opened, KEPT, data):
        return False
    await record(db, SYSTEM, opened, KEPT, claims=_under(opened, deadline), data=data)
    await _keep_valid(db, opened, deadline, desk)
    return True


async def _keep_valid(db: Session, opened: OpenCase, deadline: Deadline, desk: DocumentDesk) -> None:
    limit = opened.profile.limits.get(deadline.rule)
    missed = limit.missed if limit else None
    terms = [await desk.extend(db, opened, kind) for kind in (missed.keeps_valid if missed else ())]
    last = min((day for day in terms if day is not None), default=None)
    if last is not None:
        # On the morning of the last day: nobody's paper runs out while the authority is the one who is late.
        morning = datetime.combine(last, time(), opened.profile.zone).astimezone(UTC)
        db.later(DOCUMENTS_KEPT, {"deadline": str(deadline.id), "until": last.isoformat()}, at=morning)


def _attached(limit: procedure.Limit | None) -> dict[str, str]:
    """What the law attaches to the miss, for the record."""
    if limit is None:
        return {}
    missed, found = limit.missed, {}
    if missed is not None and missed.silence is not None and missed.silence.value is not None:
        found["silence"] = str(missed.silence.value)
    if missed is not None and missed.keeps_valid:
        found["keeps_valid"] = ", ".join(missed.keeps_valid)
    if limit.escalate:
        found["to"] = limit.escalate_to
    return found


def _under(opened: OpenCase, deadline: Deadline) -> list[UUID] | None:
    """The claims that the limit runs for; every open one where it does not say."""
    if deadline.claim_id is not None:
        return [deadline.claim_id]
    limit = opened.profile.limits.get(deadline.rule)
    runs_in = limit.runs_in if limit else ()
    return [c.id for c in opened.claims if c.stage in runs_in] or None


async def note_near(db: Session, deadline_id: UUID, moment: str, *, due: str | None = None) -> bool:
    """Remind whoever has the case that a limit is near, once for each `moment` (ISO 8601) that was set for it.

    `due` is the end that the moment was set for. False when the limit ended or moved meanwhile, or when that reminder was
    given before.
    """
    opened, deadline = await _running(db, deadline_id)
    if opened is None or deadline is None or deadline.due_at <= db.now() or not _same_end(deadline, due):
        return False
    data = {"deadline": str(deadline_id), "rule": deadline.rule, "moment": moment}
    if await _told(db, opened, REMINDER, data):
        return False
    await record(db, SYSTEM, opened, REMINDER, data=data)
    return True


async def escalate(db: Session, deadline_id: UUID, moment: str, *, due: str | None = None) -> bool:
    """Put a limit that is near, or an office's own that passed, before the role above; once for each `moment` (ISO 8601).

    False when the limit ended or moved meanwhile, or when it was done before.
    """
    opened, deadline = await _running(db, deadline_id)
    if opened is None or deadline is None or not _same_end(deadline, due):
        return False
    limit = opened.profile.limits.get(deadline.rule)
    if limit is None:
        return False
    data = {"deadline": str(deadline_id), "rule": deadline.rule, "moment": moment, "to": limit.escalate_to}
    if await _told(db, opened, ESCALATED, data):
        return False
    deadline.escalated_at = deadline.escalated_at or db.now()
    await record(db, SYSTEM, opened, ESCALATED, data=data)
    return True


async def _running(db: Session, deadline_id: UUID) -> tuple[OpenCase | None, Deadline | None]:
    """The case, locked, and its deadline where it still runs."""
    found = await db.get(Deadline, deadline_id)
    if found is None or found.state != "running":
        return None, None
    opened = await open_case(db, found.case_id)
    return opened, next((d for d in opened.deadlines if d.id == deadline_id and d.state == "running"), None)


def _same_end(deadline: Deadline, due: str | None) -> bool:
    return due is None or datetime.fromisoformat(due) == deadline.due_at


async def _told(db: Session, opened: OpenCase, name: str, data: dict[str, str]) -> bool:
    given = {"case": opened.id, "name": name, "data": data}
    return await db.scalar(_GIVEN, given) is not None
