"""One day for many cases: who would come when, before anything is booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.database import ReadSession
from app.scheduling.finding.needs import Needs
from app.scheduling.finding.search import Slot, offer


@dataclass(frozen=True, slots=True)
class Planned:
    """`slot` none: the day has no time for the case; `why` says what is missing, as of `WhyNot` or of what an offer lacks."""

    case_id: UUID
    needs: Needs
    slot: Slot | None
    why: str = ""


async def plan_day(db: ReadSession, case_ids: Sequence[UUID], day: date) -> list[Planned]:
    """The first time of that day for each case, in the order given: whoever comes first chooses first. Nothing is booked or held.

    Raises `NotFound`.
    """
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
        for taken in _takes(slot, found.needs.person_id) if slot else ():
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
