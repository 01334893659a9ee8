"""A case that is awaiting its interview, with everything booked: the scene of the tests of interviews."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app.cases import public as cases
from app.core.actor import SYSTEM_ID
from app.intake import public as intake
from tests.world import World

# A signature as a hand draws it on the screen.
DRAWING = [[[40, 120], [90, 60], [140, 130]], [[150, 100], [260, 90]]]


@dataclass
class Awaiting:
    """A case at `awaiting_interview`, assigned to `eligibility_officer`, and what was booked for it: the clock stands at its time."""

    world: World
    case_id: UUID
    reference: str
    appointment_id: UUID | None
    interview_id: UUID = SYSTEM_ID


async def awaiting(
    world: World, *, booking: bool = True, household: list[intake.Member] | None = None
) -> Awaiting:
    registered = await world.register(household, booking=booking)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        await cases.admit(db, db.actor, registered.case_id)
    async with world.acting("supervisor") as db:
        officer = world.actor("eligibility_officer").user_id
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
    world.clock.advance(timedelta(days=7))
    return Awaiting(world, registered.case_id, registered.reference, registered.appointment_id)
