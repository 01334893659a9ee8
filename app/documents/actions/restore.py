"""Documents that ended with a status which the person has again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import Session
from app.documents import issuing
from app.documents.models import ProvisionalDocument

CLOSED, BY_THE_CLAIM = "closed", "claim_ended"


async def restore(db: Session, opened: cases.OpenCase, claims: Collection[UUID], *, since: datetime) -> int:
    """Documents of these claims that were closed with the claim at `since` or later are active again, with the end that they had.

    Not one whose term is over. What was issued meanwhile in its place ends with it. Returns how many came back.
    """
    d = ProvisionalDocument
    meanwhile = {(one.claim_id, one.kind): one for one in await issuing.held(db, opened.id)}
    closed = await db.scalars(
        select(d)
        .where(
            d.case_id == opened.id,
            d.claim_id.in_(claims),
            d.status == CLOSED,
            d.end_reason == BY_THE_CLAIM,
            d.ended_at >= since,
        )
        .order_by(d.ended_at.desc(), d.id)
    )
    today, back = opened.profile.today(db.now()), 0
    for document in closed:
        own = (document.claim_id, document.kind)
        if document.valid_until < today or (own in meanwhile and meanwhile[own].issued_at < since):
            continue
        if own in meanwhile:
            issuing.end(meanwhile[own], db, status="replaced", reason="earlier_restored")
            # One of a kind at a time: the database sees it end before the other is valid again.
            await db.flush()
        document.status, document.ended_at, document.end_reason = "active", None, None
        meanwhile[own] = document
        back += 1
    await db.flush()
    return back
