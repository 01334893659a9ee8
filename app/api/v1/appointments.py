"""Appointments of a case: free times, booking, calling off, and who did not come."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, Field
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS, Body
from app.cases import public as cases
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.transaction import Db, ReadDb
from app.scheduling import public as scheduling

router = APIRouter(tags=["appointments"], responses=PROBLEMS)


class AppointmentAnswer(BaseModel):
    """`unanswered_since`: it is over, and nobody has said whether the person came."""

    id: UUID
    person_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    office: str
    room: str
    interviewer_id: UUID | None
    interviewer: str | None
    interpreter_id: UUID | None
    interpreter: str | None
    language: str
    state: str
    end_reason: str | None
    unanswered_since: datetime | None


class SlotAnswer(BaseModel):
    room_id: UUID
    room: str
    office: str
    starts_at: datetime
    child_friendly: bool
    step_free: bool


class AppointmentBody(Body):
    """`claim_id` says whose appointment it is: the principal applicant's when left out."""

    room_id: UUID
    starts_at: AwareDatetime
    language: str = Field(default="es", description="BCP 47", min_length=2, max_length=35)
    claim_id: UUID | None = None
    interviewer_id: UUID | None = None
    interpreter_id: UUID | None = None


class BookedAnswer(BaseModel):
    id: UUID


class CancellationBody(Body):
    reasons: str = Field(max_length=4000)


class AbsenceBody(Body):
    """`cause`, when it is known: whoever had a reason is heard (UNHCR procedural standards 9.1)."""

    cause: str = Field(default="", max_length=4000)


class AbsenceAnswer(BaseModel):
    times: int


@router.get("/cases/{reference}/appointments", dependencies=[requires("appointment.read", reads=True)])
async def list_appointments(db: ReadDb, reference: str) -> list[AppointmentAnswer]:
    """The appointments of a case, the next or latest first."""
    case_id = await cases.case_id_of(db, reference)
    return [
        AppointmentAnswer.model_validate(a, from_attributes=True)
        for a in await scheduling.appointments_of(db, case_id)
    ]


@router.get("/cases/{reference}/free-times", dependencies=[requires("appointment.book", reads=True)])
async def list_free_times(
    db: ReadDb, reference: str, limit: Annotated[int, Query(ge=1, le=50)] = 6
) -> list[SlotAnswer]:
    """The earliest free times at the case's office, in rooms that suit the household's needs where there are any."""
    found = await scheduling.offer(db, await cases.case_id_of(db, reference), limit=limit)
    return [
        SlotAnswer(
            room_id=slot.room.id,
            room=slot.room.name,
            office=slot.room.office,
            starts_at=slot.starts_at,
            child_friendly=slot.room.child_friendly,
            step_free=slot.room.step_free,
        )
        for slot in found.slots
    ]


@router.post(
    "/cases/{reference}/appointments",
    status_code=201,
    response_model=BookedAnswer,
    dependencies=[requires("appointment.book")],
)
async def book(
    request: Request, db: Db, reference: str, body: AppointmentBody, version: IfMatch, key: Key = None
) -> Response:
    """Book an interview. Two at once for a person, an officer, an interpreter or a room are refused by the database itself."""

    async def do() -> BookedAnswer:
        case_id = await cases.case_id_of(db, reference)
        return BookedAnswer(
            id=await scheduling.book(db, db.actor, case_id, **body.model_dump(), version=version)
        )

    return await once(request, db, key, do)


@router.post(
    "/appointments/{appointment_id}/cancellation",
    status_code=204,
    dependencies=[requires("appointment.book")],
)
async def cancel(db: Db, appointment_id: UUID, body: CancellationBody) -> None:
    """Call it off, with the reasons."""
    await scheduling.cancel(db, db.actor, appointment_id, reasons=body.reasons)


@router.post(
    "/appointments/{appointment_id}/absence", status_code=201, dependencies=[requires("appointment.miss")]
)
async def miss(db: Db, appointment_id: UUID, body: AbsenceBody) -> AbsenceAnswer:
    """Record that the person did not come. Nothing follows by itself."""
    return AbsenceAnswer(times=await scheduling.miss(db, db.actor, appointment_id, cause=body.cause))
