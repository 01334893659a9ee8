"""Challenging a decision, in time or late with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.decisions import public as decisions
from app.documents.public import Desk
from app.identity.public import demand
from app.procedure import public as procedure
from app.remedies import errors, rules
from app.remedies.loading import standings
from app.remedies.models import Remedy

PAPER_DESK = "registration_officer"


@dataclass(frozen=True, slots=True)
class Filed:
    """The remedy as received. `in_time` false: it waits for the body to admit it. `lodged_with`: what stands in the same
    writing by the law."""

    remedy_id: UUID
    case_id: UUID
    in_time: bool
    version: int
    lodged_with: tuple[str, ...] = ()


async def file_remedy(
    db: Session,
    actor: Actor,
    decision_id: UUID,
    *,
    kind: str,
    grounds: str,
    points: Sequence[rules.Point] = (),
    hearing: str | None = None,
    lodged_by: str = "representative",
    late_reasons: str | None = None,
    filed_at: datetime | None = None,
    version: int | None = None,
) -> Filed:
    """File a remedy against the newest served decision of a case; `version` is the case's.

    `points` answer the decision's reasons one by one; `hearing` says why an oral hearing is asked for (UNHCR standards 7.3: not
    automatic, asked for in writing with reasons); `lodged_by` who brought the writing. In time, the case goes to the body that hears it and the applicant's documents are kept alive. Late, it needs reasons and waits
    for that body to admit it. `filed_at` (UTC) is for a writing received earlier at the desk. Raises `NotFound` for a case that is
    not the actor's (a representative has only their own clients'), `NotTheNewestDecision`, `NoFurtherRemedy`, `AlreadyFiled`,
    `AlreadyUsed`, `NothingToChallenge`, `Invalid`, and `BeyondYourMandate` for counsel whose mandate has no remedies.
    """
    demand(actor, "remedy.file")
    challenged = await decisions.decision(db, decision_id)
    opened = await cases.open_case(db, challenged.case_id, version=version)
    decision = await _in_force(db, opened, decision_id)
    await _demand_unused(db, decision.id)
    remedy = rules.kind_of(opened.profile, kind)
    moment = _moment(db, actor, decision, filed_at)
    writing = rules.checked(grounds, points, hearing, lodged_by)
    timely = await _in_time(db, opened, remedy, moment)
    event = rules.FILED if timely else rules.FILED_LATE
    reached = rules.challenged(opened.profile, remedy, standings(opened), event)
    if not reached:
        raise errors.NothingToChallenge
    await cases.demand_power(db, actor, opened.id, "appeal", reached)
    reasons = None if timely else _late(late_reasons)
    row = Remedy(
        id=new_id(),
        case_id=opened.id,
        decision_id=decision.id,
        kind=remedy.name,
        body=remedy.body,
        status="pending" if timely else "awaiting_admission",
        filed_at=moment,
        filed_by=actor.user_id,
        filed_as=actor.role,
        lodged_by=writing.lodged_by,
        grounds=writing.grounds,
        points=[{"reason": point.reason, "answer": point.answer} for point in writing.points],
        hearing_reasons=writing.hearing,
        in_time=timely,
        late_reasons=reasons,
        suspensive=timely and rules.suspends(remedy),
        version=1,
    )
    db.add(row)
    await db.flush()
    if not timely:
        for claim_id in reached:
            opened.claim(claim_id).awaiting_admission = [remedy.name]
    together = tuple(other.name for other in rules.with_it(opened.profile, remedy.name))
    await cases.record(
        db,
        actor,
        opened,
        event,
        claims=reached,
        data={
            "remedy": str(row.id),
            "kind": row.kind,
            "decision": str(decision.id),
            **({"lodged_with": list(together)} if together else {}),
        },
        satisfied=() if timely else ("reasons",),
        at=moment,
        desk=Desk(),
        admit=[f"body:{remedy.body}"],
    )
    return Filed(row.id, opened.id, timely, opened.case.version, together)


async def _in_force(db: Session, opened: cases.OpenCase, decision_id: UUID) -> decisions.DecisionView:
    """The newest decision, once served: the challenged one must be it, and the procedure must know a remedy from where it left
    the case (a second one after the first, where the law has two)."""
    served = [d for d in await decisions.decisions_of(db, opened.id) if d.served_at is not None]
    if not any(d.id == decision_id for d in served):
        raise errors.NothingServed
    newest = max(served, key=lambda d: (d.served_at is not None, d.served_at))
    if newest.instance != "first" and not _one_remains(opened, newest.instance):
        raise errors.NoFurtherRemedy
    if newest.id != decision_id:
        raise errors.NotTheNewestDecision
    return newest


def _one_remains(opened: cases.OpenCase, instance: str) -> bool:
    """Is there a remedy after the remedy: now, or late after a reconsideration that became final?"""
    now = opened.profile.event(rules.FILED).leaves
    late = opened.profile.event(rules.FILED_LATE).leaves if instance == "reconsideration" else ()
    return any(claim.stage in (*now, *late) for claim in opened.claims)


async def _demand_unused(db: Session, decision_id: UUID) -> None:
    earlier = set(await db.scalars(select(Remedy.status).where(Remedy.decision_id == decision_id)))
    if earlier & {"pending", "awaiting_admission"}:
        raise errors.AlreadyFiled
    if earlier:
        raise errors.AlreadyUsed


def _moment(
    db: Session, actor: Actor, decision: decisions.DecisionView, filed_at: datetime | None
) -> datetime:
    if filed_at is None:
        return db.now()
    if actor.role != PAPER_DESK:
        raise Invalid.at("filed_at", "not_yours", "Solo la oficina registra un escrito recibido antes.")
    if filed_at > db.now():
        raise Invalid.at("filed_at", "in_the_future", "La fecha de presentación no puede ser futura.")
    if decision.served_at is not None and filed_at < decision.served_at:
        raise Invalid.at("filed_at", "before_service", "El recurso no puede ser anterior a la notificación.")
    return filed_at


async def _in_time(db: Session, opened: cases.OpenCase, remedy: procedure.Remedy, moment: datetime) -> bool:
    """In time by the clock, and the decision has not become final meanwhile."""
    if not rules.challenged(opened.profile, remedy, standings(opened), rules.FILED):
        return False
    limits = await cases.limits_of(db, opened.id)
    clocks = [rules.Clock(x.started_at, x.due_at, x.state) for x in limits if x.rule == remedy.file_within]
    return rules.in_time(opened.profile, remedy, clocks, moment)


def _late(reasons: str | None) -> str:
    if reasons is None or len(reasons.strip()) < rules.SHORTEST_REASONS:
        raise Invalid.at(
            "late_reasons",
            "late",
            "El plazo venció. Explique por qué se presenta tarde, con %(least)s caracteres al menos.",
            least=rules.SHORTEST_REASONS,
        )
    return reasons.strip()
