"""Transfers between offices: what this one is asked to take, what it asked, and the answers."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows.transfer_case import accept_transfer

router = Router(prefix="/transfers")
GATE = [requires("case.transfer")]
Do = Callable[[Session, UUID, Typed], Awaitable[object]]
STATE_KINDS = {
    "proposed": "wait",
    "accepted": "ok",
    "refused": "bad",
    "withdrawn": "accent",
    "lapsed": "accent",
}


def state_words() -> dict[str, str]:
    return {
        "proposed": _("sin respuesta"),
        "accepted": _("aceptado"),
        "refused": _("no aceptado"),
        "withdrawn": _("retirado"),
        "lapsed": _("sin efecto"),
    }


@router.get("", dependencies=GATE)
async def show_all(request: Request, db: Db) -> HTMLResponse:
    """What waits for this office's answer, what it waits for, and what was answered of late."""
    await audit.looked(db, "page.transfers", str(db.actor.office_id), request_id=request.state.request_id)
    lines = [_line(view, db.actor.office_id) for view in await cases.transfers(db)]
    return page(
        request,
        db,
        "transfers/transfers.html",
        received=[x for x in lines if x["received"] and x["open"]],
        sent=[x for x in lines if not x["received"] and x["open"]],
        answered=[x for x in lines if not x["open"]][:50],
    )


def _line(view: cases.TransferView, office: UUID | None) -> dict[str, Any]:
    stage = view.profile.stages_by_name.get(view.stage)
    received = view.to_office == office
    return {
        "view": view,
        "received": received,
        "open": view.state == "proposed",
        "other": view.from_name if received else view.to_name,
        "stage": stage.label.in_(language()) if stage else view.stage,
        "state": state_words()[view.state],
        "kind": STATE_KINDS[view.state],
        # The office that has the case may open it.
        "opens": (view.state == "accepted") == received,
    }


def _acceptance(view: cases.TransferView) -> dict[str, Any]:
    return {
        "title": _("Aceptar el traslado"),
        "consequence": _("El expediente es de su oficina desde este momento; la de %(office)s deja de verlo.")
        % {"office": view.from_name},
        "points": [
            _("Queda sin asignar, en la misma etapa y con los mismos plazos."),
            _("Las citas que tenía se cancelan, y se avisa a la persona."),
        ],
        "button": _("Aceptar el traslado"),
        "reasons": None,
    }


def _refusal(view: cases.TransferView) -> dict[str, Any]:
    return {
        "title": _("No aceptar el traslado"),
        "consequence": _("El expediente sigue en la oficina de %(office)s.") % {"office": view.from_name},
        "points": [],
        "button": _("No aceptar"),
        "reasons": _("Razones"),
    }


def _withdrawal(_view: cases.TransferView) -> dict[str, Any]:
    return {
        "title": _("Retirar el traslado propuesto"),
        "consequence": _("El expediente sigue en su oficina y ya no se le pide a la otra."),
        "points": [],
        "button": _("Retirar"),
        "reasons": _("Razones"),
    }


async def _accept(db: Session, request_id: UUID, _typed: Typed) -> object:
    return await accept_transfer(db, db.actor, request_id)


async def _refuse(db: Session, request_id: UUID, typed: Typed) -> None:
    await cases.refuse_transfer(db, db.actor, request_id, reasons=typed.text("reasons"))


async def _withdraw(db: Session, request_id: UUID, typed: Typed) -> None:
    await cases.withdraw_transfer(db, db.actor, request_id, reasons=typed.text("reasons"))


def _route(path: str, words: Callable[[cases.TransferView], dict[str, Any]], do: Do, told: str) -> None:
    async def asks(request: Request, db: Db, request_id: UUID) -> Response:
        return await _ask(request, db, request_id, words)

    async def takes(request: Request, db: Db, request_id: UUID) -> Response:
        typed = await typed_of(request)
        await cases.transfer_request(db, request_id)
        try:
            async with db.attempt():
                await do(db, request_id, typed)
        except Refusal as refusal:
            return await _ask(request, db, request_id, words, refusal, typed)
        return go("/transfers", said=told)

    router.add_api_route(
        f"/{{request_id}}/{path}", asks, methods=["GET"], name=f"ask_{path}", dependencies=GATE
    )
    router.add_api_route(
        f"/{{request_id}}/{path}", takes, methods=["POST"], name=f"transfer_{path}", dependencies=GATE
    )


_route("acceptance", _acceptance, _accept, "transfer_accepted")
_route("refusal", _refusal, _refuse, "transfer_refused")
_route("withdrawal", _withdrawal, _withdraw, "transfer_withdrawn")


async def _ask(
    request: Request,
    db: Session,
    request_id: UUID,
    words: Callable[[cases.TransferView], dict[str, Any]],
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    view = await cases.transfer_request(db, request_id)
    return page(
        request,
        db,
        "batches/act.html",
        refused_status(refusal) if refusal else 200,
        home="/transfers",
        about=f"{view.reference}: {view.from_name} → {view.to_name}",
        back="/transfers",
        version=None,
        step=words(view),
        values=typed.values if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )
