"""A new term, at the counter."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.documents import errors, issuing
from app.documents.actions.hold import hold
from app.documents.actions.visits import settle
from app.documents.rules import last_day


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
    await settle(db, actor, document.claim_id)
    return made.id
