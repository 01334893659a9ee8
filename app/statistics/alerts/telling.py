"""Telling somebody by e-mail that an alert of theirs has something: that alone, and where to read it. No figure, no name, no number."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from app.core.database import Session
from app.identity import public as identity
from app.notices.public import Outbox, Outgoing, TryLater, Undeliverable, waits
from app.settings import settings
from app.statistics.alerts.models import Alert, Crossing
from app.statistics.alerts.policies import reader_of

TELL = "tell_of_crossing"
_WORDS: Mapping[str, str] = {
    "es": "Una alerta que usted pidió tiene una novedad. Entre en Acogida para verla: %(address)s",
    "en": "An alert that you asked for has news. Sign in to Acogida to see it: %(address)s",
}


async def tell(db: Session, crossing_id: UUID, outbox: Outbox) -> bool:
    """Hand the message over, if it still concerns the person: they watch still, and may read the figure still.

    Handed over before the commit: a crash in between hands the same message over again, under the same identifier. A receiver that
    is away is tried again later, one that refuses is not. False when nothing left.
    """
    crossing = await db.locked(Crossing, crossing_id)
    if crossing is None or crossing.mail != "waiting":
        return False
    alert = await db.get(Alert, crossing.alert_id)
    if alert is None or alert.ended_at is not None or await reader_of(db, alert) is None:
        crossing.mail = "dropped"
    else:
        await _hand_over(db, crossing, alert, outbox)
    await db.flush()
    return crossing.mail == "sent"


async def _hand_over(db: Session, crossing: Crossing, alert: Alert, outbox: Outbox) -> None:
    users = identity.user_table.c
    person = await db.row(select(users.name, users.language).where(users.id == alert.user_id))
    language = person.language if person.language in _WORDS else "es"
    address = f"{settings().public_base_url.rstrip('/')}/metrics/alerts"
    body = _WORDS[language] % {"address": address}
    crossing.tries += 1
    try:
        await outbox.put(Outgoing(crossing.id, person.name, alert.email, "email", language, body))
    except Undeliverable:
        crossing.mail = "refused"
    except TryLater:
        wait = waits(crossing.id, crossing.tries)
        if wait is None:
            crossing.mail = "refused"
        else:
            db.later(TELL, {"crossing": str(crossing.id)}, at=db.now() + wait)
    else:
        crossing.mail = "sent"
