"""A specific need that shows itself later: recorded, and the case put where it then belongs."""

from datetime import date
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.identity.public import demand
from app.intake import public as intake
from app.people import public as people


async def record_need(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    person_id: UUID,
    code: str,
    note: str | None = None,
    review_on: date | None = None,
    version: int | None = None,
) -> UUID:
    """Record a need of a person of the case; raise its priority, and call child protection for a child alone.

    `review_on`: when somebody looks again; by the code's own months where it is not said. Raises `NotFound`, `CaseChanged`, `Invalid`
    for a code that is not in the list.
    """
    demand(actor, "person.record_need")
    opened = await cases.open_case(db, case_id, version=version)
    claim = next((c for c in opened.claims if c.person_id == person_id), None)
    if claim is None:
        raise NotFound
    need = await people.record_need(
        db, actor, person_id, code, note=(note or "").strip() or None, review_on=review_on
    )
    # The code stays with the person, whose record can be erased; the event only says that there is a need.
    await cases.record(db, actor, opened, "need_recorded", claims=[claim.id], data={"need": str(need)})
    await put_first(db, actor, opened, claim, [code])
    return need


async def review_need(
    db: Session,
    actor: Actor,
    case_id: UUID,
    need_id: UUID,
    *,
    still: bool,
    note: str = "",
    review_on: date | None = None,
    version: int | None = None,
) -> None:
    """Look at a need again: it is still there, until when it is looked at next, or it ended and `note` says why.

    Raises `NotFound`, `NeedEnded`, `CaseChanged`, `Invalid`.
    """
    demand(actor, "person.record_need")
    opened = await cases.open_case(db, case_id, version=version)
    if still:
        person_id = await people.review_need(db, actor, need_id, note=note, review_on=review_on)
    else:
        person_id = await people.end_need(db, actor, need_id, reason=note)
    claim = next((c for c in opened.claims if c.person_id == person_id), None)
    if claim is None:
        raise NotFound
    event = "need_reviewed" if still else "need_ended"
    await cases.record(db, actor, opened, event, claims=[claim.id], data={"need": str(need_id)})


async def put_first(
    db: Session, actor: Actor, opened: cases.OpenCase, claim: cases.Claim, codes: list[str]
) -> None:
    """What needs of somebody in the case ask for: its place in the lists, and child protection for a child alone."""
    priority = people.priority(codes)
    if priority > opened.case.priority:
        before, opened.case.priority = opened.case.priority, priority
        data = {"before": before, "after": priority}
        await cases.record(db, actor, opened, "priority_changed", claims=[claim.id], data=data)
    alone = bool(intake.CHILD_ALONE & set(codes))
    if alone and intake.CHILD_PROTECTION not in opened.case.audience:
        await cases.record(
            db,
            actor,
            opened,
            "child_protection_notified",
            claims=[claim.id],
            data={"children": [str(claim.person_id)]},
            admit=[intake.CHILD_PROTECTION],
        )
