"""All who are registered, as descriptions, a page at a time: for linking at rest, as the worker."""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.people.matching.shapes import Description, KnownPaper
from app.people.models import IdentityPaper, Person

PAGE = 5000
_FIELDS = (
    Person.id, Person.given_names, Person.family_names, Person.birth_date, Person.birth_precision, Person.sex,
    Person.nationalities, Person.aliases, Person.phone, Person.lodging,
)  # fmt: skip


async def everybody(db: ReadSession) -> AsyncIterator[dict[UUID, Description]]:
    """Everybody whose record stands, by identifier. One that was merged into another is that other."""
    after = UUID(int=0)
    while True:
        rows = await db.rows(
            select(*_FIELDS)
            .where(Person.id > after, Person.merged_into.is_(None))
            .order_by(Person.id)
            .limit(PAGE)
        )
        if not rows:
            return
        yield await _described(db, rows)
        after = rows[-1].id


async def these(db: ReadSession, person_ids: Collection[UUID]) -> dict[UUID, Description]:
    """Those with the identifiers."""
    rows = await db.rows(select(*_FIELDS).where(Person.id.in_(list(person_ids))))
    return await _described(db, rows)


async def _described(db: ReadSession, people: Sequence[Any]) -> dict[UUID, Description]:
    papers: dict[UUID, list[KnownPaper]] = {}
    p = IdentityPaper
    statement = select(p.person_id, p.kind, p.country, p.number_key).where(
        p.person_id.in_([row.id for row in people])
    )
    for paper in await db.rows(statement):
        papers.setdefault(paper.person_id, []).append(KnownPaper(paper.kind, paper.country, paper.number_key))
    return {
        row.id: Description(
            row.given_names, row.family_names, row.birth_date, row.birth_precision, row.sex, tuple(row.nationalities),
            tuple(papers.get(row.id, ())), tuple(row.aliases), row.phone, row.lodging,
        )
        for row in people
    }  # fmt: skip
