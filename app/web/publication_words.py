"""Releases of statistics in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.statistics.public import publishing
from app.web.formats import country, number, short_date
from app.web.i18n import gettext as _
from app.web.words import modality_names, sex_name


def trait_name(trait: str) -> str:
    return {
        "origin": _("País de origen"),
        "sex": _("Sexo"),
        "age_group": _("Edad"),
        "office": _("Oficina"),
        "modality": _("Modalidad"),
        "outcome": _("Resultado"),
        "month": _("Mes"),
    }[trait]


def table_name(name: str) -> str:
    first, *more = publishing.TABLES[name]
    if not more:
        return trait_name(first)
    return _("%(one)s y %(other)s") % {"one": trait_name(first), "other": trait_name(more[0]).lower()}


def measure_name(measure: str) -> str:
    return {
        "filed": _("Solicitudes presentadas en el período"),
        "resolved": _("Solicitudes resueltas en el período"),
        "pending": _("Solicitudes pendientes hoy"),
    }[measure]


def unit_name(unit: str) -> str:
    return {"cases": _("Casos (solicitante principal)"), "persons": _("Personas")}[unit]


def control_name(control: str, threshold: int | None = None) -> str:
    if control == "withholding" and threshold:
        return _("Cifras menores de %(n)s retenidas, con otras que impiden deducirlas") % {"n": threshold}
    return {
        "withholding": _("Retener las cifras pequeñas, y otras que impiden deducirlas"),
        "rounding": _("Redondear las menores de 10 a 0, 5 o 10, como los datos del ACNUR"),
    }[control]


def state(code: str) -> dict[str, str]:
    return {
        "draft": {"text": _("borrador"), "kind": "wait"},
        "sealed": {"text": _("publicada"), "kind": "ok"},
        "discarded": {"text": _("descartada"), "kind": "bad"},
    }[code]


def value_name(trait: str, value: str | None) -> str:
    """How a value of a trait reads; nothing is the total."""
    if value is None:
        return _("Total")
    if trait == "origin":
        return _("No se sabe") if value == "unknown" else country(value)
    if trait == "sex":
        return sex_name(value)
    if trait == "modality":
        return modality_names().get(value, _("Ordinaria"))
    outcomes = {
        "recognised": _("Reconocida"),
        "other": _("Protección complementaria u otra"),
        "rejected": _("Rechazada"),
        "closed": _("Cerrada por otra causa"),
        "pending": _("Pendiente"),
        "unknown": _("No se sabe"),
    }
    return outcomes.get(value, value) if trait in ("outcome", "age_group") else value


def count_text(row: Mapping[str, Any]) -> str:
    """A count as it is shown: withheld is a word, a rounded one has its mark."""
    if row["count"] is None:
        return _("retenida")
    return number(row["count"]) + (" ≈" if row["mark"] in ("rounded", "sum") else "")


def shown_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table as the pages draw it: one trait as rows, a second as columns."""
    traits = table["traits"]
    cells = {tuple(row[trait] for trait in traits): count_text(row) for row in table["rows"]}
    first = list(dict.fromkeys(row[traits[0]] for row in table["rows"]))
    first = [*sorted((v for v in first if v is not None), key=lambda v: value_name(traits[0], v)), None]
    if len(traits) == 1:
        columns = [trait_name(traits[0]), {"label": _("Número"), "kind": "number"}]
        rows = [[value_name(traits[0], a), cells.get((a,), number(0))] for a in first]
    else:
        second = [*sorted({row[traits[1]] for row in table["rows"]} - {None}), None]
        columns = [
            trait_name(traits[0]),
            *({"label": value_name(traits[1], b), "kind": "number"} for b in second),
        ]
        rows = [[value_name(traits[0], a), *(cells.get((a, b), number(0)) for b in second)] for a in first]
    return {"name": table["name"], "title": table_name(table["name"]), "columns": columns, "rows": rows}


def said_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Who is counted and how it is kept safe, as pairs."""
    pairs = [
        (_("Qué se cuenta"), measure_name(content["measure"])),
        (_("Unidad"), unit_name(content["unit"])),
        (_("Cifras pequeñas"), control_name(content["control"], content["threshold"])),
    ]
    if content["since"] and content["until"]:
        first, last = (date.fromisoformat(content[name]) for name in ("since", "until"))
        period = _("del %(first)s al %(last)s") % {"first": short_date(first), "last": short_date(last)}
        pairs.insert(1, (_("Período"), period))
    return pairs
