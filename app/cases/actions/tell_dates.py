"""What an import did not know is told: the clocks that run from those days begin."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app.cases.errors import NothingToComplete
from app.cases.events import Recorded, record
from app.cases.importing import LIMIT_GAP, STAGE_DAY_GAP
from app.cases.opening import OpenCase, open_case
from app.cases.situation import office_code
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand
from app.procedure import public as procedure


async def tell_dates(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    limits: Mapping[str, date],
    stage_since: date | None = None,
    settled: tuple[str, ...] = (),
    version: int | None = None,
) -> Recorded:
    """Tell from which day each of `limits` counts, and since when the claim stands where it stands. `settled` names other gaps that
    were seen to (a hearing that was booked, a guardian).

    Raises `NotFound`, `CaseChanged`, `NothingToComplete`, `Invalid` for a day that is to come or no day at all.
    """
    demand(actor, "case.tell_dates")
    opened = await open_case(db, case_id, version=version)
    case, office = opened.case, await office_code(db, opened.case.office_id)
    if not case.to_complete:
        raise NothingToComplete
    today = opened.profile.today(db.now(), office)
    known: dict[str, str] = {}
    for name, day in limits.items():
        if f"{LIMIT_GAP}{name}" not in case.to_complete:
            raise NothingToComplete
        _not_to_come(f"limit-{name}", day, today)
        known[procedure.ordinary_starter(opened.profile, name, case.stage)] = day.isoformat()
    if stage_since is not None:
        _not_to_come("stage_since", stage_since, today)
    done = {gap for gap in settled if gap in case.to_complete}
    if not known and stage_since is None and not done:
        raise Invalid.at("stage_since", "required", "Escriba al menos una fecha.")
    data: dict[str, Any] = {"known": known, "settled": sorted(done)}
    data |= {"stage_since": stage_since.isoformat()} if stage_since else {}
    if stage_since is not None:
        _stand_since(opened, stage_since, office)
    recorded = await record(db, actor, opened, procedure.DATES_TOLD, data=data)
    still = {f"{LIMIT_GAP}{name}" for name in recorded.consequences.unknown}
    told = {STAGE_DAY_GAP} if stage_since is not None else set()
    case.to_complete = [
        gap
        for gap in case.to_complete
        if gap not in done | told and (gap in still or not gap.startswith(LIMIT_GAP))
    ]
    return recorded


def _not_to_come(field: str, day: date, today: date) -> None:
    if day > today:
        raise Invalid.at(field, "in_the_future", "Esa fecha no puede ser futura.")


def _stand_since(opened: OpenCase, day: date, office: str | None) -> None:
    at = datetime.combine(day, time(12), opened.profile.zone_of(office)).astimezone(UTC)
    for claim in opened.claims:
        if claim.stage == opened.case.stage:
            claim.stage_since = at
    opened.case.stage_since = at
