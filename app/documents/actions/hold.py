"""A document taken in hand: its case locked, the document as it is now."""

from dataclasses import dataclass
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.documents.models import ProvisionalDocument
from app.documents.rules import why_not
from app.identity.public import demand


@dataclass(frozen=True, slots=True)
class InHand:
    """The document with its case and its claim."""

    opened: cases.OpenCase
    document: ProvisionalDocument

    @property
    def claim(self) -> cases.Claim:
        return self.opened.claim(self.document.claim_id)

    @property
    def claim_is_open(self) -> bool:
        return self.opened.profile.stage(self.claim.stage).open


async def hold(db: Session, actor: Actor, document_id: UUID, act: str, *, version: int | None) -> InHand:
    """Lock the case and read the document again, for `act` (the permission `document.act`).

    Raises `NotFound` for one that is not the actor's to see, `CaseChanged` for a stale `version` of the case, and what `why_not`
    says of its status.
    """
    demand(actor, f"document.{act}")
    found = await db.get(ProvisionalDocument, document_id)
    if found is None:
        raise NotFound
    opened = await cases.open_case(db, found.case_id, version=version)
    # Another counter may have ended it while we waited for the case.
    document = await db.locked(ProvisionalDocument, document_id)
    if document is None:
        raise NotFound
    if (refusal := why_not(act, document.status)) is not None:
        raise refusal
    return InHand(opened, document)
