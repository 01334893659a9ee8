"""A family member joins a case that is under way: nothing starts again."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.documents.public import Desk
from app.identity.public import demand
from app.intake import public as intake
from app.people import public as people


async def add_family_member(
    db: Session, actor: Actor, case_id: UUID, member: intake.Member, *, version: int | None = None
) -> UUID:
    """Add a person and a derivative claim at the case's own stage, with a document at once. Returns the person's id.

    Raises `NotFound`, `CaseChanged`, `Invalid` at the person's fields, `WrongStage` when the case is over.
    """
    demand(actor, "case.add_member")
    opened = await cases.open_case(db, case_id, version=version)
    today = opened.profile.today(db.now())
    broken = people.broken_rules(member.person, today=today, path="person")
    if broken:
        raise Invalid(*broken)
    person_id = await people.add_person(db, actor, member.person)
    await db.flush()
    alone = intake.alone(member, today=today)
    await cases.add_claim(
        db,
        actor,
        opened,
        person_id=person_id,
        relation=member.relation,
        desk=Desk(),
        admit=(intake.CHILD_PROTECTION,) if alone else (),
    )
    return person_id
