"""The worker's look: every figure that is watched, as whoever watches it may read it; a crossing is written once.

The figure is counted on a connection like a request's, under row-level security, in the person's role. So an alert can say nothing
that their own page of the figure would not, and who lost the role, or may not sign in, is looked after no more.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select

from app.core.actor import SYSTEM, Actor
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
from app.statistics.figures.filters import Filters
from app.statistics.figures.values import Figure

NAME = "figure_alerts"
# Not on the hour, when everything else is. The worker's clock is UTC.
EVERY_HOUR = "20 * * * *"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reading:
    value: float | None
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What several may watch at once: a number's figure with its filters, as those read it whom the database shows the same."""

    figure: str
    filters: Filters
    last_days: int | None
    role: str
    audience: tuple[str, ...]


@dataclass(slots=True)
class Watch:
    """Whoever is the first to ask the question, and the alerts that its answer settles: each with the number that it looks at."""

    actor: Actor
    alerts: list[tuple[UUID, str]] = field(default_factory=list)


async def look(system: Database, asking: Database) -> int:
    """Look at everything that is watched, once the counts are kept up. `asking` is connected in the application's role.

    A figure is counted once for all who would be shown the same, however many of them watch it and wherever their lines are. One
    transaction for each alert, so that one that fails holds up no other. Returns how many crossed or came back.
    """
    await keeping.catch_up(system)
    return sum(
        [await settle(system, asking, question, watch) for question, watch in (await watched(system)).items()]
    )


async def settle(system: Database, asking: Database, question: Question, watch: Watch) -> int:
    """Answer one question, and hold each alert against the answer. Returns how many crossed or came back."""
    try:
        async with asking.reading(watch.actor) as db:
            found = await read(db, question.figure, question.filters, question.last_days)
    except Refusal as refusal:
        log.info("job_refused", job=NAME, rule=refusal.rule, figure=question.figure)
        return 0
    except Exception as fault:  # noqa: BLE001 — the others are looked at all the same, and these in an hour
        log.warning("figure_failed", job=NAME, figure=question.figure, fault=type(fault).__name__)
        return 0
    return sum([await _settled(system, alert_id, reading_of(found, key)) for alert_id, key in watch.alerts])


async def watched(system: Database) -> dict[Question, Watch]:
    """Every alert of whoever may still be told, under the question that it asks."""
    found: dict[Question, Watch] = {}
    readers: dict[tuple[UUID, str, UUID | None], Actor | None] = {}
    async with system.reading(SYSTEM) as db:
        for row in await db.rows(select(Alert).where(Alert.ended_at.is_(None)).order_by(Alert.id)):
            alert: Alert = row.Alert
            reader = (alert.user_id, alert.role, alert.office_id)
            if reader not in readers:
                readers[reader] = await reader_of(db, alert)
            actor = readers[reader]
            if actor is None:
                continue
            filters = values.filters_of(alert.filters)
            question = Question(alert.figure, filters, alert.last_days, actor.role, actor.audience)
            found.setdefault(question, Watch(actor)).alerts.append((alert.id, alert.key))
    return found


def reading_of(found: Figure, key: str) -> Reading:
    """The number of that key, or none where the figure has none at present."""
    measure = values.measure(found, key)
    return Reading(number(measure.value) if measure else None, found.as_of)


async def _settled(system: Database, alert_id: UUID, reading: Reading) -> bool:
    try:
        async with system.writing(SYSTEM) as db:
            return await note(db, alert_id, reading)
    except Exception as fault:  # noqa: BLE001 — the others are written all the same, and this one in an hour
        log.warning("alert_failed", alert=str(alert_id), fault=type(fault).__name__)
        return False


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
