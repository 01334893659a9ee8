"""The judgment on a remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from app.remedies.hearings.actions import demand_held
from app.remedies.loading import OpenRemedy, open_remedy, standings
from app.remedies.loss.actions import restore
from app.remedies.loss.models import Loss
from app.remedies.panel.loading import demand_seat
from app.remedies.policies import demand_impartial

# A loss that is returned is decided anew by who decided it: it goes back to its own procedure, not to an analysis.
BACK_TO_LOSS = "remitted_to_loss"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is judged: the result, its reasons, and as the result needs it the outcomes, why it did not stand, and what to do."""

    result: str
    reasons: str
    outcomes: Mapping[UUID, rules.Judged] = field(default_factory=dict)
    reversal_grounds: Sequence[str] = ()
    instructions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Judgment:
    """The decision, and the case after it. `missing` are who still has to sign it: nobody, where it is signed."""

    decision_id: UUID
    case_id: UUID
    stage: str
    version: int
    missing: tuple[str, ...] = ()


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
    passphrase: str = "",
    version: int | None = None,
) -> Judgment:
    """Uphold, overturn, send back or dismiss, by the signed decision of one judge.

    Overturned gives an outcome per claim; derivative claims that are given none follow their principal's, and a loss that is
    overturned gives back what there was. Sent back needs `instructions` for the first instance, whose outcome falls: the new analysis
    answers each. What does not stand says why (`reversal_grounds`). `passphrase` opens the judge's own key, where they have one. Raises `NotFound`, `WorkedOnThisCase`, `NotSeated`,
    `PanelDecides`, `NotPending`, `CorrectionOpen`, `HearingNotHeld`, `RemedyChanged`, `Invalid`.
    """
    demand(actor, "remedy.decide")
    open_ = await open_remedy(db, remedy_id, version=version)
    await demand_judge(db, actor, open_)
    await demand_seat(db, actor, open_.remedy.id, alone=True)
    verdict = Verdict(result, reasons, outcomes or {}, reversal_grounds, instructions)
    _, judged, _ = await judged_outcomes(db, open_, verdict)
    decision_id = await decisions.sign_at_remedy(
        db, actor, open_.opened, written(open_, verdict, judged), passphrase=passphrase
    )
    return await conclude(db, actor, open_, verdict, decision_id)


async def demand_judge(db: Session, actor: Actor, open_: OpenRemedy) -> None:
    """Raises `WorkedOnThisCase`, `NotPending`, `CorrectionOpen`, `HearingNotHeld`: what keeps any judge from any judgment."""
    await demand_impartial(db, actor, open_.opened.id, body=open_.remedy.body)
    if open_.remedy.status != "pending":
        raise errors.NotPending
    await demand_corrected(db, open_.remedy.id)
    await demand_held(db, open_.remedy)


async def judged_outcomes(
    db: Session, open_: OpenRemedy, verdict: Verdict
) -> tuple[Sequence[UUID], dict[UUID, rules.Judged], Loss | None]:
    """The claims reached and what each is given; the procedure of loss that is challenged, where it is one. Raises `Invalid`."""
    opened = open_.opened
    rules.result_of(opened.profile, open_.remedy.kind, verdict.result)
    reached = [c.id for c in opened.claims if c.stage in opened.profile.event(rules.DECIDED).leaves]
    loss = await restore.of_decision(db, open_.remedy.decision_id)
    given = dict(verdict.outcomes)
    if loss is not None and verdict.result == rules.OVERTURNED:
        before = restore.outcomes_before(loss)
        given = {c: rules.Judged(outcome) for c, outcome in before.items() if c in reached} | given
    judged = rules.outcomes_after(opened.profile, verdict.result, standings(opened), reached, given)
    return reached, judged, loss


def written(open_: OpenRemedy, verdict: Verdict, judged: Mapping[UUID, rules.Judged]) -> decisions.Written:
    """What the judgment says. Raises `Invalid` for what it lacks."""
    rules.reversal_grounds(verdict.result, verdict.reversal_grounds)
    return decisions.Written(
        remedy_id=open_.remedy.id,
        instance=open_.opened.case.instance,
        body=open_.remedy.body,
        result=verdict.result,
        outcomes=[
            decisions.ClaimOutcome(claim_id, one.outcome, one.grounds, one.article, one.reasons)
            for claim_id, one in judged.items()
        ],
        reasons=cases.check_reasons(verdict.reasons),
        instruction="\n".join(rules.instructions_of(verdict.result, verdict.instructions)),
    )


async def conclude(
    db: Session, actor: Actor, open_: OpenRemedy, verdict: Verdict, decision_id: UUID
) -> Judgment:
    """Let the judgment follow that everybody has signed who has to."""
    remedy, opened = open_.remedy, open_.opened
    reached, judged, loss = await judged_outcomes(db, open_, verdict)
    remedy.reasons = cases.check_reasons(verdict.reasons)
    remedy.reversal_grounds = list(rules.reversal_grounds(verdict.result, verdict.reversal_grounds))
    remedy.instructions = list(rules.instructions_of(verdict.result, verdict.instructions))
    remedy.status, remedy.result, remedy.version = "decided", verdict.result, remedy.version + 1
    remedy.decided_at, remedy.decided_by = db.now(), actor.user_id
    await db.flush()
    recorded = await cases.record(
        db,
        actor,
        opened,
        rules.DECIDED,
        claims=reached,
        data={
            "remedy": str(remedy.id),
            "decision": str(decision_id),
            "result": BACK_TO_LOSS if loss is not None and remedy.instructions else verdict.result,
            "reversal_grounds": remedy.reversal_grounds,
        },
        outcomes={claim_id: one.outcome for claim_id, one in judged.items()},
        # Checked by the caller, who had the last signature put on it.
        satisfied=["not_involved_before", "signed"],
        desk=Desk(),
        annulled=reached if verdict.result == rules.REMITTED and loss is None else (),
    )
    await _follow_up(db, open_, verdict.result, loss)
    return Judgment(decision_id, opened.id, recorded.stage, opened.case.version)


async def _follow_up(db: Session, open_: OpenRemedy, result: str, loss: Loss | None) -> None:
    """What the judgment orders, or gives back."""
    remedy, opened = open_.remedy, open_.opened
    if loss is None:
        if remedy.instructions:
            await assessments.instruct(db, opened.id, remedy.id, body=remedy.body, points=remedy.instructions)
        return
    if result == rules.OVERTURNED:
        await restore.give_back(db, opened, loss)
    if result == rules.REMITTED:
        await restore.send_back(db, opened, loss)
    cases.bar_removal(opened)
    await db.flush()
