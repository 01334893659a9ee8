"""When a hearing of a remedy or in a procedure of loss is held: free times, booking, moving, calling off."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.appointment_shapes import Minutes, OfferAnswer, Reasons, WaiverBody, WhyNotAnswer, slot_answer
from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.remedies import public as remedies
from app.scheduling import public as scheduling

router = Router(tags=["remedies"], responses=PROBLEMS)
BOOKS = [requires("hearing.book")]
READS = [requires("hearing.book", reads=True)]
Language = Annotated[str, Field(description="BCP 47", min_length=2, max_length=35)]


class TimeBody(Body):
    room_id: UUID
    starts_at: AwareDatetime
    interpreter_id: UUID | None = None
    video_room_id: UUID | None = None

    def as_when(self) -> remedies.When:
        return remedies.When(self.room_id, self.starts_at, self.interpreter_id, self.video_room_id)


class FreeHearingQuery(BaseModel):
    language: Language | None = None
    minutes: Minutes | None = None
    video: bool = False
    not_before: date | None = None


class HearingBookingBody(TimeBody):
    language: Language = "es"
    minutes: Minutes | None = None
    waivers: list[WaiverBody] = Field(default=[], max_length=6)


class HearingMoveBody(TimeBody):
    cause: Literal[
        "authority", "person", "illness", "interpreter", "transport", "child_care", "force_majeure"
    ]
    reasons: Reasons


class CallOffBody(Body):
    reasons: Reasons


class CalledAnswer(BaseModel):
    """`role`: `judge` or `counsel`; their time is taken, too."""

    user_id: UUID
    name: str
    role: str


class HearingTimeAnswer(BaseModel):
    """The time that stands, null where none does, and who is called besides the person."""

    appointment_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    room: str | None
    office: str | None
    interpreter: str | None
    called: list[CalledAnswer]


class Booked(BaseModel):
    appointment_id: UUID


def _add(kind: str, base: str, key: str) -> None:
    address = f"{base}/{{{key}}}/hearing"
    named = Path(alias=key)

    @router.get(f"{address}/time", dependencies=READS, name=f"read_{kind}_hearing_time")
    async def read_time(db: ReadDb, thing_id: Annotated[UUID, named]) -> HearingTimeAnswer:
        """When it is held, if that is settled, and who is called."""
        return _time(await remedies.to_hear(db, kind, thing_id))

    @router.get(f"{address}/free-times", dependencies=READS, name=f"list_{kind}_hearing_times")
    async def free_times(
        db: ReadDb,
        thing_id: Annotated[UUID, named],
        asked: Annotated[FreeHearingQuery, Query()],
    ) -> OfferAnswer:
        """The earliest times at which the person, a room, an interpreter, who judges and counsel can; and why none is earlier."""
        found = await remedies.offer_hearing(db, kind, thing_id, **asked.model_dump())
        why = [WhyNotAnswer.model_validate(one, from_attributes=True) for one in found.why_not_earlier]
        return OfferAnswer(
            slots=[slot_answer(slot) for slot in found.slots],
            why_not_earlier=why,
            lacks=list(found.lacks),
            minutes=int(found.needs.length.total_seconds() // 60),
            language=found.needs.language,
            asked_sex=found.needs.asked_sex,
        )

    @router.post(f"{address}/time", status_code=201, dependencies=BOOKS, name=f"book_{kind}_hearing")
    async def book(db: Db, thing_id: Annotated[UUID, named], body: HearingBookingBody) -> Booked:
        """Take a time, and call the person to it."""
        waivers = [scheduling.Waiver(w.what, w.reason, w.consented_by) for w in body.waivers]
        made = await remedies.book_hearing(
            db,
            db.actor,
            kind,
            thing_id,
            body.as_when(),
            language=body.language,
            minutes=body.minutes,
            waivers=waivers,
        )
        return Booked(appointment_id=made)

    @router.post(f"{address}/time/move", dependencies=BOOKS, name=f"move_{kind}_hearing")
    async def move(db: Db, thing_id: Annotated[UUID, named], body: HearingMoveBody) -> Booked:
        """Another time instead, with its cause and the reasons."""
        made = await remedies.move_hearing(
            db, db.actor, kind, thing_id, body.as_when(), cause=body.cause, reasons=body.reasons
        )
        return Booked(appointment_id=made)

    @router.post(
        f"{address}/time/cancellation", status_code=204, dependencies=BOOKS, name=f"call_off_{kind}_hearing"
    )
    async def call_off(db: Db, thing_id: Annotated[UUID, named], body: CallOffBody) -> Response:
        """It is not held then; everybody's time is free again."""
        await remedies.call_off_hearing(db, db.actor, kind, thing_id, reasons=body.reasons)
        return Response(status_code=204)


def _time(found: remedies.ToHear) -> HearingTimeAnswer:
    booked = found.booked
    return HearingTimeAnswer(
        appointment_id=booked.id if booked else None,
        starts_at=booked.starts_at if booked else None,
        ends_at=booked.ends_at if booked else None,
        room=booked.room if booked else None,
        office=booked.office if booked else None,
        interpreter=booked.interpreter if booked else None,
        called=[CalledAnswer(user_id=one.user_id, name=one.name, role=one.as_) for one in found.called],
    )


_add(remedies.REMEDY, "/remedies", "remedy_id")
_add(remedies.LOSS, "/losses", "loss_id")
