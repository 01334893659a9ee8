"""A family member joins a case that is under way: nothing starts again."""

import dataclasses
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.documents.public import Desk
from app.identity.public import demand
from app.intake import public as intake
from app.people import public as people
from app.workflows.record_need import put_first


async def add_family_member(
    db: Session,
    actor: Actor,
    case_id: UUID,
    member: intake.Member,
    *,
    version: int | None = None,
    desk: Desk | None = None,
) -> UUID:
    """Add a person and a derivative claim at the case's own stage, with a document at once; whoever is likely to be
    registered already is put before two people. `desk` brings a paper that is printed already. Returns the person's id.

    A child who is not theirs puts the case first and calls child protection, as at registration. Raises `NotFound`, `CaseChanged`,
    `Invalid` at the person's fields, `WrongStage` when the case is decided or over.
    """
    demand(actor, "case.add_member")
    opened = await cases.open_case(db, case_id, version=version)
    today = opened.profile.today(db.now())
    broken = intake.broken_rules_of(member, today=today, path="person")
    if broken:
        raise Invalid(*broken)
    needs = intake.needs_of(member, today, opened.profile.majority_age.value or intake.MAJORITY_AGE)
    known = await people.candidates(db, people.described(member.person))
    person_id = await people.add_person(db, actor, dataclasses.replace(member.person, needs=needs))
    await db.flush()
    await cases.add_claim(
        db, actor, opened, person_id=person_id, relation=member.relation, desk=desk or Desk()
    )
    await people.propose_likely(db, [(person_id, known)], found_by="registration")
    await put_first(db, actor, opened, opened.claims[-1], list(needs))
    return person_id
