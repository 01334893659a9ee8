"""Reading what is held or blocked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range

from app.core.database import ReadSession
from app.identity.public import user_table
from app.scheduling.models import Hold, Room
from app.scheduling.staff.models import Interpreter


@dataclass(frozen=True, slots=True)
class HoldView:
    """`reason` none: held for some minutes, until `until`; else blocked for the whole of its time."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    until: datetime
    reason: str | None
    made_by: UUID
    by: str
    room_id: UUID | None
    room: str | None
    interviewer_id: UUID | None
    interviewer: str | None
    interpreter_id: UUID | None
    interpreter: str | None


async def holds_at(
    db: ReadSession, office_id: UUID, *, since: datetime, until: datetime | None = None
) -> list[HoldView]:
    """What is held or blocked at an office between two moments and not given back, in order of time."""
    h, maker, asks = Hold, user_table.alias(), user_table.alias()
    rows = await db.rows(
        select(
            *(h.id, func.lower(h.during), func.upper(h.during), h.until, h.reason, h.made_by, maker.c.name),
            *(h.room_id, Room.name, h.interviewer_id, asks.c.name, h.interpreter_id, Interpreter.name),
        )
        .join(maker, maker.c.id == h.made_by)
        .outerjoin(Room, Room.id == h.room_id)
        .outerjoin(asks, asks.c.id == h.interviewer_id)
        .outerjoin(Interpreter, Interpreter.id == h.interpreter_id)
        .where(
            h.office_id == office_id,
            h.released_at.is_(None),
            h.until > db.now(),
            h.during.op("&&")(Range(since, until)),
        )
        .order_by(func.lower(h.during), h.id)
    )
    return [HoldView(*row) for row in rows]
