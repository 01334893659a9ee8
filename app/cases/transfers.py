"""Reading transfers: what was proposed to an office and by it, with no more of the case than is needed to decide."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select, text

from app.cases.models import TransferRequest
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import office_table
from app.overrides import public as overrides
from app.procedure import public as procedure

_SEEN = text("select * from transfer_requests_seen(:today)")


@dataclass(frozen=True, slots=True)
class TransferView:
    """One request as either office sees it. Nobody is named: the office that receives does not see the case yet."""

    id: UUID
    reference: str
    stage: str
    country: str
    profile_version: str
    household_size: int
    children: int
    priority: int
    filed_on: date
    next_due_at: datetime | None
    languages: list[str]
    from_office: UUID
    from_name: str
    to_office: UUID
    to_name: str
    reasons: str
    urgent: bool
    state: str
    proposed_at: datetime
    proposer: str
    decided_at: datetime | None
    answer: str
    profile: procedure.Profile


async def transfers(db: ReadSession) -> list[TransferView]:
    """Those of the actor's office, asked of it or by it, the latest first; two hundred at most."""
    rows = await db.rows(_SEEN, {"today": overrides.shipped().today(db.now())})
    return [
        TransferView(*row, await overrides.edition(db, row.country, row.profile_version))  # type: ignore[call-arg]
        for row in rows
    ]


async def transfer_request(db: ReadSession, request_id: UUID) -> TransferView:
    """Raises `NotFound`."""
    found = next((one for one in await transfers(db) if one.id == request_id), None)
    if found is None:
        raise NotFound
    return found


_PROPOSED = (
    select(TransferRequest.id, office_table.c.name, TransferRequest.proposed_at)
    .join(office_table, office_table.c.id == TransferRequest.to_office)
    .where(TransferRequest.case_id == bindparam("case"), TransferRequest.state == "proposed")
)


async def transfer_proposed(db: ReadSession, case_id: UUID) -> tuple[UUID, str, datetime] | None:
    """The open request of a case: its identifier, the office that is asked, since when."""
    row = await db.row(_PROPOSED, {"case": case_id})
    return None if row is None else (row.id, row.name, row.proposed_at)
