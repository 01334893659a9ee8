"""Who may be told of a figure."""

from app.core.actor import Actor
from app.core.database import ReadSession
from app.identity import public as identity
from app.statistics.alerts.models import Alert


async def reader_of(db: ReadSession, alert: Alert) -> Actor | None:
    """Whoever watches, in the role in which they asked, while they hold it and it reads figures: a change of rights works at once."""
    actor = await identity.actor_in_role(db, alert.user_id, alert.role, office_id=alert.office_id)
    return actor if actor is not None and identity.may(actor, "metrics.read") else None
