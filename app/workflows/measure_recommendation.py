"""The figure that a recommendation should move, before it was proposed and after it was carried out: two periods equally long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from app.core.database import ReadSession
from app.core.errors import Invalid
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.quality import public as quality
from app.statistics import public as statistics
from app.workflows.words_on_paper import Language

# How long each side is looked at: half a year has enough cases in it and is over in time to learn from.
DAYS = 180
# What a recommendation may aim to move. No rate of recognition is among them: quality is how a decision is made, not how it comes out.
FIGURES: Final[Mapping[str, Mapping[Language, str]]] = {
    "time_to_document": {"es": "Tiempo hasta el documento provisional", "en": "Time to provisional document"},
    "time_to_interview": {"es": "Tiempo hasta la entrevista", "en": "Time to interview"},
    "time_to_recommendation": {"es": "Tiempo hasta la recomendación", "en": "Time to recommendation"},
    "time_to_first_decision": {
        "es": "Tiempo hasta la primera decisión",
        "en": "Time to first decision",
    },
    "time_to_service": {"es": "Tiempo hasta la notificación", "en": "Time to service"},
    "time_to_final": {"es": "Tiempo hasta la decisión firme", "en": "Time to final decision"},
    "clearance": {"es": "Resueltos por cada cien que ingresan", "en": "Resolved per hundred incoming"},
    "disposition": {"es": "Días que costaría resolver lo pendiente", "en": "Disposition time"},
    "overturn": {"es": "Revocadas en el recurso", "en": "Overturned on a remedy"},
    "deadlines": {"es": "Plazos cumplidos", "en": "Time limits kept"},
    "no_shows": {"es": "Personas que no se presentan", "en": "No-shows"},
}


@dataclass(frozen=True, slots=True)
class Side:
    """A figure over `since` to `until`, by what was known at the end of it."""

    since: date
    until: date
    figure: statistics.Figure


@dataclass(frozen=True, slots=True)
class Measured:
    """`before`: the half year before it was proposed. `after`: from the day it was carried out, `None` while it was not."""

    name: str
    before: Side
    after: Side | None


def read_filters(*, office: UUID | None, origin: str | None = None) -> dict[str, object]:
    """The filters that are kept with a recommendation."""
    if origin and not (len(origin) == 3 and origin.isascii() and origin.isupper()):
        raise Invalid.at("figure_origin", "unknown", "Elija un país de la lista.")
    found: dict[str, object] = {}
    if office:
        found["office"] = str(office)
    if origin:
        found["origin"] = origin
    return found


def check_figure(name: str | None) -> None:
    """Raises `Invalid` for one that no recommendation may aim at."""
    if name is not None and name not in FIGURES:
        raise Invalid.at("figure", "unknown", "Elija una cifra de la lista.")


async def measured(db: ReadSession, view: quality.RecommendationView) -> Measured | None:
    """`None` where it names no figure, or the actor may see none."""
    if view.figure is None or not identity.may(db.actor, "metrics.read"):
        return None
    profile = await procedure_in_force(db)
    proposed_on = profile.today(view.proposed_at)
    before = await _side(
        db,
        profile,
        view.figure,
        view.figure_filters,
        proposed_on - timedelta(days=DAYS),
        proposed_on - timedelta(days=1),
    )
    if view.implemented_at is None:
        return Measured(view.figure, before, None)
    done_on = profile.today(view.implemented_at)
    last = min(profile.today(db.now()), done_on + timedelta(days=DAYS - 1))
    after = await _side(db, profile, view.figure, view.figure_filters, done_on, last)
    return Measured(view.figure, before, after)


async def _side(
    db: ReadSession,
    profile: procedure.Profile,
    name: str,
    kept: Mapping[str, Any],
    since: date,
    until: date,
) -> Side:
    """By what was known when the last day was over, or now where it is not."""
    end = datetime.combine(until + timedelta(days=1), time(), profile.zone).astimezone(UTC)
    filters = _filters(kept, since, until, min(db.now(), end))
    return Side(since, until, await statistics.figure(db, name, filters))


def _filters(kept: Mapping[str, Any], since: date, until: date, as_of: datetime) -> statistics.Filters:
    office = kept.get("office")
    return statistics.Filters(
        office=UUID(str(office)) if office else None,
        origin=str(kept["origin"]) if kept.get("origin") else None,
        since=since,
        until=until,
        as_of=as_of,
    )
