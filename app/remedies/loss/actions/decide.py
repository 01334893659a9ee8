"""Deciding that a status is kept or lost, and telling the person of it."""

from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.decisions import public as decisions
from app.documents.public import Desk
from app.identity.public import demand
from app.remedies import rules as filing
from app.remedies.hearings.models import Hearing
from app.remedies.loss import errors, rules
from app.remedies.loss.loading import OpenLoss, open_loss
from app.remedies.loss.telling import tell_all, tell_others

KEPT, LOST = "kept", "lost"
# Who holds the status by family is told in the same act that an own claim keeps theirs (Law 8764 art. 120; LSRPCAP art. 38).
TELLS_DEPENDANTS = "cessation_served"


async def decide_loss(
    db: Session,
    actor: Actor,
    loss_id: UUID,
    *,
    result: str,
    reasons: str,
    passphrase: str = "",
    version: int | None = None,
) -> UUID | None:
    """Sign that the status is kept, or lost on the grounds of the procedure, where one person decides. A body of several votes in its
    sitting (`bring_loss_to_sitting`); what is said here of it is only that it voted against, and the status is kept.

    Not before the person was told, had their time to answer, and was heard or signed that they do not want to be; never by who
    opened it. Kept, everything is as before. Lost, it is signed (`passphrase` opens the actor's own key, where they have one), and
    nothing changes until it is served; returns the decision's id. Raises
    `NotFound`, `LossNotOpen`, `OpenedIt`, `TiedToThisCase`, `NotToldYet`, `StillTimeToAnswer`, `NotHeardYet`, `DecidedInSitting`,
    `LossChanged`, `Invalid`.
    """
    demand(actor, "loss.decide")
    open_ = await open_loss(db, loss_id, "opened", "told", version=version)
    loss, opened = open_.loss, open_.opened
    await _demand_impartial(db, actor, open_)
    if refusal := await _why_not_yet(db, open_):
        raise refusal
    if result not in (KEPT, LOST):
        raise Invalid.at("result", "unknown", "Elija si la condición se conserva o se pierde.")
    because = filing.sentence("reasons", reasons)
    loss.sitting = await _sitting(db, open_, result)
    loss.decision_reasons = because
    loss.decided_at, loss.decided_by, loss.version = db.now(), actor.user_id, loss.version + 1
    if result == KEPT:
        await _keep(db, actor, open_)
        return None
    loss.decision_id = await _sign(db, actor, open_, passphrase)
    loss.state = "signed"
    await db.flush()
    await tell_all(db, opened, open_.claims, rules.TOLD_DECIDED)
    return loss.decision_id


async def bring_loss_to_sitting(db: Session, actor: Actor, loss_id: UUID, *, sitting_id: UUID) -> UUID:
    """The secretary puts the procedure on the agenda of the body of several that decides on it; the item's identifier.

    Not before it could be decided. The body votes on taking the status away: for, it is drafted and signed like any decision of
    a sitting; against, the person keeps it, and that is recorded here. Raises `NotFound`, `LossNotOpen`, `NotToldYet`,
    `StillTimeToAnswer`, `NotHeardYet`, and what putting a case on an agenda raises.
    """
    demand(actor, "sitting.manage")
    open_ = await open_loss(db, loss_id, "told")
    if refusal := await _why_not_yet(db, open_):
        raise refusal
    return await decisions.put_loss_on_agenda(
        db, actor, sitting_id, open_.opened, loss_id=loss_id, outcomes=_outcomes(open_, open_.loss.reasons)
    )


async def take_from_sitting(db: Session, loss_id: UUID, decision_id: UUID, *, sitting: str) -> None:
    """The body's decision has its last signature: it is the procedure's, and waits to be served. Raises `NotFound`, `LossNotOpen`."""
    open_ = await open_loss(db, loss_id, "told")
    decided = await decisions.decision(db, decision_id)
    loss = open_.loss
    loss.decision_id, loss.sitting, loss.state = decision_id, sitting, "signed"
    loss.decision_reasons, loss.decided_at = decided.reasons, decided.signed_at
    loss.version += 1
    await db.flush()
    await tell_all(db, open_.opened, open_.claims, rules.TOLD_DECIDED)


async def serve_loss(
    db: Session, actor: Actor, loss_id: UUID, served: decisions.Served, *, version: int | None = None
) -> cases.Recorded:
    """The signed loss is served: the status ends for those concerned, and their time to challenge it runs from its effect.

    Raises `NotFound`, `LossNotOpen`, `LossChanged`, `AlreadyNotified`, `Invalid`.
    """
    demand(actor, "decision.notify")
    open_ = await open_loss(db, loss_id, "signed", version=version)
    loss, opened = open_.loss, open_.opened
    if loss.decision_id is None:
        raise errors.LossNotOpen
    done = await decisions.keep_service_of_loss(db, actor, opened, loss.decision_id, served)
    loss.state, loss.ended_at, loss.version = LOST, done.at, loss.version + 1
    recorded = await cases.record(
        db,
        actor,
        opened,
        rules.SERVED,
        claims=open_.claims,
        outcomes=dict.fromkeys(open_.claims, rules.OUTCOME[loss.kind]),
        data={
            "loss": str(loss.id),
            "decision": str(loss.decision_id),
            "number": done.number,
            "channel": served.channel,
        },
        satisfied=opened.profile.event(rules.SERVED).needs,
        at=done.at,
        desk=Desk(),
    )
    await _tell_dependants(db, actor, open_, done.number)
    return recorded


async def _tell_dependants(db: Session, actor: Actor, open_: OpenLoss, number: str) -> None:
    opened = open_.opened
    event = opened.profile.events_by_name.get(TELLS_DEPENDANTS)
    derived = [
        c.id
        for c in opened.claims
        if c.derivative_of in open_.claims
        and c.id not in open_.claims
        and rules.protects(opened.profile, c.outcome)
        and event is not None
        and c.stage in event.leaves
    ]
    if derived:
        await cases.record(
            db,
            actor,
            opened,
            TELLS_DEPENDANTS,
            claims=derived,
            data={"resolution": number, "reasons": open_.loss.decision_reasons or ""},
            satisfied=["reasons"],
        )


async def _keep(db: Session, actor: Actor, open_: OpenLoss) -> None:
    loss, opened = open_.loss, open_.opened
    loss.state, loss.ended_at = KEPT, db.now()
    await cases.record(
        db,
        actor,
        opened,
        rules.KEPT,
        claims=open_.claims,
        data={"loss": str(loss.id), "reasons": loss.decision_reasons},
        satisfied=opened.profile.event(rules.KEPT).needs,
        desk=Desk(),
        tell={rules.TOLD_KEPT: {}},
        unsaid=[rules.SAID_OF_ANY],
    )
    await tell_others(db, opened, open_.claims, rules.TOLD_KEPT)


async def _sign(db: Session, actor: Actor, open_: OpenLoss, passphrase: str) -> UUID:
    loss = open_.loss
    reasons = loss.decision_reasons or ""
    return await decisions.sign_loss(
        db,
        actor,
        open_.opened,
        outcomes=_outcomes(open_, reasons),
        reasons=reasons,
        sitting=loss.sitting,
        passphrase=passphrase,
    )


def _outcomes(open_: OpenLoss, reasons: str) -> list[decisions.ClaimOutcome]:
    outcome = rules.OUTCOME[open_.loss.kind]
    article = open_.opened.profile.outcomes[outcome].cited
    return [decisions.ClaimOutcome(claim, outcome, (), article, reasons) for claim in open_.claims]


def _collegiate(opened: cases.OpenCase) -> bool:
    body = opened.profile.bodies.get(opened.profile.stage(opened.case.stage).body or "")
    return body is not None and body.kind == "collegiate"


async def _sitting(db: Session, open_: OpenLoss, result: str) -> str | None:
    """In which sitting a body of several decided: it takes a status away by its votes and signatures alone, and keeps it where
    those votes were against. None for a single authority."""
    if not _collegiate(open_.opened):
        return None
    found = await decisions.loss_item(db, open_.loss.id)
    if result == LOST or found is None or not found.against:
        raise errors.DecidedInSitting
    return found.sitting


async def _demand_impartial(db: Session, actor: Actor, open_: OpenLoss) -> None:
    """Who opened it does not decide it, nor who is tied to the people of the case."""
    if open_.loss.opened_by == actor.user_id:
        raise errors.OpenedIt
    found = await cases.conflicts_of(db, open_.opened.id, [actor.user_id])
    if any(one.source == "declared" or one.kind == "representative" for one in found[actor.user_id]):
        raise errors.TiedToThisCase


async def _why_not_yet(db: Session, open_: OpenLoss) -> Exception | None:
    loss = open_.loss
    signed = select(Hearing.id).where(Hearing.loss_id == loss.id, Hearing.status == "signed").limit(1)
    return rules.why_not_yet(
        told_at=loss.told_at,
        answer_until=loss.answer_until,
        answered=loss.answered_at is not None,
        heard=await db.scalar(signed) is not None,
        waived=loss.hearing_waived is not None,
        now=db.now(),
    )
