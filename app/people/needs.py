"""Reading needs: of people, with their history; what they ask of an interview; and those that wait to be looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, text

from app.core.database import ReadSession
from app.identity.public import user_table
from app.people import codes
from app.people.models import NeedReview, SpecificNeed

ASKS = text("select person_id, asks from need_asks(cast(:people as uuid[]))")


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Somebody looked again. `still`: the need was there, and is looked at next on `review_on`."""

    at: datetime
    by: str
    still: bool
    review_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need that the actor may read, with what follows from it and who looked at it since."""

    id: UUID
    person_id: UUID
    code: str
    note: str | None
    found_at: datetime
    found_by: str
    sensitivity: str
    review_on: date | None
    review_asked_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    reviews: tuple[ReviewView, ...] = ()

    @property
    def follows(self) -> codes.Consequences:
        return codes.consequences_of(self.code)


async def needs_of(
    db: ReadSession, person_ids: Iterable[UUID], *, ended: bool = False
) -> dict[UUID, list[NeedView]]:
    """The needs of each person that the actor may read, the latest first; `ended` with those that have ended."""
    n = SpecificNeed
    statement = (
        select(n, user_table.c.name)
        .join(user_table, user_table.c.id == n.found_by)
        .where(n.person_id.in_(list(person_ids)))
        .order_by(n.ended_at.is_not(None), n.found_at.desc(), n.code)
    )
    rows = await db.rows(statement if ended else statement.where(n.ended_at.is_(None)))
    looked = await _reviews(db, [row[0].id for row in rows])
    found: dict[UUID, list[NeedView]] = {}
    for need, by in rows:
        found.setdefault(need.person_id, []).append(_view(need, by, looked.get(need.id, ())))
    return found


def _view(n: SpecificNeed, by: str, looked: Iterable[ReviewView]) -> NeedView:
    return NeedView(
        *(n.id, n.person_id, n.code, n.note, n.found_at, by, n.sensitivity, n.review_on, n.review_asked_at),
        *(n.ended_at, n.end_reason, tuple(looked)),
    )


async def _reviews(db: ReadSession, need_ids: list[UUID]) -> dict[UUID, list[ReviewView]]:
    if not need_ids:
        return {}
    r = NeedReview
    rows = await db.rows(
        select(r.need_id, r.at, user_table.c.name, r.still, r.review_on, r.note)
        .join(user_table, user_table.c.id == r.by)
        .where(r.need_id.in_(need_ids))
        .order_by(r.at.desc(), r.id.desc())
    )
    found: dict[UUID, list[ReviewView]] = {}
    for row in rows:
        found.setdefault(row.need_id, []).append(ReviewView(*row[1:]))
    return found


async def asked_of(db: ReadSession, person_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """What the needs of each person ask of an interview, in the order of `codes.ASKS`, also of needs that the actor may not read."""
    return {person: codes.said_of(kept) for person, kept in (await _kept_asks(db, person_ids)).items()}


async def trainings_of(db: ReadSession, person_id: UUID) -> frozenset[str]:
    """What who asks this person must be trained for, as the needs have it. To choose who asks; it would tell a need, so it is not shown."""
    kept = (await _kept_asks(db, [person_id])).get(person_id, set())
    return frozenset(each.removeprefix(codes.TRAINED) for each in kept if each.startswith(codes.TRAINED))


async def _kept_asks(db: ReadSession, person_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for row in await db.rows(ASKS, {"people": list(person_ids)}):
        found.setdefault(row.person_id, set()).add(row.asks)
    return found
