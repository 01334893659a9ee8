"""Shapes of appointments and of free times."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.shapes import Body
from app.scheduling.public import Slot

Reasons = Annotated[str, Field(max_length=4000)]
Kind = Literal["interview", "complementary", "hearing", "sitting", "registration", "information"]
Minutes = Annotated[int, Field(ge=15, le=480)]


class AppointmentAnswer(BaseModel):
    """`unanswered_since`: it is over, and nobody has said whether the person came. `waived`: what was asked for and left out, with
    the reason and who agreed. `cause`: why it was moved or missed; `justified`: whether an absence had a good reason."""

    id: UUID
    person_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    office: str
    room_id: UUID
    room: str
    video_room: str | None
    interviewer_id: UUID | None
    interviewer: str | None
    interpreter_id: UUID | None
    interpreter: str | None
    language: str
    state: str
    series_id: UUID | None
    waived: list[dict[str, Any]]
    end_reason: str | None
    cause: str | None
    justified: bool | None
    justified_why: str | None
    moved_to: UUID | None
    unanswered_since: datetime | None


class SlotAnswer(BaseModel):
    """`interviewer_id` and `interpreter_id`: who would ask and interpret."""

    room_id: UUID
    room: str
    office: str
    starts_at: datetime
    ends_at: datetime
    child_friendly: bool
    step_free: bool
    interviewer_id: UUID | None
    interviewer: str | None
    interpreter_id: UUID | None
    interpreter: str | None
    video_room_id: UUID | None


def slot_answer(slot: Slot) -> SlotAnswer:
    """A slot as it is answered."""
    return SlotAnswer(
        room_id=slot.room.id,
        room=slot.room.name,
        office=slot.room.office,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        child_friendly=slot.room.child_friendly,
        step_free=slot.room.step_free,
        interviewer_id=slot.interviewer.user_id if slot.interviewer else None,
        interviewer=slot.interviewer.name if slot.interviewer else None,
        interpreter_id=slot.interpreter.id if slot.interpreter else None,
        interpreter=slot.interpreter.name if slot.interpreter else None,
        video_room_id=slot.video_room.id if slot.video_room else None,
    )


class WhyNotAnswer(BaseModel):
    """Why nothing is offered from `first` to `last`: weekend, holiday, suspension, closed, no_notice, room, interviewer, interpreter,
    second_room, person."""

    first: date
    last: date
    kind: str


class OfferAnswer(BaseModel):
    """`lacks`: what of the needs nothing here can meet; the times are without it. `asked_sex`: of who asks."""

    slots: list[SlotAnswer]
    why_not_earlier: list[WhyNotAnswer]
    lacks: list[str]
    minutes: int
    language: str
    asked_sex: str | None


class WaiverBody(Body):
    """What the booking goes without, why, and who agreed: the person, or who answers for them."""

    what: str = Field(max_length=40)
    reason: Reasons
    consented_by: str = Field(default="", max_length=300)


class AppointmentBody(Body):
    """`claim_id` says whose appointment it is: the principal applicant's when left out. `hold_id`: a time that the caller holds."""

    room_id: UUID
    starts_at: AwareDatetime
    minutes: Minutes = 120
    kind: Kind = "interview"
    language: str = Field(default="es", description="BCP 47", min_length=2, max_length=35)
    claim_id: UUID | None = None
    interviewer_id: UUID | None = None
    interpreter_id: UUID | None = None
    video_room_id: UUID | None = None
    hold_id: UUID | None = None
    waivers: list[WaiverBody] = Field(default=[], max_length=6)


class BookedAnswer(BaseModel):
    id: UUID


class SeriesBody(Body):
    """From two to thirty times of the case, all or none."""

    times: list[AppointmentBody] = Field(min_length=2, max_length=30)


class BatchTimeBody(AppointmentBody):
    reference: str = Field(max_length=40)


class BatchBody(Body):
    """A day for many cases: from two to thirty times, all or none."""

    times: list[BatchTimeBody] = Field(min_length=2, max_length=30)


class SeriesAnswer(BaseModel):
    series_id: UUID
    appointments: list[UUID]


class PlannedAnswer(BaseModel):
    """`why`, where there is no slot: what is missing that day."""

    reference: str
    slot: SlotAnswer | None
    why: str | None
    language: str
    minutes: int


class UndoneAnswer(BaseModel):
    """How many appointments were called off."""

    cancelled: int


class MoveBody(Body):
    """Who asks and interprets stays, unless named; so does how long it takes."""

    room_id: UUID
    starts_at: AwareDatetime
    minutes: Minutes | None = None
    cause: Literal[
        "authority", "person", "illness", "interpreter", "transport", "child_care", "force_majeure"
    ]
    reasons: Reasons
    interviewer_id: UUID | None = None
    interpreter_id: UUID | None = None
    waivers: list[WaiverBody] = Field(default=[], max_length=6)


class CancellationBody(Body):
    reasons: Reasons


class AbsenceBody(Body):
    """`cause`, when it is known: whoever had a reason is heard (UNHCR procedural standards 9.1). `kind` is its code."""

    cause: Reasons = ""
    kind: Literal[
        "unknown", "illness", "transport", "no_notice", "child_care", "fear", "authority", "other"
    ] = "unknown"


class JudgementBody(Body):
    justified: bool
    reasons: Reasons


class AbsenceAnswer(BaseModel):
    """How many absences count against the person."""

    times: int


class RatingBody(Body):
    """1: not usable; 5: faithful throughout."""

    score: int = Field(ge=1, le=5)
    note: str = Field(default="", max_length=500)


class FreeTimesQuery(BaseModel):
    limit: int = Field(default=6, ge=1, le=50)
    kind: Kind = "interview"
    claim_id: UUID | None = None
    minutes: Minutes | None = None
    language: str | None = Field(default=None, min_length=2, max_length=35)
    interviewer: UUID | None = None
    video: bool = False
    not_before: date | None = None
