"""Transitional rules: what each says, and preparing the list of the office's cases that it concerns."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.batch_pages import Shown, lists_of, pages_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.words import limit_name
from app.workflows.apply_transition import prepare_transition, transitions

router = Router()
KIND = cases.batches.KINDS["transition"]


def _title(profile: procedure.Profile, view: cases.batches.BatchView) -> str:
    label = next((rule.label for rule in profile.transition if rule.name == view.rule), None)
    return (
        label.in_(language())
        if label
        else _("Paso a la edición %(edition)s") % {"edition": view.profile_version}
    )


def _approval(_view: cases.batches.BatchView) -> list[str]:
    return [
        _("Cada expediente sigue en la etapa en que está y recibe un hecho en su cronología."),
        _("Los plazos que corren conservan su fecha, salvo los que la regla manda contar de nuevo."),
        _("Un plazo que obliga a la persona nunca se acorta por esto."),
    ]


SHOWN = Shown("/transitions", lambda: _("Reglas transitorias"), _title, _approval)


@router.get("/transitions", dependencies=[requires("transition.read")])
async def list_rules(request: Request, db: Db) -> HTMLResponse:
    """The rules of the procedure in force and the lists made so far."""
    return await _rules(request, db)


@router.post("/transitions/{name}", dependencies=[requires("transition.apply")])
async def prepare(request: Request, db: Db, name: str) -> Response:
    try:
        async with db.attempt():
            batch_id = await prepare_transition(db, db.actor, name)
    except Refusal as refusal:
        return await _rules(request, db, refusal)
    return go(f"/transitions/batches/{batch_id}")


async def _rules(request: Request, db: Session, refusal: Refusal | None = None) -> HTMLResponse:
    profile = await procedure_in_force(db)
    return page(
        request,
        db,
        "transitions/transitions.html",
        refused_status(refusal) if refusal else 200,
        rules=[_rule(rule, profile) for rule in await transitions(db)],
        lists=await lists_of(db, KIND, SHOWN),
        prepares=identity.may(db.actor, KIND.prepares),
        errors=field_errors(refusal) if refusal else {},
    )


def _part_name(profile: procedure.Profile, part: str) -> str:
    """A part of a profile by the labels along its path: the document, then what of it; its path where there are none."""
    attributes = {
        "work": _("permiso de trabajo"),
        "valid": _("vigencia"),
        "number": _("número"),
        "renew_every": _("renovación"),
        "length": _("duración"),
    }
    found: Any = profile
    names: list[str] = []
    for key in part.split("."):
        found = found.get(key) if isinstance(found, Mapping) else getattr(found, key, None)
        label = getattr(found, "label", None)
        if label is not None:
            names.append(label.in_(language()))
        elif key in attributes:
            names.append(attributes[key])
    return ": ".join(names) or part


def _rule(rule: procedure.Transition, profile: procedure.Profile) -> dict[str, Any]:
    return {
        "name": rule.name,
        "label": rule.label.in_(language()),
        "origin": rule.origin,
        "to": profile.version,
        "since": rule.on,
        "parts": [_part_name(profile, part) for part in rule.parts],
        "recounts": [limit_name(profile, name) for name in rule.recounts],
        "cited": profile.cite(rule),
        "verification": rule.verification,
        "note": rule.note,
    }


router.include_router(pages_of(KIND, SHOWN))
