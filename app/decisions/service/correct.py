"""Putting right a service that was written down wrongly: never silently, and the clocks follow by event."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.decisions.models import Decision
from app.decisions.service.errors import ChallengedSince, NotServed
from app.decisions.service.notify import SERVED_FROM, in_force, serve
from app.decisions.service.rules import Served
from app.identity.public import demand

ANNULLED = "service_annulled"
NOTIFIED = "notified"
LEAST = 10


@dataclass(frozen=True, slots=True)
class Correction:
    """Why what was written down does not hold, and what holds instead; `instead` None: it was not served at all."""

    reasons: str
    instead: Served | None = None


async def correct_service(
    db: Session, actor: Actor, decision_id: UUID, correction: Correction, *, version: int | None = None
) -> cases.Recorded:
    """Annul a service with the reasons, and write down the one that holds, if any. Both stay on record.

    The first event takes the case back to where it waits to be served, and with it every clock that the service had started; the second
    starts them anew from the day that is right. Raises `NotFound`, `Invalid`, `NotServed`, `ChallengedSince`, and what `serve` raises.
    """
    demand(actor, "decision.correct_service")
    if len(correction.reasons.strip()) < LEAST:
        raise Invalid.at("why", "required", "Escriba por qué no vale lo registrado.")
    case_id = await db.scalar(select(Decision.case_id).where(Decision.id == decision_id))
    if case_id is None:
        raise NotFound
    opened = await cases.open_case(db, case_id, version=version)
    served = await in_force(db, decision_id)
    decision = await db.get(Decision, decision_id)
    if served is None or decision is None:
        raise NotServed
    served.annulled_at, served.annulled_by = db.now(), actor.user_id
    served.annulled_why = correction.reasons.strip()
    await db.flush()
    recorded = await cases.record(
        db,
        actor,
        opened,
        ANNULLED,
        claims=_served_claims(opened, decision),
        data={"decision": str(decision_id), "to_stage": SERVED_FROM, "reasons": correction.reasons.strip()},
        satisfied=["reasons"],
    )
    if correction.instead is None:
        return recorded
    return await serve(db, actor, decision_id, correction.instead)


def _served_claims(opened: cases.OpenCase, decision: Decision) -> list[UUID]:
    """The claims of the decision, as long as each stands where its service led and nothing has been built on it."""
    led_to = {target.to for target in opened.profile.event(NOTIFIED).to if target.to}
    decided = {UUID(str(row["claim_id"])) for row in decision.outcomes}
    standing = [claim for claim in opened.claims if claim.id in decided]
    if decision.instance != opened.case.instance or any(claim.stage not in led_to for claim in standing):
        raise ChallengedSince
    return [claim.id for claim in standing]
