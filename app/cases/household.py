"""Who of a household still has a claim, and which children among them have nobody to answer for them."""

from collections.abc import Collection
from uuid import UUID

from app.cases.opening import OpenCase
from app.cases.queries.one import guardians_of
from app.cases.rules import Standing, children_without_guardian
from app.core.database import ReadSession
from app.people import public as people


async def children_alone(
    db: ReadSession, opened: OpenCase, *, leaving: Collection[UUID] = ()
) -> tuple[UUID, ...]:
    """The children without a guardian among the claims that are open, less those `leaving` (claims)."""
    going = [c for c in opened.claims if opened.profile.stage(c.stage).open and c.id not in leaving]
    today = opened.profile.today(db.now())
    persons = await people.profiles(db, [c.person_id for c in going])
    household = [
        Standing(p.id, opened.profile.is_child_on(p.birth_date, today), p.needs) for p in persons.values()
    ]
    guarded = {guardian.child_id for guardian in await guardians_of(db, opened.id)}
    return children_without_guardian(household, guarded)
