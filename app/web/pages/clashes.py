"""What laptops sent that does not fit: the list, both sides of one, and the decision."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.intake.public import offline
from app.web import clash_shown as shown
from app.web.formats import recent
from app.web.i18n import gettext as _
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows import clashes
from app.workflows.decide_clash import decide_clash

router = Router(prefix="/register/clashes")


@router.get("", dependencies=[requires("clash.read")])
async def list_clashes(request: Request, db: Db) -> HTMLResponse:
    """What waits for a decision, then what was decided of late."""
    found = await clashes.clashes(db, db.actor)
    return page(
        request,
        db,
        "clashes/list.html",
        waiting=[_row(item) for item in found if item.state == offline.CLASH],
        decided=[_row(item) for item in found if item.state != offline.CLASH],
    )


def _row(item: offline.ItemView) -> list[Any]:
    return [
        {
            "text": f"{item.post or item.office}, {recent(item.typed_at)}",
            "href": f"/register/clashes/{item.id}",
            "sub": item.sender,
        },
        " ".join(dict.fromkeys(shown.reason_words(reason) for reason in item.reasons)) or "–",
        shown.state_words(item),
    ]


@router.get("/{clash_id}", dependencies=[requires("clash.read")])
async def one_clash(request: Request, db: Db, clash_id: UUID) -> HTMLResponse:
    """What was typed with no line beside what is known here. The look is in the record."""
    return await _clash(request, db, clash_id)


@router.post("/{clash_id}/decision", dependencies=[requires("clash.decide")])
async def decide(request: Request, db: Db, clash_id: UUID) -> Response:
    typed = await typed_of(request)
    choice, _dash, reference = typed.text("decision").partition(":")
    try:
        async with db.attempt():
            done = await decide_clash(
                db,
                db.actor,
                clash_id,
                decision=choice,
                reasons=typed.text("reasons"),
                reference=reference or None,
            )
    except Refusal as refusal:
        return await _clash(request, db, clash_id, refusal, typed)
    if done.passed_to:
        return go("/register/clashes", said="passed_on")
    return go(f"/register/clashes/{clash_id}", said="saved")


async def _clash(
    request: Request, db: Session, clash_id: UUID, refusal: Refusal | None = None, typed: Typed | None = None
) -> HTMLResponse:
    found = await clashes.clash(db, db.actor, clash_id, request_id=getattr(request.state, "request_id", None))
    item = found.item
    return page(
        request,
        db,
        "clashes/clash.html",
        refused_status(refusal) if refusal else 200,
        item=item,
        reasons=[shown.reason_words(reason) for reason in item.reasons],
        skew=shown.skew_words(item.skew_seconds),
        state=shown.state_words(item),
        waits=item.state == offline.CLASH,
        people=shown.persons_shown(found),
        households=found.households,
        circumstances=found.arrival.circumstances if found.arrival else "",
        choices=_choices(found),
        values=dict(typed.values) if typed else {},
        errors=field_errors(refusal) if refusal else {},
    )


def _choices(found: clashes.Clash) -> list[tuple[str, str]]:
    same = [
        (
            f"join:{reference}",
            _("Es la misma persona: unir al expediente %(reference)s") % {"reference": reference}
            if reference in found.households
            else _("Es la misma persona: pasar a la oficina que tiene el expediente %(reference)s")
            % {"reference": reference},
        )
        for reference in found.references
    ]
    return [
        *same,
        ("register", _("Es otra persona: registrar") if same else _("Está bien: registrar")),
        ("send_back", _("Devolver a quien lo escribió, con la razón")),
    ]
