"""Telling the holder what happened to their document, on their own way to be reached. Never a word about the claim."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import Session
from app.documents.models import ProvisionalDocument
from app.notices import public as notices
from app.people import public as people


async def tell(
    db: Session, opened: cases.OpenCase, kind: str, documents: Sequence[ProvisionalDocument]
) -> None:
    """One message for each way to be reached: a child without a telephone is told by whoever the case is kept for.

    It hangs on the case's latest event, the one that this follows from.
    """
    if not documents:
        return
    event_id = await _latest(db, opened)
    told: set[tuple[str, str]] = set()
    for document in documents:
        contact = await people.contact_of(db, document.person_id)
        if contact.channel == "in_person":
            contact = await people.contact_of(db, opened.case.principal_person_id)
        if (contact.name, contact.channel) in told:
            continue
        told.add((contact.name, contact.channel))
        await notices.queue(
            db,
            case_id=opened.id,
            event_id=event_id,
            kind=kind,
            addressee=contact.name,
            channel=contact.channel,
            language=contact.language,
            body=notices.wording(kind, contact.language, opened.case.reference, until=document.valid_until),
        )


async def _latest(db: Session, opened: cases.OpenCase) -> UUID:
    e = cases.event_table.c
    found: UUID = await db.scalar(select(e.id).where(e.case_id == opened.id, e.number == opened.case.version))
    return found
