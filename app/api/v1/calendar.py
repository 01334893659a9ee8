"""The calendar of an office: rooms, who interviews and interprets, hours, days that are otherwise, and holds."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.appointment_shapes import AppointmentAnswer, SlotAnswer, slot_answer
from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.scheduling import public as scheduling

router = Router(tags=["calendar"], responses=PROBLEMS)
Name = Annotated[str, Field(max_length=80)]
Words = Annotated[list[str], Field(max_length=30)]
MOST_AFFECTED = 30
Whose = Literal["office", "user", "interpreter"]


class RoomBody(Body):
    name: Name
    confidential: bool = True
    child_friendly: bool = False
    step_free: bool = False
    video: bool = False
    active: bool = True


class RoomAnswer(RoomBody):
    id: UUID
    office_id: UUID
    version: int


class InterviewerBody(Body):
    """`sex`: female, male, other or unknown. `trained_for`: children, gender_violence, torture, lgbti, sign_language."""

    languages: Words
    sex: Literal["female", "male", "other", "unknown"]
    trained_for: Words = []


class InterviewerAnswer(InterviewerBody):
    user_id: UUID
    name: str
    version: int


class InterpreterBody(Body):
    """`offices` left out: every one. `communities`: countries (alpha-3) or words. `suspended_why`: no longer called, and why."""

    name: Name
    sex: Literal["female", "male", "other", "unknown"]
    languages: Words
    communities: Words = []
    trained_for: Words = []
    offices: list[UUID] = Field(default=[], max_length=50)
    user_id: UUID | None = None
    active: bool = True
    suspended_why: str | None = Field(default=None, max_length=500)


class InterpreterAnswer(InterpreterBody):
    """`score`: the mean of `ratings` ratings, from 1 to 5."""

    id: UUID
    suspended_on: date | None
    ratings: int
    score: float | None
    version: int


class HoursBody(Body):
    """Seven texts, Monday first: `08:00-12:00, 13:00-17:00`, or nothing."""

    week: list[Annotated[str, Field(max_length=100)]] = Field(min_length=7, max_length=7)


class HoursAnswer(HoursBody):
    """Nothing on all days: whenever the office is open."""

    version: int


class ChangeBody(Body):
    """Days that are not as the week says: absent or closed, or hours besides (`works`). No hours: the whole day."""

    first: date
    last: date | None = None
    works: bool = False
    opens: time | None = None
    closes: time | None = None
    note: str = Field(default="", max_length=200)


class ChangeAnswer(BaseModel):
    id: UUID
    first: date
    last: date
    works: bool
    opens: time | None
    closes: time | None
    note: str


class HoldBody(Body):
    room_id: UUID
    starts_at: AwareDatetime
    minutes: int = Field(default=120, ge=15, le=480)
    interviewer_id: UUID | None = None
    interpreter_id: UUID | None = None


class BlockBody(Body):
    """At least one of room, interviewer and interpreter. Every colleague reads the reason."""

    starts_at: AwareDatetime
    ends_at: AwareDatetime
    reason: str = Field(max_length=200)
    room_id: UUID | None = None
    interviewer_id: UUID | None = None
    interpreter_id: UUID | None = None


class HoldAnswer(BaseModel):
    """`reason` none: held for some minutes, until `until`."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    until: datetime
    reason: str | None
    by: str
    room_id: UUID | None
    interviewer_id: UUID | None
    interpreter_id: UUID | None


class AffectedOne(BaseModel):
    """`same_time`: the same hour with somebody else in the place of who is away; none where there is nobody."""

    appointment: AppointmentAnswer
    same_time: SlotAnswer | None
    later: list[SlotAnswer]


class AffectedAnswer(BaseModel):
    """`more`: appointments that are not listed here. `hidden`: times taken by cases that the caller does not see."""

    appointments: list[AffectedOne]
    more: int
    hidden: int


class MadeAnswer(BaseModel):
    id: UUID


@router.get("/rooms", dependencies=[requires("calendar.read", reads=True)])
async def read_rooms(db: ReadDb, office_id: UUID | None = None) -> list[RoomAnswer]:
    """The rooms of an office, or of all, also those that are not used any more."""
    found = await scheduling.rooms(db, office_id, everything=True)
    return [RoomAnswer.model_validate(room, from_attributes=True) for room in found]


@router.post("/offices/{office_id}/rooms", status_code=201, dependencies=[requires("calendar.manage")])
async def add_room(db: Db, office_id: UUID, body: RoomBody) -> MadeAnswer:
    facts = scheduling.RoomFacts(**body.model_dump())
    return MadeAnswer(id=await scheduling.keep_room(db, db.actor, facts, office_id=office_id))


@router.put("/rooms/{room_id}", status_code=204, dependencies=[requires("calendar.manage")])
async def change_room(db: Db, room_id: UUID, body: RoomBody, version: IfMatch) -> None:
    facts = scheduling.RoomFacts(**body.model_dump())
    await scheduling.keep_room(db, db.actor, facts, room_id=room_id, version=version)


@router.get("/offices/{office_id}/interviewers", dependencies=[requires("calendar.read", reads=True)])
async def read_interviewers(db: ReadDb, office_id: UUID) -> list[InterviewerAnswer]:
    """Who interviews at the office, with what they speak and are trained for."""
    found = await scheduling.interviewers_of(db, office_id)
    return [InterviewerAnswer.model_validate(one, from_attributes=True) for one in found]


@router.put("/interviewers/{user_id}", status_code=204, dependencies=[requires("calendar.manage")])
async def keep_interviewer(db: Db, user_id: UUID, body: InterviewerBody, version: IfMatch) -> None:
    await scheduling.keep_interviewer(db, db.actor, user_id, **body.model_dump(), version=version)


@router.get("/interpreters", dependencies=[requires("calendar.read", reads=True)])
async def read_interpreters(
    db: ReadDb, language: Annotated[str | None, Query(max_length=35)] = None
) -> list[InterpreterAnswer]:
    """Interpreters, also those who are suspended."""
    found = await scheduling.interpreters(db, language, everybody=True)
    return [InterpreterAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/interpreters", status_code=201, dependencies=[requires("calendar.manage")])
async def add_interpreter(db: Db, body: InterpreterBody) -> MadeAnswer:
    facts = scheduling.InterpreterFacts(**body.model_dump())
    return MadeAnswer(id=await scheduling.keep_interpreter(db, db.actor, facts))


@router.put("/interpreters/{interpreter_id}", status_code=204, dependencies=[requires("calendar.manage")])
async def change_interpreter(db: Db, interpreter_id: UUID, body: InterpreterBody, version: IfMatch) -> None:
    facts = scheduling.InterpreterFacts(**body.model_dump())
    await scheduling.keep_interpreter(db, db.actor, facts, interpreter_id=interpreter_id, version=version)


@router.get("/hours/{whose}/{owner_id}", dependencies=[requires("calendar.read", reads=True)])
async def read_hours(db: ReadDb, whose: Whose, owner_id: UUID) -> HoursAnswer:
    """The weekly hours of an office, an interviewer or an interpreter."""
    await scheduling.owner_name(db, whose, owner_id)
    table = (await scheduling.timetables(db, [owner_id], since=db.now().date()))[owner_id]
    week = table.week or ((),) * 7
    return HoursAnswer(
        week=[scheduling.typed_of(day) for day in week],
        version=await scheduling.timetable_version(db, owner_id),
    )


@router.put("/hours/{whose}/{owner_id}", status_code=204, dependencies=[requires("calendar.read")])
async def keep_hours(db: Db, whose: Whose, owner_id: UUID, body: HoursBody, version: IfMatch) -> None:
    """Everybody's own; a supervisor's for the office, its interviewers and the interpreters."""
    week = tuple(scheduling.typed_day(day, f"week.{n}") for n, day in enumerate(body.week))
    owner = scheduling.Owner(whose, owner_id)
    await scheduling.keep_hours(db, db.actor, owner, week, version=version)


@router.get("/hours/{whose}/{owner_id}/changes", dependencies=[requires("calendar.read", reads=True)])
async def read_changes(db: ReadDb, whose: Whose, owner_id: UUID) -> list[ChangeAnswer]:
    """Days announced that are not as the week says, from today on."""
    await scheduling.owner_name(db, whose, owner_id)
    found = await scheduling.day_changes(db, owner_id, since=db.now().date())
    return [ChangeAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/hours/{whose}/{owner_id}/changes", status_code=201, dependencies=[requires("calendar.read")])
async def announce(db: Db, whose: Whose, owner_id: UUID, body: ChangeBody) -> MadeAnswer:
    """An absence, a closure, or hours besides. What is booked on those days stays booked, for somebody to move."""
    owner = scheduling.Owner(whose, owner_id)
    return MadeAnswer(id=await scheduling.announce(db, db.actor, owner, **body.model_dump()))


@router.get("/hours/{whose}/{owner_id}/affected", dependencies=[requires("appointment.book", reads=True)])
async def read_affected(db: ReadDb, whose: Whose, owner_id: UUID) -> AffectedAnswer:
    """What is booked on days announced as absent or closed, each with where it could go; `POST /appointments/{id}/move` takes one."""
    await scheduling.owner_name(db, whose, owner_id)
    owner = scheduling.Owner(whose, owner_id)
    found = await scheduling.affected(db, owner, zone=(await procedure_in_force(db)).zone)
    without = scheduling.absent_in(owner)
    rows = []
    for one in found.appointments[:MOST_AFFECTED]:
        instead = await scheduling.instead_of(db, one, without=without)
        rows.append(
            AffectedOne(
                appointment=AppointmentAnswer.model_validate(one, from_attributes=True),
                same_time=slot_answer(instead.same_time) if instead.same_time else None,
                later=[slot_answer(slot) for slot in instead.later],
            )
        )
    return AffectedAnswer(
        appointments=rows, more=max(0, len(found.appointments) - MOST_AFFECTED), hidden=found.hidden
    )


@router.delete("/hours/changes/{change_id}", status_code=204, dependencies=[requires("calendar.read")])
async def withdraw_change(db: Db, change_id: UUID) -> None:
    await scheduling.withdraw_change(db, db.actor, change_id)


@router.post("/holds", status_code=201, dependencies=[requires("appointment.book")])
async def hold(db: Db, body: HoldBody) -> MadeAnswer:
    """Keep a time free for a quarter of an hour, while somebody is asked whether it suits them."""
    length = timedelta(minutes=body.minutes)
    made = await scheduling.hold(db, db.actor, **body.model_dump(exclude={"minutes"}), length=length)
    return MadeAnswer(id=made)


@router.get("/offices/{office_id}/holds", dependencies=[requires("calendar.read", reads=True)])
async def read_holds(db: ReadDb, office_id: UUID) -> list[HoldAnswer]:
    """What is held or blocked at the office from now on, in order of time."""
    found = await scheduling.holds_at(db, office_id, since=db.now())
    return [HoldAnswer.model_validate(one, from_attributes=True) for one in found]


@router.post("/offices/{office_id}/blocks", status_code=201, dependencies=[requires("appointment.book")])
async def block(db: Db, office_id: UUID, body: BlockBody) -> MadeAnswer:
    """Block a room, or somebody who interviews or interprets, until an end; `DELETE /holds/{id}` gives it back."""
    return MadeAnswer(id=await scheduling.block(db, db.actor, office_id=office_id, **body.model_dump()))


@router.delete("/holds/{hold_id}", status_code=204, dependencies=[requires("appointment.book")])
async def release(db: Db, hold_id: UUID) -> None:
    await scheduling.release(db, db.actor, hold_id)
