"""Metrics: how long a first decision takes, and what is pending. Filters stand in the address; every figure can be taken away."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.figures import Asked, csv_of, filters_of
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.statistics import public as statistics
from app.web import alerts_shown, figure_words, figures_shown
from app.web.figure_links import links
from app.web.figure_plots import About
from app.web.filters_said import filters_said
from app.web.formats import country, number, percent, short_date
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.pages.figures import past_said, topics
from app.web.pages.shown import page
from app.web.pages.sound import sound
from app.web.words import sex_name

router = Router(prefix="/metrics")
AGE_GROUPS = ("0-4", "5-11", "12-17", "18-59", "60+")
TIMES = "time_to_first_decision"


class PageQuery(Asked):
    """`year` is a short way to a period."""

    year: int | None = None

    @property
    def narrowed(self) -> Asked:
        """The same with the year's first and last day, where no other period is named."""
        if self.year is None or not 1900 <= self.year <= 9999:
            return self
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        return self.model_copy(update={"since": self.since or first, "until": self.until or last})


@router.get("", dependencies=[requires("metrics.read", reads=True)])
async def show(request: Request, db: ReadDb) -> HTMLResponse:
    """The page. An address that asks for what is not there shows all."""
    asked, left_out = await sound(_asked(request), partial(filters_of, db))
    profile = await procedure_in_force(db)
    chosen = await filters_of(db, asked)
    times = await statistics.figure(db, TIMES, chosen)
    pending = await statistics.figure(db, "pending", chosen)
    query = _query(asked)
    said = await filters_said(db, asked)
    wording = await figure_words.wording(db)
    found = {one.name: one for one in (times, pending)}
    told = {
        name: figures_shown.about(one, wording, said, links(db.actor, name, query))
        for name, one in found.items()
    }
    return page(
        request,
        db,
        "metrics/metrics.html",
        total=times.value("claims"),
        period=_period(times, asked),
        lag=figures_shown.lag_said(times.lag),
        past=past_said(asked, times.as_of),
        left_out=left_out,
        figures=_key_figures(times, pending, told, profile),
        notes=_notes(times),
        drawn=_drawn(times, pending, told, query),
        age_note=_age_note(pending),
        filters=await _filters(db, request, asked, profile.today(db.now()).year),
        topics=topics(),
        query=urlencode(query),
        alerts=await alerts_shown.news(db),
    )


@router.get("/decision-times.csv", dependencies=[requires("metrics.read", reads=True)])
async def as_csv(request: Request, db: ReadDb) -> Response:
    return csv_of(await _sheet(request, db))


@router.get("/decision-times.json", dependencies=[requires("metrics.read", reads=True)])
async def as_json(request: Request, db: ReadDb) -> Response:
    sheet = await _sheet(request, db)
    rows = [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]
    return JSONResponse(rows, headers={"Content-Disposition": f'attachment; filename="{sheet.name}.json"'})


async def _sheet(request: Request, db: ReadSession) -> statistics.Sheet:
    asked, _left_out = await sound(_asked(request), partial(filters_of, db))
    chosen = await filters_of(db, asked)
    return statistics.curve_sheet(await statistics.decision_times(db, chosen))


def _asked(request: Request) -> Asked:
    """What the address asks for; a value that is none of the choices is left out."""
    given = {key: value for key, value in request.query_params.items() if value}
    while True:
        try:
            return PageQuery.model_validate(given).narrowed
        except ValidationError as wrong:
            for fault in wrong.errors():
                given.pop(str(fault["loc"][0]), None)


def _query(asked: Asked) -> dict[str, str]:
    """The filters for other figures' addresses; a year has become its first and last day."""
    said = asked.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"year"})
    return {name: str(value) for name, value in said.items()}


def _period(times: statistics.Figure, asked: Asked) -> str:
    total = times.value("claims")
    cases = ngettext("%(n)s caso", "%(n)s casos", total) % {"n": number(total)}
    if asked.since and asked.until:
        words = _("Registradas del %(first)s al %(last)s") % {
            "first": short_date(asked.since),
            "last": short_date(asked.until),
        }
        return f"{words} · {cases}"
    return f"{_('Todas las registradas hasta hoy')} · {cases}"


def _key_figures(
    times: statistics.Figure,
    pending: statistics.Figure,
    told: Mapping[str, About],
    profile: procedure.Profile,
) -> list[dict[str, Any]]:
    values = {value.key: value for value in (*times.headline, *pending.headline)}
    median = values["median"]
    found: list[dict[str, Any]] = [
        {
            "label": _("Mediana hasta la decisión"),
            "value": figure_words.headline_said(median),
            "note": figure_words.headline_note(median),
        },
        {
            "label": _("Pendientes hoy"),
            "value": number(pending.value("pending")),
            "note": _("%(n)s fuera de plazo") % {"n": number(pending.value("late"))},
            "href": told["pending"].leads(None, (), "pending", pending.value("pending")),
        },
        {
            "label": _("Con primera decisión"),
            "value": number(times.value("with_event")),
            "note": _("de %(n)s casos") % {"n": number(times.value("claims"))},
            "href": told[TIMES].leads(None, (), "with_event", times.value("with_event")),
        },
    ]
    within, limit = values.get("within_limit"), profile.limits.get("first_decision")
    if within is not None and within.value is not None:
        checked = limit is None or limit.verification == "confirmed"
        note = _("a %(n)s días") if checked else _("a %(n)s días, límite sin verificar")
        days = {"n": dict(within.over)["limit_days"]}
        share = figure_words.amount("share", within.value)
        found.insert(1, {"label": _("Decididas en el límite"), "value": share, "note": note % days})
    return found


def _drawn(
    times: statistics.Figure,
    pending: statistics.Figure,
    told: Mapping[str, About],
    query: dict[str, str],
) -> dict[str, figures_shown.Drawn]:
    median, late, total = times.value("median"), pending.value("late"), pending.value("pending")
    half = (
        _("La mitad espera más de %(n)s días") % {"n": number(median)}
        if median is not None
        else _("Menos de la mitad tiene ya una decisión")
    )
    over = _("%(share)s de las pendientes pasa el límite") % {
        "share": percent(late / total) if total else "–"
    }
    wanted = (
        ("curve", times, "curve", half),
        ("ages", pending, "by_age", over),
        ("stages", pending, "by_stage", _("Pendientes por etapa")),
    )
    return {
        key: replace(
            figures_shown.drawn(told[found.name], found.table(table), query, half=key != "curve"), title=title
        )
        for key, found, table, title in wanted
    }


def _notes(times: statistics.Figure) -> str:
    said = _("Las pendientes cuentan hasta hoy, y las terminadas sin decisión hasta su fin.")
    mean = times.value("mean_of_decided")
    if mean is None:
        return said
    about = _(
        "La media de las ya decididas (%(n)s días) baja cuando el rezago crece; por eso va solo como referencia."
    ) % {"n": number(round(mean))}
    return f"{said} {about}"


def _age_note(pending: statistics.Figure) -> str | None:
    median, ninth = pending.value("median_age"), pending.value("ninth_decile_age")
    if median is None or ninth is None:
        return None
    return _("Mediana %(median)s días, percentil 90: %(ninth)s días.") % {
        "median": number(round(median)),
        "ninth": number(round(ninth)),
    }


async def _filters(db: ReadSession, request: Request, asked: Asked, this_year: int) -> list[dict[str, Any]]:
    offices = [(o.code, o.name) for o in await identity.offices(db)]
    years = [(str(year), str(year)) for year in range(this_year, this_year - 4, -1)]
    sexes = [(code, sex_name(code)) for code in ("female", "male", "other", "unknown")]
    every: list[tuple[str, str, list[tuple[str, str]], str | None]] = [
        ("year", _("Registradas"), years, request.query_params.get("year")),
        ("office", _("Oficina"), offices, asked.office),
        ("origin", _("Origen"), [(c, country(c)) for c in await statistics.origins(db)], asked.origin),
        ("sex", _("Sexo"), sexes, asked.sex),
        ("age_group", _("Edad"), [(group, group) for group in AGE_GROUPS], asked.age_group),
    ]
    return [
        {"name": name, "label": label, "options": [("", _("Todas")), *options], "value": value}
        for name, label, options, value in every
        # A supervisor has one office, and nothing to choose.
        if not (name == "office" and db.actor.role == "supervisor")
    ] + [
        {
            "name": "as_of",
            "label": _("Como se sabía el (vacío: hoy)"),
            "type": "date",
            "value": request.query_params.get("as_of"),
        }
    ]
