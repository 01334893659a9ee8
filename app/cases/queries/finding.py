"""Which cases somebody sees, and which they mean by a reference, a number or a name."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
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


# Under whose name a case stands in a list: its principal's; for a representative, the first of those whom they speak for (the
# database shows them no other claims).
_PRINCIPAL: InstrumentedAttribute[UUID] = Case.principal_person_id
_FIRST_CLIENT: ColumnElement[UUID] = (
    select(Claim.person_id)
    .where(Claim.case_id == Case.id)
    .order_by(Claim.position)
    .limit(1)
    .correlate(Case)
    .scalar_subquery()
)


def name_giver(db: ReadSession) -> ColumnElement[UUID] | InstrumentedAttribute[UUID]:
    """The column of the person under whose name a case stands in the actor's lists."""
    return named_by(counsel=db.actor.role == COUNSEL)


def named_by(*, counsel: bool) -> ColumnElement[UUID] | InstrumentedAttribute[UUID]:
    """The same for a representative, and for everybody else."""
    return _FIRST_CLIENT if counsel else _PRINCIPAL


async def own_claims(db: ReadSession) -> frozenset[UUID]:
    """The claims that a representative's mandates cover, of all their cases (migration 0255)."""
    return frozenset(await db.scalar(text("select own_claims()")) or ())


# What row-level security shows an actor anyway, said again in columns that have an index by limit; `own` is whose the cases are.
# Without it the planner collects everything that the actor may see and sorts it: 25 ms at 18,000 cases of an office, and growing.
SEEN: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {
        "office": Case.office_id == bindparam("own"),
        "officer": Case.assigned_to == bindparam("own"),
        "post": and_(Case.post_id == bindparam("own"), Case.taken_over_at.is_(None)),
        "all": true(),
    }
)


def sight(actor: Actor) -> tuple[str, UUID | None]:
    """By what an actor sees cases (a key of `SEEN`), and its `own`."""
    if actor.role in OFFICE_ROLES and actor.office_id is not None:
        return "office", actor.office_id
    if actor.role == "eligibility_officer":
        return "officer", actor.user_id
    if actor.role == "border_liaison_officer":
        return "post", actor.post_id
    return "all", None


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
    by, own = sight(db.actor)
    mine = set(await db.scalars(select(c.id).where(c.id.in_(found), SEEN[by]), {"own": own}))
    return [case for case in found if case in mine]
