"""The end of a sitting, and its interruption."""

from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.decisions import errors
from app.decisions.actions.attend import everybody_leaves
from app.decisions.actions.decide_group import defer_groups
from app.decisions.actions.set_agenda import clear_agenda
from app.decisions.chamber import enter
from app.decisions.policies import demand_secretary
from app.decisions.procedure import known_quorum
from app.overrides.public import procedure_in_force


async def close_sitting(db: Session, actor: Actor, sitting_id: UUID, *, version: int | None = None) -> None:
    """Close the sitting: what was not reached waits for another, and the minutes can be drawn up. One that was suspended and is
    not taken up again is closed the same way. Raises `SittingNotOpen`."""
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    if chamber.sitting.status not in ("open", "suspended"):
        raise errors.SittingNotOpen
    await clear_agenda(db, actor, chamber, reason="not_reached")
    await defer_groups(db, sitting_id)
    await everybody_leaves(db, sitting_id)
    chamber.sitting.status, chamber.sitting.closed_at = "closed", db.now()
    await db.flush()


async def cancel_sitting(
    db: Session, actor: Actor, sitting_id: UUID, *, reasons: str = "", version: int | None = None
) -> None:
    """Call a convened sitting off, and say why; what was on its agenda is free for another. Raises `SittingNotConvened`."""
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    if chamber.sitting.status != "convened":
        raise errors.SittingNotConvened
    await clear_agenda(db, actor, chamber, reason="sitting_cancelled")
    await defer_groups(db, sitting_id)
    chamber.sitting.status, chamber.sitting.because = "cancelled", reasons.strip()
    await db.flush()


async def suspend_sitting(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    *,
    reasons: str,
    resumes_at: datetime | None = None,
    version: int | None = None,
) -> None:
    """Interrupt an open sitting: nobody votes and nothing is closed until it is taken up again. What was voted stays.

    Raises `SittingNotOpen`, `Invalid`.
    """
    demand_secretary(actor)
    if not reasons.strip():
        raise Invalid.at("suspension_reasons", "required", "Escriba por qué se suspende.")
    if resumes_at is not None and resumes_at <= db.now():
        raise Invalid.at("resumes_at", "in_the_past", "Elija una hora que no haya pasado.")
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_open()
    sitting = chamber.sitting
    sitting.status, sitting.because, sitting.resumes_at = "suspended", reasons.strip(), resumes_at
    await db.flush()


async def resume_sitting(db: Session, actor: Actor, sitting_id: UUID, *, version: int | None = None) -> None:
    """Take a suspended sitting up again, with the quorum that it was opened with. Raises `NotSuspended`, `NoQuorum`."""
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    sitting = chamber.sitting
    if sitting.status != "suspended":
        raise errors.NotSuspended
    profile = await procedure_in_force(db)
    minimum = sitting.quorum or known_quorum(profile, sitting.body)
    chamber.demand_quorum(profile.bodies[sitting.body], minimum, chamber.seated)
    sitting.status, sitting.resumes_at = "open", None
    await db.flush()
