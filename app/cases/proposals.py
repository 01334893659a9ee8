"""What is put before a person to decide: written when the law or a count suggests it, ended when somebody has decided."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import bindparam, select

from app.cases.models import CaseEvent, Proposal
from app.cases.opening import OpenCase
from app.cases.rules import leaves_from
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.procedure import public as procedure

# Who never decides for the authority: the person and who speaks for them, and the system.
NOBODYS = frozenset({"applicant", "legal_representative", "system"})
DISMISSED = "proposal_dismissed"
KINDS = ("limit", "trigger", "event")

_OPEN = (
    select(Proposal)
    .where(Proposal.case_id == bindparam("case"), Proposal.state == "open")
    .execution_options(populate_existing=True)
)


async def keep_proposals(
    db: Session, actor: Actor, opened: OpenCase, follows: procedure.Consequences, event: CaseEvent
) -> None:
    """End what this event answers or overtakes, and put before people what follows from it."""
    if opened.case.open_proposals:
        await _answer(db, actor, opened, event)
    for each in follows.propose:
        kind, _, because = each.because.rpartition(":")
        await propose(
            db,
            opened,
            event,
            name=each.event,
            because=because,
            kind=kind if kind in KINDS else "event",
            claims=each.claims,
        )


async def propose(
    db: Session,
    opened: OpenCase,
    event: CaseEvent,
    *,
    name: str,
    because: str,
    kind: str,
    claims: Collection[UUID],
) -> bool:
    """Put an event before those who may record it; once, while it is open. False where it is open already or nobody may."""
    roles = [role for role in opened.profile.event(name).by if role not in NOBODYS]
    standing = await db.scalars(_OPEN, {"case": opened.id}) if opened.case.open_proposals else ()
    if not roles or any((p.event, p.because) == (name, because) for p in standing):
        return False
    db.add(
        Proposal(
            id=new_id(),
            case_id=opened.id,
            claims=list(claims),
            event=name,
            because=because,
            kind=kind,
            roles=roles,
            state="open",
            proposed_at=db.now(),
            proposed_by=event.id,
            ended_at=None,
            ended_by=None,
            ended_with=None,
            reasons=None,
        )
    )
    opened.case.open_proposals += 1
    await db.flush()
    return True


def end(
    proposal: Proposal,
    state: str,
    event: CaseEvent,
    actor: Actor,
    *,
    reasons: str | None = None,
) -> None:
    """Close a proposal with the event that did it."""
    proposal.state, proposal.reasons = state, reasons
    proposal.ended_at, proposal.ended_by, proposal.ended_with = event.recorded_at, actor.user_id, event.id


async def _answer(db: Session, actor: Actor, opened: OpenCase, event: CaseEvent) -> None:
    standing = await db.scalars(_OPEN, {"case": opened.id})
    for proposal in standing:
        left = [claim for claim in proposal.claims if claim not in event.claims]
        if proposal.event == event.name and len(left) < len(proposal.claims):
            if left and _still_possible(opened, proposal.event, left):
                proposal.claims = left
            else:
                end(proposal, "taken", event, actor)
        elif _overtaken(opened, proposal, event.name):
            end(proposal, "lapsed", event, actor)
    opened.case.open_proposals = sum(proposal.state == "open" for proposal in standing)


def _overtaken(opened: OpenCase, proposal: Proposal, event: str) -> bool:
    """Has what it rests on been settled, or is what it proposes possible no longer?"""
    if proposal.kind == "limit" and proposal.because == opened.profile.filing.limit:
        # A late claim is decided on at some stage of its road, wherever it stands now.
        held = [c for c in opened.claims if c.id in proposal.claims]
        return not any(opened.profile.stage(c.stage).open and c.outcome is None for c in held)
    owed = {d.rule for d in (*opened.missed, *opened.deadlines)}
    settled = proposal.kind == "limit" and proposal.because not in owed
    begun_again = proposal.kind == "trigger" and any(
        event in trigger.reset_by or (trigger.limit is not None and trigger.limit not in owed)
        for trigger in opened.profile.abandonment
        if trigger.name == proposal.because
    )
    return settled or begun_again or not _still_possible(opened, proposal.event, proposal.claims)


def _still_possible(opened: OpenCase, name: str, claims: Iterable[UUID]) -> bool:
    wanted, stages = set(claims), leaves_from(opened.profile, name)
    return any(c.stage in stages for c in opened.claims if c.id in wanted)
