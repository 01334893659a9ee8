"""Consistency in words and shapes: what each group shows to each reader, and why it shows nothing."""

from functools import partial
from typing import Any
from uuid import UUID

from app.statistics import public as statistics
from app.web.formats import number, percent, short_date
from app.web.funnel_chart import funnel_drawing
from app.web.i18n import gettext as _
from app.web.i18n import ngettext


def groups(found: statistics.Consistency, names: dict[UUID, str], role: str) -> list[dict[str, Any]]:
    """Persons, then offices, as that role may see them."""
    return [_persons(found, names, role), _offices(found, names, role)]


def period(found: statistics.Consistency) -> str:
    decided = found.persons.funnel.of
    count = ngettext("%(n)s primera resolución", "%(n)s primeras resoluciones", decided)
    days = _("Del %(first)s al %(last)s") % {
        "first": short_date(found.since),
        "last": short_date(found.until),
    }
    return f"{days} · {count % {'n': number(decided)}}"


def figures(found: statistics.Consistency) -> list[dict[str, Any]]:
    persons, offices = found.persons.funnel, found.offices.funnel
    return [
        {
            "label": _("Reconocidas"),
            "value": percent(persons.rate),
            "note": _("%(n)s de %(of)s resoluciones") % {"n": number(persons.hits), "of": number(persons.of)},
        },
        {
            "label": _("Personas comparadas"),
            "value": number(len(persons.standings)),
            "note": _("%(n)s con pocas resoluciones") % {"n": number(persons.too_few)},
        },
        {
            "label": _("Oficinas comparadas"),
            "value": number(len(offices.standings)),
            "note": _("%(n)s con pocas resoluciones") % {"n": number(offices.too_few)},
        },
        {
            "label": _("Se apartan"),
            "value": number(found.outside),
            "note": _("de todas las comparadas"),
        },
    ]


def _persons(found: statistics.Consistency, names: dict[UUID, str], role: str) -> dict[str, Any]:
    own = role == "eligibility_officer"
    title = _("Sus resoluciones") if own else _("Por persona")
    about = {
        "eligibility_officer": _("Usted ve solo lo suyo. Quien supervisa su oficina lo ve también."),
        "supervisor": _(
            "Usted ve a las personas de su oficina; cada una ve lo suyo. El orden no es una clasificación."
        ),
        "auditor": _("Los números cambian en cada consulta y no dicen quién es quién."),
    }
    group = _group(found.persons, names, "persons", title, _("Persona"))
    if own:
        group |= {"said": _said_to_oneself(found.persons)}
    return group | {"note": about.get(role), "why": _why_not(found.persons, role)}


def _offices(found: statistics.Consistency, names: dict[UUID, str], role: str) -> dict[str, Any]:
    group = _group(found.offices, names, "offices", _("Por oficina"), _("Oficina"))
    few = len(found.offices.funnel.standings) == 0 and role != "eligibility_officer"
    why = _("Hay menos de %(n)s oficinas con %(m)s resoluciones: no hay con qué comparar.")
    return group | {"why": why % {"n": statistics.PEERS, "m": statistics.MINIMUM} if few else None}


def _why_not(persons: statistics.Compared, role: str) -> str | None:
    """Why a reader who sees persons sees none."""
    if role not in {"eligibility_officer", "supervisor", "auditor"}:
        return _(
            "Las cifras de una persona son suyas y de quien la supervisa: aquí se ven las de las oficinas."
        )
    if not persons.funnel.standings:
        return _("Hay menos de %(n)s personas con %(m)s resoluciones: no hay con qué comparar.") % {
            "n": statistics.PEERS,
            "m": statistics.MINIMUM,
        }
    if role == "eligibility_officer":
        return _(
            "Usted tiene menos de %(n)s resoluciones en este período: el azar explicaría casi cualquier tasa."
        ) % {"n": statistics.MINIMUM}
    return _("Nadie de su oficina llega a %(n)s resoluciones en este período.") % {"n": statistics.MINIMUM}


def _group(
    compared: statistics.Compared, names: dict[UUID, str], identifier: str, name: str, head: str
) -> dict[str, Any]:
    spread = compared.funnel.spread.between > 0
    rate = compared.funnel.rate or 0.0
    draw = partial(funnel_drawing, rate, compared.lines, compared.shown, spread=spread)
    return {
        "id": identifier,
        "name": name,
        "title": name,
        "said": _said(compared),
        "note": None,
        "why": None,
        "spread": spread,
        "wide": draw(width=1120, height=420, ticks=10),
        "narrow": draw(width=340, height=320, ticks=4),
        "columns": [
            _("Punto"),
            {"label": head, "kind": "head"},
            {"label": _("Resoluciones"), "kind": "number"},
            {"label": _("Tasa"), "kind": "number"},
            {"label": _("Esperada"), "kind": "number"},
            {"label": _("A igual mezcla"), "kind": "number"},
            {"label": _("Por azar, 95 %"), "kind": "number"},
            {"label": _("Por azar, 99,8 %"), "kind": "number"},
            _("Lectura"),
        ],
        "rows": [_row(n, one, names) for n, one in enumerate(compared.shown, start=1)],
    }


def _row(place: int, one: statistics.Shown, names: dict[UUID, str]) -> list[str]:
    s = one.standing
    name = names.get(one.id, "–") if one.id else _("Persona %(n)s") % {"n": one.number}
    return [
        str(place),
        name,
        number(s.of),
        percent(s.rate),
        percent(s.expected),
        percent(s.adjusted),
        _between(s.likely),
        _between(s.widest),
        _reading(s),
    ]


def _between(limits: tuple[float, float]) -> str:
    low, high = (min(1.0, max(0.0, limit)) for limit in limits)
    return f"{number(100 * low)}–{percent(high)}"


def _reading(s: statistics.Standing) -> str:
    if s.outside:
        return _("se aparta: conviene leer expedientes juntos")
    if s.beyond_likely:
        return _("fuera del 95 %: entre tantas, de esperar")
    return _("dentro de lo que da el azar")


def _said(compared: statistics.Compared) -> str:
    """The drawing in words."""
    shown, out = len(compared.shown), sum(one.standing.outside for one in compared.shown)
    rate = percent(compared.funnel.rate)
    if not out and shown == 1:
        said = _("El único punto no se aparta de lo que da el azar alrededor de la tasa común, %(rate)s.")
        return said % {"rate": rate} + _of_spread(compared)
    if not out:
        said = _(
            "Ninguno de los %(n)s puntos se aparta de lo que da el azar alrededor de la tasa común, %(rate)s."
        )
        return said % {"n": number(shown), "rate": rate} + _of_spread(compared)
    said = ngettext(
        "%(out)s punto de %(n)s se aparta más de lo que da el azar alrededor de la tasa común, %(rate)s.",
        "%(out)s puntos de %(n)s se apartan más de lo que da el azar alrededor de la tasa común, %(rate)s.",
        out,
    )
    return said % {"out": number(out), "n": number(shown), "rate": rate} + _of_spread(compared)


def _said_to_oneself(compared: statistics.Compared) -> str:
    if not compared.shown:
        return ""
    s = compared.shown[0].standing
    words = {
        "rate": percent(s.adjusted),
        "common": percent(compared.funnel.rate),
        "limits": _between(s.likely),
    }
    if s.outside:
        said = _(
            "A igual mezcla de países, su tasa es %(rate)s y la común %(common)s; el azar daría %(limits)s. Hay una diferencia que vale la pena entender."
        )
    else:
        said = _(
            "A igual mezcla de países, su tasa es %(rate)s y la común %(common)s; el azar daría %(limits)s."
        )
    return said % words + _of_spread(compared)


def _of_spread(compared: statistics.Compared) -> str:
    between = compared.funnel.spread.between
    if between <= 0:
        return ""
    said = _(
        "Entre todas hay más variación que la del azar, unos %(n)s puntos, y los límites la tienen en cuenta."
    )
    return " " + said % {"n": number(100 * between, 1)}
