"""An interview begins."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.identity.public import demand
from app.interviews import circumstances, errors
from app.interviews.actions.loading import child_age
from app.interviews.actions.session import Present, open_with
from app.interviews.circumstances import Circumstances
from app.interviews.instruments import ADULT, CHILD
from app.interviews.models import Interview
from app.people import public as people
from app.scheduling import public as scheduling

# What the digest of a record that begins now is made of: see `digests`.
DIGEST_FORM = 2


async def start(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    appointment_id: UUID | None = None,
    claim_id: UUID | None = None,
    language: str | None = None,
    present: Sequence[Present] = (),
    told: Circumstances = Circumstances(),  # noqa: B008 - frozen
    version: int | None = None,
) -> UUID:
    """Open the record of an interview, from an appointment (which is then kept) or ad hoc, by the officer who has the case.

    The person is the appointment's, the claim's or the principal applicant. Who interviews and who is interviewed are noted
    by themselves, and the appointment's interpreter. A child is heard with the child's instrument, and not without guardian and
    best-interests officer (UNHCR procedural standards 4.3). Raises `NotFound`, `NotYourCase`, `HasConflict`, `AlreadyUnderWay`,
    `AskedForAnother`, `NotForThisPerson`, `NotBooked`, `ChildAlone`, `Invalid`, `WrongStage`.
    """
    opened = await _taken(db, actor, case_id, version)
    appointment = await booked(db, case_id, appointment_id)
    claim = _claim(opened, claim_id, appointment)
    await _nothing_open(db, claim.id, actor.user_id)
    await _demand_as_asked(db, actor, claim.person_id, appointment)
    person = (await people.profiles(db, [claim.person_id]))[claim.person_id]
    age = await child_age(db, claim.id)
    spoken = language or (appointment.language if appointment else (person.languages or ["es"])[0])
    interview = _record(
        db, actor, claim, spoken, kind="applicant", instrument=ADULT if age is None else CHILD
    )
    interview.appointment_id = appointment_id
    room = [Present("applicant", person.name), *present, *interpreter_of(appointment, present)]
    await open_with(db, actor, interview, room, circumstances.check(told), appointment_id)
    await cases.record(
        db, actor, opened, "interview_started", claims=[claim.id], data={"interview": str(interview.id)}
    )
    return interview.id


async def hear_witness(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    language: str = "es",
    present: Sequence[Present],
    claim_id: UUID | None = None,
    told: Circumstances = Circumstances(),  # noqa: B008 - frozen
    version: int | None = None,
) -> UUID:
    """Open the record of what a witness says about a claim, heard without the applicant (UNHCR 4.3.9).

    `present` names the witness. It moves the case nowhere. Raises `NotYourCase`, `HasConflict`, `AlreadyUnderWay`, `HeardApart`,
    `NobodyToHear`, `Invalid`.
    """
    opened = await _taken(db, actor, case_id, version)
    claim = opened.claim(claim_id) if claim_id else opened.principal
    await _nothing_open(db, claim.id, actor.user_id, kind="witness")
    interview = _record(db, actor, claim, language, kind="witness", instrument=ADULT)
    await open_with(db, actor, interview, present, circumstances.check(told), None)
    await cases.record(
        db,
        actor,
        opened,
        "witness_interview_started",
        claims=[claim.id],
        data={"interview": str(interview.id)},
    )
    return interview.id


async def _taken(db: Session, actor: Actor, case_id: UUID, version: int | None) -> cases.OpenCase:
    demand(actor, "interview.conduct")
    opened = await cases.open_case(db, case_id, version=version)
    if opened.case.assigned_to != actor.user_id:
        raise errors.NotYourCase
    await cases.demand_no_conflict(db, case_id, actor.user_id, "interview")
    return opened


async def _demand_as_asked(
    db: Session, actor: Actor, person_id: UUID, appointment: scheduling.AppointmentView | None
) -> None:
    """Who asks has the sex that the person asked for, unless the appointment was booked with that exception on record."""
    if appointment and any(waiver["what"] == "interviewer_sex" for waiver in appointment.waived):
        return
    known = await scheduling.interviewer(db, actor.user_id)
    if scheduling.wrong_sex(known.sex, await scheduling.asked_sex(db, person_id)):
        raise errors.AskedForAnother


def _record(
    db: Session, actor: Actor, claim: cases.Claim, language: str, *, kind: str, instrument: str
) -> Interview:
    return Interview(
        id=new_id(),
        case_id=claim.case_id,
        claim_id=claim.id,
        appointment_id=None,
        interviewer_id=actor.user_id,
        kind=kind,
        instrument=instrument,
        language=language,
        status="draft",
        started_at=db.now(),
        oath_taken_at=None,
        read_back_at=None,
        signed_at=None,
        digest=None,
        digest_form=DIGEST_FORM,
    )


async def booked(
    db: Session, case_id: UUID, appointment_id: UUID | None
) -> scheduling.AppointmentView | None:
    """The case's appointment. Raises `NotForThisPerson`."""
    if appointment_id is None:
        return None
    for appointment in await scheduling.appointments_of(db, case_id):
        if appointment.id == appointment_id:
            return appointment
    raise errors.NotForThisPerson


def interpreter_of(
    appointment: scheduling.AppointmentView | None, present: Sequence[Present]
) -> list[Present]:
    """The interpreter who was booked, unless another was named."""
    if appointment is None or not appointment.interpreter_id or not appointment.interpreter:
        return []
    if any(p.role == "interpreter" for p in present):
        return []
    return [Present("interpreter", appointment.interpreter, appointment.interpreter_id)]


def _claim(
    opened: cases.OpenCase, claim_id: UUID | None, appointment: scheduling.AppointmentView | None
) -> cases.Claim:
    claim = opened.claim(claim_id) if claim_id else opened.principal
    if appointment is None or appointment.person_id == claim.person_id:
        return claim
    if claim_id is None:
        for other in opened.claims:
            if other.person_id == appointment.person_id:
                return other
    raise errors.NotForThisPerson


async def _nothing_open(
    db: Session, claim_id: UUID, interviewer_id: UUID, *, kind: str = "applicant"
) -> None:
    i = Interview
    under_way = select(i.id).where(
        i.claim_id == claim_id, i.interviewer_id == interviewer_id, i.kind == kind, i.status != "signed"
    )
    if await db.scalar(under_way.limit(1)):
        raise errors.AlreadyUnderWay
