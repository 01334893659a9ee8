"""Service of a decision: from here the person's time to act runs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.models import Decision, Notification
from app.decisions.rules import CHANNELS
from app.documents.public import Desk
from app.identity.public import demand

SERVED_FROM = "decided"


async def notify(
    db: Session,
    actor: Actor,
    decision_id: UUID,
    *,
    channel: str,
    served_at: datetime,
    served_to: str,
    proof: str,
    version: int | None = None,
) -> cases.Recorded:
    """Record that a signed decision was served: how, when (UTC), to whom, and what proves it. Once for each decision.

    `version` is the case's. The remedy's time limit starts at `served_at`. Raises `NotFound`, `Invalid`, `NotSignedYet`,
    `AlreadyNotified`, `NotTheDecisionInForce`, `CaseChanged`.
    """
    demand(actor, "decision.notify")
    case_id = await db.scalar(select(Decision.case_id).where(Decision.id == decision_id))
    if case_id is None:
        raise NotFound
    opened = await cases.open_case(db, case_id, version=version)
    decision = await db.get(Decision, decision_id)
    if decision is None or decision.signed_at is None:
        raise errors.NotSignedYet
    if await db.scalar(select(Notification.id).where(Notification.decision_id == decision_id)) is not None:
        raise errors.AlreadyNotified
    if decision.instance != opened.case.instance:
        raise errors.NotTheDecisionInForce
    _check(channel, served_at, served_to, proof, signed_at=decision.signed_at, now=db.now())
    db.add(
        Notification(
            id=new_id(),
            case_id=case_id,
            decision_id=decision_id,
            channel=channel,
            served_at=served_at,
            served_to=served_to.strip(),
            proof=proof.strip(),
            recorded_at=db.now(),
            recorded_by=actor.user_id,
        )
    )
    outcomes = _outcomes(opened, decision)
    return await cases.record(
        db,
        actor,
        opened,
        "notified",
        claims=list(outcomes),
        outcomes=outcomes,
        data={"decision": str(decision_id), "number": decision.number, "channel": channel},
        satisfied=["decision_signed", "proof_of_service"],
        at=served_at,
        desk=Desk(),
    )


def _check(
    channel: str, served_at: datetime, served_to: str, proof: str, *, signed_at: datetime, now: datetime
) -> None:
    wrong: list[FieldError] = []
    if channel not in CHANNELS:
        wrong.append(FieldError("channel", "unknown", "Elija cómo se notificó."))
    if served_at > now:
        wrong.append(FieldError("served_at", "in_the_future", "La notificación no puede ser en el futuro."))
    elif served_at < signed_at:
        wrong.append(
            FieldError("served_at", "before_signature", "La notificación no puede ser anterior a la firma.")
        )
    if not served_to.strip():
        wrong.append(FieldError("served_to", "required", "Escriba a quién se entregó."))
    if not proof.strip():
        wrong.append(FieldError("proof", "required", "Escriba qué prueba la notificación."))
    if wrong:
        raise Invalid(*wrong)


def _outcomes(opened: cases.OpenCase, decision: Decision) -> dict[UUID, str]:
    """Those decided, less who left the procedure since."""
    decided = {UUID(str(row["claim_id"])): str(row["outcome"]) for row in decision.outcomes}
    served = {c.id: decided[c.id] for c in opened.claims if c.id in decided and c.stage == SERVED_FROM}
    if not served:
        raise errors.NotTheDecisionInForce
    return served
