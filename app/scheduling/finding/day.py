"""One day for many cases: who would come when, before anything is booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.database import ReadSession
from app.core.errors import Invalid
from app.scheduling.finding.needs import Needs
from app.scheduling.finding.search import Slot, offer

A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Planned:
    """`slot` none: the day has no time for the case; `why` says what is missing, as of `WhyNot` or of what an offer lacks."""

    case_id: UUID
    needs: Needs
    slot: Slot | None
    why: str = ""


async def plan_day(db: ReadSession, case_ids: Sequence[UUID], day: date) -> list[Planned]:
    """The first time of that day for each case, in the order given: whoever comes first chooses first. Nothing is booked or held.

    Raises `NotFound`, `Invalid` for a day that is over or more than a year ahead.
    """
    if not 0 <= (day - db.now().date()).days <= A_YEAR:
        raise Invalid.at("day", "out_of_range", "Elija un día que venga, dentro de un año.")
    besides: dict[UUID, list[tuple[datetime, datetime]]] = {}
    planned = []
    for case_id in case_ids:
        found = await offer(db, case_id, not_before=day, until=day, limit=1, besides=besides)
        slot = found.slots[0] if found.slots else None
        why = ""
        if slot is None:
            why = found.why_not_earlier[0].kind if found.why_not_earlier else "weekend"
        elif found.needs.with_interviewer and slot.interviewer is None:
            # Nobody may ask: that is for the case's own page, with the exception and its reason.
            slot, why = None, "interviewer"
        if slot is not None:
            for taken in _takes(slot, found.needs.person_id):
                besides.setdefault(taken, []).append((slot.starts_at, slot.ends_at))
        planned.append(Planned(case_id, found.needs, slot, why))
    return planned


def _takes(slot: Slot, person_id: UUID) -> list[UUID]:
    return [
        slot.room.id,
        person_id,
        *([slot.interviewer.user_id] if slot.interviewer else []),
        *([slot.interpreter.id] if slot.interpreter else []),
    ]
