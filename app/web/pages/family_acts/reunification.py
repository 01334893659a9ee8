"""Asking that a family abroad may come, and what is decided of each."""

from datetime import date
from typing import Any

from app.core.database import Session
from app.core.errors import Invalid
from app.people import public as people
from app.web.formats import country
from app.web.i18n import gettext as _
from app.web.pages.case_header import CaseHeader
from app.web.pages.family_acts.act import Act, Found, chosen_id, field, reasons, who
from app.web.pages.form import Typed

family = people.family


def _reunify_fields(header: CaseHeader, _found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    countries = sorted(((code, country(code)) for code in people.codes.countries()), key=lambda c: c[1])
    return [
        who(header, _("Quién lo pide")),
        field("select", "country", _("País en que están"), options=countries),
        field("text", "place", _("Lugar")),
        field("textarea", "documents", _("Documentos que hay"), rows=2),
        field(
            "textarea",
            "members",
            _("Quiénes son, una persona por línea"),
            hint=_("Nombre; relación; año de nacimiento. Por ejemplo: Ana López; hija; 2014"),
            rows=4,
        ),
    ]


async def _reunify(db: Session, typed: Typed, today: date) -> object:
    return await family.request_reunification(
        db,
        db.actor,
        person_id=chosen_id(typed, "person"),
        country=typed.text("country"),
        place=typed.text("place"),
        documents=typed.text("documents"),
        members=[
            _member(number, line, today)
            for number, line in enumerate(typed.text("members").splitlines(), start=1)
            if line.strip()
        ],
    )


def _member(number: int, line: str, today: date) -> people.family.Abroad:
    """`Nombre; relación; año`: the relation by its name or a word of it that no other has, in either language; the year may be left out.

    Raises `Invalid` with the number of the line: a daughter whose relation was misspelt is not written down as something else.
    """
    name, relation, year, *_more = [*(part.strip() for part in line.split(";")), "", "", ""]
    kind = _relation(people.search_name(relation, ""))
    if kind is None:
        raise Invalid.at(
            "members",
            "unknown_relation",
            "Línea %(line)s: escriba qué es de quien lo pide, por ejemplo «hija», «cónyuge» u «otro parentesco».",
            line=number,
        )
    if year and not (year.isdecimal() and today.year - people.OLDEST_YEARS <= int(year) <= today.year):
        raise Invalid.at(
            "members",
            "unknown_year",
            "Línea %(line)s: escriba el año de nacimiento con cuatro cifras, o déjelo vacío.",
            line=number,
        )
    return people.family.Abroad(name, kind, int(year) if year else None)


def _relation(said: str) -> str | None:
    """The relation of that name, or the only one that has that word in its name. None: there is none, or more than one."""
    names = {
        r.code: [people.search_name(label, "") for label in (r.label_es, r.label_en)]
        for r in people.codes.RELATIONS.values()
        if r.code != "principal"
    }
    whole = [code for code, each in names.items() if said in each]
    partly = [code for code, each in names.items() if any(said in name.split() for name in each)]
    return next((found[0] for found in (whole, partly) if len(found) == 1), None)


def _decide_fields(_header: CaseHeader, found: Found, _elsewhere: Any) -> list[dict[str, Any]]:
    waiting = [(str(m.id), m.name) for r in found.reunifications for m in r.members if m.decision is None]
    return [
        field("radios", "member", _("Persona"), options=waiting),
        field(
            "radios",
            "decision",
            _("Decisión"),
            options=[("granted", _("Se concede")), ("refused", _("Se deniega"))],
        ),
        reasons(),
    ]


async def _decide(db: Session, typed: Typed, _today: date) -> None:
    decision = typed.text("decision")
    if decision not in ("granted", "refused"):
        raise Invalid.at("decision", "required", "Elija una opción.")
    await family.decide_member(
        db, db.actor, chosen_id(typed, "member"), granted=decision == "granted", reasons=typed.text("reasons")
    )


REUNIFICATION = {
    "reunify": Act(
        "family.record",
        lambda: _("Pedir la reunificación"),
        lambda: _("La familia que está en otro país: quiénes, dónde y con qué documentos."),
        _reunify_fields,
        _reunify,
    ),
    "decide": Act(
        "family.decide",
        lambda: _("Decidir sobre la reunificación"),
        lambda: _("Persona por persona, con razones."),
        _decide_fields,
        _decide,
    ),
}
