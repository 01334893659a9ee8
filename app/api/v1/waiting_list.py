"""Who waits for a time, what a person asked of their interviews, and a calendar for a telephone."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.api.v1.calendar import MadeAnswer, Words
from app.api.v1.shapes import PROBLEMS, Body
from app.cases import public as cases
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.scheduling import public as scheduling
from app.settings import settings

router = Router(tags=["calendar"], responses=PROBLEMS)


class WaitingBody(Body):
    claim_id: UUID | None = None
    kind: Literal["interview", "complementary", "hearing", "sitting", "registration", "information"] = (
        "interview"
    )
    language: str | None = Field(default=None, min_length=2, max_length=35)
    note: str = Field(default="", max_length=300)


class WaitingAnswer(BaseModel):
    """In the order in which they are served: `child` first, then by `priority`, the age of the claim, and how long they wait."""

    id: UUID
    reference: str
    person_id: UUID
    person: str
    office: str
    kind: str
    language: str
    child: bool
    priority: int
    filed_on: date
    since: datetime
    note: str


class WishesBody(Body):
    interviewer_sex: Literal["female", "male"] | None = None
    interpreter_sex: Literal["female", "male"] | None = None
    refuses_own_community: bool = False
    communities: Words = []


class WishesAnswer(WishesBody):
    version: int


class ConflictBody(Body):
    interpreter_id: UUID
    kind: Literal["knows_the_person", "refused_by_the_person"]
    note: str = Field(default="", max_length=500)


class FeedAnswer(BaseModel):
    """The secret address; it is not shown again."""

    address: str


@router.get("/waiting-list", dependencies=[requires("calendar.read", reads=True)])
async def read_waiting(db: ReadDb, office_id: UUID | None = None) -> list[WaitingAnswer]:
    """Who waits, among the caller's cases, in the order in which they are served."""
    found = await scheduling.waiting(db, today=db.now().date(), office_id=office_id)
    return [WaitingAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/cases/{reference}/waiting", status_code=201, dependencies=[requires("appointment.book")])
async def wait(db: Db, reference: str, body: WaitingBody) -> MadeAnswer:
    """Put a person of the case on the waiting list of its office."""
    case_id = await cases.case_id_of(db, reference)
    return MadeAnswer(id=await scheduling.wait(db, db.actor, case_id, **body.model_dump()))


@router.delete("/waiting-list/{waiting_id}", status_code=204, dependencies=[requires("appointment.book")])
async def leave(db: Db, waiting_id: UUID) -> None:
    await scheduling.leave(db, db.actor, waiting_id)


@router.get(
    "/cases/{reference}/people/{person_id}/interview-wishes",
    dependencies=[requires("appointment.read", reads=True)],
)
async def read_wishes(db: ReadDb, reference: str, person_id: UUID) -> WishesAnswer:
    """What the person asked of their interviews."""
    case = await cases.case_view(db, reference)
    if person_id not in {claim.person_id for claim in case.claims}:
        raise NotFound
    found = (await scheduling.wishes_of(db, [person_id])).get(person_id, scheduling.Wishes())
    return WishesAnswer.model_validate(found, from_attributes=True)


@router.put(
    "/cases/{reference}/people/{person_id}/interview-wishes",
    status_code=204,
    dependencies=[requires("appointment.book")],
)
async def note_wishes(db: Db, reference: str, person_id: UUID, body: WishesBody, version: IfMatch) -> None:
    wishes = scheduling.Wishes(**body.model_dump())
    case_id = await cases.case_id_of(db, reference)
    await scheduling.note_wishes(db, db.actor, case_id, person_id, wishes, version=version)


@router.post(
    "/cases/{reference}/people/{person_id}/interpreter-conflicts",
    status_code=201,
    dependencies=[requires("appointment.book")],
)
async def note_conflict(db: Db, reference: str, person_id: UUID, body: ConflictBody) -> MadeAnswer:
    """An interpreter knows the person, or the person does not want them."""
    case_id = await cases.case_id_of(db, reference)
    made = await scheduling.note_conflict(db, db.actor, case_id, person_id, **body.model_dump())
    return MadeAnswer(id=made)


@router.delete(
    "/interpreter-conflicts/{conflict_id}", status_code=204, dependencies=[requires("appointment.book")]
)
async def end_conflict(db: Db, conflict_id: UUID) -> None:
    await scheduling.end_conflict(db, db.actor, conflict_id)


@router.post("/calendar-feed", status_code=201, dependencies=[requires("calendar.read")])
async def open_feed(db: Db) -> FeedAnswer:
    """A new secret address for the caller's own calendar; the one before no longer opens it."""
    secret = await scheduling.open_feed(db, db.actor)
    return FeedAnswer(address=f"{settings().public_base_url.rstrip('/')}/calendar/feeds/{secret}.ics")


@router.delete("/calendar-feed", status_code=204, dependencies=[requires("calendar.read")])
async def close_feed(db: Db) -> None:
    await scheduling.close_feed(db, db.actor)
