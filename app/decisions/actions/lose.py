"""The decision by which a status is lost or kept, and its service: signed by one person for the body, without a sitting of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.actions.close_item import LOSS_PREFIX, next_number
from app.decisions.actions.sealing import sign_alone
from app.decisions.models import Decision
from app.decisions.service.known import known_of
from app.decisions.service.notify import attempt_of, in_force, keep_effect
from app.decisions.service.rules import FAILED, Served, faults
from app.decisions.values import ClaimOutcome, outcome_rows

FIRST = "first"


@dataclass(frozen=True, slots=True)
class ServedLoss:
    """The decision's number, and from when its service has effect (UTC)."""

    number: str
    at: datetime


async def sign_loss(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    *,
    outcomes: Sequence[ClaimOutcome],
    reasons: str,
    sitting: str | None,
    passphrase: str = "",
) -> UUID:
    """Write the signed decision of a procedure of loss. The remedies room asked the gate and the rules. Returns its identifier.

    Raises `Invalid` at `passphrase`.
    """
    profile = opened.profile
    decision = Decision(
        id=new_id(),
        case_id=opened.id,
        number=await next_number(db, LOSS_PREFIX, profile.today(db.now()).year),
        instance=FIRST,
        body=profile.stage(opened.case.stage).body or "",
        item_id=None,
        remedy_id=None,
        status="draft",
        result=None,
        reasons=reasons,
        outcomes=outcome_rows(outcomes),
        signatories=[],
        tally={"sitting": sitting} if sitting else {},
        drafted_at=db.now(),
        drafted_by=actor.user_id,
        signed_at=None,
        digest=None,
    )
    await sign_alone(db, actor, profile, decision, passphrase=passphrase)
    return decision.id


async def keep_service_of_loss(
    db: Session, actor: Actor, opened: cases.OpenCase, decision_id: UUID, served: Served
) -> ServedLoss:
    """Write down how the decision was served, by the rules of any service; returns its number and from when it has effect.

    Only what was delivered: a failed attempt is refused here. Raises `NotFound`, `AlreadyNotified`, `Invalid` at each field.
    """
    decision = await db.get(Decision, decision_id)
    if decision is None or decision.signed_at is None:
        raise NotFound
    if await in_force(db, decision_id) is not None:
        raise errors.AlreadyNotified
    known = await known_of(db, opened, decision)
    wrong = faults(opened.profile, served, known, opened.profile.zone)
    if served.result in FAILED:
        wrong.append(FieldError("result", "unknown", "Elija qué pasó."))
    if wrong:
        raise Invalid(*wrong)
    attempt = attempt_of(opened.id, decision_id, served, db.now(), actor.user_id)
    db.add(attempt)
    await db.flush()
    at = keep_effect(db, actor, opened, decision, served, attempt.id)
    await db.flush()
    return ServedLoss(decision.number, at)
