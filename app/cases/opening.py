"""A case taken in hand: locked for a change, or only looked at."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from app.cases import errors
from app.cases.mandates.rules import COUNSEL
from app.cases.models import Case, Claim, Deadline
from app.cases.profiles import profile_of
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.procedure import public as procedure


@dataclass(slots=True)
class OpenCase:
    """A case with its claims and its limits: those that have not ended, and those that passed and are still owed."""

    case: Case
    claims: list[Claim]
    deadlines: list[Deadline]
    profile: procedure.Profile
    # Passed without what they demand having been done since.
    missed: list[Deadline] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        return self.case.id

    @property
    def principal(self) -> Claim:
        return self.claims[0]

    def claim(self, claim_id: UUID) -> Claim:
        """Raises `NotFound` for a claim of another case."""
        for claim in self.claims:
            if claim.id == claim_id:
                return claim
        raise NotFound


# Built once: every action runs them, and building them costs as much as running them. What was read before the lock was
# waited for is read again: another may have changed it meanwhile.
_CLAIMS = (
    select(Claim)
    .where(Claim.case_id == bindparam("case"))
    .order_by(Claim.position)
    .execution_options(populate_existing=True)
)
_DEADLINES = (
    select(Deadline)
    .where(
        Deadline.case_id == bindparam("case"),
        or_(
            Deadline.state.in_(("running", "suspended")),
            and_(Deadline.state == "missed", Deadline.settled_by.is_(None)),
        ),
    )
    .order_by(Deadline.started_at, Deadline.id)
    .execution_options(populate_existing=True)
)


async def open_case(db: Session, case_id: UUID, *, version: int | None = None) -> OpenCase:
    """The case, locked until the commit. `version` is the one that the caller read, where it sent one.

    Raises `NotFound` for a case that is not there or not the actor's to see, `CaseChanged` for a stale version.
    """
    case = await db.locked(Case, case_id)
    if case is None:
        raise NotFound
    if version is not None and version != case.version:
        raise errors.CaseChanged
    if db.actor.role == COUNSEL:
        # What follows from their act is for the whole file, whoever of it they speak for.
        await db.see_whole(case.id)
    return await _opened(db, case)


async def look_at(db: ReadSession, case_id: UUID) -> OpenCase:
    """The case as it is now, to see what would follow from something: not locked, and not to be changed. Raises `NotFound`."""
    case = await db.get(Case, case_id)
    if case is None:
        raise NotFound
    return await _opened(db, case)


async def _opened(db: ReadSession, case: Case) -> OpenCase:
    claims = await db.scalars(_CLAIMS, {"case": case.id})
    deadlines = await db.scalars(_DEADLINES, {"case": case.id})
    going = [d for d in deadlines if d.state != "missed"]
    missed = [d for d in deadlines if d.state == "missed"]
    return OpenCase(case, list(claims), going, await profile_of(db, case), missed)
