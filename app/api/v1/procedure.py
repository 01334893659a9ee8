"""The procedure in force, offices, rooms and free times: what a client needs to fill in a registration."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.transaction import ReadDb
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.scheduling import public as scheduling

router = APIRouter(tags=["procedure"], responses=PROBLEMS)


class PlaceAnswer(BaseModel):
    id: UUID
    code: str
    name: str


class SlotAnswer(BaseModel):
    room_id: UUID
    room: str
    office: str
    starts_at: datetime


class FreeTimesQuery(BaseModel):
    not_before: date | None = None
    step_free: bool = False
    child_friendly: bool = False


@router.get("/procedure", dependencies=[requires("procedure.read", reads=True)])
async def read_procedure(db: ReadDb) -> dict[str, Any]:
    """The profile in force, each value with its verification mark and source."""
    return (await procedure_in_force(db)).model_dump(mode="json")


@router.get("/offices", dependencies=[requires("procedure.read", reads=True)])
async def read_offices(db: ReadDb) -> list[PlaceAnswer]:
    return [PlaceAnswer.model_validate(o, from_attributes=True) for o in await identity.offices(db)]


@router.get("/offices/{office_id}/free-times", dependencies=[requires("appointment.book", reads=True)])
async def read_free_times(
    db: ReadDb,
    office_id: UUID,
    needs: Annotated[FreeTimesQuery, Query()],
) -> list[SlotAnswer]:
    """The earliest free times of the office's rooms that meet the needs."""
    profile = await procedure_in_force(db)
    slots = await scheduling.free_slots(
        db,
        profile,
        office_id=office_id,
        not_before=needs.not_before or profile.today(db.now()),
        length=scheduling.LENGTH,
        step_free=needs.step_free,
        child_friendly=needs.child_friendly,
        limit=6,
    )
    return [
        SlotAnswer(room_id=s.room.id, room=s.room.name, office=s.room.office, starts_at=s.starts_at)
        for s in slots
    ]
