"""Leaving the road, and coming back: withdrawal, suspension, reopening."""

from uuid import UUID

from app.cases.actions.admit import check_reasons
from app.cases.events import DocumentDesk, Recorded, open_case, record
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand


async def withdraw(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    statement: str,
    signed: bool,
    desk: DocumentDesk,
    claims: list[UUID] | None = None,
    version: int | None = None,
) -> Recorded:
    """The person withdraws, by a statement that they signed. With `claims`, only those: one person never binds another."""
    demand(actor, "case.withdraw")
    if not signed:
        raise Invalid.at(
            "signed", "required", "La persona tiene que firmar que desiste por su propia voluntad."
        )
    opened = await open_case(db, case_id, version=version)
    data = {"statement": check_reasons(statement)}
    return await record(
        db, actor, opened, "withdrawn", claims=claims, data=data, satisfied=["signed_statement"], desk=desk
    )


async def suspend(
    db: Session, actor: Actor, case_id: UUID, *, reasons: str, version: int | None = None
) -> Recorded:
    """The case rests: its clocks stop until it is resumed."""
    demand(actor, "case.suspend")
    opened = await open_case(db, case_id, version=version)
    return await record(
        db, actor, opened, "suspended", data={"reasons": check_reasons(reasons)}, satisfied=["reasons"]
    )


async def resume(db: Session, actor: Actor, case_id: UUID, *, version: int | None = None) -> Recorded:
    """The case goes on where it rested; its clocks run again with the days that were left."""
    demand(actor, "case.suspend")
    opened = await open_case(db, case_id, version=version)
    return await record(db, actor, opened, "resumed", data={"to_stage": opened.principal.stage_before})


async def reopen(
    db: Session, actor: Actor, case_id: UUID, *, reasons: str, desk: DocumentDesk, version: int | None = None
) -> Recorded:
    """A closed case is opened again, with reasons (UNHCR procedural standards 9.2)."""
    demand(actor, "case.reopen")
    opened = await open_case(db, case_id, version=version)
    opened.case.missed_interviews = 0
    return await record(
        db,
        actor,
        opened,
        "reopened",
        data={"reasons": check_reasons(reasons)},
        satisfied=["reasons"],
        desk=desk,
    )
