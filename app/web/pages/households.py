"""A household together or apart: split, pass to another file, who comes first, how they are related."""

from uuid import UUID

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.edge.routing import Router
from app.web.i18n import gettext as _
from app.web.pages import household_words as words
from app.web.pages.case_step import chosen
from app.web.pages.form import Typed
from app.web.pages.side_steps import SideStep, add_step

router = Router(prefix="/cases/{reference}/household")
households = cases.households


async def _split(db: Session, case: cases.CaseView, typed: Typed) -> object:
    marked = [chosen(claim, "claims", _("Marque a quién concierne.")) for claim in typed.many("claims")]
    if not marked:
        raise Invalid.at("claims", "required", "Marque a quién concierne.")
    return await households.split(
        db,
        db.actor,
        case.id,
        claims=marked,
        reasons=typed.text("reasons"),
        hide=typed.ticked("hide"),
        call_protection=typed.ticked("call_protection"),
        version=typed.version,
    )


async def _join(db: Session, case: cases.CaseView, typed: Typed) -> object:
    try:
        into = await cases.case_id_of(db, typed.text("into").upper())
    except NotFound as missing:
        raise Invalid.at(
            "into", "unknown", "No hay un expediente con esa referencia que usted pueda ver."
        ) from missing
    given = {claim.id: typed.text(f"relation-{claim.id}") for claim in case.claims}
    relations: dict[UUID, str] = {claim: relation for claim, relation in given.items() if relation}
    if not relations:
        first = case.claims[0].id
        raise Invalid.at(f"relation-{first}", "required", "Elija la relación de al menos una persona.")
    return await households.join(
        db,
        db.actor,
        case.id,
        into=into,
        relations=relations,
        reasons=typed.text("reasons"),
        call_protection=typed.ticked("call_protection"),
        version=typed.version,
    )


async def _principal(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await households.change_principal(
        db,
        db.actor,
        case.id,
        claim=chosen(typed.text("claim"), "claim", _("Elija una opción.")),
        former_relation=typed.text("former_relation"),
        reasons=typed.text("reasons"),
        version=typed.version,
    )


async def _relation(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await households.change_relation(
        db,
        db.actor,
        case.id,
        claim=chosen(typed.text("claim"), "claim", _("Elija una opción.")),
        relation=typed.text("relation"),
        reasons=typed.text("reasons"),
        version=typed.version,
    )


for _step in (
    SideStep("/split", "household.change", words.split, _split, "household_split"),
    SideStep("/join", "household.change", words.join, _join, "household_joined"),
    SideStep("/principal", "household.change", words.principal, _principal, "principal_changed"),
    SideStep("/relation", "household.change", words.relation, _relation, "relation_set"),
):
    add_step(router, _step)
