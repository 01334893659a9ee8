"""The worker's look: every figure that is watched, as whoever watches it may read it; a crossing is written once.

The figure is counted on a connection like a request's, under row-level security, in the person's role. So an alert can say nothing
that their own page of the figure would not, and who lost the role, or may not sign in, is looked after no more.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select

from app.core.actor import SYSTEM
from app.core.database import Database, Session
from app.core.errors import Refusal
from app.core.ids import new_id
from app.statistics.alerts import values
from app.statistics.alerts.actions import number, read
from app.statistics.alerts.models import Alert, Crossing
from app.statistics.alerts.policies import reader_of
from app.statistics.alerts.rules import Line, Standing, is_told, looked_at
from app.statistics.alerts.telling import TELL
from app.statistics.facts import keeping

NAME = "figure_alerts"
# Not on the hour, when everything else is. The worker's clock is UTC.
EVERY_HOUR = "20 * * * *"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reading:
    value: float | None
    as_of: datetime


async def look(system: Database, asking: Database) -> int:
    """Look at everything that is watched, once the counts are kept up. `asking` is connected in the application's role.

    One transaction for each, so that one that fails holds up no other. Returns how many crossed or came back.
    """
    await keeping.catch_up(system)
    async with system.reading(SYSTEM) as db:
        watched = await db.scalars(select(Alert.id).where(Alert.ended_at.is_(None)).order_by(Alert.id))
    told = 0
    for alert_id in watched:
        try:
            told += await look_at(system, asking, alert_id)
        except Refusal as refusal:
            log.info("job_refused", job=NAME, rule=refusal.rule, alert=str(alert_id))
        except Exception as fault:  # noqa: BLE001 — the others are looked at all the same, and this one in an hour
            log.warning("alert_failed", alert=str(alert_id), fault=type(fault).__name__)
    return told


async def look_at(system: Database, asking: Database, alert_id: UUID) -> bool:
    """Look at one. True when it crossed or came back, and that was written."""
    async with system.reading(SYSTEM) as db:
        alert = await db.get(Alert, alert_id)
        actor = await reader_of(db, alert) if alert is not None and alert.ended_at is None else None
    if alert is None or actor is None:
        return False
    async with asking.reading(actor) as db:
        found = await read(db, alert.figure, values.filters_of(alert.filters), alert.last_days)
    measure = values.measure(found, alert.key)
    reading = Reading(number(measure.value) if measure else None, found.as_of)
    async with system.writing(SYSTEM) as db:
        return await note(db, alert_id, reading)


async def note(db: Session, alert_id: UUID, reading: Reading) -> bool:
    """Keep what was read; write the crossing where there was one, and the job that tells of it by e-mail.

    Judged under the row's lock, by how it stands by now: of two workers that read the same, one finds it crossed already.
    """
    alert = await db.locked(Alert, alert_id)
    if alert is None or alert.ended_at is not None or reading.as_of < alert.as_of:
        return False
    line = Line(alert.direction, alert.line, alert.kind)  # type: ignore[arg-type]  # one of the two
    before = Standing(alert.state, alert.state_since)  # type: ignore[arg-type]  # one of the three
    after = looked_at(line, before, reading.value, db.now())
    alert.value, alert.as_of = reading.value, reading.as_of
    alert.state, alert.state_since = after.state, after.since
    told = reading.value is not None and is_told(before, after)
    if told:
        crossing = Crossing(
            id=new_id(),
            alert_id=alert.id,
            at=db.now(),
            as_of=reading.as_of,
            value=reading.value,
            line=alert.line,
            direction=alert.direction,
            back=after.state == "within",
            seen_at=None,
            mail="waiting" if alert.email else "none",
            tries=0,
        )
        db.add(crossing)
        if alert.email:
            db.later(TELL, {"crossing": str(crossing.id)}, at=db.now())
    await db.flush()
    return told
