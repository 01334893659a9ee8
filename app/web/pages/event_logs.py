"""Extracts of the event log: what one contains, taking one, and who took which and why."""

from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from app.core.database import ReadSession
from app.core.errors import FieldError, Invalid, Refusal, said
from app.edge.access import requires
from app.edge.event_logs import AskedExtract, cases_of, sent
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.statistics import public as statistics
from app.web.formats import number
from app.web.i18n import gettext as _
from app.web.log_filters import choices
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, page, refused_status
from app.web.words import role_name

router = Router(prefix="/event-log")


@router.get("", dependencies=[requires("event_log.read")])
async def show(request: Request, db: Db) -> HTMLResponse:
    """What can be taken, by whoever may; what was taken, for whoever watches over it."""
    return await _shown(request, db, Typed({"format": "xes", "times": statistics.DAY}))


@router.post("", dependencies=[requires("event_log.extract")])
async def extract(request: Request, db: Db) -> Response:
    """The file, or the form again."""
    typed = await typed_of(request)
    try:
        asked = _asked(typed)
        async with db.attempt():
            begun = await statistics.begin_extract(
                db,
                db.actor,
                await cases_of(db, asked),
                form=asked.format,
                times=asked.times,
                reason=asked.reason,
                zone=(await procedure_in_force(db)).zone,
                request_id=getattr(request.state, "request_id", None),
            )
    except Refusal as refusal:
        return await _shown(request, db, typed, refusal)
    return sent(request, db.actor, begun)


def _asked(typed: Typed) -> AskedExtract:
    """Raises `Invalid` with a sentence at each field that cannot be read."""
    try:
        return AskedExtract.model_validate(dict(typed.values))
    except ValidationError as wrong:
        fields = dict.fromkeys(str(fault["loc"][0]) for fault in wrong.errors())
        raise Invalid(
            *(FieldError(name, "invalid", _REFUSED.get(name, _UNLISTED)) for name in fields)
        ) from wrong


_UNLISTED = said("Elija una opción de la lista.")
_NO_DAY = said("Escriba una fecha que exista.")
_REFUSED = {"from": _NO_DAY, "to": _NO_DAY, "reason": said("Use un texto más corto.")}


async def _shown(request: Request, db: Db, typed: Typed, refusal: Refusal | None = None) -> HTMLResponse:
    taken = await statistics.extracts_taken(db)
    takes = identity.may(db.actor, "event_log.extract")
    return page(
        request,
        db,
        "event_logs/event_logs.html",
        refused_status(refusal) if refusal else 200,
        takes=takes,
        fields=await choices(db, AskedExtract()) if takes else [],
        formats=_formats(),
        times=_times(),
        values=typed.values,
        errors=field_errors(refusal) if refusal else {},
        fewest=statistics.FEWEST,
        limit=statistics.LONGEST_REASON,
        taken=[_line(each, who) for each, who in zip(taken, await _who(db, taken), strict=True)],
    )


def _formats() -> list[dict[str, str]]:
    return [
        {
            "value": "xes",
            "text": "XES",
            "hint": _("IEEE 1849: un rastro por caso, para minería de procesos."),
        },
        {
            "value": "ocel",
            "text": "OCEL 2.0 (JSON)",
            "hint": _("Hechos con casos, solicitudes, funcionarios, resoluciones y recursos."),
        },
        {"value": "ocel-sqlite", "text": "OCEL 2.0 (SQLite)", "hint": _("Lo mismo, como base de datos.")},
        {"value": "csv", "text": "CSV", "hint": _("Una línea por hecho, para hojas de cálculo.")},
        {"value": "parquet", "text": "Parquet", "hint": _("La misma tabla, con tipos, para análisis.")},
    ]


def _times() -> list[dict[str, str]]:
    return [
        {
            "value": statistics.DAY,
            "text": _("Solo el día"),
            "hint": _("El día en la zona del país. Basta para casi todo, y dice menos de cada caso."),
        },
        {"value": statistics.INSTANT, "text": _("El instante"), "hint": _("Al milisegundo, en UTC.")},
    ]


async def _who(db: ReadSession, taken: list[statistics.Taken]) -> list[str]:
    """Names for data protection. The auditor knows the own extracts; the others are somebody's in the role."""
    if db.actor.role == "data_protection_officer":
        known = await identity.names(db, list({each.actor_id for each in taken}))
        return [known.get(each.actor_id, role_name(each.role)) for each in taken]
    return [_("Usted") if _own(db, each.actor_id) else role_name(each.role) for each in taken]


def _own(db: ReadSession, user_id: UUID) -> bool:
    return user_id == db.actor.user_id


def _line(taken: statistics.Taken, who: str) -> dict[str, Any]:
    times = _("días") if taken.times == statistics.DAY else _("instantes")
    forms = {form["value"]: form["text"] for form in _formats()}
    return {
        "at": taken.at,
        "who": who,
        "what": f"{forms.get(taken.form, taken.form)} · {times} · "
        + _("%(n)s casos") % {"n": number(taken.cases)},
        "filters": ", ".join(f"{name}: {value}" for name, value in taken.filters.items()),
        "reason": taken.reason,
        "number": taken.number,
    }
