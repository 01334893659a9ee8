"""Published groups: what each is, and preparing the list of its cases."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.web.formats import country
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.batch_pages import Shown, lists_of, pages_of
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows.recognise_group import (
    GroupFilters,
    approve_group,
    group_named,
    groups_of,
    prepare_group,
    stages_taken,
)

router = Router()
KIND = cases.batches.KINDS["group"]


def _title(profile: procedure.Profile, view: cases.batches.BatchView) -> str:
    label = next((g.label for g in profile.groups if g.name == view.rule), None)
    return label.in_(language()) if label else view.rule


def _approval(_view: cases.batches.BatchView) -> list[str]:
    return [
        _("Cada expediente recibe su resolución firmada, que reconoce a todas las personas de la solicitud."),
        _("Nadie es rechazado: lo que ya no entra se queda como está, con la razón."),
        _("Después se notifica a cada persona, como cualquier resolución."),
    ]


SHOWN = Shown("/groups", lambda: _("Decisiones de grupo"), _title, _approval, approve_group)


@router.get("/groups", dependencies=[requires("group.read")])
async def groups(request: Request, db: Db) -> HTMLResponse:
    """The published groups of the procedure in force and the lists made so far."""
    profile = await procedure_in_force(db)
    return page(
        request,
        db,
        "groups/groups.html",
        groups=[_group(group, profile) for group in groups_of(profile, db.actor.body)],
        lists=await lists_of(db, KIND, SHOWN),
        prepares=identity.may(db.actor, KIND.prepares),
    )


@router.get("/groups/{name}", dependencies=[requires("group.prepare")])
async def ask(request: Request, db: Db, name: str) -> HTMLResponse:
    return await _ask(request, db, name)


@router.post("/groups/{name}", dependencies=[requires("group.prepare")])
async def prepare(request: Request, db: Db, name: str) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            batch_id = await prepare_group(db, db.actor, name, filters=_filters(typed))
    except Refusal as refusal:
        return await _ask(request, db, name, refusal, typed)
    return go(f"/groups/batches/{batch_id}")


def _filters(typed: Typed) -> GroupFilters:
    office = typed.text("office")
    try:
        office_id = UUID(office) if office else None
    except ValueError as error:
        raise Invalid.at("office", "required", "Elija uno de la lista.") from error
    return GroupFilters(
        nationality=typed.text("nationality") or None,
        filed_from=typed.day("filed_from"),
        filed_until=typed.day("filed_until"),
        stage=typed.text("stage") or None,
        office_id=office_id,
    )


async def _ask(
    request: Request,
    db: Session,
    name: str,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    profile = await procedure_in_force(db)
    return page(
        request,
        db,
        "groups/prepare.html",
        refused_status(refusal) if refusal else 200,
        group=_group(group_named(profile, db.actor.body, name), profile),
        stages=[(s, profile.stage(s).label.in_(language())) for s in stages_taken(profile)],
        offices=[(str(place.id), place.name) for place in await identity.offices(db)],
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


def _group(group: procedure.Group, profile: procedure.Profile) -> dict[str, Any]:
    return {
        "name": group.name,
        "label": group.label.in_(language()),
        "nationalities": [(code, country(code)) for code in group.nationalities],
        "outcome": profile.outcomes[group.outcome].label.in_(language()),
        "since": group.in_force.since if group.in_force else None,
        "until": group.in_force.until if group.in_force else None,
        "criteria": [(one.label.in_(language()), one.verification) for one in group.criteria],
        "cited": profile.cite(group),
        "verification": group.verification,
        "synthetic": group.synthetic,
    }


router.include_router(pages_of(KIND, SHOWN))
