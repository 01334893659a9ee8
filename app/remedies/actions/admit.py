"""Letting a late remedy in, or not."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.documents.public import Desk
from app.identity.public import demand
from app.remedies import errors, rules
from app.remedies.loading import OpenRemedy, open_remedy, standings
from app.remedies.policies import demand_impartial


async def admit_late(
    db: Session, actor: Actor, remedy_id: UUID, *, reasons: str, version: int | None = None
) -> cases.Recorded:
    """The reasons for the delay hold: the case goes under remedy as if it had come in time (UNHCR standards 7.2).

    Raises `NotFound`, `NotAwaitingAdmission`, `WorkedOnThisCase`, `RemedyChanged`, `Invalid`.
    """
    open_ = await _awaiting(db, actor, remedy_id, version)
    remedy, opened = open_.remedy, open_.opened
    rule = opened.profile.remedy(remedy.kind)
    reached = rules.challenged(opened.profile, rule, standings(opened), rules.ADMITTED)
    if not reached:
        raise errors.NothingToChallenge
    _settle(db, remedy=open_, actor=actor, status="pending", reasons=reasons)
    remedy.suspensive = rules.suspends(rule)
    return await cases.record(
        db,
        actor,
        opened,
        rules.ADMITTED,
        claims=reached,
        data={"remedy": str(remedy.id), "kind": remedy.kind},
        desk=Desk(),
    )


async def refuse_late(
    db: Session, actor: Actor, remedy_id: UUID, *, reasons: str, version: int | None = None
) -> cases.Recorded:
    """The reasons for the delay do not hold: the decision stands as it was. Raises what `admit_late` raises."""
    open_ = await _awaiting(db, actor, remedy_id, version)
    remedy, opened = open_.remedy, open_.opened
    rule = opened.profile.remedy(remedy.kind)
    reached = rules.challenged(opened.profile, rule, standings(opened), rules.REFUSED)
    _settle(db, remedy=open_, actor=actor, status="refused_as_late", reasons=reasons)
    return await cases.record(
        db,
        actor,
        opened,
        rules.REFUSED,
        claims=reached,
        data={"remedy": str(remedy.id), "kind": remedy.kind},
        satisfied=["reasons"],
        desk=Desk(),
    )


async def _awaiting(db: Session, actor: Actor, remedy_id: UUID, version: int | None) -> OpenRemedy:
    demand(actor, "remedy.admit_late")
    open_ = await open_remedy(db, remedy_id, version=version)
    await demand_impartial(db, actor, open_.opened.id)
    if open_.remedy.status != "awaiting_admission":
        raise errors.NotAwaitingAdmission
    return open_


def _settle(db: Session, *, remedy: OpenRemedy, actor: Actor, status: str, reasons: str) -> None:
    row = remedy.remedy
    row.admission_reasons = cases.check_reasons(reasons)
    row.status, row.admitted_by, row.admitted_at = status, actor.user_id, db.now()
    row.version += 1
    for claim in remedy.opened.claims:
        claim.awaiting_admission = [kind for kind in claim.awaiting_admission if kind != row.kind]
