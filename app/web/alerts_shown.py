"""Alerts as their pages and the reader's day show them."""

from typing import Any
from urllib.parse import urlencode

from app.core.database import ReadSession
from app.edge.figures import asked_of, query_of
from app.identity import public as identity
from app.statistics import public as statistics
from app.web import figure_words as words
from app.web.figures_shown import definition
from app.web.filters_said import in_words
from app.web.formats import number, percent
from app.web.i18n import gettext as _

alerts = statistics.alerts
# The vocabulary of the rows that can be watched.
_ROWS = {"by_stage": "stage", "interpreters": "language"}


def measure_name(wording: words.Wording, key: str) -> str:
    """`Fuera de plazo`; of a row `Espera de intérprete, árabe: mediana`."""
    table, _dot, rest = key.partition(".")
    if not rest:
        return words.value_name(key)
    row, _dot, column = rest.rpartition(".")
    return _("%(table)s, %(row)s: %(column)s") % {
        "table": words.table_name(table),
        "row": wording.code(_ROWS.get(table), row),
        "column": words.column_name(column).lower(),
    }


def said(kind: str, value: float | None) -> str:
    """A value, by its kind."""
    return words.headline_said(statistics.Value("", kind, value))  # type: ignore[arg-type]  # kept from a figure


def said_exactly(kind: str, line: float) -> str:
    """A line, with the decimals that it was drawn with and no others."""
    if kind in ("share", "percent"):
        hundredths = line * 100 if kind == "share" else line
        return percent(hundredths / 100, _decimals(hundredths))
    text = number(line, _decimals(line))
    return _("%(n)s días") % {"n": text} if kind == "days" else text


def _decimals(value: float) -> int:
    return next((digits for digits in (0, 1) if abs(value - round(value, digits)) < 1e-9), 2)


def watched(direction: str, kind: str, line: float) -> str:
    """`por encima de 100`."""
    text = _("por encima de %(line)s") if direction == "above" else _("por debajo de %(line)s")
    return text % {"line": said_exactly(kind, line)}


def window_name(days: int) -> str:
    return _("los últimos %(n)s días") % {"n": number(days)}


def state_words(view: alerts.AlertView) -> tuple[str, str | None]:
    """Where it stands, and the kind of mark."""
    if view.ended_at is not None:
        return _("Terminada"), None
    return {
        "beyond": (_("Más allá de la línea"), "bad"),
        "within": (_("Dentro de la línea"), "ok"),
        "unknown": (_("Aún sin valor"), None),
    }[view.state]


def crossing(view: alerts.AlertView, told: alerts.CrossingView) -> dict[str, Any]:
    """One time that it crossed, or came back."""
    return {
        "at": told.at,
        "title": _("Volvió: %(value)s") % {"value": said(view.kind, told.value)}
        if told.back
        else _("Pasó la línea: %(value)s") % {"value": said(view.kind, told.value)},
        "text": _("Línea: %(line)s") % {"line": watched(told.direction, view.kind, told.line)},
        "warning": not told.back,
        "new": told.seen_at is None,
        "mail": {
            "sent": _("Se avisó por correo."),
            "refused": _("El correo no se pudo entregar."),
            "dropped": _("No se escribió: la alerta ya no estaba en marcha para usted."),
        }.get(told.mail),
    }


async def lines(db: ReadSession, views: list[alerts.AlertView]) -> list[dict[str, Any]]:
    """Each with its figure, its line and where it stands."""
    if not views:
        return []
    wording, offices = await words.wording(db), await identity.offices(db)
    return [_line(view, wording, offices) for view in views]


async def line(db: ReadSession, view: alerts.AlertView) -> dict[str, Any]:
    return (await lines(db, [view]))[0]


def _line(view: alerts.AlertView, wording: words.Wording, offices: list[identity.Place]) -> dict[str, Any]:
    asked = asked_of(view.filters, offices)
    # A window of days says the period itself.
    narrowed = in_words(asked, offices, None if view.last_days else view.figure)
    state, kind = state_words(view)
    query = urlencode(query_of(asked))
    return {
        "view": view,
        "href": f"/metrics/alerts/{view.id}",
        "figure": definition(view.figure)["title"],
        "figure_href": f"/metrics/{view.figure}{'?' + query if query else ''}",
        "measure": measure_name(wording, view.key),
        "line": watched(view.direction, view.kind, view.line),
        "back_at": said_exactly(view.kind, view.back_at),
        "said": f"{narrowed}, {window_name(view.last_days)}" if view.last_days else narrowed,
        "value": said(view.kind, view.value),
        "state": state,
        "kind": kind,
        "crossings": [crossing(view, told) for told in view.crossings],
    }


async def news(db: ReadSession) -> list[dict[str, Any]]:
    """What the reader's alerts told and they have not seen yet; for who reads figures."""
    if not identity.may(db.actor, "metrics.read"):
        return []
    return await lines(db, await alerts.unseen(db))
