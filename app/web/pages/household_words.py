"""What the pages of a household say before anything is done."""

from typing import Any

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.identity import public as identity
from app.people import public as people
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.case_header import CaseHeader
from app.web.pages.side_step_words import claims_of, step_page
from app.web.words import relation_name

REASONS = "reasons"


def _reasons() -> dict[str, Any]:
    return {"type": "textarea", "name": REASONS, "label": _("Razones")}


def _protection() -> dict[str, Any]:
    return {
        "type": "checkbox",
        "name": "call_protection",
        "label": _(
            "Avisar a protección de la niñez si una persona menor de edad queda sin quien responda por ella"
        ),
    }


def _relations() -> list[tuple[str, str]]:
    return [(code, relation_name(code)) for code in people.codes.RELATIONS if code != "principal"]


def household_links(header: CaseHeader, actor: Actor) -> list[tuple[str, str]]:
    """Where a household is changed, for who may and while there is something to change: what is said, and the address."""
    profile = header.case.profile
    going = [c for c in header.case.claims if profile.stage(c.stage).open]
    if not going or not identity.may(actor, "household.change"):
        return []
    several = [
        (_("Separar el grupo"), "household/split"),
        (_("Cambiar la persona principal"), "household/principal"),
        (_("Corregir una relación"), "household/relation"),
    ]
    return [*(several if len(going) > 1 else []), (_("Pasar a otro expediente"), "household/join")]


async def other_files(db: ReadSession, header: CaseHeader) -> list[dict[str, Any]]:
    """The other files of the case's people: one person with two claims is never passed over in silence."""
    found = []
    for other in await people.pairs.other_cases_of(db, header.case.id):
        stage = header.case.profile.stages_by_name.get(other.stage)
        person = header.persons.get(other.person_id)
        found.append(
            {
                "who": person.name if person else "",
                "reference": other.reference,
                "href": f"/cases/{other.reference}" if other.visible else None,
                "office": other.office,
                "stage": stage.label.in_(language()) if stage else other.stage,
                "open": stage is None or stage.open,
            }
        )
    return found


async def split(db: Session, case: cases.CaseView) -> dict[str, Any]:
    return step_page(
        _("Separar el grupo familiar"),
        _("Quienes salen siguen en un expediente propio, con otra referencia."),
        points=[
            _("Conservan la etapa, el día de presentación, los plazos y los documentos."),
            _("En cada expediente queda como principal una persona adulta, si la hay."),
            _("Las entrevistas y actas ya hechas quedan donde se hicieron."),
        ],
        fields=[
            {
                "type": "checkboxes",
                "name": "claims",
                "label": _("Quiénes salen"),
                "options": await claims_of(db, case, open_=True),
            },
            {
                "type": "checkbox",
                "name": "hide",
                "label": _(
                    "Por seguridad: que este expediente y quien lo representa no sepan a dónde fueron"
                ),
            },
            _protection(),
            _reasons(),
        ],
    )


async def join(db: Session, case: cases.CaseView) -> dict[str, Any]:
    claims = await claims_of(db, case, open_=True)
    return step_page(
        _("Pasar a otro expediente de la familia"),
        _("Pase a una persona o a todo el grupo a otro expediente, en la misma etapa y la misma oficina."),
        points=[
            _("Conservan el día de presentación, los plazos que corrían y los documentos."),
            _("Si pasan todas, este expediente queda como constancia y dice dónde sigue."),
        ],
        fields=[
            {"type": "text", "name": "into", "label": _("Referencia del otro expediente"), "width": 20},
            *(
                {
                    "type": "select",
                    "name": f"relation-{claim}",
                    "label": _("%(who)s: relación con la persona principal de allá") % {"who": name},
                    "hint": _("Déjelo sin elegir si se queda aquí."),
                    "options": _relations(),
                }
                for claim, name in claims
            ),
            _protection(),
            _reasons(),
        ],
    )


async def principal(db: Session, case: cases.CaseView) -> dict[str, Any]:
    claims = (await claims_of(db, case, open_=True))[1:]
    return step_page(
        _("Cambiar la persona principal"),
        _("Otra persona del grupo pasa a ser la principal. Nada empieza de nuevo."),
        points=[_("Las otras relaciones siguen como están: revíselas después, una por una.")],
        fields=[
            {"type": "radios", "name": "claim", "label": _("Quién es la principal"), "options": claims},
            {
                "type": "select",
                "name": "former_relation",
                "label": _("Qué relación tiene con ella la persona principal de ahora"),
                "options": _relations(),
            },
            _reasons(),
        ],
    )


async def relation(db: Session, case: cases.CaseView) -> dict[str, Any]:
    claims = (await claims_of(db, case, open_=True))[1:]
    return step_page(
        _("Corregir una relación"),
        _("Cambia cómo consta la relación de alguien con la persona principal."),
        points=[_("Con qué se prueba se anota en «Familia».")],
        fields=[
            {"type": "radios", "name": "claim", "label": _("De quién"), "options": claims},
            {"type": "select", "name": "relation", "label": _("Relación"), "options": _relations()},
            _reasons(),
        ],
    )
