"""Signing a decision; where the body decided on a loss of status, the procedure of loss has its decision with the last signature."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.decisions import public as decisions
from app.remedies import public as remedies


async def sign_decision(
    db: Session,
    actor: Actor,
    decision_id: UUID,
    *,
    passphrase: str = "",
    scan: UUID | None = None,
    version: int | None = None,
) -> decisions.Signed:
    """Add the actor's signature (`decisions.sign`, which see)."""
    signed = await decisions.sign(db, actor, decision_id, passphrase=passphrase, scan=scan, version=version)
    if signed.recorded is not None and (found := await decisions.loss_decided(db, decision_id)) is not None:
        await remedies.take_from_sitting(db, found[0], decision_id, sitting=found[1])
    return signed
