"""Two public releases of statistics: one sealed, one that waits for whoever seals it. Of invented people."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Database
from app.core.errors import Conflict
from app.demonstration.sampling import House
from app.statistics import public as statistics
from app.statistics.public import publishing


@dataclass(frozen=True, slots=True)
class Planned:
    """`sealed`: the day, or none for a draft."""

    asked: publishing.Asked
    prepared: date
    sealed: date | None = None


RELEASES = (
    Planned(
        publishing.Asked(
            "Solicitudes de 2025 por origen, sexo, edad y mes (datos inventados)", "filed", "persons",
            date(2025, 1, 1), date(2025, 12, 31), ("origin-sex", "sex-age_group", "month"), "withholding",
        ),
        date(2026, 1, 20), date(2026, 1, 22),
    ),
    Planned(
        publishing.Asked(
            "Resoluciones de enero a octubre de 2026 (datos inventados)", "resolved", "persons",
            date(2026, 1, 1), date(2026, 10, 31), ("origin-outcome", "office-outcome"), "withholding",
        ),
        date(2026, 11, 18),
    ),
)  # fmt: skip


async def release(house: House, pages: Database) -> None:
    """Prepared by the auditor, sealed by whoever looks after data protection, in the pages' role: the worker publishes nothing. Of too
    few people nothing is published."""
    house.on(RELEASES[-1].prepared)
    await statistics.catch_up(house.database)
    for planned in RELEASES:
        await _release(house, pages, planned)


async def _release(house: House, pages: Database, planned: Planned) -> None:
    auditor = house.institution.of("auditor")[0]
    made = await _prepare(house, pages, planned, auditor)
    if made is not None and planned.sealed is not None:
        officer = house.institution.of("data_protection_officer")[0]
        house.on(planned.sealed)
        async with pages.writing(officer) as db:
            await publishing.seal(db, officer, made)


async def _prepare(house: House, pages: Database, planned: Planned, auditor: Actor) -> UUID | None:
    house.on(planned.prepared)
    try:
        async with pages.writing(auditor) as db:
            return await publishing.prepare(db, auditor, planned.asked)
    except Conflict:
        return None
