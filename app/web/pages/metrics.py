"""Metrics: how long a first decision takes, and what is pending. Filters stand in the address; every figure can be taken away."""

from datetime import date
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
from app.web import alerts_shown
from app.web.formats import country, number, percent, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.pages.figures import topics
from app.web.pages.shown import page
from app.web.words import sex_name

router = Router(prefix="/metrics")
AGE_GROUPS = ("0-4", "5-11", "12-17", "18-59", "60+")
STEP = 90


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
    asked = _asked(request)
    profile = await procedure_in_force(db)
    chosen = await filters_of(db, asked)
    times = await statistics.decision_times(db, chosen)
    pending = await statistics.pending(db, chosen)
    until = _until(times)
    query = urlencode([(k, v) for k, v in request.query_params.multi_items() if v and k != "lang"])
    return page(
        request,
        db,
        "metrics/metrics.html",
        times=times,
        pending=pending,
        period=_period(times, asked),
        figures=_key_figures(times, pending),
        notes=_notes(times),
        age_note=_age_note(pending),
        points=times.curve.points,
        until=until,
        table=statistics.by_days(times, range(STEP, until + 1, STEP)),
        stages=_stages(pending, profile),
        ages=_ages(pending),
        filters=await _filters(db, request, asked, profile.today(db.now()).year),
        downloads={
            "decision-times": _downloads("decision-times", query),
            "by_age": _downloads("pending", "&".join(filter(None, (query, "table=by_age")))),
            "by_stage": _downloads("pending", "&".join(filter(None, (query, "table=by_stage")))),
        },
        topics=topics(),
        query=query,
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
    chosen = await filters_of(db, _asked(request))
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


def _period(times: statistics.DecisionTimes, asked: Asked) -> str:
    cases = ngettext("%(n)s caso", "%(n)s casos", times.total) % {"n": number(times.total)}
    if asked.since and asked.until:
        words = _("Registradas del %(first)s al %(last)s") % {
            "first": short_date(asked.since),
            "last": short_date(asked.until),
        }
        return f"{words} · {cases}"
    return f"{_('Todas las registradas hasta hoy')} · {cases}"


def _key_figures(times: statistics.DecisionTimes, pending: statistics.Pending) -> list[dict[str, Any]]:
    median = times.median
    days = _("%(n)s días") % {"n": median.day} if median.day is not None else "–"
    found = [
        {"label": _("Mediana hasta la decisión"), "value": days, "note": _interval(median)},
        {
            "label": _("Pendientes hoy"),
            "value": number(pending.total),
            "note": _("%(n)s fuera de plazo") % {"n": number(pending.late)},
        },
        {
            "label": _("Con primera decisión"),
            "value": number(times.decided),
            "note": _("de %(n)s casos") % {"n": number(times.total)},
        },
    ]
    if times.decided_in_time is not None:
        checked = times.limit_verification == "confirmed"
        note = _("a %(n)s días") if checked else _("a %(n)s días, límite sin verificar")
        found.insert(
            1,
            {
                "label": _("Decididas en el límite"),
                "value": percent(times.decided_in_time),
                "note": note % {"n": times.limit_days},
            },
        )
    return found


def _interval(median: statistics.Quantile) -> str:
    low = median.low if median.low is not None else "–"
    high = median.high if median.high is not None else "–"
    return _("IC 95 %%: %(low)s a %(high)s, con pendientes") % {"low": low, "high": high}


def _notes(times: statistics.DecisionTimes) -> str:
    said = _("Las pendientes cuentan hasta hoy, y las terminadas sin decisión hasta su fin.")
    if times.mean_of_decided is None:
        return said
    mean = _(
        "La media de las ya decididas (%(n)s días) baja cuando el rezago crece; por eso va solo como referencia."
    ) % {"n": number(round(times.mean_of_decided))}
    return f"{said} {mean}"


def _age_note(pending: statistics.Pending) -> str | None:
    if pending.median_age is None or pending.ninth_decile_age is None:
        return None
    return _("Mediana %(median)s días, percentil 90: %(ninth)s días.") % {
        "median": number(round(pending.median_age)),
        "ninth": number(round(pending.ninth_decile_age)),
    }


def _until(times: statistics.DecisionTimes) -> int:
    """The last day drawn: whole steps, up to where anybody is still under observation."""
    return max(STEP, -(-times.curve.last_day // STEP) * STEP)


def _downloads(name: str, query: str) -> list[dict[str, str]]:
    tail = f"?{query}" if query else ""
    return [{"text": kind.upper(), "href": f"/metrics/{name}.{kind}{tail}"} for kind in ("csv", "json")]


def _stages(pending: statistics.Pending, profile: procedure.Profile) -> list[dict[str, Any]]:
    return [
        {
            "label": profile.stage(count.key).label.in_(language()),
            "value": count.cases,
            "late": count.late,
            "cells": [count.cases, count.late],
        }
        for count in pending.by_stage
        if count.cases
    ]


def _ages(pending: statistics.Pending) -> list[dict[str, Any]]:
    labels = [
        _("0 a 3 meses"),
        _("3 a 6 meses"),
        _("6 a 9 meses"),
        _("9 a 12 meses"),
        _("12 a 18 meses"),
        _("más de 18 meses"),
    ]
    return [
        {"label": label, "value": count.cases, "late": count.late, "cells": [count.cases, count.late]}
        for label, count in zip(labels, pending.by_age, strict=True)
    ]


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
    ]
