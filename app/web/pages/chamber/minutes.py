"""The minutes of a sitting and its resolutions: drawn up, approved, signed."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.pages.chamber.lists import group_title
from app.web.pages.chamber.one import Words, attempt
from app.web.pages.shown import field_errors, go, page, refused_status
from app.workflows.print_minutes import print_minutes, sign_minutes

router = Router(prefix="/sittings/{sitting_id}")


@router.get("/minutes.pdf", dependencies=[requires("sitting.manage")])
async def paper(request: Request, db: Db, sitting_id: UUID) -> Response:
    """The minutes as a PDF: once signed, the very bytes that were signed."""
    printed = await print_minutes(db, sitting_id, language="en" if language() == "en" else "es")
    return await handed_over(request, db, printed, "minutes")


@router.get("/minutes", dependencies=[requires("sitting.read")])
async def minutes(request: Request, db: Db, sitting_id: UUID) -> HTMLResponse:
    """How far the minutes are, and the sitting's resolutions."""
    return await _shown(request, db, sitting_id)


@router.post("/minutes", dependencies=[requires("sitting.manage")])
async def draw_up(request: Request, db: Db, sitting_id: UUID, remarks: Words = "") -> Response:
    async def act() -> None:
        await decisions.draw_up_minutes(db, db.actor, sitting_id, remarks=remarks)

    return await _step(request, db, sitting_id, act, "minutes_drawn_up", {"remarks": remarks})


@router.post("/minutes/approval", dependencies=[requires("sitting.vote")])
async def approve(request: Request, db: Db, sitting_id: UUID) -> Response:
    async def act() -> None:
        await decisions.approve_minutes(db, db.actor, sitting_id)

    return await _step(request, db, sitting_id, act, "minutes_approved")


@router.post("/minutes/signature", dependencies=[requires("sitting.read")])
async def sign(request: Request, db: Db, sitting_id: UUID) -> Response:
    async def act() -> None:
        await sign_minutes(db, db.actor, sitting_id)

    return await _step(request, db, sitting_id, act, "minutes_signed")


async def _step(
    request: Request,
    db: Session,
    sitting_id: UUID,
    act: Callable[[], Awaitable[None]],
    said: str,
    typed: dict[str, Any] | None = None,
) -> Response:
    refusal = await attempt(db, act)
    if refusal is not None:
        return await _shown(request, db, sitting_id, refusal, typed)
    return go(f"/sittings/{sitting_id}/minutes", said=said)


async def _shown(
    request: Request,
    db: Session,
    sitting_id: UUID,
    refusal: Refusal | None = None,
    typed: dict[str, Any] | None = None,
) -> HTMLResponse:
    found, profile = await decisions.sitting(db, sitting_id), await procedure_in_force(db)
    row = await decisions.minutes_of(db, sitting_id)
    presides = next(m.user_id for m in found.members if m.presides) == db.actor.user_id
    rule = profile.bodies[found.body].sits.minutes
    # What the action would refuse is not offered: before the approval where the rule asks for one, and a second time.
    ready = row is not None and (
        row.status == "approved" or (row.status == "drawn_up" and rule.value != "approved_in_the_next")
    )
    signed = {str(one["user_id"]) for one in row.signatures} if row else set()
    head = str(next(m.user_id for m in found.members if m.presides))
    return page(
        request,
        db,
        "sittings/minutes.html",
        refused_status(refusal) if refusal else 200,
        sitting=found,
        minutes=row,
        waits_for_head=ready and found.convened_by == db.actor.user_id and head not in signed,
        words={
            "drawn_up": _("levantada"),
            "approved": _("aprobada"),
            "signed": _("firmada"),
        },
        rule=rule,
        manages=identity.may(db.actor, "sitting.manage"),
        # Who presided first; the secretary closes them.
        signs=ready
        and ((presides and head not in signed) or (found.convened_by == db.actor.user_id and head in signed)),
        approves=row is not None
        and row.status == "drawn_up"
        and rule.value == "approved_in_the_next"
        and identity.may(db.actor, "sitting.vote"),
        groups=[
            _group(one, profile)
            for one in await decisions.group_items_of(db, sitting_id)
            if one.status == "recognised"
        ],
        resolutions=[i for i in found.items if i.decision is not None],
        values=typed or {"remarks": row.remarks if row else ""},
        errors=field_errors(refusal) if refusal else {},
    )


def _group(item: decisions.GroupItemView, profile: procedure.Profile) -> list[Any]:
    """A list that was recognised by a vote, as a line among the resolutions."""
    listed = ngettext("%(n)s expediente", "%(n)s expedientes", item.listed) % {"n": item.listed}
    return [
        {"text": group_title(profile, item.rule), "href": f"/groups/batches/{item.batch_id}"},
        listed,
        f"{item.count.get('for', 0)}–{item.count.get('against', 0)}",
        _("se reconoce"),
    ]
