"""The judgment on a remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.decisions import public as decisions
from app.documents.public import Desk
from app.identity.public import demand
from app.remedies import errors, rules
from app.remedies.actions.examine import demand_corrected
from app.remedies.loading import OpenRemedy, open_remedy, standings
from app.remedies.policies import demand_impartial


@dataclass(frozen=True, slots=True)
class Judgment:
    """The signed decision, and the case after it."""

    decision_id: UUID
    case_id: UUID
    stage: str
    version: int


async def decide_remedy(
    db: Session,
    actor: Actor,
    remedy_id: UUID,
    *,
    result: str,
    reasons: str,
    outcomes: Mapping[UUID, rules.Judged] | None = None,
    reversal_grounds: Sequence[str] = (),
    instructions: Sequence[str] = (),
    version: int | None = None,
) -> Judgment:
    """Uphold, overturn or send back what was decided, by a signed decision of the body that hears the remedy.

    Overturned gives an outcome per claim; derivative claims that are given none follow their principal's. Sent back needs
    `instructions` for the first instance, whose outcome falls: the new analysis answers each. What does not stand says why
    (`reversal_grounds`). Raises `NotFound`, `WorkedOnThisCase`, `NotPending`, `CorrectionOpen`, `RemedyChanged`, `Invalid`.
    """
    demand(actor, "remedy.decide")
    open_ = await open_remedy(db, remedy_id, version=version)
    remedy, opened = open_.remedy, open_.opened
    await demand_impartial(db, actor, opened.id)
    if remedy.status != "pending":
        raise errors.NotPending
    await demand_corrected(db, remedy_id)
    rules.result_of(opened.profile, remedy.kind, result)
    where = opened.profile.event(rules.DECIDED).leaves
    reached = [c.id for c in opened.claims if c.stage in where]
    judged = rules.outcomes_after(opened.profile, result, standings(opened), reached, outcomes or {})
    remedy.reasons = cases.check_reasons(reasons)
    remedy.reversal_grounds = list(rules.reversal_grounds(result, reversal_grounds))
    remedy.instructions = list(rules.instructions_of(result, instructions))
    remedy.status, remedy.result, remedy.version = "decided", result, remedy.version + 1
    remedy.decided_at, remedy.decided_by = db.now(), actor.user_id
    await db.flush()
    if remedy.instructions:
        await assessments.instruct(db, opened.id, remedy.id, body=remedy.body, points=remedy.instructions)
    decision_id = await _sign(db, actor, open_, judged)
    recorded = await cases.record(
        db,
        actor,
        opened,
        rules.DECIDED,
        claims=reached,
        data={"remedy": str(remedy.id), "decision": str(decision_id), "result": result},
        outcomes={claim_id: one.outcome for claim_id, one in judged.items()},
        # Checked above, and signed by this actor in `_sign`.
        satisfied=["not_involved_before", "signed"],
        desk=Desk(),
        annulled=reached if result == rules.REMITTED else (),
    )
    return Judgment(decision_id, opened.id, recorded.stage, opened.case.version)


async def _sign(db: Session, actor: Actor, open_: OpenRemedy, judged: Mapping[UUID, rules.Judged]) -> UUID:
    remedy, opened = open_.remedy, open_.opened
    return await decisions.sign_at_remedy(
        db,
        actor,
        opened,
        remedy_id=remedy.id,
        instance=opened.case.instance,
        body=remedy.body,
        result=remedy.result or "",
        outcomes=[
            decisions.ClaimOutcome(claim_id, one.outcome, one.grounds, one.article, one.reasons)
            for claim_id, one in judged.items()
        ],
        reasons=remedy.reasons or "",
    )
