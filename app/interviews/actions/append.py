"""What enters a closed record."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.interviews import errors
from app.interviews.models import Addendum, Entry, Interview
from app.interviews.rules import ROLES, check_text


async def add_addendum(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    text: str,
    requested_by: str = "applicant",
    entry_id: UUID | None = None,
) -> UUID:
    """Add to a signed record what was wrong or missing, at a line or to the whole, by the officer who has the case.

    Raises `NotFound`, `NotSigned`, `NotYourCase`, `Invalid`.
    """
    demand(actor, "interview.conduct")
    text = check_text("text", text)
    if requested_by not in ROLES:
        raise Invalid.at("requested_by", "unknown_role", "Elija quién pide la adenda.")
    interview = await db.locked(Interview, interview_id)
    if interview is None:
        raise NotFound
    if interview.status != "signed":
        raise errors.NotSigned
    opened = await cases.open_case(db, interview.case_id)
    if opened.case.assigned_to != actor.user_id:
        raise errors.NotYourCase
    if entry_id is not None:
        entry = await db.get(Entry, entry_id)
        if entry is None or entry.interview_id != interview_id:
            raise NotFound
    addendum = Addendum(
        id=new_id(),
        case_id=interview.case_id,
        interview_id=interview_id,
        entry_id=entry_id,
        text=text,
        requested_by=requested_by,
        at=db.now(),
        by=actor.user_id,
    )
    db.add(addendum)
    await cases.record(
        db,
        actor,
        opened,
        "addendum_made",
        claims=[interview.claim_id],
        data={"interview": str(interview_id), "addendum": str(addendum.id)},
    )
    return addendum.id
