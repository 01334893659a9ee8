"""Reading how people arrived."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from app.core.database import ReadSession
from app.identity.public import post_table, user_table
from app.intake.models import Registration


@dataclass(frozen=True, slots=True)
class ArrivalView:
    at: datetime
    by: str
    post: str | None
    entered_on: date | None
    entry_place: str | None
    route: str | None
    circumstances: str
    # Where it was typed with no line: by the laptop's clock, when it sent it, and when it came by ours.
    typed_at: datetime | None
    sent_at: datetime | None
    received_at: datetime | None

    @property
    def skew_seconds(self) -> int:
        """How far ahead of ours the laptop's clock was."""
        if self.sent_at is None or self.received_at is None:
            return 0
        return round((self.sent_at - self.received_at).total_seconds())


_R = Registration
_ARRIVAL = (
    select(
        _R.at,
        user_table.c.name,
        post_table.c.name,
        _R.entered_on,
        _R.entry_place,
        _R.route,
        _R.circumstances,
        _R.typed_at,
        _R.sent_at,
        _R.received_at,
    )
    .join(user_table, user_table.c.id == _R.by)
    .outerjoin(post_table, post_table.c.id == _R.post_id)
    .where(_R.case_id == bindparam("case"))
)


async def arrival_of(db: ReadSession, case_id: UUID) -> ArrivalView | None:
    """How the household arrived, or `None` where the actor may not read it."""
    row = await db.row(_ARRIVAL, {"case": case_id})
    return None if row is None else ArrivalView(*row)
