"""Keeping what was answered and proposed, and what a person decides about a proposal."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import new_id
from app.intake.screening.models import Screening, ScreeningProposal
from app.intake.screening.rules import Answers, Proposals, Suggested


class ProposalDecided(Conflict):
    """Somebody decided it, or a later screening proposes it anew."""

    message = "Esa propuesta ya se decidió, o una categorización posterior la reemplazó."


async def keep_screening(
    db: Session,
    actor: Actor,
    *,
    case_id: UUID,
    person_id: UUID,
    edition: str,
    answers: Answers,
    proposed: Proposals,
    accepted: Collection[str] = (),
) -> UUID:
    """Write down one round of questions with what it proposes; `accepted` are the keys that the actor takes at once.

    What an earlier round proposed and nobody decided gives way to the same proposal of this one.
    """
    round_ = Screening(
        id=new_id(),
        case_id=case_id,
        person_id=person_id,
        at=db.now(),
        by=actor.user_id,
        edition=edition,
        answers=dict(answers),
    )
    again = {each.key for each in proposed.all}
    p = ScreeningProposal
    for old in await db.scalars(select(p).where(p.person_id == person_id, p.state == "open")):
        if f"{old.kind}:{old.value}" in again:
            old.state = "replaced"
    db.add(round_)
    await db.flush()
    db.add(*(_row(db, actor, round_, each, taken=each.key in accepted) for each in proposed.all))
    return round_.id


async def settle_proposal(
    db: Session, actor: Actor, proposal_id: UUID, *, accept: bool, reason: str
) -> ScreeningProposal:
    """Take what is proposed, or not now and why. What follows is the caller's. Raises `NotFound`, `ProposalDecided`, `Invalid`."""
    found = await db.locked(ScreeningProposal, proposal_id)
    if found is None:
        raise NotFound
    if found.state != "open":
        raise ProposalDecided
    if not accept and not reason.strip():
        raise Invalid.at("reason", "required", "Escriba por qué no, por ahora.")
    found.state = "accepted" if accept else "not_now"
    found.decided_at, found.decided_by, found.reason = db.now(), actor.user_id, reason.strip() or None
    return found


def _row(db: Session, actor: Actor, of: Screening, each: Suggested, *, taken: bool) -> ScreeningProposal:
    return ScreeningProposal(
        id=new_id(),
        screening_id=of.id,
        case_id=of.case_id,
        person_id=of.person_id,
        kind=each.kind,
        value=each.value,
        criterion=each.criterion,
        rule=each.rule,
        because_es=each.because.es,
        because_en=each.because.en,
        state="accepted" if taken else "open",
        proposed_at=db.now(),
        decided_at=db.now() if taken else None,
        decided_by=actor.user_id if taken else None,
        reason=None,
    )
