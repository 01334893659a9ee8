"""Booking a hearing from its own page: for whom, with whom, when and where; through the one calendar that takes nothing twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound
from app.identity import public as identity
from app.remedies import errors
from app.remedies.loss.errors import LossNotOpen
from app.remedies.loss.models import Loss
from app.remedies.models import Remedy
from app.remedies.panel.loading import sitting, voting
from app.remedies.policies import TRIBUNAL
from app.scheduling import public as scheduling

HEARING = "hearing"
# What may be heard: by the name of its kind.
REMEDY, LOSS = "remedy", "loss"
GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody whose time a hearing takes besides the person's: who judges (`judge`) or represents (`counsel`)."""

    user_id: UUID
    name: str
    as_: str


@dataclass(frozen=True, slots=True)
class ToHear:
    """What is to be heard: its case, the claim whose person comes, who is called, and the time booked, if one is."""

    about: str
    case_id: UUID
    claim_id: UUID | None
    called: tuple[Called, ...]
    booked: scheduling.AppointmentView | None

    @property
    def attending(self) -> list[UUID]:
        return [one.user_id for one in self.called]


@dataclass(frozen=True, slots=True)
class When:
    """A time that was chosen: the room, the hour, who interprets, and the second room of a video hearing."""

    room_id: UUID
    starts_at: datetime
    interpreter_id: UUID | None = None
    video_room_id: UUID | None = None


async def to_hear(db: ReadSession, kind: str, thing_id: UUID) -> ToHear:
    """What a hearing of that remedy or procedure of loss needs now. Raises `NotFound`."""
    of_tribunal = db.actor.role in TRIBUNAL
    if kind == REMEDY:
        remedy = await db.get(Remedy, thing_id)
        if remedy is None or not of_tribunal:
            raise NotFound
        judges = voting(await sitting(db, thing_id))
        return await _with(db, f"{REMEDY}:{thing_id}", remedy.case_id, None, judges)
    loss = await db.get(Loss, thing_id)
    # Each hears its own: a remedy the tribunal, a status who may take it.
    if loss is None or of_tribunal:
        raise NotFound
    claim = UUID(loss.claims[0]) if loss.claims else None
    return await _with(db, f"{LOSS}:{thing_id}", loss.case_id, claim, [])


async def booked_hearing(db: ReadSession, kind: str, thing_id: UUID) -> scheduling.AppointmentView | None:
    """The time for which those concerned are called, for everybody who may read what is heard; none where no time is booked."""
    standing = await scheduling.standing_about(db, f"{kind}:{thing_id}")
    return standing.appointment if standing else None


async def offer_hearing(
    db: ReadSession,
    kind: str,
    thing_id: UUID,
    *,
    language: str | None = None,
    minutes: int | None = None,
    video: bool = False,
    not_before: date | None = None,
) -> scheduling.Offer:
    """The earliest times at which the person, a room, an interpreter where one is needed, who judges and counsel are all free; and
    why none is earlier. Raises `NotFound`."""
    found = await to_hear(db, kind, thing_id)
    return await scheduling.offer(
        db,
        found.case_id,
        kind=HEARING,
        claim_id=found.claim_id,
        language=language,
        minutes=minutes,
        video=video,
        not_before=not_before,
        attending=found.attending,
    )


async def book_hearing(
    db: Session,
    actor: Actor,
    kind: str,
    thing_id: UUID,
    when: When,
    *,
    language: str,
    minutes: int | None = None,
    waivers: Sequence[scheduling.Waiver] = (),
) -> UUID:
    """Take the time, and call the person to it. Of a remedy only once the hearing was granted; of a loss once the person was told.

    Raises `NotFound`, `NotPending`, `HearingNotGranted`, `LossNotOpen`, `HearingBooked`, and what a booking raises.
    """
    identity.demand(actor, "hearing.book")
    found = await to_hear(db, kind, thing_id)
    await _demand_open(db, kind, thing_id)
    if found.booked is not None:
        raise errors.HearingBooked
    return await scheduling.book(
        db,
        actor,
        found.case_id,
        kind=HEARING,
        claim_id=found.claim_id,
        room_id=when.room_id,
        starts_at=when.starts_at,
        language=language,
        length=timedelta(minutes=minutes) if minutes else scheduling.length_of(HEARING),
        interpreter_id=when.interpreter_id,
        video_room_id=when.video_room_id,
        waivers=waivers,
        about=found.about,
        attending=found.attending,
    )


async def move_hearing(
    db: Session, actor: Actor, kind: str, thing_id: UUID, when: When, *, cause: str, reasons: str
) -> UUID:
    """Another time for the same hearing, with the cause and the reasons; who is called is who sits and represents now.

    Raises `NotFound`, `HearingNotBooked`, and what moving an appointment raises.
    """
    identity.demand(actor, "hearing.book")
    found = await to_hear(db, kind, thing_id)
    if found.booked is None:
        raise errors.HearingNotBooked
    return await scheduling.move(
        db,
        actor,
        found.booked.id,
        room_id=when.room_id,
        starts_at=when.starts_at,
        cause=cause,
        reasons=reasons,
        interpreter_id=when.interpreter_id,
        attending=found.attending,
    )


async def call_off_hearing(db: Session, actor: Actor, kind: str, thing_id: UUID, *, reasons: str) -> None:
    """The hearing is not held then, and everybody's time is free again. Raises `NotFound`, `HearingNotBooked`, `Invalid`."""
    identity.demand(actor, "hearing.book")
    found = await to_hear(db, kind, thing_id)
    if found.booked is None:
        raise errors.HearingNotBooked
    await scheduling.cancel(db, actor, found.booked.id, reasons=reasons)


async def begin_booked(db: Session, kind: str, thing_id: UUID) -> UUID | None:
    """The record of the hearing is opened: the time booked for it today is kept. Its appointment, if there was one."""
    found = await scheduling.standing_about(db, f"{kind}:{thing_id}")
    if found is None:
        return None
    await scheduling.keep(db, found.appointment.id)
    return found.appointment.id


async def _with(
    db: ReadSession, about: str, case_id: UUID, claim_id: UUID | None, judges: Sequence[UUID]
) -> ToHear:
    counsel = [one.user_id for one in await cases.representatives_of(db, case_id)]
    names = await identity.names(db, [*judges, *counsel])
    called = [Called(user, names[user], "judge") for user in judges]
    called += [Called(user, names[user], "counsel") for user in dict.fromkeys(counsel) if user not in judges]
    standing = await scheduling.standing_about(db, about)
    return ToHear(about, case_id, claim_id, tuple(called), standing.appointment if standing else None)


async def _demand_open(db: Session, kind: str, thing_id: UUID) -> None:
    if kind == REMEDY:
        remedy = await db.get(Remedy, thing_id)
        if remedy is None or remedy.status != "pending":
            raise errors.NotPending
        if remedy.hearing_ruling != GRANTED:
            raise errors.HearingNotGranted
        return
    loss = await db.get(Loss, thing_id)
    if loss is None or loss.state != "told":
        raise LossNotOpen
    if loss.hearing_waived is not None:
        raise Invalid.at("slot", "waived", "La persona firmó que no quiere ser oída.")
