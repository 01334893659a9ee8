"""Reading how people arrived."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

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


async def arrival_of(db: ReadSession, case_id: UUID) -> ArrivalView | None:
    """How the household arrived, or `None` where the actor may not read it."""
    r = Registration
    statement = (
        select(
            r.at,
            user_table.c.name,
            post_table.c.name,
            r.entered_on,
            r.entry_place,
            r.route,
            r.circumstances,
            r.typed_at,
            r.sent_at,
            r.received_at,
        )
        .join(user_table, user_table.c.id == r.by)
        .outerjoin(post_table, post_table.c.id == r.post_id)
        .where(r.case_id == case_id)
    )
    row = await db.row(statement)
    return None if row is None else ArrivalView(*row)
