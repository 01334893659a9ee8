"""The yearly return to UNHCR and the regional indicators: a year chosen, its tables, and each as a file."""

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.figures import csv_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.statistics.public import publishing
from app.web.formats import number, percent
from app.web.i18n import gettext as _
from app.web.pages.shown import page

router = Router(prefix="/unhcr-return")
YEARS = 10


@router.get("", dependencies=[requires("publication.returns", reads=True)])
async def show(request: Request, db: ReadDb) -> HTMLResponse:
    """An address that asks for no year is for the one before the present: that is the one to send."""
    today = request.state.procedure.today(db.now())
    asked = request.query_params.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year - 1
    found = await publishing.unhcr_return(db, year)
    regional = await publishing.mirps_indicators(db, year)
    return page(
        request,
        db,
        "publications/returns.html",
        found=found,
        years=[(str(y), str(y)) for y in range(today.year, today.year - YEARS, -1)],
        tables=[(name, _title(name), sheet) for name, sheet in found.tables.items()],
        indicators=[
            [
                _aim(each.aim),
                _indicator(each.code),
                _value(each.kind, each.value),
                _("sin lista oficial conocida"),
            ]
            for each in regional.found
        ],
    )


@router.get("/{year}/{table}.csv", dependencies=[requires("publication.returns", reads=True)])
async def as_csv(db: ReadDb, year: str, table: str) -> Response:
    if not year.isdecimal() or len(year) != 4 or table not in publishing.RETURN_TABLES:
        raise NotFound
    return csv_of((await publishing.unhcr_return(db, int(year))).tables[table])


def _title(name: str) -> str:
    return {
        "applications": _("Solicitudes"),
        "decisions": _("Decisiones"),
        "population": _("Población al final del período"),
        "demographics": _("Población por sexo y edad"),
        "processing-time": _("Días del registro completo a la notificación"),
    }[name]


def _aim(aim: str) -> str:
    return {
        "fairness": _("Justicia"),
        "efficiency": _("Eficiencia"),
        "adaptability": _("Adaptabilidad"),
        "sustainability": _("Sostenibilidad"),
        "integrity": _("Integridad"),
    }[aim]


def _indicator(code: str) -> str:
    return {
        "refugee_recognition": _("Tasa de reconocimiento"),
        "total_protection": _("Tasa de protección total"),
        "filed": _("Casos presentados"),
        "clearance_substantive": _("Casos decididos de fondo, por cada presentado"),
        "clearance_with_closures": _("Casos decididos o cerrados, por cada presentado"),
        "disposition_substantive": _("Tiempo para agotar lo pendiente, al ritmo de las decisiones de fondo"),
        "disposition_with_closures": _("Tiempo para agotar lo pendiente, contando los cierres"),
        "processing_time": _("Días del registro completo a la notificación (media)"),
        "differentiated_share": _("Parte tramitada en modalidades diferenciadas"),
        "pending": _("Casos pendientes al final"),
        "closed_without_decision": _("Parte cerrada sin decisión de fondo"),
    }[code]


def _value(kind: str, value: float | None) -> str:
    if value is None:
        return "–"
    if kind == "share":
        return percent(value)
    return number(round(value)) + (f" {_('días')}" if kind == "days" else "")
