"""Several times at once, all or none: the sessions of one interview, or one day for many cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.scheduling.actions.book import LENGTH, book
from app.scheduling.actions.checks import Waiver

MOST = 30


@dataclass(frozen=True, slots=True)
class SeriesTime:
    """One time of a series."""

    case_id: UUID
    room_id: UUID
    starts_at: datetime
    language: str
    kind: str = "interview"
    length: timedelta = LENGTH
    claim_id: UUID | None = None
    interviewer_id: UUID | None = None
    interpreter_id: UUID | None = None
    video_room_id: UUID | None = None
    waivers: tuple[Waiver, ...] = ()


async def book_series(db: Session, actor: Actor, sessions: Sequence[SeriesTime]) -> tuple[UUID, list[UUID]]:
    """Book them all as one series, or none. The series, and the appointments in the order of `sessions`.

    Raises `Invalid` for less than two or more than thirty, and what `book` raises.
    """
    if not 2 <= len(sessions) <= MOST:
        raise Invalid.at("slot", "out_of_range", "Elija entre 2 y %(most)s horas.", most=MOST)
    series = new_id()
    made: dict[int, UUID] = {}
    # In one order for everybody: two series of the same cases never wait for each other in a ring.
    order = sorted(range(len(sessions)), key=lambda n: (sessions[n].case_id, sessions[n].starts_at))
    for n in order:
        one = sessions[n]
        made[n] = await book(
            db,
            actor,
            one.case_id,
            room_id=one.room_id,
            starts_at=one.starts_at,
            language=one.language,
            kind=one.kind,
            length=one.length,
            claim_id=one.claim_id,
            interviewer_id=one.interviewer_id,
            interpreter_id=one.interpreter_id,
            video_room_id=one.video_room_id,
            waivers=one.waivers,
            series_id=series,
        )
    return series, [made[n] for n in range(len(sessions))]
