"""One sitting: agenda, attendance, opening, votes, recusals, closing. The secretary's page and the member's are one."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.transaction import Db
from app.overrides.public import procedure_in_force
from app.web import sitting_shown
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.typed import typed_id
from app.workflows.print_minutes import print_minutes

router = APIRouter(prefix="/sittings/{sitting_id}")

Version = Annotated[int | None, Form()]
Words = Annotated[str, Form(max_length=8000)]
Position = Annotated[int | None, Form()]


@router.get("", dependencies=[requires("sitting.read")])
async def sitting(request: Request, db: Db, sitting_id: UUID, item: int | None = None) -> HTMLResponse:
    """The sitting with the item in hand: the one asked for, or the first that is pending."""
    shown = await _shown(request, db, sitting_id, item)
    found = await decisions.sitting(db, sitting_id)
    await audit.looked(db, "page.sitting", found.number, request_id=request.state.request_id)
    return shown


@router.get("/minutes.pdf", dependencies=[requires("sitting.manage")])
async def minutes(request: Request, db: Db, sitting_id: UUID) -> Response:
    printed = await print_minutes(db, sitting_id, language="en" if language() == "en" else "es")
    return await handed_over(request, db, printed, "minutes")


@router.get("/agenda", dependencies=[requires("sitting.manage")])
async def ask_agenda(request: Request, db: Db, sitting_id: UUID) -> HTMLResponse:
    """What is on the agenda, and what could be: by the next limit, then by priority."""
    return await _agenda(request, db, sitting_id)


@router.post("/agenda", dependencies=[requires("sitting.manage")])
async def put_on_agenda(request: Request, db: Db, sitting_id: UUID) -> Response:
    form = await request.form()
    references = [str(value) for value in form.getlist("cases")]

    async def act() -> None:
        if not references:
            raise Invalid.at("cases", "required", "Elija al menos un expediente.")
        for reference in references:
            case_id = await cases.case_id_of(db, reference)
            await decisions.put_on_agenda(db, db.actor, sitting_id, case_id=case_id)

    refusal = await _attempt(db, act)
    if refusal is not None:
        return await _agenda(request, db, sitting_id, refusal=refusal, typed={"cases": references})
    return go(f"/sittings/{sitting_id}/agenda", said="done")


@router.post("/agenda/{item_id}/removal", dependencies=[requires("sitting.manage")])
async def take_off(request: Request, db: Db, sitting_id: UUID, item_id: UUID) -> Response:
    refusal = await _attempt(db, lambda: decisions.take_off(db, db.actor, sitting_id, item_id=item_id))
    if refusal is not None:
        return await _agenda(request, db, sitting_id, refusal=refusal)
    return go(f"/sittings/{sitting_id}/agenda", said="done")


@router.post("/attendance", dependencies=[requires("sitting.manage")])
async def record_attendance(request: Request, db: Db, sitting_id: UUID) -> Response:
    """Who is in the room; with the second button, the opening in the same act."""
    form = await request.form()
    present = [str(value) for value in form.getlist("present")]
    presiding, opens = str(form.get("presiding", "")), "open" in form

    async def act() -> None:
        await decisions.record_attendance(
            db, db.actor, sitting_id, present=[typed_id(p, "present") for p in present]
        )
        if opens:
            await decisions.open_sitting(
                db, db.actor, sitting_id, presiding=typed_id(presiding, "presiding") if presiding else None
            )

    typed = {"present": present, "presiding": presiding}
    return await _do(request, db, sitting_id, None, act, typed=typed, said="opened" if opens else "saved")


@router.post("/items/{item_id}/vote", dependencies=[requires("sitting.vote")])
async def vote(
    request: Request,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    choice: Annotated[str, Form()] = "",
    vote_reasons: Words = "",
    position: Position = None,
) -> Response:
    async def act() -> None:
        await decisions.vote(db, db.actor, sitting_id, item_id=item_id, choice=choice, reasons=vote_reasons)

    typed = {"choice": choice, "vote_reasons": vote_reasons}
    names = {"reasons": "vote_reasons"}
    return await _do(request, db, sitting_id, position, act, typed=typed, names=names, said="voted")


@router.post("/items/{item_id}/recusal", dependencies=[requires("sitting.read")])
async def recuse(
    request: Request,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    recusal_reasons: Words = "",
    member: Annotated[str, Form()] = "",
    position: Position = None,
) -> Response:
    """A member recuses themselves, and is led to the sitting without that item; the secretary records a member's."""

    async def act() -> None:
        await decisions.recuse(
            db,
            db.actor,
            sitting_id,
            item_id=item_id,
            reasons=recusal_reasons,
            member_id=typed_id(member, "member") if member else None,
        )

    after = position if db.actor.role != "commission_member" else None
    typed = {"recusal_reasons": recusal_reasons, "member": member}
    return await _do(
        request,
        db,
        sitting_id,
        position,
        act,
        typed=typed,
        names={"reasons": "recusal_reasons"},
        said="done",
        after=after,
    )


@router.post("/items/{item_id}/closing", dependencies=[requires("sitting.manage")])
async def close_item(
    request: Request,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    result: Annotated[str, Form()] = "by_vote",
    instruction: Words = "",
    deferral_reasons: Words = "",
    position: Position = None,
    version: Version = None,
) -> Response:
    """End the item: by the votes, sent back with an instruction, or left for another sitting."""

    async def act() -> None:
        if result == "sent_back":
            await decisions.send_back(
                db, db.actor, sitting_id, item_id=item_id, instruction=instruction, version=version
            )
        elif result == "deferred":
            await decisions.defer(
                db, db.actor, sitting_id, item_id=item_id, reasons=deferral_reasons, version=version
            )
        else:
            await decisions.close_item(db, db.actor, sitting_id, item_id=item_id, version=version)

    typed = {"instruction": instruction, "deferral_reasons": deferral_reasons}
    names = {"reasons": "deferral_reasons"}
    return await _do(
        request, db, sitting_id, position, act, typed=typed, names=names, said="done", after=position
    )


@router.get("/closing", dependencies=[requires("sitting.manage")])
async def ask_close(request: Request, db: Db, sitting_id: UUID) -> HTMLResponse:
    return await _ask_end(request, db, sitting_id)


@router.post("/closing", dependencies=[requires("sitting.manage")])
async def close_sitting(request: Request, db: Db, sitting_id: UUID, version: Version = None) -> Response:
    """Close an open sitting, or call a convened one off."""
    found = await decisions.sitting(db, sitting_id)
    end = decisions.close_sitting if found.status == "open" else decisions.cancel_sitting
    refusal = await _attempt(db, lambda: end(db, db.actor, sitting_id, version=version))
    if refusal is not None:
        return await _ask_end(request, db, sitting_id, refusal=refusal)
    return go(f"/sittings/{sitting_id}", said="done")


async def _attempt(db: Session, act: Callable[[], Awaitable[None]]) -> Refusal | None:
    """Do it, or say why not with nothing of it left."""
    try:
        async with db.attempt():
            await act()
    except Refusal as refusal:
        return refusal
    return None


async def _do(
    request: Request,
    db: Session,
    sitting_id: UUID,
    position: int | None,
    act: Callable[[], Awaitable[None]],
    *,
    said: str,
    typed: dict[str, Any] | None = None,
    names: dict[str, str] | None = None,
    after: int | None = None,
) -> Response:
    """Take the step and show the sitting again, or show it with the refusal and what was typed.

    `names` are the page's names of the action's fields; `after` the item to show next, the first pending one without it.
    """
    refusal = await _attempt(db, act)
    if refusal is None:
        return go(f"/sittings/{sitting_id}" + (f"?item={after}" if after else ""), said=said)
    errors = {(names or {}).get(field, field): words for field, words in field_errors(refusal).items()}
    return await _shown(
        request, db, sitting_id, position, refused_status(refusal), values=typed, errors=errors
    )


async def _shown(
    request: Request,
    db: Session,
    sitting_id: UUID,
    position: int | None,
    status: int = 200,
    *,
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    context = await sitting_shown.everything(db, sitting_id, position)
    found: decisions.SittingView = context["sitting"]
    defaults = {
        "present": [str(m.user_id) for m in found.members if m.present_at is not None],
        "presiding": str(next(m.user_id for m in found.members if m.presides)),
    }
    return page(
        request,
        db,
        "sittings/sitting.html",
        status,
        values=defaults | (values or {}),
        errors=errors or {},
        **context,
    )


async def _agenda(
    request: Request,
    db: Session,
    sitting_id: UUID,
    *,
    refusal: Refusal | None = None,
    typed: dict[str, Any] | None = None,
) -> HTMLResponse:
    found, profile = await decisions.sitting(db, sitting_id), await procedure_in_force(db)
    return page(
        request,
        db,
        "sittings/agenda.html",
        refused_status(refusal) if refusal else 200,
        sitting=found,
        on_agenda=[i for i in found.items if i.status == "pending"],
        proposal_words=sitting_shown.proposal_words,
        waiting=await decisions.proposed_agenda(db),
        days_left_of=lambda case: sitting_shown.days_left_of(profile, db.now(), case),
        values=typed or {},
        errors=field_errors(refusal) if refusal else {},
    )


async def _ask_end(
    request: Request, db: Session, sitting_id: UUID, *, refusal: Refusal | None = None
) -> HTMLResponse:
    found = await decisions.sitting(db, sitting_id)
    pending = sum(i.status == "pending" for i in found.items)
    closing = found.status == "open"
    return page(
        request,
        db,
        "sittings/end.html",
        refused_status(refusal) if refusal else 200,
        sitting=found,
        asked=_("Cerrar la sesión") if closing else _("Cancelar la convocatoria"),
        pending=pending,
        unsigned=sum(i.decision is not None and i.decision.status == "draft" for i in found.items),
        errors=field_errors(refusal) if refusal else {},
    )
