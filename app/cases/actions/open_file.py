"""A new file: its reference, its claims, and the first event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from babel.core import get_global
from sqlalchemy import text

from app.cases.events import DocumentDesk, Recorded, record
from app.cases.filing import REGISTERED, filing_data
from app.cases.models import NEVER, Case, Claim
from app.cases.opening import OpenCase
from app.cases.proposals import propose
from app.cases.references import new_reference
from app.cases.situation import office_code
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id, random_below
from app.procedure import public as procedure


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim to open: whose, as what, and how they stand to the principal applicant."""

    person_id: UUID
    basis: str
    relation: str


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The new file, and whether the claim came in time."""

    opened: OpenCase
    recorded: Recorded
    filed: procedure.Filed


async def open_file(
    db: Session,
    actor: Actor,
    claims: Sequence[NewClaim],
    *,
    profile: procedure.Profile,
    office_id: UUID,
    priority: int,
    admit: Sequence[str] = (),
    desk: DocumentDesk,
    data: dict[str, object],
    facts: Mapping[str, object] | None = None,
    happened: datetime | None = None,
) -> OpenedFile:
    """Open the file of a household, principal applicant first, and record `registered`. Filed on the day on which it `happened`
    (UTC; now, when left out) in the office's zone.

    `facts` are the days from which the law may count the time to file. A claim that came late is received all the same: the
    event says so, and the decision that the law demands is put before who may take it.
    """
    office = await office_code(db, office_id)
    at = happened or db.now()
    filed_on = profile.today(at, office)
    filed = procedure.check_filing(profile, facts or {}, filed_on, office)
    at_post = actor.post_id is not None
    case = Case(
        id=new_id(),
        reference=await free_reference(db, profile.country, filed_on.year),
        country=profile.country,
        profile_version=profile.version,
        office_id=office_id,
        post_id=actor.post_id,
        registered_at=at,
        registered_by=actor.user_id,
        filed_on=filed_on,
        stage="",
        stage_since=at,
        instance="first",
        priority=priority,
        accelerated=False,
        simplified=False,
        merged=False,
        prima_facie=None,
        assigned_to=None,
        taken_over_at=None if at_post else at,
        sealed=False,
        removal_barred=True,
        missed_interviews=0,
        household_size=len(claims),
        principal_person_id=claims[0].person_id,
        next_due_at=NEVER,
        next_due_rule=None,
        audience=[f"office:{office_id}"],
        version=0,
    )
    case.audience = sorted({*case.audience, *admit, *([f"post:{actor.post_id}"] if at_post else [])})
    opened = OpenCase(case, [], [], profile)
    for position, new in enumerate(claims):
        opened.claims.append(
            Claim(
                id=new_id(),
                case_id=case.id,
                person_id=new.person_id,
                position=position,
                basis=new.basis,
                derivative_of=opened.claims[0].id if opened.claims and new.basis == "derivative" else None,
                relation=new.relation,
                filed_on=filed_on,
                stage="",
                stage_since=at,
                stage_before=None,
                outcome=None,
                outcome_instance=None,
                awaiting_admission=[],
                grounds=[],
            )
        )
    # Written with the event in one go; the principal's claim first, because the others refer to it.
    db.add(case, *opened.claims)
    recorded = await record(
        db,
        actor,
        opened,
        REGISTERED,
        claims=[c.id for c in opened.claims],
        data={**data, **filing_data(filed)},
        at=happened,
        desk=desk,
    )
    if filed.late and profile.filing.late is not None and filed.limit is not None:
        await propose(
            db,
            opened,
            recorded.event,
            name=profile.filing.late,
            because=filed.limit,
            kind="limit",
            claims=[c.id for c in opened.claims],
        )
        await db.flush()
    return OpenedFile(opened, recorded, filed)


async def free_reference(db: Session, country: str, year: int) -> str:
    """A reference that nobody has. Asked of the database, because a case that the actor cannot see may have it."""
    alpha2 = get_global("territory_aliases")[country][0]
    while True:
        reference = new_reference(alpha2, year, below=random_below)
        if not await db.scalar(text("select reference_is_taken(:reference)"), {"reference": reference}):
            return reference
