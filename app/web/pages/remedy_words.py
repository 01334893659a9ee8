"""What the pages of filing a remedy and of giving it up say."""

from collections.abc import Iterable
from typing import Any

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.database import Session
from app.decisions import public as decisions
from app.people import public as people
from app.procedure import public as procedure
from app.remedies import public as remedies
from app.web import remedy_shown
from app.web.formats import language_name, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.case_step import Describe
from app.web.words import relation_name


async def filing(db: Session, case: cases.CaseView) -> dict[str, Any]:
    """Raises `NothingServed` where there is no decision to challenge."""
    decision = await decisions.decision(db, await remedy_shown.challenged_now(db, case.id))
    standing = [remedies.Standing(c.id, c.stage, c.basis, None, c.outcome) for c in case.claims]
    kinds = remedies.heard_here(case.profile, standing, case.instance)
    late = case.stage == "final" or (
        decision.remedy_until is not None and decision.remedy_until < case.profile.today(db.now())
    )
    fields: list[dict[str, Any]] = [
        {"type": "radios", "name": "kind", "label": _("Recurso"), "options": _kinds(case.profile, kinds)},
        {
            "type": "radios",
            "name": "lodged_by",
            "label": _("Quién presenta el escrito"),
            "options": list(remedy_shown.lodged_by_words().items()),
        },
        {"type": "textarea", "name": "grounds", "label": _("Motivos"), "rows": 8},
        {
            "type": "group",
            "label": _("Contestar cada motivo de la resolución"),
            "hint": _("Solo los que la resolución da. Lo que se deje en blanco no se da por aceptado."),
            "fields": [
                {
                    "type": "textarea",
                    "name": f"point-{code}",
                    "label": category.label.in_(language()),
                    "rows": 3,
                }
                for code, category in assessments.reason_categories(case.profile).items()
            ],
        },
        {
            "type": "textarea",
            "name": "hearing",
            "label": _("Por qué pide ser oída en audiencia"),
            "hint": _("En blanco: no pide audiencia."),
            "rows": 3,
        },
        {
            "type": "textarea",
            "name": "late_reasons",
            "label": _("Por qué se presenta fuera de plazo"),
            "hint": _("Solo si el plazo ya venció."),
            "rows": 4,
        },
    ]
    if db.actor.role == "registration_officer":
        fields.append(
            {
                "type": "date",
                "name": "filed_on",
                "label": _("Día en que la oficina recibió el escrito"),
                "hint": _("En blanco: hoy."),
            }
        )
    return {
        "title": _("Presentar un recurso"),
        "consequence": _late(case, kinds) if late else _in_time(case, kinds),
        "points": _points(decision, kinds, late=late),
        "button": _("Presentar el recurso"),
        "kind": None,
        "back": f"/cases/{case.reference}/decisions",
        "fields": fields,
        "values": {"kind": kinds[0].name if len(kinds) == 1 else "", "lodged_by": _usual(db.actor.role)},
    }


def _usual(role: str) -> str:
    return "person" if role == "registration_officer" else "representative"


def _body(case: cases.CaseView, kinds: tuple[procedure.Remedy, ...]) -> str:
    names = dict.fromkeys(case.profile.bodies[k.body].label.in_(language()) for k in kinds)
    return " / ".join(names)


def _in_time(case: cases.CaseView, kinds: tuple[procedure.Remedy, ...]) -> str:
    return _("Lo resuelve %(body)s, con todo lo firmado y ningún borrador.") % {"body": _body(case, kinds)}


def _late(case: cases.CaseView, kinds: tuple[procedure.Remedy, ...]) -> str:
    return _("El plazo ya venció: %(body)s decide si admite el recurso, por las razones que se den.") % {
        "body": _body(case, kinds)
    }


def _points(
    decision: decisions.DecisionView,
    kinds: tuple[procedure.Remedy, ...],
    *,
    late: bool,
) -> list[str]:
    points = [_("Contra la resolución %(number)s.") % {"number": decision.number}]
    if decision.remedy_until is not None:
        points.append(
            _("El plazo termina el %(day)s.") % {"day": short_date(decision.remedy_until, weekday=True)}
        )
    if late:
        points.append(_("Mientras se decide si se admite, la resolución sigue como está."))
    elif any(k.suspends_removal.value is not False for k in kinds):
        points.append(_("Mientras se resuelve nadie puede ser devuelto, y los documentos siguen vigentes."))
    points.append(_("Contra una resolución se recurre una sola vez."))
    return points


def _kinds(profile: procedure.Profile, kinds: tuple[procedure.Remedy, ...]) -> list[dict[str, str | None]]:
    return [
        {
            "value": k.name,
            "text": k.label.in_(language()),
            "hint": _("En el mismo escrito: %(other)s.")
            % {"other": ", ".join(other.label.in_(language()) for other in remedies.with_it(profile, k.name))}
            if remedies.with_it(profile, k.name)
            else None,
        }
        for k in kinds
    ]


def withdrawal(remedy: remedies.RemedyView) -> Describe:
    """The page on which a remedy is given up."""

    async def describe(db: Session, case: cases.CaseView) -> dict[str, Any]:
        persons = await people.profiles(db, [c.person_id for c in case.claims])
        claims = [
            (str(c.id), f"{persons[c.person_id].name} ({relation_name(c.relation)})")
            for c in case.claims
            if c.stage in case.profile.event("remedy_withdrawn").leaves and c.person_id in persons
        ]
        return {
            "title": _("Desistir del recurso"),
            "consequence": _(
                "La resolución queda firme para quien desiste, y no se puede volver a recurrir."
            ),
            "points": [
                _("Nadie desiste por otra persona: marque solo a quien firmó."),
                _("Su documento provisional se cierra y su devolución deja de estar prohibida."),
            ],
            "button": _("Desistir del recurso"),
            "kind": "warning",
            "back": f"/remedies/{remedy.id}",
            "version": remedy.version,
            "fields": [
                {"type": "checkboxes", "name": "claims", "label": _("Quién desiste"), "options": claims},
                {"type": "textarea", "name": "statement", "label": _("Lo que manifestó")},
                {
                    "type": "select",
                    "name": "explained_in",
                    "label": _("Idioma en que se le explicó lo que significa"),
                    "options": _languages(persons.values()),
                },
                {
                    "type": "checkbox",
                    "name": "signed",
                    "label": _("Firmó por su propia voluntad, en un idioma que entiende"),
                },
            ],
            "values": {"claims": [claims[0][0]] if len(claims) == 1 else []},
        }

    return describe


def _languages(persons: Iterable[people.Profile]) -> list[tuple[str, str]]:
    """The languages of the household, and Spanish."""
    codes = dict.fromkeys([*(code for person in persons for code in person.languages), "es"])
    return [(code, language_name(code)) for code in codes]
