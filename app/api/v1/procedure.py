"""The procedure in force, offices, rooms and free times: what a client needs to fill in a registration."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.identity import public as identity
from app.overrides import public as overrides
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.scheduling import public as scheduling

router = Router(tags=["procedure"], responses=PROBLEMS)


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


class VersionAnswer(BaseModel):
    """A version of the country's procedure; `in_force_until` None while it stands."""

    version: str
    label: str
    in_force_from: date
    in_force_until: date | None


class FindingAnswer(BaseModel):
    """Something that a lawyer should look at: `severity` is defect, gap or unverified; `subject` the place in the file."""

    severity: str
    kind: str
    subject: str
    message: str


@router.get("/procedure", dependencies=[requires("procedure.read", reads=True)])
async def read_procedure(db: ReadDb, version: str = "") -> dict[str, Any]:
    """The profile in force, or another version of it; each value with its verification mark and source."""
    return (await _shown(db, version)).model_dump(mode="json")


@router.get("/procedure/versions", dependencies=[requires("procedure.read", reads=True)])
async def read_versions(request: Request, db: ReadDb) -> list[VersionAnswer]:
    """Every version of the country's procedure, the newest first: a case keeps the one of its filing date."""
    country = (await procedure_in_force(db)).country
    return [
        VersionAnswer(
            version=each.version,
            label=each.label.in_(request.state.language),
            in_force_from=each.in_force.since,
            in_force_until=each.in_force.until,
        )
        for each in procedure.versions(country)
    ]


@router.get("/procedure/drawing", dependencies=[requires("procedure.read", reads=True)])
async def read_drawing(request: Request, db: ReadDb, version: str = "", *, narrow: bool = False) -> Response:
    """The road of a claim as an SVG picture; `narrow` for a telephone."""
    picture = procedure.draw(await _shown(db, version), language=request.state.language, narrow=narrow)
    return Response(picture, media_type="image/svg+xml")


@router.get("/procedure/findings", dependencies=[requires("procedure.read", reads=True)])
async def read_findings(db: ReadDb, version: str = "") -> list[FindingAnswer]:
    """What `rsd procedure check` says: defects, values that nobody knows, values that nobody has verified."""
    profile = await _shown(db, version)
    return [
        FindingAnswer(severity=f.severity, kind=f.kind, subject=f.subject, message=f.message)
        for f in procedure.check(profile)
    ]


async def _shown(db: ReadDb, version: str) -> procedure.Profile:
    current = await procedure_in_force(db)
    if not version or version == current.version:
        return current
    try:
        return await overrides.edition(db, current.country, version)
    except overrides.ProcedureUnreadable as none:
        raise NotFound from none


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
