"""What an actor may do next with a case: the engine's answer, the same that the gate enforces."""

from datetime import datetime
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession
from app.procedure import public as procedure

ANY_CLAIM = UUID(int=0)
# Done with a proposal in hand, where it stands, and not as a step of the case.
WITH_A_PROPOSAL = "proposal_dismissed"


async def next_steps(db: ReadSession, case_id: UUID, actor: Actor) -> tuple[procedure.Step, ...]:
    """Every event of the case's procedure with whether this actor may record it now, and why not.

    Left out is what would extend limits of which none runs that may still be extended, and what rests on a norm that does not
    hold today.
    """
    opened = await cases.look_at(db, case_id)
    situation = await cases.situation_of(db, opened, at=db.now())
    today = opened.profile.today(db.now(), situation.office)
    return tuple(
        step
        for step in procedure.available(opened.profile, situation, actor.role, on=today)
        if step.event != WITH_A_PROPOSAL
        and _has_something_to_extend(opened.profile, situation, step.event, db.now())
    )


def _has_something_to_extend(
    profile: procedure.Profile, situation: procedure.Situation, name: str, now: datetime
) -> bool:
    rules = profile.event(name).prolongs
    return not rules or any(
        clock.rule in rules
        and clock.state == "running"
        and now < clock.due_at
        and (extension := profile.limit(clock.rule).extension) is not None
        and clock.extensions < extension.times
        for clock in situation.deadlines
    )


def steps_at(profile: procedure.Profile, stage: str, role: str) -> tuple[procedure.Step, ...]:
    """The same for any case at a stage of its first instance: enough for a list, where the case page asks for the case itself."""
    claim = procedure.ClaimState(ANY_CLAIM, stage, "principal")
    return procedure.available(profile, procedure.Situation(claims=(claim,), stage=stage), role)
