"""What was put to the person, as far as the rules of fairness ask."""

from uuid import UUID

from app.core.database import ReadSession
from app.interviews import public as interviews


async def put_to_the_person(db: ReadSession, case_id: UUID) -> frozenset[str]:
    """The adverse points of the case's records that the person was asked about, by their entries."""
    return frozenset(str(point.entry_id) for point in await interviews.adverse_points(db, case_id))
