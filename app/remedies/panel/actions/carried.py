"""What carried, as the judgment that each of those who voted signs."""

from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.decisions import public as decisions
from app.identity import public as identity
from app.remedies import errors
from app.remedies import rules as judging
from app.remedies.actions.decide import Verdict, judged_outcomes, written
from app.remedies.loading import OpenRemedy
from app.remedies.panel import rules
from app.remedies.panel.loading import sitting
from app.remedies.panel.models import Draft, JudgmentVote


async def drafted(db: Session, actor: Actor, open_: OpenRemedy, draft: Draft) -> UUID:
    """The judgment for all to sign, made once everybody has voted. Raises `VotesMissing`, and what a judgment raises."""
    found = await decisions.judgment_drafted(db, open_.remedy.id)
    if found is not None:
        return found
    seats = [one for one in await sitting(db, open_.remedy.id) if one.seat != rules.ALTERNATE]
    voters = [seat.user_id for seat in seats]
    votes = {
        one.user_id: one
        for one in await db.scalars(select(JudgmentVote).where(JudgmentVote.draft_id == draft.id))
    }
    if rules.verdict(voters, {user: one.choice for user, one in votes.items()}) != "carried":
        raise errors.VotesMissing(missing=len(set(voters) - set(votes)))
    names = await identity.names(db, voters)
    judges = [
        decisions.Judge(
            seat.user_id,
            names[seat.user_id],
            seat.seat == rules.RAPPORTEUR,
            votes[seat.user_id].reasons if votes[seat.user_id].choice == rules.AGAINST else "",
        )
        for seat in seats
    ]
    return await decisions.draft_at_remedy(
        db, actor, open_.opened, await judged_now(db, open_, draft), judges
    )


async def judged_now(db: Session, open_: OpenRemedy, draft: Draft) -> decisions.Written:
    """What would be judged now: somebody may have left the remedy since the vote."""
    verdict = verdict_of(draft)
    _, judged, _ = await judged_outcomes(db, open_, verdict)
    return written(open_, verdict, judged)


def verdict_of(draft: Draft) -> Verdict:
    """The draft as it would be judged."""
    given: dict[UUID, judging.Judged] = {}
    for claim, one in draft.outcomes.items():
        if isinstance(one, dict):
            given[UUID(claim)] = judging.Judged(
                str(one["outcome"]),
                tuple(str(ground) for ground in one.get("grounds", ())),
                str(one["article"]) if one.get("article") else None,
                str(one.get("reasons") or ""),
            )
    return Verdict(draft.result, draft.reasons, given, draft.reversal_grounds, draft.instructions)
