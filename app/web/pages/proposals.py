"""Leaving undone, with reasons, what time or a count of facts suggests."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.case_step import Describe, ask, take

router = Router(prefix="/cases/{reference}/proposals")


@router.get("/{proposal_id}", dependencies=[requires("proposal.dismiss")])
async def ask_dismissal(request: Request, db: Db, reference: str, proposal_id: UUID) -> HTMLResponse:
    return await ask(request, db, reference, _about(proposal_id))


@router.post("/{proposal_id}", dependencies=[requires("proposal.dismiss")])
async def dismiss(
    request: Request,
    db: Db,
    reference: str,
    proposal_id: UUID,
    reasons: Annotated[str, Form(max_length=8000)] = "",
    version: Annotated[int | None, Form()] = None,
) -> Response:
    async def act(case: cases.CaseView) -> None:
        await _of_case(db, case, proposal_id)
        await cases.dismiss_proposal(db, db.actor, proposal_id, reasons=reasons, version=version)

    return await take(
        request,
        db,
        reference,
        _about(proposal_id),
        act,
        said="proposal_dismissed",
        typed={"reasons": reasons},
    )


async def _of_case(db: Session, case: cases.CaseView, proposal_id: UUID) -> cases.ProposalView:
    """The proposal, where it is of the case whose address was asked for. Raises `NotFound`."""
    found = await cases.proposal(db, proposal_id)
    if found is None or found.case_id != case.id:
        raise NotFound
    return found


def _about(proposal_id: UUID) -> Describe:
    async def describe(db: Session, case: cases.CaseView) -> dict[str, Any]:
        found = await _of_case(db, case, proposal_id)
        what = case.profile.event(found.event).label.in_(language())
        return {
            "title": _("Descartar: %(what)s") % {"what": what},
            "consequence": _("No se hará lo propuesto. El expediente sigue como está."),
            "points": [
                _("Se propone porque: %(why)s.") % {"why": found.why.in_(language())},
                _("Sus razones quedan en el expediente. Un hecho nuevo puede volver a proponerlo."),
            ],
            "button": _("Descartar la propuesta"),
            "kind": None,
            "fields": [{"type": "textarea", "name": "reasons", "label": _("Razones")}],
        }

    return describe
