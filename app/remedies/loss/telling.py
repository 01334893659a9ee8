"""Telling those whose status is looked at, each by their own way. Whoever has none is told through the case's principal."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import Session
from app.notices import public as notices

_NOTHING: Mapping[str, str] = MappingProxyType({})


async def tell_others(
    db: Session,
    opened: cases.OpenCase,
    claims: Collection[UUID],
    kind: str,
    facts: Mapping[str, str] = _NOTHING,
) -> None:
    """Tell those concerned besides the principal, who is told by the event itself."""
    principal = opened.case.principal_person_id
    found = [claim.person_id for claim in opened.claims if claim.id in claims]
    await _tell(db, opened, (person for person in found if person != principal), kind, facts)


async def tell_all(
    db: Session,
    opened: cases.OpenCase,
    claims: Collection[UUID],
    kind: str,
    facts: Mapping[str, str] = _NOTHING,
) -> None:
    """Tell the principal, and those concerned, of what is no event of the case."""
    await _tell(db, opened, [opened.case.principal_person_id], kind, facts)
    await tell_others(db, opened, claims, kind, facts)


async def _tell(
    db: Session, opened: cases.OpenCase, people: Iterable[UUID], kind: str, facts: Mapping[str, str]
) -> None:
    event = cases.event_table.c
    latest = select(event.id).where(event.case_id == opened.id, event.number == opened.case.version)
    event_id: UUID = await db.scalar(latest)
    for person_id in dict.fromkeys(people):
        if person_id == opened.case.principal_person_id or await notices.reachable(db, person_id):
            await notices.tell(
                db, case_id=opened.id, event_id=event_id, person_id=person_id, kind=kind, facts=facts
            )
