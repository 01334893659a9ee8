"""What is done with an appointment: moved, called off, missed, an absence judged, its interpreting rated."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.scheduling import public as scheduling
from app.web.offer_shown import offer_shown
from app.web.pages.appointment_form import at_the_slot, chosen_slot, put_first, waivers_of
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.said import Said, done
from app.web.schedule_words import absence_words, move_words, waive_words

router = Router(prefix="/appointments/{appointment_id}")
BOOKS, MISSES, RATES = (
    [requires("appointment.book")],
    [requires("appointment.miss")],
    [requires("interpreter.rate")],
)


@router.get("/cancellation", dependencies=BOOKS)
async def ask_cancel(request: Request, db: Db, appointment_id: UUID) -> HTMLResponse:
    return await _ask(request, db, appointment_id, "interviews/cancellation.html")


@router.post("/cancellation", dependencies=BOOKS)
async def cancel(request: Request, db: Db, appointment_id: UUID) -> Response:
    async def act(typed: Typed) -> Said:
        await scheduling.cancel(db, db.actor, appointment_id, reasons=typed.text("reasons"))
        return done("called_off", at=await _when(db, appointment_id))

    return await _take(request, db, appointment_id, "interviews/cancellation.html", act)


@router.get("/absence", dependencies=MISSES)
async def ask_miss(request: Request, db: Db, appointment_id: UUID) -> HTMLResponse:
    return await _ask(request, db, appointment_id, "interviews/absence.html")


@router.post("/absence", dependencies=MISSES)
async def miss(request: Request, db: Db, appointment_id: UUID) -> Response:
    async def act(typed: Typed) -> Said:
        kind = typed.text("kind") or "unknown"
        await scheduling.miss(db, db.actor, appointment_id, cause=typed.text("cause"), kind=kind)
        return done("missed", at=await _when(db, appointment_id))

    return await _take(request, db, appointment_id, "interviews/absence.html", act)


@router.get("/absence/judgement", dependencies=MISSES)
async def ask_judge(request: Request, db: Db, appointment_id: UUID) -> HTMLResponse:
    return await _ask(request, db, appointment_id, "scheduling/judge.html")


@router.post("/absence/judgement", dependencies=MISSES)
async def judge(request: Request, db: Db, appointment_id: UUID) -> Response:
    async def act(typed: Typed) -> Said:
        justified = typed.text("justified") == "yes"
        await scheduling.judge_absence(
            db, db.actor, appointment_id, justified=justified, reasons=typed.text("reasons")
        )
        return done("absence_justified" if justified else "absence_unjustified")

    return await _take(request, db, appointment_id, "scheduling/judge.html", act)


@router.get("/rating", dependencies=RATES)
async def ask_rate(request: Request, db: Db, appointment_id: UUID) -> HTMLResponse:
    return await _ask(request, db, appointment_id, "scheduling/rate.html")


@router.post("/rating", dependencies=RATES)
async def rate(request: Request, db: Db, appointment_id: UUID) -> Response:
    async def act(typed: Typed) -> Said:
        score = typed.text("score")
        await scheduling.rate(
            db,
            db.actor,
            appointment_id,
            score=int(score) if score.isdecimal() else 0,
            note=typed.text("note"),
        )
        return done("rated")

    return await _take(request, db, appointment_id, "scheduling/rate.html", act)


@router.get("/move", dependencies=BOOKS)
async def ask_move(request: Request, db: Db, appointment_id: UUID, slot: str = "") -> HTMLResponse:
    """Other times for the appointment; `slot` is one that was picked in the week."""
    return await _ask(request, db, appointment_id, "scheduling/move.html", values={"slot": slot})


@router.post("/move", dependencies=BOOKS)
async def move(request: Request, db: Db, appointment_id: UUID) -> Response:
    async def act(typed: Typed) -> Said:
        slot = chosen_slot(typed.text("slot"))
        await scheduling.move(
            db,
            db.actor,
            appointment_id,
            room_id=slot.room_id,
            starts_at=slot.starts_at,
            cause=typed.text("cause"),
            reasons=typed.text("reasons"),
            interviewer_id=slot.interviewer_id,
            interpreter_id=slot.interpreter_id,
            waivers=waivers_of(typed),
        )
        return done("moved", at=slot.starts_at)

    return await _take(request, db, appointment_id, "scheduling/move.html", act)


async def _when(db: Session, appointment_id: UUID) -> datetime:
    return (await scheduling.appointment(db, appointment_id)).starts_at


async def _take(
    request: Request,
    db: Session,
    appointment_id: UUID,
    template: str,
    act: Callable[[Typed], Awaitable[Said]],
) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            told = await act(typed)
    except Refusal as refusal:
        return await _ask(
            request,
            db,
            appointment_id,
            template,
            refusal=refusal,
            values=dict(typed.values) | {"slot": typed.text("slot")},
        )
    found = await scheduling.appointment(db, appointment_id)
    return go(f"/cases/{await cases.reference_of(db, found.case_id)}/interviews", said=told)


async def _ask(
    request: Request,
    db: Session,
    appointment_id: UUID,
    template: str,
    *,
    refusal: Refusal | None = None,
    values: dict[str, Any] | None = None,
) -> HTMLResponse:
    """The second look at an appointment, before something is done with it."""
    found = await scheduling.appointment(db, appointment_id)
    reference = await cases.reference_of(db, found.case_id)
    header = await case_header(request, db, reference, tab="interviews")
    moving = template.endswith("move.html")
    errors = (at_the_slot if moving else field_errors)(refusal) if refusal else {}
    if (
        moving
        and "reasons_to_waive" in errors
        and "reasons" not in errors
        and not (values or {}).get("waive")
    ):
        errors["reasons"] = errors.pop("reasons_to_waive")
    return page(
        request,
        db,
        template,
        refused_status(refusal) if refusal else 200,
        header=header,
        appointment=found,
        person=header.persons[found.person_id].name,
        values=values or {},
        errors=errors,
        missed=header.case.missed_interviews,
        causes=list((move_words() if moving else absence_words()).items()),
        waivable=list(waive_words().items()),
        **(await _other_times(db, header, found, (values or {}).get("slot", "")) if moving else {}),
    )


async def _other_times(
    db: Session, header: CaseHeader, found: scheduling.AppointmentView, picked: str
) -> dict[str, Any]:
    """The earliest times for the same appointment, and first the one that was picked in the week."""
    claim = next((c.id for c in header.case.claims if c.person_id == found.person_id), None)
    asked: dict[str, Any] = {
        "kind": found.kind,
        "claim_id": claim,
        "language": found.language,
        "minutes": int((found.ends_at - found.starts_at).total_seconds() // 60),
        "video": found.video_room is not None,
    }
    offer = await scheduling.offer(db, found.case_id, interviewer=found.interviewer_id, **asked)
    if not offer.slots:
        # Whoever was to ask does not fit, or has no time: somebody else may.
        offer = await scheduling.offer(db, found.case_id, **asked)
    shown = offer_shown(header.case, offer)
    await put_first(db, header.case, shown["slots"], picked)
    return {"offer": shown}
