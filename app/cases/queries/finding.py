"""Which cases somebody sees, and which they mean by a reference, a number or a name."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    select,
    text,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.cases.mandates.rules import COUNSEL
from app.cases.models import (
    Case,
    Claim,
    OldReference,
)
from app.cases.references import reference_key
from app.core.actor import Actor
from app.core.database import ReadSession
from app.people.public import paper_key, person_table, search_keys, search_name

# A search that finds more than this is narrowed by typing more.
MOST_FOUND = 200
OFFICE_ROLES = frozenset({"registration_officer", "supervisor", "documentation_officer"})


def name_giver(db: ReadSession) -> ColumnElement[UUID] | InstrumentedAttribute[UUID]:
    """Under whose name a case stands in a list: its principal's; for a representative, the first of those whom they speak for."""
    if db.actor.role != COUNSEL:
        return Case.principal_person_id
    # The database shows them no other claims.
    return (
        select(Claim.person_id)
        .where(Claim.case_id == Case.id)
        .order_by(Claim.position)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


async def own_claims(db: ReadSession) -> frozenset[UUID]:
    """The claims that a representative's mandates cover, of all their cases (migration 0255)."""
    return frozenset(await db.scalar(text("select own_claims()")) or ())


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """What row-level security shows the actor anyway, said again in columns that have an index by limit.

    Without it the planner collects everything that the actor may see and sorts it: 25 ms at 18,000 cases of an office, and growing.
    """
    if actor.role in OFFICE_ROLES and actor.office_id is not None:
        return Case.office_id == actor.office_id
    if actor.role == "eligibility_officer":
        return Case.assigned_to == actor.user_id
    if actor.role == "border_liaison_officer":
        return and_(Case.post_id == actor.post_id, Case.taken_over_at.is_(None))
    return true()


async def claimants(db: ReadSession, claim_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Whose claim each is, by name; only those that the actor may see."""
    p = person_table.c
    rows = await db.rows(
        select(Claim.id, p.given_names, p.family_names)
        .join(person_table, p.id == Claim.person_id)
        .where(Claim.id.in_(list(claim_ids)))
    )
    return {row.id: f"{row.given_names} {row.family_names}".strip() for row in rows}


async def matching(db: ReadSession, words: str) -> list[UUID]:
    """The cases with that reference, number of a document or paper, or whose people's names have or resemble the words; the most
    alike first.
    """
    by_reference = list(await db.scalars(select(Case.id).where(Case.reference == words.strip().upper())))
    if not by_reference and (key := reference_key(words)):
        # What it was called in another registry.
        old = select(OldReference.case_id).where(OldReference.key == key).distinct()
        by_reference = list(await db.scalars(old.limit(MOST_FOUND)))
    typed = search_name(words, "")
    if by_reference or not typed:
        return by_reference
    return list(
        await db.scalars(
            text("select * from cases_by_name(:typed, :words, :number, :most)"),
            {
                "typed": typed,
                # Integer arrays as PostgreSQL writes them: each word has as many keys as it has letters.
                "words": [f"{{{','.join(map(str, keys))}}}" for keys in search_keys(words)],
                "number": paper_key(words),
                "most": MOST_FOUND,
            },
        )
    )


async def found_by(db: ReadSession, words: str) -> list[UUID]:
    """The cases that somebody means by a reference, a number or a name, also misspelt; only the actor's, the most alike first."""
    c = Case
    found = await matching(db, words)
    mine = set(await db.scalars(select(c.id).where(c.id.in_(found), visible_to(db.actor))))
    return [case for case in found if case in mine]
