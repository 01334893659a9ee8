"""Who came and who did not, and whether an absence had a good reason."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand
from app.scheduling import rules
from app.scheduling.actions.book import GRACE, serve_waiting
from app.scheduling.actions.loading import booked, the_appointment
from app.scheduling.errors import NotMissed
from app.scheduling.models import Appointment


async def miss(db: Session, actor: Actor, appointment_id: UUID, *, cause: str, kind: str = "unknown") -> int:
    """Record that the person did not come: `kind` of cause (`rules.ABSENCES`), and `cause` in words if it is known. Returns how many
    absences count against them. One with a good reason does not (`rules.JUSTIFIED`; `judge_absence` says otherwise).

    Twice lets a supervisor give notice of abandonment; nothing follows by itself. Raises `NotFound`, `NotBooked`, `Invalid`.
    """
    demand(actor, "appointment.miss")
    opened, appointment = await booked(db, appointment_id)
    if kind not in rules.ABSENCES:
        raise Invalid.at("kind", "unknown", "Elija por qué no vino, o que no se sabe.")
    starts_at = appointment.during.lower
    if starts_at is None or starts_at > db.now():
        raise Invalid.at("appointment", "not_yet", "La cita todavía no empieza.")
    appointment.state, appointment.end_reason = "missed", cause.strip() or None
    appointment.cause = kind
    if kind in rules.JUSTIFIED:
        appointment.justified = True
    else:
        opened.case.missed_interviews += 1
    await cases.record(
        db,
        actor,
        opened,
        # What the law counts as an absence is only one without a good reason.
        "absence_excused" if appointment.justified else "interview_missed",
        data={"appointment": str(appointment.id), "times": opened.case.missed_interviews, "cause": kind},
    )
    return opened.case.missed_interviews


async def judge_absence(
    db: Session, actor: Actor, appointment_id: UUID, *, justified: bool, reasons: str
) -> int:
    """Whoever had a good reason is heard, also later (UNHCR procedural standards 9.1): say whether it was one. Returns how many
    absences count. The same answer again changes nothing but the reasons. Raises `NotFound`, `NotMissed`, `Invalid`."""
    demand(actor, "appointment.miss")
    opened, appointment = await the_appointment(db, appointment_id)
    because = cases.check_reasons(reasons)
    if appointment.state != "missed":
        raise NotMissed
    counted, counts = not appointment.justified, not justified
    opened.case.missed_interviews = max(0, opened.case.missed_interviews + counts - counted)
    appointment.justified, appointment.justified_why = justified, because
    appointment.justified_by, appointment.justified_at = actor.user_id, db.now()
    await cases.record(
        db,
        actor,
        opened,
        "absence_judged",
        data={"appointment": str(appointment.id), "justified": justified, "reasons": because},
        satisfied=["reasons"],
    )
    return opened.case.missed_interviews


async def keep(db: Session, appointment_id: UUID) -> None:
    """The person came. Part of starting the interview, which is the event."""
    _, appointment = await booked(db, appointment_id)
    appointment.state = "kept"
    await serve_waiting(db, appointment)
    await db.flush()


async def note_unanswered(db: Session, appointment_id: UUID) -> bool:
    """The time is over and nobody said whether the person came: mark it for the officer to settle. False when settled.

    Only a person may record a no-show; this changes no stage, starts no clock and counts against nobody.
    """
    appointment = await db.locked(Appointment, appointment_id)
    if appointment is None or appointment.state != "booked" or appointment.unanswered_since is not None:
        return False
    ended = appointment.during.upper
    if ended is None or ended + GRACE > db.now():
        return False
    appointment.unanswered_since = db.now()
    await db.flush()
    return True
