"""Telling the holder what happened to their document, on their own way to be reached. Never a word about the claim."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import Session
from app.documents.models import ProvisionalDocument
from app.notices import public as notices


async def tell(
    db: Session, opened: cases.OpenCase, kind: str, documents: Sequence[ProvisionalDocument]
) -> None:
    """One message for each person: a child without a telephone is told by whoever the case is kept for.

    It hangs on the case's latest event, the one that this follows from.
    """
    if not documents:
        return
    event_id = await _latest(db, opened)
    told: set[UUID] = set()
    for document in documents:
        person_id = document.person_id
        if not await notices.reachable(db, person_id):
            person_id = opened.case.principal_person_id
        if person_id in told:
            continue
        told.add(person_id)
        await notices.tell(
            db,
            case_id=opened.id,
            event_id=event_id,
            person_id=person_id,
            kind=kind,
            facts={"until": document.valid_until.isoformat()},
        )


async def _latest(db: Session, opened: cases.OpenCase) -> UUID:
    e = cases.event_table.c
    found: UUID = await db.scalar(select(e.id).where(e.case_id == opened.id, e.number == opened.case.version))
    return found
