"""What an actor may do next with a case: the engine's answer, the same that the gate enforces."""

from app.cases import public as cases
from app.core.actor import Actor
from app.procedure import public as procedure


def next_steps(case: cases.CaseView, actor: Actor) -> tuple[procedure.Step, ...]:
    """Every event of the case's procedure with whether this actor may record it now, and why not."""
    situation = procedure.Situation(
        claims=tuple(procedure.ClaimState(c.id, c.stage, c.basis) for c in case.claims),
        instance=case.instance,
        stage=case.stage,
    )
    return procedure.available(case.profile, situation, actor.role)
