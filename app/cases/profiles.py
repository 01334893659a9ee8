"""The procedure that a case is bound to: its country's, in the edition of its filing date (procedure.editions)."""

from app.cases.models import Case
from app.core.database import ReadSession
from app.overrides import public as overrides
from app.procedure import public as procedure


async def profile_of(db: ReadSession, case: Case) -> procedure.Profile:
    """The same object for every case of that edition. Raises `ProcedureUnreadable`."""
    return await overrides.edition(db, case.country, case.profile_version)
