"""Another paper in the place of one that is gone or no longer right."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.documents import issuing
from app.documents.actions.hold import hold
from app.documents.actions.issue import typed_number
from app.documents.rules import LOSS


async def replace(
    db: Session,
    actor: Actor,
    document_id: UUID,
    *,
    loss: str,
    reasons: str = "",
    number: str | None = None,
    version: int | None = None,
) -> UUID:
    """Issue it again with the number and the term that it has; the old one ends at once, so that a finder can do nothing with it.

    `loss` is lost, stolen, damaged, data_changed or photo_changed; `number` an official one that came to light, in the place of
    our own. Raises `NotFound`, `CaseChanged`, `DocumentEnded`, `DocumentSuspended`, `Invalid`, `NumberIsSet`, `NumberTaken`.
    """
    if loss not in LOSS:
        raise Invalid.at("loss", "required", "Elija por qué se repone.")
    in_hand = await hold(db, actor, document_id, "replace", version=version)
    opened, document = in_hand.opened, in_hand.document
    given = await typed_number(db, opened, document.kind, document.person_id, number)
    data = {
        "document": str(document.id),
        "kind": document.kind,
        "loss": loss,
        "reasons": reasons.strip(),
    }
    await cases.record(
        db, actor, opened, "document_replaced", claims=[document.claim_id], data=data, satisfied=["reasons"]
    )
    (made,) = await issuing.issue(
        db,
        actor,
        opened,
        document.kind,
        [in_hand.claim],
        reason=loss,
        ends_as=loss,
        until=document.valid_until,
        given=given,
    )
    return made.id
