"""Service of a decision: every attempt is kept, and from the one that takes effect the person's time to act runs."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.models import Decision
from app.decisions.service.known import known_of
from app.decisions.service.models import Notification, ServiceAttempt
from app.decisions.service.rules import FAILED, Served, attempt_faults, faults, takes_effect
from app.documents.public import Desk
from app.identity.public import demand

SERVED_FROM = "decided"
ATTEMPTED = "service_attempted"


async def notify(
    db: Session,
    actor: Actor,
    decision_id: UUID,
    *,
    channel: str,
    served_at: datetime,
    served_to: str,
    proof: str,
    served_as: str = "self",
    effective_on: date | None = None,
    reasons: str = "",
    version: int | None = None,
) -> cases.Recorded:
    """Write down that a signed decision was handed over: `serve` for what was delivered."""
    served = Served(
        channel, served_at, served_to, proof, served_as=served_as, effective_on=effective_on, reasons=reasons
    )
    return await serve(db, actor, decision_id, served, version=version)


async def serve(
    db: Session, actor: Actor, decision_id: UUID, served: Served, *, version: int | None = None
) -> cases.Recorded:
    """Write down an attempt to serve a signed decision. One that took effect starts the remedy's time limit, and nothing else does.

    A failed one is kept and starts nothing; so is a refusal to receive, unless the law says that it counts. `version` is the case's.
    Raises `NotFound`, `Invalid` at the fields, `NotSignedYet`, `AlreadyNotified`, `NotTheDecisionInForce`, `CaseChanged`.
    """
    demand(actor, "decision.notify")
    opened, decision = await to_serve(db, decision_id, version=version)
    outcomes = outcomes_to_serve(opened, decision)
    known = await known_of(db, opened, decision)
    refusal_counts = opened.profile.notification.refusal_counts
    counts = served.result == "refused" and refusal_counts is not None and refusal_counts.value is True
    failed = served.result in FAILED and not counts
    zone = opened.profile.zone
    wrong = attempt_faults(served, known) if failed else faults(opened.profile, served, known, zone)
    if wrong:
        raise Invalid(*wrong)
    attempt = attempt_of(opened.id, decision_id, served, db.now(), actor.user_id)
    db.add(attempt)
    await db.flush()
    if failed:
        data = {"decision": str(decision_id), "channel": served.channel, "result": served.result}
        return await cases.record(
            db, actor, opened, ATTEMPTED, claims=list(outcomes), data=data, at=served.at
        )
    return await _in_effect(db, actor, opened, decision, served, attempt.id, outcomes)


async def to_serve(
    db: Session, decision_id: UUID, *, version: int | None = None
) -> tuple[cases.OpenCase, Decision]:
    """The case, locked, and the decision that waits to be served."""
    case_id = await db.scalar(select(Decision.case_id).where(Decision.id == decision_id))
    if case_id is None:
        raise NotFound
    opened = await cases.open_case(db, case_id, version=version)
    decision = await db.get(Decision, decision_id)
    if decision is None or decision.signed_at is None:
        raise errors.NotSignedYet
    if await in_force(db, decision_id) is not None:
        raise errors.AlreadyNotified
    if decision.instance != opened.case.instance:
        raise errors.NotTheDecisionInForce
    return opened, decision


async def in_force(db: Session, decision_id: UUID) -> Notification | None:
    """The service that holds."""
    n = Notification
    found = await db.scalars(select(n).where(n.decision_id == decision_id, n.annulled_at.is_(None)))
    return next(iter(found), None)


async def _in_effect(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    decision: Decision,
    served: Served,
    attempt_id: UUID,
    outcomes: dict[UUID, str],
) -> cases.Recorded:
    at = keep_effect(db, actor, opened, decision, served, attempt_id)
    return await cases.record(
        db,
        actor,
        opened,
        "notified",
        claims=list(outcomes),
        outcomes=outcomes,
        data={"decision": str(decision.id), "number": decision.number, "channel": served.channel},
        satisfied=["decision_signed", "proof_of_service"],
        at=at,
        desk=Desk(),
    )


def keep_effect(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    decision: Decision,
    served: Served,
    attempt_id: UUID,
) -> datetime:
    """Write down the service that holds, once its faults were looked for; returns from when it has effect (UTC)."""
    effect = takes_effect(opened.profile, served, opened.profile.zone)
    if effect is None:
        raise RuntimeError("checked before")
    db.add(
        Notification(
            id=new_id(),
            case_id=opened.id,
            decision_id=decision.id,
            attempt_id=attempt_id,
            channel=served.channel,
            served_at=served.at,
            served_to=served.served_to.strip(),
            proof=served.proof.strip(),
            effective_at=effect.at,
            basis=effect.basis,
            verification=effect.verification,
            reasons=served.reasons.strip() if effect.by_a_person else "",
            recorded_at=db.now(),
            recorded_by=actor.user_id,
            annulled_at=None,
            annulled_by=None,
        )
    )
    return effect.at


def attempt_of(case_id: UUID, decision_id: UUID, served: Served, now: datetime, by: UUID) -> ServiceAttempt:
    """The attempt as it is kept."""
    return ServiceAttempt(
        id=new_id(),
        case_id=case_id,
        decision_id=decision_id,
        channel=served.channel,
        at=served.at,
        place=served.place,
        served_as=served.served_as,
        served_to=served.served_to.strip(),
        result=served.result,
        proof=served.proof.strip(),
        published_from=served.published_from,
        recorded_at=now,
        recorded_by=by,
    )


def outcomes_to_serve(opened: cases.OpenCase, decision: Decision) -> dict[UUID, str]:
    """Those decided, less who left the procedure since."""
    decided = {UUID(str(row["claim_id"])): str(row["outcome"]) for row in decision.outcomes}
    served = {c: decided[c] for c in _standing(opened, SERVED_FROM) if c in decided}
    if not served:
        raise errors.NotTheDecisionInForce
    return served


def _standing(opened: cases.OpenCase, stage: str) -> Iterable[UUID]:
    return (claim.id for claim in opened.claims if claim.stage == stage)
