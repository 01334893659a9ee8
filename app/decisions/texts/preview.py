"""A draft as it would look on paper."""

import asyncio
from uuid import UUID

from app.core.database import Session
from app.core.errors import NotFound
from app.decisions import errors
from app.decisions.models import Decision
from app.decisions.queries.dissents import dissents_printed
from app.decisions.queries.signatories import signatories_of
from app.decisions.texts import drawing
from app.decisions.texts.compose import compose
from app.documents.public import papers
from app.procedure import public as procedure


async def preview(db: Session, decision_id: UUID, profile: procedure.Profile) -> bytes:
    """The PDF of a draft, marked as one on each page; nothing of it is kept. Raises `NotFound`, `AlreadySigned`."""
    decision = await db.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    if decision.status != "draft":
        raise errors.AlreadySigned
    text = await compose(db, decision_id)
    who = await signatories_of(db, decision_id)
    dissents = await dissents_printed(db, decision, profile)
    return await asyncio.to_thread(
        drawing.drawn,
        text,
        signatories=[papers.Signatory(one.name, one.title(text.language)) for one in who.people],
        dissents=dissents,
        dated=db.now().astimezone(profile.zone),
        draft=True,
    )
