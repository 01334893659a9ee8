"""One case whole, and the little that others ask of it: its reference, its guardians."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    bindparam,
    func,
    select,
)

from app.cases.mandates.rules import COUNSEL
from app.cases.models import (
    Case,
    Claim,
    Guardianship,
    OldReference,
)
from app.cases.profiles import profile_of
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import office_table, post_table, user_table
from app.procedure import public as procedure

# Their work is the paper, not the claim (domain.md, "Roles"): no grounds, and no words of what happened.
PAPER_DESK = "documentation_officer"


@dataclass(frozen=True, slots=True)
class ClaimView:
    id: UUID
    person_id: UUID
    position: int
    basis: str
    relation: str
    stage: str
    outcome: str | None
    grounds: list[str]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as its page shows it, without the people (people room) and the limits (`limits_of`)."""

    id: UUID
    reference: str
    country: str
    profile_version: str
    office_id: UUID
    office: str
    post: str | None
    registered_at: datetime
    filed_on: date
    stage: str
    stage_since: datetime
    instance: str
    priority: int
    accelerated: bool
    simplified: bool
    merged: bool
    prima_facie: bool | None
    assigned_to: UUID | None
    officer: str | None
    removal_barred: bool
    missed_interviews: int
    # Limits that an import did not know the first day of, and other gaps (`importing`).
    to_complete: tuple[str, ...]
    old_references: tuple[tuple[str, str], ...]
    version: int
    # How many people the file has: more than `claims` for a representative whose mandate is not for all of them.
    household_size: int
    claims: tuple[ClaimView, ...]
    profile: procedure.Profile

    @property
    def others(self) -> int:
        """How many people of the file the actor is not shown."""
        return self.household_size - len(self.claims)


_CASE = (
    select(
        Case,
        office_table.c.name.label("office"),
        post_table.c.name.label("post"),
        user_table.c.name.label("officer"),
        select(func.jsonb_agg(func.jsonb_build_array(OldReference.source, OldReference.reference)))
        .where(OldReference.case_id == Case.id)
        .scalar_subquery()
        .label("old"),
    )
    .join(office_table, office_table.c.id == Case.office_id)
    .outerjoin(post_table, post_table.c.id == Case.post_id)
    .outerjoin(user_table, user_table.c.id == Case.assigned_to)
    .where(Case.reference == bindparam("reference"))
)
_CLAIMS = select(Claim).where(Claim.case_id == bindparam("case")).order_by(Claim.position)


async def case_view(db: ReadSession, reference: str) -> CaseView:
    """The case with that reference. Raises `NotFound`, also when it is not the actor's to see."""
    row = await db.row(_CASE, {"reference": reference})
    if row is None:
        raise NotFound
    c: Case = row.Case
    claims = await db.scalars(_CLAIMS, {"case": c.id})
    if not claims and db.actor.role == COUNSEL:
        # Nobody of it is theirs any more.
        raise NotFound
    on_paper_only = db.actor.role == PAPER_DESK
    return CaseView(
        c.id,
        c.reference,
        c.country,
        c.profile_version,
        c.office_id,
        row.office,
        row.post,
        c.registered_at,
        c.filed_on,
        c.stage,
        c.stage_since,
        c.instance,
        c.priority,
        c.accelerated,
        c.simplified,
        c.merged,
        c.prima_facie,
        c.assigned_to,
        row.officer,
        c.removal_barred,
        c.missed_interviews,
        tuple(c.to_complete),
        tuple((source, old) for source, old in row.old or ()),
        c.version,
        c.household_size,
        tuple(
            ClaimView(
                k.id,
                k.person_id,
                k.position,
                k.basis,
                k.relation,
                k.stage,
                k.outcome,
                [] if on_paper_only else k.grounds,
            )
            for k in claims
        ),
        await profile_of(db, c),
    )


async def case_id_of(db: ReadSession, reference: str) -> UUID:
    """Raises `NotFound`, also when the case is not the actor's to see."""
    found: UUID | None = await db.scalar(select(Case.id).where(Case.reference == reference))
    if found is None:
        raise NotFound
    return found


async def reference_of(db: ReadSession, case_id: UUID) -> str:
    """Raises `NotFound`, also when the case is not the actor's to see."""
    found: str | None = await db.scalar(select(Case.reference).where(Case.id == case_id))
    if found is None:
        raise NotFound
    return found


async def visible_among(db: ReadSession, references: Iterable[str]) -> frozenset[str]:
    """Those of the references whose cases the actor may see."""
    return frozenset(await db.scalars(select(Case.reference).where(Case.reference.in_(list(references)))))


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who answers for a child, from when, and what proves it."""

    id: UUID
    child_id: UUID
    name: str
    kind: str
    proof: str
    since: datetime


_G = Guardianship
_GUARDIANS = (
    select(_G.id, _G.child_id, _G.guardian_name, _G.kind, _G.proof, _G.since)
    .where(_G.case_id == bindparam("case"), _G.until.is_(None))
    .order_by(_G.since, _G.id)
)


async def guardians_of(db: ReadSession, case_id: UUID) -> list[Guardian]:
    """Who answers for the children of the case now."""
    rows = await db.rows(_GUARDIANS, {"case": case_id})
    return [Guardian(*row) for row in rows]
