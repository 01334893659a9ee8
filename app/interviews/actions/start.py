"""An interview begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.identity.public import demand
from app.interviews import errors
from app.interviews.actions.loading import beside, of_a_child
from app.interviews.models import Interview, Participant
from app.interviews.rules import check_participant
from app.people import public as people
from app.scheduling import public as scheduling


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in the room besides the applicant and the interviewer. `identified_by` is the paper that was shown."""

    role: str
    name: str
    interpreter_id: UUID | None = None
    identified_by: str | None = None


async def start(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    appointment_id: UUID | None = None,
    claim_id: UUID | None = None,
    language: str | None = None,
    present: Sequence[Present] = (),
    version: int | None = None,
) -> UUID:
    """Open the record of an interview, from an appointment (which is then kept) or ad hoc, by the officer who has the case.

    The person is the appointment's, the claim's or the principal applicant. Who interviews and who is interviewed are noted
    by themselves, and the appointment's interpreter. Raises `NotFound`, `NotYourCase`, `AlreadyUnderWay`, `NotForThisPerson`,
    `NotBooked`, `ChildAlone` (UNHCR procedural standards 4.3: a child is not heard alone), `WrongStage`.
    """
    demand(actor, "interview.conduct")
    opened = await cases.open_case(db, case_id, version=version)
    if opened.case.assigned_to != actor.user_id:
        raise errors.NotYourCase
    appointment = await _appointment(db, case_id, appointment_id)
    claim = _claim(opened, claim_id, appointment)
    await _nothing_open(db, claim.id, actor.user_id)
    person = (await people.profiles(db, [claim.person_id]))[claim.person_id]

    interview = Interview(
        id=new_id(),
        case_id=case_id,
        claim_id=claim.id,
        appointment_id=appointment_id,
        interviewer_id=actor.user_id,
        language=language or (appointment.language if appointment else (person.languages or ["es"])[0]),
        status="draft",
        started_at=db.now(),
        oath_taken_at=None,
        read_back_at=None,
        signed_at=None,
        digest=None,
    )
    room = [Present("applicant", person.name), Present("interviewer", actor.name), *present]
    if (
        appointment
        and appointment.interpreter_id
        and not any(p.role == "interpreter" for p in present)
        and appointment.interpreter
    ):
        room.append(Present("interpreter", appointment.interpreter, appointment.interpreter_id))
    participants = [_participant(interview, one, db.now()) for one in room]
    if not beside(participants) and await of_a_child(db, claim.id):
        raise errors.ChildAlone

    if appointment_id:
        await scheduling.keep(db, appointment_id)
    db.add(interview)
    await db.flush()
    db.add(*participants)
    await cases.record(
        db, actor, opened, "interview_started", claims=[claim.id], data={"interview": str(interview.id)}
    )
    return interview.id


async def _appointment(
    db: Session, case_id: UUID, appointment_id: UUID | None
) -> scheduling.AppointmentView | None:
    if appointment_id is None:
        return None
    for appointment in await scheduling.appointments_of(db, case_id):
        if appointment.id == appointment_id:
            return appointment
    raise errors.NotForThisPerson


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


async def _nothing_open(db: Session, claim_id: UUID, interviewer_id: UUID) -> None:
    i = Interview
    under_way = select(i.id).where(
        i.claim_id == claim_id, i.interviewer_id == interviewer_id, i.status != "signed"
    )
    if await db.scalar(under_way.limit(1)):
        raise errors.AlreadyUnderWay


def _participant(interview: Interview, one: Present, at: datetime) -> Participant:
    check_participant(one.role, one.name)
    return Participant(
        id=new_id(),
        case_id=interview.case_id,
        interview_id=interview.id,
        role=one.role,
        name=one.name.strip(),
        interpreter_id=one.interpreter_id,
        identified_by=(one.identified_by or "").strip() or None,
        joined_at=at,
        oath_at=None,
        left_at=None,
    )
