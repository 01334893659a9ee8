"""What the record knows that bears on a service: earlier attempts, and whom the decision is for."""

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import ReadSession
from app.decisions.models import Decision
from app.decisions.service.models import ServiceAttempt
from app.decisions.service.rules import FAILED, Known
from app.notices import public as notices
from app.people import public as people


async def known_of(db: ReadSession, opened: cases.OpenCase, decision: Decision) -> Known:
    """Read in three queries. The case's principal receives for everybody in it, and a guardian for a principal who is a child."""
    if decision.signed_at is None:
        raise RuntimeError("only what is signed is served")
    a = ServiceAttempt
    failed = await db.scalars(
        select(a.channel).where(a.decision_id == decision.id, a.result.in_(FAILED)).order_by(a.at)
    )
    person_id = opened.case.principal_person_id
    person = (await people.ages_and_needs(db, [person_id])).get(person_id)
    today = opened.profile.today(db.now())
    contact = await notices.contact(db, person_id)
    return Known(
        signed_at=decision.signed_at,
        now=db.now(),
        failed=tuple(failed),
        child=person is not None and opened.profile.is_child_on(person.birth_date, today),
        electronic_since=contact.electronic_since,
    )
