"""Quality's figures, recommendations and sessions in words of a page. Numbers and names as on paper: `app.workflows.quality_said`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.quality import public as quality
from app.statistics import public as statistics
from app.web import figure_words
from app.web.formats import number, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.quality_words import mark_words
from app.workflows import quality_said as said
from app.workflows.measure_recommendation import FIGURES, Measured, Side
from app.workflows.words_on_paper import Language

STATE_KINDS = {
    "proposed": "wait",
    "accepted": "accent",
    "declined": "bad",
    "in_progress": "accent",
    "implemented": "ok",
    "verified": "ok",
}
MARK_KINDS = {"correct": "ok", "minor_error": "wait", "significant_error": "bad", "not_applicable": None}


def spoken() -> Language:
    return "en" if language() == "en" else "es"


def state_names() -> dict[str, str]:
    return {state: said.state(state, spoken()) for state in quality.STATES}


def stage_names() -> dict[str, str]:
    return {
        "registration": _("Registro"),
        "interview": _("Entrevista"),
        "decision": _("Evaluación y decisión"),
        "notification": _("Notificación"),
        "other": _("Otra"),
    }


def act_names() -> dict[str, str]:
    """A step, as the button that takes it."""
    return {
        "accept": _("Aceptarla"),
        "decline": _("No aceptarla"),
        "start": _("Empezar a llevarla a cabo"),
        "implement": _("Darla por implementada"),
        "verify": _("Verificar que se implementó"),
        "send_back": _("Devolverla: no está implementada"),
    }


def took_names() -> dict[str, str]:
    """A step, as it is told afterwards."""
    return {
        "accept": _("Aceptada"),
        "decline": _("No aceptada"),
        "start": _("En curso"),
        "implement": _("Implementada"),
        "verify": _("Verificada"),
        "send_back": _("Devuelta"),
    }


def session_names() -> dict[str, str]:
    return {"scoring": _("se evalúa"), "discussing": _("se discute"), "settled": _("cerrada")}


SESSION_KINDS = {"scoring": "wait", "discussing": "accent", "settled": "ok"}


def figure_options() -> list[tuple[str, str]]:
    return [(name, label[spoken()]) for name, label in FIGURES.items()]


def instrument_names() -> dict[str, str]:
    return {name: said.instrument_title(name, spoken()) for name in quality.NAMES}


def recommendation_line(view: quality.RecommendationView, today: date) -> dict[str, Any]:
    """One recommendation in a list."""
    return {
        "view": view,
        "href": f"/quality/recommendations/{view.id}",
        "code": f"R-{view.number}",
        "stage": stage_names().get(view.stage, view.stage),
        "state": said.state(view.state, spoken()),
        "state_kind": STATE_KINDS[view.state],
        "addressee": said.addressee(view.addressee, view.office, spoken()),
        "overdue": view.overdue(today),
    }


def board_figures(board: quality.Board) -> list[dict[str, Any]]:
    declined = board.by_state.get("declined", 0)
    return [
        {
            "label": _("Recomendaciones implementadas"),
            "value": _("%(done)s de %(total)s") % {"done": number(board.done), "total": number(board.total)},
            "note": _verified(board.by_state.get("verified", 0)),
        },
        {
            "label": _("Pasaron su fecha"),
            "value": number(board.overdue),
            "note": _("sin implementar todavía"),
        },
        {
            "label": _("No aceptadas"),
            "value": number(declined),
            "note": _("cuentan en el total: no aceptar no mejora la cifra"),
        },
    ]


def _verified(count: int) -> str:
    return ngettext("%(n)s verificada", "%(n)s verificadas", count) % {"n": number(count)}


def score_rows(scores: Iterable[quality.Scored], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Bars of shares, with their intervals beside them."""
    return [
        {
            "label": names.get(each.key, each.key),
            "value": each.share.value if each.share else 0,
            "late": (1 - each.share.value) if each.share else 0,
            "of": 1,
            "cells": [said.share(each.share, spoken()), number(each.files)],
        }
        for each in scores
    ]


def instrument_parts(each: quality.InstrumentFigures) -> dict[str, Any]:
    """What the board shows of one instrument."""
    blocks = {b.key: said.block_title(each.instrument, b.key, spoken()) for b in each.blocks}
    indicators = {i.key: said.indicator_question(each.instrument, i.key, spoken()) for i in each.indicators}
    agreed = each.agreed
    return {
        "name": each.instrument,
        "title": said.instrument_title(each.instrument, spoken()),
        "files": each.files,
        "passed": said.share(each.passed.share, spoken()),
        "whole": said.share(each.whole.share, spoken()),
        "blocks": _whole(score_rows(each.blocks, blocks)),
        "indicators": _whole(score_rows(each.indicators, indicators)),
        "twice": agreed.files,
        "same": said.NONE if agreed.same is None else said.percent(agreed.same, spoken()),
        "kappa": said.agreement(agreed.kappa, spoken()),
        "alpha": said.agreement(agreed.alpha, spoken()),
        "agreed": agreement_words(agreed.kappa),
    }


def _whole(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each bar as long as all there is: what was wrong in the second colour."""
    return [row | {"value": row["value"] + row["late"]} for row in rows]


def agreement_words(found: statistics.Agreement) -> str:
    """A habit of the field (Landis and Koch 1977), said beside the number and never instead of it."""
    return {
        "unknown": _("sin valor"),
        "poor": _("peor que el azar"),
        "slight": _("leve"),
        "fair": _("débil"),
        "moderate": _("moderado"),
        "substantial": _("considerable"),
        "almost_perfect": _("casi total"),
    }[quality.words_for(found.value)]


def recurring_rows(figures: quality.QualityFigures) -> list[dict[str, Any]]:
    return [
        {
            "instrument": said.instrument_title(each.instrument, spoken()),
            "question": said.indicator_question(each.instrument, each.indicator, spoken()),
            "files": said.of(each.files, each.of_files, spoken()),
            "share": said.share(each.share, spoken()),
            "significant": each.significant,
            "query": {
                "stage": each.instrument,
                "instrument": each.instrument,
                "indicator": each.indicator,
                "files": each.files,
                "of_files": each.of_files,
                "since": figures.since.isoformat(),
                "until": figures.until.isoformat(),
            },
        }
        for each in figures.recurring
    ]


def value_words(value: statistics.Value) -> str:
    """A figure's headline with its interval."""
    if value.value is None:
        return said.NONE
    plain = _plain(value.kind, value.value)
    if value.low is None or value.high is None:
        return plain
    return _("%(value)s (%(low)s a %(high)s)") % {
        "value": plain,
        "low": _plain(value.kind, value.low),
        "high": _plain(value.kind, value.high),
    }


def _plain(kind: str, value: Any) -> str:
    if kind == "share":
        return said.percent(float(value), spoken())
    if kind == "percent":
        return said.percent(float(value) / 100, spoken())
    if kind == "days":
        return _("%(n)s días") % {"n": number(round(float(value)))}
    if isinstance(value, float):
        return said.decimal(value, spoken())
    return number(value) if isinstance(value, int) else str(value)


def measured_rows(measured: Measured) -> list[list[str]]:
    """Each headline of the figure, before and after."""
    after = {value.key: value for value in measured.after.figure.headline} if measured.after else {}
    return [
        [
            figure_words.value_name(value.key),
            value_words(value),
            value_words(after[value.key]) if value.key in after else said.NONE,
        ]
        for value in measured.before.figure.headline
    ]


def side_words(side: Side) -> str:
    return _("%(first)s a %(last)s") % {"first": short_date(side.since), "last": short_date(side.until)}


def compared_rows(view: quality.CalibrationView) -> list[dict[str, Any]]:
    """What each said of each indicator; who said it is a letter, so that what is discussed is the file."""
    found = quality.instrument(view.instrument, view.instrument_version)
    names = mark_words()
    rows = []
    for row in view.rows:
        indicator = found.indicator(row.indicator)
        settled = view.settled.get(row.indicator)
        rows.append(
            {
                "id": row.indicator,
                "number": indicator.number,
                "question": indicator.question.in_(language()),
                "critical": indicator.critical,
                "differ": row.differ,
                "said": [
                    {
                        "letter": letter(n),
                        "text": names[one.mark],
                        "kind": MARK_KINDS[one.mark],
                        "comment": one.comment,
                    }
                    if one
                    else None
                    for n, one in enumerate(row.said)
                ],
                "settled": settled,
                "settled_text": names[settled.mark] if settled else "",
                "settled_kind": MARK_KINDS[settled.mark] if settled else None,
            }
        )
    return rows


def letter(place: int) -> str:
    return chr(ord("A") + place)
