"""Taking an override back: a draft goes nowhere; one in force ends for what is filed from now on."""

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import Session
from app.identity.public import demand
from app.overrides import errors, rules
from app.overrides.editions import forget_what_is_in_force, shipped
from app.overrides.queries import locked, one_at_a_time
from app.procedure import public as procedure


async def withdraw(
    db: Session, actor: Actor, number: int, *, because: str, version: int | None = None
) -> None:
    """Withdraw an override. Cases that were filed under it keep it; what is filed from now on falls under what stood before.

    By one administrator: an error in the law must be stoppable at once. Raises `NotFound`, `OverrideChanged`, `AlreadyWithdrawn`,
    `Invalid`.
    """
    demand(actor, "procedure.draft")
    await one_at_a_time(db, shipped().country)
    override = await locked(db, number, version=version)
    if override.state == "withdrawn":
        raise errors.AlreadyWithdrawn
    if override.state == "in_force":
        demand(actor, "procedure.put_in_force")
    override.withdrawn_because = rules.demand_reasons(because)
    override.state, override.withdrawn_by, override.withdrawn_at = "withdrawn", actor.user_id, db.now()
    override.version += 1
    await db.flush()
    forget_what_is_in_force(db)
    name = str(procedure.Plain(override.profile_version, number))
    await audit.looked(db, "procedure.withdraw", name, detail={"sha256": override.digest})
