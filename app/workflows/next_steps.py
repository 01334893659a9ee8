"""What an actor may do next with a case: the engine's answer, the same that the gate enforces."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.procedure import public as procedure

ANY_CLAIM = UUID(int=0)


def next_steps(case: cases.CaseView, actor: Actor) -> tuple[procedure.Step, ...]:
    """Every event of the case's procedure with whether this actor may record it now, and why not."""
    situation = procedure.Situation(
        claims=tuple(procedure.ClaimState(c.id, c.stage, c.basis) for c in case.claims),
        instance=case.instance,
        stage=case.stage,
    )
    return procedure.available(case.profile, situation, actor.role)


def steps_at(profile: procedure.Profile, stage: str, role: str) -> tuple[procedure.Step, ...]:
    """The same for any case at a stage of its first instance: enough for a list, where the case page asks for the case itself."""
    claim = procedure.ClaimState(ANY_CLAIM, stage, "principal")
    return procedure.available(profile, procedure.Situation(claims=(claim,), stage=stage), role)
