"""Who is there, and the opening, interruption and end of a sitting."""

from uuid import UUID

from fastapi import Response

from app.api.v1.shapes import PROBLEMS
from app.api.v1.sittings.answers import Done
from app.api.v1.sittings.bodies import AttendanceBody, CancellationBody, OpeningBody, SuspensionBody
from app.api.v1.sittings.done import done
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.routing import Router
from app.edge.transaction import Db

router = Router(prefix="/sittings", tags=["sittings"], responses=PROBLEMS)


@router.post("/{sitting_id}/attendance", dependencies=[requires("sitting.manage")])
async def record_attendance(
    response: Response, db: Db, sitting_id: UUID, body: AttendanceBody, version: IfMatch
) -> Done:
    await decisions.record_attendance(
        db, db.actor, sitting_id, present=body.present, remote=body.remote, version=version
    )
    return await done(response, db, sitting_id)


@router.post("/{sitting_id}/opening", dependencies=[requires("sitting.manage")])
async def open_sitting(
    response: Response, db: Db, sitting_id: UUID, body: OpeningBody, version: IfMatch
) -> Done:
    """Open the sitting: with the quorum that the procedure has today, or not at all."""
    await decisions.open_sitting(
        db, db.actor, sitting_id, presiding=body.presiding, early=body.early, version=version
    )
    return await done(response, db, sitting_id)


@router.post("/{sitting_id}/cancellation", dependencies=[requires("sitting.manage")])
async def cancel_sitting(
    response: Response, db: Db, sitting_id: UUID, version: IfMatch, body: CancellationBody | None = None
) -> Done:
    """Call a convened sitting off; what was on its agenda is free for another."""
    reasons = body.reasons if body else ""
    await decisions.cancel_sitting(db, db.actor, sitting_id, reasons=reasons, version=version)
    return await done(response, db, sitting_id)


@router.post("/{sitting_id}/suspension", dependencies=[requires("sitting.manage")])
async def suspend_sitting(
    response: Response, db: Db, sitting_id: UUID, body: SuspensionBody, version: IfMatch
) -> Done:
    """Interrupt an open sitting: nobody votes and nothing is closed until it is taken up again."""
    await decisions.suspend_sitting(
        db, db.actor, sitting_id, reasons=body.reasons, resumes_at=body.resumes_at, version=version
    )
    return await done(response, db, sitting_id)


@router.post("/{sitting_id}/resumption", dependencies=[requires("sitting.manage")])
async def resume_sitting(response: Response, db: Db, sitting_id: UUID, version: IfMatch) -> Done:
    """Take a suspended sitting up again, with its quorum."""
    await decisions.resume_sitting(db, db.actor, sitting_id, version=version)
    return await done(response, db, sitting_id)


@router.post("/{sitting_id}/closing", dependencies=[requires("sitting.manage")])
async def close_sitting(response: Response, db: Db, sitting_id: UUID, version: IfMatch) -> Done:
    """Close the sitting. What was not reached waits for another."""
    await decisions.close_sitting(db, db.actor, sitting_id, version=version)
    return await done(response, db, sitting_id)
