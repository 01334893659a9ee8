"""A new term: at the counter, or asked for from afar and waited for without a gap."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.documents import errors, issuing
from app.documents.actions.hold import InHand, hold
from app.documents.desk import prolong
from app.documents.models import ProvisionalDocument
from app.documents.rules import PENDING_RENEWAL, keeps_alive, last_day


async def renew(
    db: Session, actor: Actor, document_id: UUID, *, reasons: str = "", version: int | None = None
) -> UUID:
    """Issue the document anew for the profile's full term, before its end or after it; never for less than it had.

    Raises `NotFound`, `CaseChanged`, `DocumentEnded`, `DocumentSuspended`, `TermUnknown`.
    """
    in_hand = await hold(db, actor, document_id, "renew", version=version)
    opened, document = in_hand.opened, in_hand.document
    rule, today = opened.profile.document(document.kind), opened.profile.today(db.now())
    if rule.valid.value is None:
        raise errors.TermUnknown
    data = {"document": str(document.id), "kind": document.kind, "reasons": reasons.strip()}
    await cases.record(
        db, actor, opened, "document_renewed", claims=[document.claim_id], data=data, satisfied=["reasons"]
    )
    (made,) = await issuing.issue(
        db,
        actor,
        opened,
        document.kind,
        [in_hand.claim],
        reason="renewed",
        ends_as="renewed",
        until=max(last_day(rule, today, opened.profile), document.valid_until),
    )
    return made.id


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
