"""Two records side by side, in words: what is equal, what differs, and why the system thinks of them as one."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.people import public as people
from app.procedure import public as procedure
from app.web.formats import country, document_number, language_names, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import paper_kind_name, relation_name, sex_name

Side = Mapping[str, Any]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def reason_words(code: str) -> str:
    """Why two records may be one person."""
    return {
        "same_paper": _("El mismo documento de identidad"),
        "same_number": _("Un número de documento en común, o casi"),
        "name_same": _("Los mismos nombres y apellidos"),
        "name_close": _("Nombres muy parecidos"),
        "name_sounds": _("Nombres que suenan igual"),
        "names_swapped": _("Los mismos nombres en otro orden"),
        "birth_same": _("La misma fecha de nacimiento"),
        "birth_day_month_swapped": _("Día y mes de nacimiento cambiados de lugar"),
        "birth_near": _("Fechas de nacimiento cercanas"),
        "birth_estimated": _("Años de nacimiento compatibles (fecha estimada)"),
        "household_overlap": _("Familiares en común"),
        "same_phone": _("El mismo teléfono"),
        "same_biometric_reference": _("El mismo identificador en un sistema biométrico externo"),
    }.get(code, code)


def reasons_shown(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The reasons, the heaviest first, each with what it rests on."""
    ordered = sorted(rows, key=lambda row: -float(row["weight"]))
    return [
        {"text": reason_words(str(row["code"])), "on": _on(row.get("values") or {}), "weight": row["weight"]}
        for row in ordered
    ]


def _on(values: Mapping[str, Any]) -> str:
    return ", ".join(
        _NAMED.get(name, _flat)(value) for name, value in values.items() if value not in (None, "", [])
    )


def _flat(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " · ".join(
            " ~ ".join(map(_flat, v)) if isinstance(v, list | tuple) else _flat(v) for v in value
        )
    if isinstance(value, str) and _DAY.fullmatch(value):
        return short_date(date.fromisoformat(value))
    return str(value)


_NAMED: dict[str, Callable[[Any], str]] = {"kind": paper_kind_name, "country": country}


def state_words(state: str) -> str:
    return {
        "open": _("sin mirar"),
        "judged": _("espera la segunda mirada"),
        "disputed": _("espera una tercera mirada"),
        "undecided": _("falta algo para saberlo"),
        "same": _("es una sola persona: por unificar"),
        "different": _("son dos personas"),
        "merged": _("unificados"),
    }[state]


def verdict_words(verdict: str) -> str:
    return {
        "same": _("Es la misma persona"),
        "different": _("Son personas distintas"),
        "undecided": _("No se puede saber todavía"),
    }[verdict]


def look_words(look: str) -> str:
    return {
        "first": _("Primera mirada"),
        "second": _("Segunda mirada"),
        "third": _("Tercera mirada"),
    }[look]


def born(day: date, precision: str) -> str:
    """A date of birth with how sure it is."""
    if precision == "day":
        return short_date(day)
    if precision == "month":
        return _("%(month)s de %(year)s, sin día") % {"month": f"{day.month:02d}", "year": day.year}
    if precision == "estimated":
        return _("hacia %(year)s (estimada)") % {"year": day.year}
    return _("%(year)s, sin día ni mes") % {"year": day.year}


def name_of(side: Side) -> str:
    return f"{side['given_names']} {side['family_names']}".strip()


def compared(sides: tuple[Side, Side], profile: procedure.Profile) -> list[dict[str, Any]]:
    """One line for each thing that is compared: both sides in words, and whether they are equal."""
    lines = [
        (_("Nombres"), *(side["given_names"] for side in sides)),
        (_("Apellidos"), *(side["family_names"] for side in sides)),
        (_("Otros nombres"), *(", ".join(side["aliases"]) for side in sides)),
        (_("Nacimiento"), *(born(side["birth_date"], side["birth_precision"]) for side in sides)),
        (_("Sexo"), *(sex_name(side["sex"]) for side in sides)),
        (_("Nacionalidad"), *(_nations(side) for side in sides)),
        (_("Idiomas"), *(language_names(side["languages"]) for side in sides)),
        (_("Teléfono"), *(side["phone"] or "" for side in sides)),
        (_("Documentos que trae"), *(_papers(side) for side in sides)),
        (_("Documento provisional"), *(", ".join(map(document_number, side["documents"])) for side in sides)),
    ]
    return [
        {
            "label": label,
            "a": a or "–",
            "b": b or "–",
            "equal": bool(a) and a == b,
            "differ": bool(a and b) and a != b,
        }
        for label, a, b in lines
    ] + [_files(sides, profile)]


def _nations(side: Side) -> str:
    return ", ".join(country(code) for code in side["nationalities"]) or _("sin nacionalidad")


def _papers(side: Side) -> str:
    said = [f"{paper_kind_name(p['kind'])} {p['number']} ({country(p['country'])})" for p in side["papers"]]
    return ", ".join(dict.fromkeys(said))


def _files(sides: tuple[Side, Side], profile: procedure.Profile) -> dict[str, Any]:
    return {"label": _("Expedientes y grupo familiar"), "files": [_of(side, profile) for side in sides]}


def _of(side: Side, profile: procedure.Profile) -> list[dict[str, Any]]:
    found = []
    for case in side["cases"]:
        stage = profile.stages_by_name.get(case["stage"])
        found.append(
            {
                "reference": case["reference"],
                "href": f"/cases/{case['reference']}" if case["visible"] else None,
                "place": " · ".join(part for part in (case["office"], case["post"]) if part),
                "stage": stage.label.in_(language()) if stage else case["stage"],
                "since": short_date(date.fromisoformat(str(case["registered_at"])[:10])),
                "relation": relation_name(case["relation"]),
                "household": [
                    f"{m['name']}, {relation_name(m['relation'])}, {str(m['birth_date'])[:4]}"
                    for m in case["household"]
                ],
            }
        )
    return found


def fields_to_choose(sides: tuple[Side, Side]) -> list[dict[str, Any]]:
    """What is chosen field by field when two records become one: only where they differ."""
    words = {
        "names": (_("Nombres y apellidos"), name_of),
        "birth": (_("Nacimiento"), lambda s: born(s["birth_date"], s["birth_precision"])),
        "sex": (_("Sexo"), lambda s: sex_name(s["sex"])),
        "nationalities": (_("Nacionalidad"), _nations),
        "phone": (_("Teléfono"), lambda s: s["phone"] or ""),
    }
    found = []
    for field in people.pairs.FIELDS:
        if field not in words:
            continue
        label, said = words[field]
        a, b = (str(said(side)) for side in sides)
        if a != b and (a or b):
            found.append(
                {"name": f"pick-{field}", "label": label, "options": [("a", a or "–"), ("b", b or "–")]}
            )
    return found
