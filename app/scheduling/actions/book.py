"""Booking a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import Range

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.identity.public import demand
from app.scheduling.actions.checks import Waiver, Wanted, check
from app.scheduling.actions.hold import release_expired, use_hold
from app.scheduling.actions.loading import flush_time, place_of, the_room
from app.scheduling.models import Appointment
from app.scheduling.waiting.models import Waiting

LENGTH = timedelta(hours=2)
NO_SHOW_CHECK = "no_show_check"
REMIND = "appointment_reminder"
GRACE = timedelta(hours=1)
# How long before it a person is reminded.
REMINDERS = (timedelta(days=3), timedelta(days=1))


async def book(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    room_id: UUID,
    starts_at: datetime,
    language: str,
    kind: str = "interview",
    length: timedelta = LENGTH,
    claim_id: UUID | None = None,
    interviewer_id: UUID | None = None,
    interpreter_id: UUID | None = None,
    video_room_id: UUID | None = None,
    waivers: Sequence[Waiver] = (),
    series_id: UUID | None = None,
    hold_id: UUID | None = None,
    about: str | None = None,
    attending: Sequence[UUID] = (),
    version: int | None = None,
) -> UUID:
    """Book a time for a claim's person (the principal applicant's, when left out). `kind`: see `rules.KINDS`.

    What the person asked for holds: a sex of who asks or interprets, no interpreter of their community. `waivers` give the reason
    where it cannot be had, and who agreed. `about`: the thing of the case that it is about; `attending`: users whose time it takes
    besides. Raises `NotFound`, `Invalid`, `NotFitting`, `HoldEnded`, `AlreadyBooked`.
    """
    demand(actor, "appointment.book")
    opened = await cases.open_case(db, case_id, version=version)
    claim = opened.claim(claim_id) if claim_id else opened.principal
    room = await the_room(db, room_id)
    second = await the_room(db, video_room_id) if video_room_id else None
    wanted = Wanted(
        claim.person_id,
        kind,
        language,
        starts_at,
        length,
        room,
        interviewer_id,
        interpreter_id,
        second,
        tuple(dict.fromkeys(attending)),
    )
    waived = await check(db, opened, wanted, waivers)
    await release_expired(db)
    if hold_id:
        await use_hold(db, actor, hold_id)
    appointment = as_booked(db, actor, case_id, wanted, waived, series_id, about)
    db.add(appointment)
    await flush_time(db)
    recorded = await cases.record(
        db,
        actor,
        opened,
        "appointment_booked",
        claims=[claim.id],
        data={
            "appointment": str(appointment.id),
            "starts_at": starts_at.isoformat(),
            "kind": kind,
            "place": await place_of(db, room),
            **({"waived": waived} if waived else {}),
        },
        # Who is called to a hearing is told that it is one.
        tell={"hearing_convened": {}} if kind == "hearing" else None,
        unsaid=["appointment_booked"] if kind == "hearing" else (),
    )
    leave_for_later(db, appointment, recorded.event_id)
    await serve_waiting(db, appointment)
    return appointment.id


_SERVED = (
    update(Waiting)
    .where(
        Waiting.person_id == bindparam("person"),
        Waiting.kind == bindparam("of_kind"),
        Waiting.state == "waiting",
    )
    .values(state="filled", appointment_id=bindparam("appointment"), ended_at=bindparam("now"))
    .execution_options(synchronize_session=False)
)


async def serve_waiting(db: Session, appointment: Appointment) -> None:
    """Whoever has a time now waits for one no longer."""
    await db.execute(
        _SERVED,
        {
            "person": appointment.person_id,
            "of_kind": appointment.kind,
            "appointment": appointment.id,
            "now": db.now(),
        },
    )


def as_booked(
    db: Session,
    actor: Actor,
    case_id: UUID,
    wanted: Wanted,
    waived: list[dict[str, object]],
    series_id: UUID | None = None,
    about: str | None = None,
) -> Appointment:
    """The appointment, before it is written."""
    return Appointment(
        id=new_id(),
        case_id=case_id,
        person_id=wanted.person_id,
        office_id=wanted.room.office_id,
        room_id=wanted.room.id,
        video_room_id=wanted.video_room.id if wanted.video_room else None,
        kind=wanted.kind,
        during=Range(wanted.starts_at, wanted.starts_at + wanted.length, bounds="[)"),
        interviewer_id=wanted.interviewer_id,
        interpreter_id=wanted.interpreter_id,
        language=wanted.language,
        state="booked",
        booked_at=db.now(),
        booked_by=actor.user_id,
        series_id=series_id,
        waived=waived,
        moved_to=None,
        end_reason=None,
        cause=None,
        justified=None,
        justified_why=None,
        justified_by=None,
        justified_at=None,
        unanswered_since=None,
        about=about,
        attending=list(wanted.attending),
    )


def leave_for_later(db: Session, appointment: Appointment, event_id: UUID) -> None:
    """The reminders, and the look after it is over whether somebody said that the person came."""
    starts_at, ends_at = appointment.during.lower, appointment.during.upper
    if starts_at is None or ends_at is None:
        return
    named = {"appointment": str(appointment.id)}
    db.later(NO_SHOW_CHECK, named, at=ends_at + GRACE)
    next_reminder(db, named | {"event": str(event_id)}, starts_at)


def next_reminder(db: Session, payload: dict[str, str], starts_at: datetime) -> None:
    """The job for the next reminder that is still ahead; none when all have passed."""
    ahead = [at for at in (starts_at - before for before in REMINDERS) if at > db.now()]
    if ahead:
        db.later(REMIND, payload, at=ahead[0])
