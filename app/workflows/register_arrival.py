"""A household at a desk: persons, file, claims, documents, appointment and call for child protection, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.documents.public import Desk
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import public as scheduling


@dataclass(frozen=True, slots=True)
class Booking:
    """The interview to book with the registration, at a free slot of an office."""

    room_id: UUID
    starts_at: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Registered:
    case_id: UUID
    reference: str
    version: int
    appointment_id: UUID | None
    children_alone: tuple[UUID, ...]
    filed: procedure.Filed
    # In the order of the household.
    persons: tuple[UUID, ...]


async def register_arrival(
    db: Session,
    actor: Actor,
    household: Sequence[intake.Member],
    arrival: intake.Arrival,
    *,
    office_id: UUID,
    booking: Booking | None = None,
    found_by: people.FoundBy | None = "registration",
    desk: Desk | None = None,
    typed: intake.Typed | None = None,
) -> Registered:
    """Register a household, principal applicant first, for a regional office to hear. `desk` brings papers that are printed
    already, `typed` says when, where both happened on a laptop with no line. `found_by`: see `intake.file_claims`.

    Raises `Invalid` with every broken rule, `AlreadyBooked`; nothing is written then.
    """
    profile = await procedure_in_force(db)
    filed = await intake.file_claims(
        db,
        actor,
        household,
        arrival,
        profile=profile,
        office_id=office_id,
        desk=desk or Desk(),
        found_by=found_by,
        typed=typed,
    )
    case = filed.opened.case
    appointment = None
    if booking:
        appointment = await scheduling.book(
            db,
            actor,
            case.id,
            room_id=booking.room_id,
            starts_at=booking.starts_at,
            language=booking.language,
        )
    return Registered(
        case.id,
        case.reference,
        case.version,
        appointment,
        filed.children_alone,
        filed.in_time,
        tuple(claim.person_id for claim in filed.opened.claims),
    )
