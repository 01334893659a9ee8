"""A document that does not count for a while, and that does again."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.documents import telling
from app.documents.actions.hold import hold


async def suspend(
    db: Session, actor: Actor, document_id: UUID, *, reasons: str, version: int | None = None
) -> None:
    """The document is not valid until it is reinstated; the holder is told. The claim and its protection stay as they are.

    Raises `NotFound`, `CaseChanged`, `DocumentEnded`, `DocumentSuspended`, `Invalid` without reasons.
    """
    in_hand = await hold(db, actor, document_id, "suspend", version=version)
    document = in_hand.document
    data = {"document": str(document.id), "reasons": cases.check_reasons(reasons)}
    await cases.record(
        db,
        actor,
        in_hand.opened,
        "document_suspended",
        claims=[document.claim_id],
        data=data,
        satisfied=["reasons"],
    )
    document.status, document.suspended_at = "suspended", db.now()
    await db.flush()
    await telling.tell(db, in_hand.opened, "document_suspended", [document])


async def reinstate(
    db: Session, actor: Actor, document_id: UUID, *, reasons: str, version: int | None = None
) -> None:
    """It is valid again, to the day that it had. Raises `NotSuspendedDocument`, and as `suspend` does."""
    in_hand = await hold(db, actor, document_id, "reinstate", version=version)
    document = in_hand.document
    data = {"document": str(document.id), "reasons": cases.check_reasons(reasons)}
    await cases.record(
        db,
        actor,
        in_hand.opened,
        "document_reinstated",
        claims=[document.claim_id],
        data=data,
        satisfied=["reasons"],
    )
    document.status, document.suspended_at = "active", None
    await db.flush()
    await telling.tell(db, in_hand.opened, "document_reinstated", [document])
