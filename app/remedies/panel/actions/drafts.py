"""Writing a judgment together: the rapporteur's draft, and the votes on it."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.remedies import errors
from app.remedies import rules as judging
from app.remedies.actions.decide import Verdict, demand_judge, judged_outcomes
from app.remedies.loading import OpenRemedy, open_remedy
from app.remedies.panel import rules
from app.remedies.panel.actions.carried import drafted, verdict_of
from app.remedies.panel.loading import demand_seat
from app.remedies.panel.models import Draft, JudgmentVote

WRITING, PROPOSED, REJECTED, ISSUED = "draft", "proposed", "rejected", "issued"


async def write_draft(
    db: Session, actor: Actor, remedy_id: UUID, verdict: Verdict, *, version: int | None = None
) -> UUID:
    """The rapporteur writes the draft, or writes on; `version` is the draft's. What it lacks is refused when it is proposed.

    Raises `NotFound`, `NotSeated`, `NotTheRapporteur`, `NotPending`, `DraftChanged`, `NoDraft` once it is being voted on, `Invalid`.
    """
    demand(actor, "remedy.decide")
    open_ = await taken_up(db, actor, remedy_id)
    await demand_seat(db, actor, remedy_id, rapporteur=True)
    judging.result_of(open_.opened.profile, open_.remedy.kind, verdict.result)
    draft = await _current(db, remedy_id)
    if draft is None:
        draft = Draft(
            id=new_id(),
            case_id=open_.opened.id,
            remedy_id=remedy_id,
            author_id=actor.user_id,
            status=WRITING,
            version=0,
        )
        db.add(draft)
    elif draft.status != WRITING:
        raise errors.NoDraft
    elif version is not None and version != draft.version:
        raise errors.DraftChanged
    draft.result, draft.reasons = verdict.result, verdict.reasons.strip()
    draft.outcomes = {str(claim): asdict(one) for claim, one in verdict.outcomes.items()}
    draft.reversal_grounds, draft.instructions = list(verdict.reversal_grounds), list(verdict.instructions)
    draft.written_at, draft.version = db.now(), draft.version + 1
    await db.flush()
    return draft.id


async def propose(db: Session, actor: Actor, remedy_id: UUID, *, version: int | None = None) -> None:
    """The draft is put to the vote and stands as it is. Raises what a judgment raises, `NoDraft`, `DraftChanged`, `Invalid`."""
    demand(actor, "remedy.decide")
    open_ = await taken_up(db, actor, remedy_id)
    await demand_seat(db, actor, remedy_id, rapporteur=True)
    draft = await draft_in(db, remedy_id, WRITING, version)
    verdict = verdict_of(draft)
    await judged_outcomes(db, open_, verdict)
    judging.sentence("reasons", verdict.reasons)
    judging.reversal_grounds(verdict.result, verdict.reversal_grounds)
    judging.instructions_of(verdict.result, verdict.instructions)
    draft.status, draft.proposed_at, draft.version = PROPOSED, db.now(), draft.version + 1
    await db.flush()


async def vote_on(
    db: Session,
    actor: Actor,
    remedy_id: UUID,
    *,
    choice: str,
    reasons: str = "",
    version: int | None = None,
) -> str:
    """One seat votes on the proposed draft, once; a vote against says why. Returns where the draft stands.

    With the last vote a draft that did not carry is put aside, and another may be written; one that did is a judgment for all to sign. Raises `NotFound`, `NotSeated`,
    `NoDraft`, `VotedAlready`, `DraftChanged`, `Invalid`.
    """
    demand(actor, "remedy.decide")
    open_ = await taken_up(db, actor, remedy_id)
    voters = await demand_seat(db, actor, remedy_id)
    draft = await draft_in(db, remedy_id, PROPOSED, version)
    if choice not in (rules.FOR, rules.AGAINST):
        raise Invalid.at("choice", "unknown", "Elija cómo vota.")
    votes = await _votes(db, draft.id)
    if actor.user_id in votes:
        raise errors.VotedAlready
    given = judging.sentence("reasons", reasons) if choice == rules.AGAINST else reasons.strip()
    db.add(
        JudgmentVote(
            draft_id=draft.id,
            user_id=actor.user_id,
            case_id=draft.case_id,
            choice=choice,
            reasons=given,
            at=db.now(),
        )
    )
    await db.flush()
    stands = rules.verdict(voters, {**votes, actor.user_id: choice})
    if stands == "rejected":
        draft.status, draft.version = REJECTED, draft.version + 1
        await db.flush()
    if stands == "carried":
        await drafted(db, actor, open_, draft)
    return stands


async def taken_up(db: Session, actor: Actor, remedy_id: UUID) -> OpenRemedy:
    """The case is locked first: two who vote or sign at once come one after the other."""
    open_ = await open_remedy(db, remedy_id)
    await demand_judge(db, actor, open_)
    return open_


async def _current(db: Session, remedy_id: UUID) -> Draft | None:
    found: Draft | None = await db.scalar(
        select(Draft)
        .where(Draft.remedy_id == remedy_id, Draft.status.in_((WRITING, PROPOSED)))
        .execution_options(populate_existing=True)
    )
    return found


async def draft_in(db: Session, remedy_id: UUID, status: str, version: int | None) -> Draft:
    draft = await _current(db, remedy_id)
    if draft is None or draft.status != status:
        raise errors.NoDraft
    if version is not None and version != draft.version:
        raise errors.DraftChanged
    return draft


async def _votes(db: Session, draft_id: UUID) -> dict[UUID, str]:
    rows = await db.rows(
        select(JudgmentVote.user_id, JudgmentVote.choice).where(JudgmentVote.draft_id == draft_id)
    )
    return {row.user_id: row.choice for row in rows}
