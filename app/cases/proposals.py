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

# Who signs in and may decide. The applicant acts through somebody's desk, the system decides nothing.
NOBODYS = frozenset({"applicant", "system"})
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
    opened: OpenCase,
    proposal: Proposal,
    state: str,
    event: CaseEvent,
    actor: Actor,
    *,
    reasons: str | None = None,
) -> None:
    """Close an open proposal with the event that did it."""
    proposal.state, proposal.reasons = state, reasons
    proposal.ended_at, proposal.ended_by, proposal.ended_with = event.recorded_at, actor.user_id, event.id
    opened.case.open_proposals -= 1


async def _answer(db: Session, actor: Actor, opened: OpenCase, event: CaseEvent) -> None:
    owed = {d.rule for d in (*opened.missed, *opened.deadlines)}
    for proposal in await db.scalars(_OPEN, {"case": opened.id}):
        left = [claim for claim in proposal.claims if claim not in event.claims]
        if proposal.event == event.name and len(left) < len(proposal.claims):
            if left and _still_possible(opened, proposal.event, left):
                proposal.claims = left
            else:
                end(opened, proposal, "taken", event, actor)
        elif (
            proposal.kind == "limit" and proposal.because not in owed and _runs(opened, proposal.because)
        ) or not _still_possible(opened, proposal.event, proposal.claims):
            end(opened, proposal, "lapsed", event, actor)


def _runs(opened: OpenCase, rule: str) -> bool:
    """Is it a limit with a clock? What only counted back at the filing has none that could be settled."""
    limit = opened.profile.limits.get(rule)
    return limit is not None and bool(limit.runs_in)


def _still_possible(opened: OpenCase, name: str, claims: Iterable[UUID]) -> bool:
    wanted, stages = set(claims), leaves_from(opened.profile, name)
    return any(c.stage in stages for c in opened.claims if c.id in wanted)
