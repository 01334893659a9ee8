"""Giving a document of a kind that the case may have: the form, and what it makes."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.documents import public as documents
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.people import public as people
from app.web.i18n import gettext as _
from app.web.pages import document_words as words
from app.web.pages.case_step import chosen
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/cases/{reference}")


@router.get("/documents/issue", dependencies=[requires("document.issue")])
async def ask_issue(request: Request, db: Db, reference: str, claim: str = "") -> HTMLResponse:
    """The first document, for who has none."""
    return await _ask_issue(request, db, reference, claim)


async def _ask_issue(
    request: Request,
    db: Session,
    reference: str,
    claim: str,
    *,
    status: int = 200,
    values: Mapping[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    case = await cases.case_view(db, reference)
    whose = next((c for c in case.claims if str(c.id) == claim), case.claims[0])
    persons = await people.profiles(db, [whose.person_id])
    outcome = case.profile.outcomes.get(whose.outcome) if whose.outcome else None
    kinds = documents.kinds_for(
        case.profile,
        is_open=case.profile.stage(whose.stage).open,
        protects=bool(outcome and outcome.protects),
    )
    fields: list[dict[str, Any]] = [{"type": "hidden", "name": "claim", "value": str(whose.id)}]
    if len(kinds) > 1:
        options = [(k, words.kind_words(case.profile, k)) for k in kinds]
        fields.append({"type": "radios", "name": "kind", "label": _("Qué documento"), "options": options})
    hint = _("Por ejemplo de un documento de otra autoridad. Se comprueba su forma.")
    label = _("Número que la persona ya tiene (opcional)")
    fields.append({"type": "text", "name": "number", "label": label, "hint": hint, "width": 20})
    fields.append(words.reasons_field(_("Por qué se emite ahora")))
    about = {
        "title": _("Emitir un documento"),
        "consequence": _("Vale por el plazo completo que da la norma. Gratuito."),
        "fields": fields,
        "kind": None,
    }
    return page(
        request,
        db,
        "documents/act.html",
        status,
        case=case,
        name=persons[whose.person_id].name,
        number="",
        about=about,
        values=values or {},
        errors=errors or {},
    )


@router.post("/documents/issue", dependencies=[requires("document.issue")])
async def issue(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)
    case_id = await cases.case_id_of(db, reference)
    try:
        async with db.attempt():
            await documents.issue(
                db,
                db.actor,
                case_id,
                claim_id=chosen(typed.text("claim"), "claim", _("Elija a quién.")),
                kind=typed.text("kind") or None,
                number=typed.text("number") or None,
                reasons=typed.text("reasons"),
                version=typed.version,
            )
    except Refusal as refusal:
        return await _ask_issue(
            request,
            db,
            reference,
            typed.text("claim"),
            status=refused_status(refusal),
            values=typed.values,
            errors=field_errors(refusal),
        )
    return go(f"/cases/{reference}/documents", said="done")
