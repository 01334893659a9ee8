"""What other rooms may use of alerts."""

from app.statistics.alerts.actions import MOST, end, mark_seen, read, subscribe
from app.statistics.alerts.errors import AlreadyEnded, AlreadyWatched, TooManyAlerts
from app.statistics.alerts.looking import EVERY_HOUR, NAME, Reading, look, note
from app.statistics.alerts.queries import AlertView, CrossingView, alert, alerts, unseen
from app.statistics.alerts.rules import Direction
from app.statistics.alerts.telling import TELL, tell
from app.statistics.alerts.values import WATCHED, WINDOWS, measures

__all__ = [
    "EVERY_HOUR",
    "MOST",
    "NAME",
    "TELL",
    "WATCHED",
    "WINDOWS",
    "AlertView",
    "AlreadyEnded",
    "AlreadyWatched",
    "CrossingView",
    "Direction",
    "Reading",
    "TooManyAlerts",
    "alert",
    "alerts",
    "end",
    "look",
    "mark_seen",
    "measures",
    "note",
    "read",
    "subscribe",
    "tell",
    "unseen",
]
