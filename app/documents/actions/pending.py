"""A renewal that was asked for from afar, and is waited for without a gap."""

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.documents.actions.hold import InHand
from app.documents.desk import prolong
from app.documents.models import ProvisionalDocument
from app.documents.rules import PENDING_RENEWAL, keeps_alive


async def ask_for_renewal(db: Session, actor: Actor, in_hand: InHand, *, reasons: str = "") -> None:
    """Note that the holder asked, and keep the paper in hand valid meanwhile where the law keeps it alive."""
    opened, document = in_hand.opened, in_hand.document
    data = {"document": str(document.id), "reasons": reasons.strip()}
    await cases.record(
        db,
        actor,
        opened,
        "document_renewal_requested",
        claims=[document.claim_id],
        data=data,
        satisfied=["reasons"],
    )
    keep_while_pending(db, opened, document)
    await db.flush()


def keep_while_pending(db: Session, opened: cases.OpenCase, document: ProvisionalDocument) -> bool:
    """No gap while a renewal waits: what would end sooner is valid for another while, where the profile keeps it alive."""
    claim = opened.claim(document.claim_id)
    rule = opened.profile.document(document.kind)
    if not keeps_alive(rule, is_open=opened.profile.stage(claim.stage).open):
        return False
    until = opened.profile.today(db.now()) + PENDING_RENEWAL
    if document.valid_until >= until:
        return False
    prolong(db, document, until)
    return True
