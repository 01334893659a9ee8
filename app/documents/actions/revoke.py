"""Taking a document away."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.documents import errors, issuing, telling
from app.documents.actions.hold import InHand, hold

SIGNS = "supervisor"


async def revoke(
    db: Session,
    actor: Actor,
    document_id: UUID,
    *,
    reasons: str,
    ground: str | None = None,
    version: int | None = None,
) -> None:
    """The document ends, and the holder is told. `ground`: one of the profile's, demanded where the law names them.

    While the claim is pending a supervisor signs: nobody in the procedure loses their paper at one counter's word. Raises
    `NotFound`, `CaseChanged`, `DocumentEnded`, `RevocationNeedsSupervisor`, `Invalid`.
    """
    in_hand = await hold(db, actor, document_id, "revoke", version=version)
    document = in_hand.document
    if in_hand.claim_is_open and actor.role not in (SIGNS, "system"):
        raise errors.RevocationNeedsSupervisor
    data = {
        "document": str(document.id),
        "reasons": cases.check_reasons(reasons),
        **_ground(in_hand, ground),
    }
    await cases.record(
        db,
        actor,
        in_hand.opened,
        "document_revoked",
        claims=[document.claim_id],
        data=data,
        satisfied=["reasons"],
    )
    issuing.end(document, db, status="revoked", reason=ground or "revoked")
    await db.flush()
    await telling.tell(db, in_hand.opened, "document_revoked", [document])


def _ground(in_hand: InHand, wanted: str | None) -> dict[str, str]:
    grounds = {g.name: g for g in in_hand.opened.profile.document(in_hand.document.kind).revoked_for}
    if not grounds and not wanted:
        return {}
    ground = grounds.get(wanted or "")
    if ground is None:
        raise Invalid.at("ground", "required", "Elija el motivo que la norma permite.")
    return {"ground": ground.name, "source": ground.source or "", "article": ground.article or ""}
