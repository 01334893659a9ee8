"""Loading an assessment for a change: the case first, as everywhere, then the row."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.assessments.errors import AssessmentChanged
from app.assessments.models import Assessment
from app.assessments.rules.results import ClaimAt, concerned
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Opened:
    """An assessment locked for a change, with its case."""

    row: Assessment
    case: cases.OpenCase

    @property
    def claims(self) -> list[ClaimAt]:
        return concerned(self.case.profile, ((c.id, c.position, c.basis, c.stage) for c in self.case.claims))


async def open_assessment(db: Session, assessment_id: UUID, *, version: int | None) -> Opened:
    """Raises `NotFound`, `AssessmentChanged`."""
    case_id: UUID | None = await db.scalar(select(Assessment.case_id).where(Assessment.id == assessment_id))
    if case_id is None:
        raise NotFound
    case = await cases.open_case(db, case_id)
    row = await db.locked(Assessment, assessment_id)
    if row is None:
        raise NotFound
    if version is not None and version != row.version:
        raise AssessmentChanged
    return Opened(row, case)
