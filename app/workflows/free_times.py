"""Free times for a case's interview, in rooms that suit whoever comes."""

from dataclasses import dataclass
from datetime import timedelta

from app.cases import public as cases
from app.core.database import ReadSession
from app.people import public as people
from app.procedure import public as procedure
from app.scheduling import public as scheduling


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """`relaxed` when no room of the office has all that is needed, and the times are in rooms that lack something."""

    needs: scheduling.RoomNeeds
    slots: list[scheduling.Slot]
    relaxed: bool


async def free_times(
    db: ReadSession, case: cases.CaseView, *, limit: int = 6, days_ahead: int = 1
) -> FreeTimes:
    """The earliest free times at the case's office, from `days_ahead` calendar days on: a summons needs time to arrive."""
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    today = case.profile.today(db.now())
    asked = await people.asked_of(db, list(persons))
    wanted = scheduling.room_for(
        [each for asks in asked.values() for each in asks],
        children=any(case.profile.is_child_on(p.birth_date, today) for p in persons.values()),
    )
    slots = await _slots(db, case, wanted, limit, days_ahead)
    if slots or not (wanted.step_free or wanted.child_friendly):
        return FreeTimes(wanted, slots, relaxed=False)
    plain = scheduling.RoomNeeds(step_free=False, child_friendly=False)
    return FreeTimes(wanted, await _slots(db, case, plain, limit, days_ahead), relaxed=True)


async def _slots(
    db: ReadSession, case: cases.CaseView, wanted: scheduling.RoomNeeds, limit: int, days_ahead: int
) -> list[scheduling.Slot]:
    profile: procedure.Profile = case.profile
    return await scheduling.free_slots(
        db,
        profile,
        office_id=case.office_id,
        not_before=profile.today(db.now()) + timedelta(days=days_ahead),
        length=scheduling.LENGTH,
        step_free=wanted.step_free,
        child_friendly=wanted.child_friendly,
        limit=limit,
    )
