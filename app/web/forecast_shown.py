"""A forecast in words: its scenarios, its answers, what it was fed with and what it assumes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.statistics.public import forecast
from app.web.forecast_chart import WEEKS_OF_YEAR, fan
from app.web.formats import language_name, month_name, number, percent, short_date
from app.web.i18n import gettext as _
from app.web.i18n import ngettext

LOW, LOWER, MIDDLE, UPPER, HIGH = range(5)
# From this share of its time on, something is what the others wait for.
FULL = 0.95
# The drawing on a telephone, so that its words are as large as the page's.
NARROW, NARROW_HEIGHT = 320, 240


def scenario_name(one: forecast.Scenario) -> str:
    names = {
        "base": _("Como hasta ahora"),
        "six_more_officers": _("Seis oficiales más"),
        "twice_the_sittings": _("El doble de sesiones"),
        "ten_times_the_arrivals": _("Diez veces más llegadas"),
    }
    return names.get(one.name) or _("Valores propios")


def scenario_words(one: forecast.Scenario) -> str:
    """What is otherwise than in the log."""
    parts = []
    if one.officers:
        parts.append(_("%(n)s oficiales") % {"n": f"{one.officers:+d}"})
    if one.interpreters:
        parts.append(_("%(n)s intérpretes por lengua") % {"n": f"{one.interpreters:+d}"})
    for factor, words in (
        (one.sittings, _("sesiones × %(n)s")),
        (one.agenda, _("orden del día × %(n)s")),
        (one.arrivals, _("llegadas × %(n)s")),
    ):
        if factor != 1:
            parts.append(words % {"n": _factor(factor)})
    return ", ".join(parts) or _("nada cambia")


def _factor(value: float) -> str:
    return number(value, 0 if value == int(value) else 2)


def state_words(view: forecast.ForecastView) -> str:
    words = {
        "asked": _("en espera"),
        "running": _("calculando"),
        "done": _("lista"),
        "empty": _("sin datos bastantes"),
        "failed": _("falló"),
    }
    return words[view.state]


def problem_words(view: forecast.ForecastView) -> tuple[str, str] | None:
    """Why there is nothing to see: a title and what would change that."""
    problems = {
        "cases": (
            _("El registro no tiene casos"),
            _("Una proyección parte de las llegadas y de los tiempos registrados. Aparecerá algo cuando haya casos."),
        ),
        "work": (
            _("Nadie ha entregado un análisis en los últimos seis meses"),
            _("Sin trabajo registrado no hay un ritmo que proyectar: no se inventa."),
        ),
        "decisions": (
            _("Nadie ha resuelto un caso en el último año"),
            _("Sin resoluciones registradas no hay un ritmo que proyectar: no se inventa."),
        ),
        "runs": (_("La simulación no terminó"), _("Pídala de nuevo; si vuelve a fallar, avise a quien administra el sistema.")),
    }  # fmt: skip
    return problems[view.problem] if view.problem else None


def lead(view: forecast.ForecastView, offices: dict[UUID, str]) -> str:
    where = offices.get(view.office_id, "–") if view.office_id else _("Todas las oficinas")
    return _("%(where)s · registro hasta el %(day)s · %(runs)s futuros por escenario · semilla %(seed)s") % {
        "where": where,
        "day": short_date(view.as_of),
        "runs": number(view.runs),
        "seed": view.seed,
    }


def answers(view: forecast.ForecastView) -> list[dict[str, Any]]:
    """One line for each scenario: when those of today have an answer, when nobody waits too long, what is pending at the end."""
    return [
        {
            "name": scenario_name(one.scenario),
            "words": scenario_words(one.scenario),
            "answered": _when(view, one.answered, one.answered_share),
            "gone": _when(view, one.gone, one.gone_share),
            "pending": _band(one.pending[-1]),
            "narrow": narrow(one),
        }
        for one in view.outlooks
    ]


def _when(view: forecast.ForecastView, days: Sequence[float | None], share: float) -> dict[str, str]:
    """A month with its band, or in how many of the futures it comes at all."""
    middle = days[MIDDLE]
    if middle is None:
        if not share:
            return {
                "text": _("no antes de %(month)s") % {"month": _month(view, view.weeks * 7)},
                "sub": _("en ningún futuro"),
            }
        return {"text": _("probablemente no"), "sub": _("llega en %(share)s de los futuros") % {"share": percent(share)}}  # fmt: skip
    if middle == 0 and days[HIGH] == 0:
        return {"text": _("ya hoy"), "sub": ""}
    low, high = days[LOW], days[HIGH]
    until = _month(view, high) if high is not None else _("más allá del horizonte")
    return {
        "text": _month(view, middle),
        "sub": _("90 %%: %(low)s a %(high)s") % {"low": _month(view, low or 0), "high": until},
    }


def _month(view: forecast.ForecastView, days: float) -> str:
    return month_name(f"{view.as_of + timedelta(days=days):%Y-%m}")


def _band(values: Sequence[float]) -> dict[str, str]:
    return {
        "text": number(values[MIDDLE]),
        "sub": _("90 %%: %(low)s a %(high)s") % {"low": number(values[LOW]), "high": number(values[HIGH])},
    }


def narrow(one: forecast.Outlook) -> str:
    """What the others wait for: whatever is busy all the time; where nothing is, what is busiest, and how much."""
    full = [_resource(what) for what, share in one.busy.items() if share >= FULL]
    if full or not one.busy:
        return ", ".join(full) or _("nada en particular")
    what, share = max(one.busy.items(), key=lambda each: each[1])
    return f"{_resource(what)} ({percent(share)})"


def _resource(what: str) -> str:
    names = {"officers": _("oficiales"), "sittings": _("sesiones")}
    of = language_name(what.partition(".")[2])
    return names.get(what) or _("intérpretes de %(language)s") % {"language": of}


def figures(view: forecast.ForecastView) -> list[dict[str, Any]]:
    """For each scenario its drawing, the table beside it, and where it can be had."""
    base = view.outlooks[0]
    found = []
    for one in view.outlooks:
        reference = None if one is base else [line[MIDDLE] for line in base.pending]
        found.append(
            {
                "id": f"scenario-{one.scenario.name}",
                "title": scenario_name(one.scenario),
                "note": scenario_words(one.scenario),
                "said": sentence(view, one),
                "compared": reference is not None,
                "drawing": fan(one.weeks, one.pending, reference=reference),
                "narrow": fan(
                    one.weeks, one.pending, reference=reference, width=NARROW, height=NARROW_HEIGHT
                ),
                "rows": _yearly(one),
                "downloads": [
                    {"text": kind.upper(), "href": f"/forecast/{view.id}/{name}.{kind}"}
                    for name, kind in (
                        ("data", "csv"),
                        ("data", "json"),
                        (one.scenario.name, "svg"),
                        (one.scenario.name, "png"),
                    )
                ],
            }
        )
    return found


def sentence(view: forecast.ForecastView, one: forecast.Outlook) -> str:
    """The drawing in a sentence."""
    first, last = one.pending[0], one.pending[-1]
    return _(
        "De %(now)s pendientes hoy a %(then)s en %(month)s en el futuro mediano; en nueve de cada diez futuros, entre %(low)s y %(high)s."
    ) % {
        "now": number(first[MIDDLE]),
        "then": number(last[MIDDLE]),
        "month": _month(view, view.weeks * 7),
        "low": number(last[LOW]),
        "high": number(last[HIGH]),
    }


def _yearly(one: forecast.Outlook) -> list[list[str]]:
    """The bands at the cut-off and after each year."""
    years = int(one.weeks[-1] / WEEKS_OF_YEAR + 0.01)
    rows = []
    for year in range(years + 1):
        at = min(range(len(one.weeks)), key=lambda n: abs(one.weeks[n] - year * WEEKS_OF_YEAR))
        values = one.pending[at]
        rows.append(
            [
                _("hoy") if not year else ngettext("%(n)s año", "%(n)s años", year) % {"n": year},
                number(values[MIDDLE]),
                f"{number(values[LOWER])}–{number(values[UPPER])}",
                f"{number(values[LOW])}–{number(values[HIGH])}",
            ]
        )
    return rows


def little_rows(view: forecast.ForecastView) -> list[list[str]]:
    """L = λW, from the log and within the simulation of what goes on as it is."""
    if view.measured is None:
        return []
    flow, inside = view.measured.flow, view.outlooks[0].little
    expected = flow.pending / flow.arriving if flow.arriving else None
    return [
        [
            _("Registro, último año"),
            number(flow.pending),
            number(flow.arriving, 2),
            number(expected),
            _("quienes salieron esperaron %(n)s días") % {"n": number(flow.waited)},
        ],
        [
            _("Simulación, «Como hasta ahora»"),
            number(inside.counted),
            number(inside.arriving, 2),
            number(inside.waited),
            _("λ × W = %(n)s") % {"n": number(inside.expected)},
        ],
    ]


def naive_words(view: forecast.ForecastView) -> str:
    if view.measured is None:
        return ""
    found = forecast.naive(view.measured)
    said = {"arriving": number(found.arriving, 1), "leaving": number(found.leaving, 1)}
    if found.days is None:
        return (
            _(
                "Sin simular: entran %(arriving)s casos al día y salen %(leaving)s. A este ritmo el rezago no se acaba nunca."
            )
            % said
        )
    return _(
        "Sin simular: entran %(arriving)s casos al día y salen %(leaving)s. A este ritmo no quedaría ningún caso en %(month)s."
    ) % (said | {"month": _month(view, found.days) if found.days < 36500 else "–"})


def measured_pairs(log: forecast.Measured) -> list[tuple[str, str]]:
    """What the log said."""
    months = log.weeks[-52:]
    rows = [
        (_("Pendientes de primera resolución"), number(log.pending)),
        (_("Llegadas por semana, último año"), number(sum(months) / len(months), 1) if months else "–"),
        (_("Tendencia de las llegadas"), _trend(log)),
        (_("Oficiales que entregaron análisis"), number(log.officers)),
        (_("Días de una persona oficial por caso"), number(sum(log.work) / len(log.work), 1)),
        (_("Se cierran sin resolución, por año"), percent(log.closing * 365, 1)),
    ]
    if log.sittings:
        every = _("cada %(days)s días, %(cases)s casos") % {
            "days": number(log.sittings.every, 1),
            "cases": number(log.sittings.agenda),
        }
        rows.append((_("Sesiones"), every))
    else:
        rows.append((_("Sesiones"), _("ninguna: se resuelve sin sesión")))
    rows += [
        (
            _("Intérpretes de %(language)s") % {"language": language_name(code)},
            _("%(people)s, hasta %(hearings)s entrevistas por semana; %(share)s de las entrevistas")
            % {"people": number(one.people), "hearings": number(one.per_week, 1), "share": percent(one.share, 1)},
        )
        for code, one in log.languages.items()
    ]  # fmt: skip
    return rows


def _trend(log: forecast.Measured) -> str:
    """What the simulation makes of the last year's weeks: with growth, that alone may be most of the answer."""
    found = forecast.pattern(log.weeks)
    if found.growth == 1:
        return _("ninguna clara: siguen como el último año")
    then = found.level * found.growth**forecast.TREND_WEEKS
    return _("de %(now)s por semana hoy a %(then)s dentro de un año; después, igual") % {
        "now": number(found.level, 1),
        "then": number(then, 1),
    }


def assumptions(view: forecast.ForecastView) -> list[str]:
    """What has to be true for the figures to be."""
    log = view.measured
    if log is None:
        return []
    limit = _("el límite legal") if log.limit_known else _("un límite supuesto, pues la ley no dice uno")
    said = [
        _("Es una proyección de lo registrado, no una promesa: lo que el registro no vio (una ley nueva, una crisis) no está en la banda."),
        _("Una persona oficial rinde lo que rindió en los últimos seis meses, con sus días tranquilos; si entonces le sobró tiempo, puede rendir más. Quien llega nuevo rinde lo mismo desde el primer día."),
        _("Las sesiones y los intérpretes dan lo que dieron en sus semanas más llenas; las órdenes del día se llenan por fecha de solicitud."),
        _("Las llegadas siguen el nivel, los días y las semanas del último año; una tendencia solo cuenta si es clara, y solo un año más."),
        _("Los casos se cierran por abandono o desistimiento al ritmo del último año, esperen donde esperen."),
        _("Solo la primera instancia: no hay recursos, reaperturas ni vacaciones."),
        _("«Nadie espera más»: los que pasan de %(days)s días (%(limit)s) son menos de la vigésima parte de los que llegan en ese tiempo.")
        % {"days": number(log.limit), "limit": limit},
    ]  # fmt: skip
    lots = max(one.lot for one in view.outlooks)
    if lots > 1:
        said.append(
            _("Con tantos casos, cada expediente simulado representa hasta %(n)s: las bandas salen algo más anchas.")
            % {"n": number(lots)}
        )  # fmt: skip
    return said
