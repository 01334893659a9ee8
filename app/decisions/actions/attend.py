"""Who came, and the opening."""

from collections.abc import Collection
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.decisions import errors
from app.decisions.chamber import Chamber, enter
from app.decisions.policies import demand_secretary
from app.decisions.procedure import known_quorum
from app.overrides.public import procedure_in_force


async def record_attendance(
    db: Session, actor: Actor, sitting_id: UUID, *, present: Collection[UUID], version: int | None = None
) -> None:
    """Say which of the members called are in the room; who came keeps their time, who left loses it.

    Raises `NotAMemberOfTheBody` for somebody who was not called, `SittingOver`.
    """
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_not_over()
    if not set(present) <= set(chamber.members):
        raise errors.NotAMemberOfTheBody
    for user, member in chamber.members.items():
        member.present_at = (member.present_at or db.now()) if user in present else None
    await db.flush()


async def open_sitting(
    db: Session, actor: Actor, sitting_id: UUID, *, presiding: UUID | None = None, version: int | None = None
) -> None:
    """Open the sitting. The quorum is the one that the procedure has today, and is kept with the sitting.

    `presiding` names who presides instead, when the one called to it is absent. Raises `QuorumUnknown`, `NoQuorum`,
    `PresidingAbsent`, `SittingNotConvened`.
    """
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    sitting = chamber.sitting
    if sitting.status != "convened":
        raise errors.SittingNotConvened
    minimum = known_quorum(await procedure_in_force(db), sitting.body)
    if len(chamber.present) < minimum:
        raise errors.NoQuorum(present=len(chamber.present), minimum=minimum)
    if presiding is not None:
        _let_preside(chamber, presiding)
    if chamber.presiding.user_id not in chamber.present:
        raise errors.PresidingAbsent
    sitting.status, sitting.opened_at, sitting.quorum = "open", db.now(), minimum
    await db.flush()


def _let_preside(chamber: Chamber, user_id: UUID) -> None:
    if user_id not in chamber.present:
        raise errors.PresidingAbsent
    for user, member in chamber.members.items():
        member.presides = user == user_id
