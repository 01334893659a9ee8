"""Coming onto the waiting list, leaving it, and being served from it."""

from calendar import monthrange
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.people import public as people
from app.scheduling import rules
from app.scheduling.actions.book import book
from app.scheduling.actions.freed import SUMMONS
from app.scheduling.actions.move import move
from app.scheduling.errors import AlreadyBooked, AlreadyWaiting, NotFitting, NotWaiting
from app.scheduling.finding.search import Slot, offer
from app.scheduling.models import Appointment
from app.scheduling.waiting.models import Waiting
from app.scheduling.waiting.queries import WaitingView, waiting

LONGEST_NOTE = 300
# As many as are looked at for one time that became free.
LOOKED_AT = 20
EARLIER = "Se liberó una hora más temprana, que la persona pidió en la lista de espera."


async def wait(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    claim_id: UUID | None = None,
    kind: str = "interview",
    language: str | None = None,
    note: str = "",
) -> UUID:
    """Put a claim's person on the waiting list of the case's office: for a first time, or for an earlier one.

    Raises `NotFound`, `AlreadyWaiting`, `Invalid`.
    """
    demand(actor, "appointment.book")
    opened = await cases.open_case(db, case_id)
    if kind not in rules.KINDS:
        raise Invalid.at("kind", "unknown", "Elija qué clase de cita es.")
    claim = opened.claim(claim_id) if claim_id else opened.principal
    there = select(Waiting.id).where(
        Waiting.person_id == claim.person_id, Waiting.kind == kind, Waiting.state == "waiting"
    )
    if await db.scalar(there):
        raise AlreadyWaiting
    person = (await people.profiles(db, [claim.person_id]))[claim.person_id]
    row = Waiting(
        id=new_id(),
        case_id=case_id,
        person_id=claim.person_id,
        office_id=opened.case.office_id,
        kind=kind,
        language=language or (person.languages or ["es"])[0],
        adult_on=_birthday(person.birth_date, opened.profile.majority_age.value or 18),
        state="waiting",
        note=note.strip()[:LONGEST_NOTE],
        since=db.now(),
        asked_by=actor.user_id,
        appointment_id=None,
        ended_at=None,
    )
    db.add(row)
    await db.flush()
    return row.id


async def leave(db: Session, actor: Actor, waiting_id: UUID) -> None:
    """The person waits no longer. Raises `NotFound`, `NotWaiting`."""
    demand(actor, "appointment.book")
    row = await db.locked(Waiting, waiting_id)
    if row is None:
        raise NotFound
    if row.state != "waiting":
        raise NotWaiting
    row.state, row.ended_at = "left", db.now()
    await db.flush()


async def fill(db: Session, actor: Actor, freed_id: UUID) -> UUID | None:
    """A time became free: it goes to the first on the list whom it fits. The new appointment, or none when nobody is served by it."""
    freed = await db.get(Appointment, freed_id)
    if freed is None or freed.during.upper is None or freed.state == "booked":
        return None
    for one in await waiting(db, today=db.now().date(), office_id=freed.office_id, limit=LOOKED_AT):
        found = await offer(
            db,
            one.case_id,
            kind=one.kind,
            claim_id=one.claim_id,
            language=one.language,
            days_ahead=SUMMONS.days,
            limit=1,
        )
        if not found.slots or found.slots[0].starts_at >= freed.during.upper:
            continue
        try:
            async with db.attempt():
                return await _serve(db, actor, one, found.slots[0])
        except (AlreadyBooked, NotFitting, cases.WrongStage):
            continue
    return None


async def _serve(db: Session, actor: Actor, one: WaitingView, slot: Slot) -> UUID | None:
    """Book the time, or move the later one that the person has. None when theirs is as early."""
    row = await db.locked(Waiting, one.id)
    if row is None or row.state != "waiting":
        return None
    theirs = await db.row(
        select(Appointment.id, func.lower(Appointment.during).label("starts_at"))
        .where(
            Appointment.case_id == one.case_id,
            Appointment.person_id == one.person_id,
            Appointment.kind == one.kind,
            Appointment.state == "booked",
            func.lower(Appointment.during) > db.now(),
        )
        .order_by(func.lower(Appointment.during))
        .limit(1)
    )
    interviewer = slot.interviewer.user_id if slot.interviewer else None
    interpreter = slot.interpreter.id if slot.interpreter else None
    if theirs is None:
        return await book(
            db,
            actor,
            one.case_id,
            room_id=slot.room.id,
            starts_at=slot.starts_at,
            language=one.language,
            kind=one.kind,
            length=slot.ends_at - slot.starts_at,
            claim_id=one.claim_id,
            interviewer_id=interviewer,
            interpreter_id=interpreter,
        )
    if theirs.starts_at <= slot.starts_at:
        return None
    return await move(
        db,
        actor,
        theirs.id,
        room_id=slot.room.id,
        starts_at=slot.starts_at,
        cause="person",
        reasons=EARLIER,
        length=slot.ends_at - slot.starts_at,
        interviewer_id=interviewer,
        interpreter_id=interpreter,
    )


def _birthday(born: date, years: int) -> date:
    """The day on which somebody completes `years`; of 29 February, 1 March of a common year."""
    year = born.year + years
    if born.day > monthrange(year, born.month)[1]:
        return date(year, 3, 1)
    return born.replace(year=year)
