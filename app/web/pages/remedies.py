"""Remedies: filing one, one to read, admit or judge, and giving it up."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.remedies import public as remedies
from app.web import remedy_shown
from app.web.pages.case_header import case_header
from app.web.pages.case_step import ask, take
from app.web.pages.form import Typed, typed_of
from app.web.pages.remedy_words import filing, withdrawal
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.said import Said, done

router = Router()


@router.get("/cases/{reference}/remedy", dependencies=[requires("remedy.file")])
async def ask_remedy(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await ask(request, db, reference, filing)


@router.post("/cases/{reference}/remedy", dependencies=[requires("remedy.file")])
async def file_remedy(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)

    async def act(case: cases.CaseView) -> Said:
        filed = await remedies.file_remedy(
            db,
            db.actor,
            await remedy_shown.challenged_now(db, case.id),
            kind=typed.text("kind"),
            grounds=typed.text("grounds"),
            points=_points(typed),
            hearing=typed.text("hearing") or None,
            lodged_by=typed.text("lodged_by") or "representative",
            late_reasons=typed.text("late_reasons") or None,
            filed_at=_filed_at(typed, case, db.now()),
            version=typed.version,
        )
        return done("filed" if filed.in_time else "filed_late")

    after = f"/cases/{reference}/remedies"
    return await take(request, db, reference, filing, act, typed=typed.values, after=after)


@router.get("/cases/{reference}/remedies", dependencies=[requires("remedy.read")])
async def newest(request: Request, db: Db, reference: str) -> Response:
    """The newest remedy of the case, with what is said of it; where there is none, its decisions."""
    found = await remedies.remedies_of(db, await cases.case_id_of(db, reference))
    query = f"?{request.url.query}" if request.url.query else ""
    return go((f"/remedies/{found[0].id}" if found else f"/cases/{reference}/decisions") + query)


@router.get("/remedies/{remedy_id}", dependencies=[requires("remedy.read")])
async def read(request: Request, db: Db, remedy_id: UUID) -> HTMLResponse:
    """The remedy, what it challenges, the closed file, and the form for who admits or judges it."""
    return await show_remedy(request, db, remedy_id)


@router.post("/remedies/{remedy_id}/admission", dependencies=[requires("remedy.admit_late")])
async def admit(request: Request, db: Db, remedy_id: UUID) -> Response:
    typed = await typed_of(request)
    yes = typed.text("admitted") == "yes"
    try:
        async with db.attempt():
            if typed.text("admitted") not in ("yes", "no"):
                raise Invalid.at("admitted", "required", "Elija si se admite.")
            act = remedies.admit_late if yes else remedies.refuse_late
            await act(db, db.actor, remedy_id, reasons=typed.text("reasons"), version=typed.version)
    except Refusal as refusal:
        return await show_remedy(request, db, remedy_id, refusal, typed.values, of="awaiting_admission")
    return go(f"/remedies/{remedy_id}", said="admitted_late" if yes else "refused_late")


@router.post("/remedies/{remedy_id}/decision", dependencies=[requires("remedy.decide")])
async def decide(request: Request, db: Db, remedy_id: UUID) -> Response:
    typed = await typed_of(request)
    try:
        async with db.attempt():
            if not typed.text("result"):
                raise Invalid.at("result", "required", "Elija un resultado de la lista.")
            await remedies.decide_remedy(
                db,
                db.actor,
                remedy_id,
                result=typed.text("result"),
                reasons=typed.text("reasons"),
                outcomes=outcomes_typed(typed),
                reversal_grounds=typed.many("reversal_grounds"),
                instructions=typed.text("instructions").splitlines(),
                passphrase=typed.passphrase,
                version=typed.version,
            )
    except Refusal as refusal:
        return await show_remedy(request, db, remedy_id, refusal, typed.values)
    return go(f"/remedies/{remedy_id}", said=f"judged_{typed.text('result')}")


@router.get("/remedies/{remedy_id}/withdraw", dependencies=[requires("remedy.withdraw")])
async def ask_withdraw(request: Request, db: Db, remedy_id: UUID) -> HTMLResponse:
    remedy = await remedies.remedy(db, remedy_id)
    return await ask(request, db, remedy.reference, withdrawal(remedy))


@router.post("/remedies/{remedy_id}/withdraw", dependencies=[requires("remedy.withdraw")])
async def withdraw(request: Request, db: Db, remedy_id: UUID) -> Response:
    remedy = await remedies.remedy(db, remedy_id)
    typed = await typed_of(request)

    async def act(case: cases.CaseView) -> None:
        if not typed.many("claims"):
            raise Invalid.at("claims", "required", "Marque quién desiste.")
        await remedies.withdraw_remedy(
            db,
            db.actor,
            remedy_id,
            statement=typed.text("statement"),
            signed=typed.ticked("signed"),
            explained_in=typed.text("explained_in"),
            claims=[c.id for c in case.claims if str(c.id) in typed.many("claims")],
            version=typed.version,
        )

    after = f"/remedies/{remedy_id}"
    return await take(
        request,
        db,
        remedy.reference,
        withdrawal(remedy),
        act,
        said="remedy_withdrawn",
        typed=typed.values,
        after=after,
    )


async def show_remedy(
    request: Request,
    db: Session,
    remedy_id: UUID,
    refusal: Refusal | None = None,
    typed: Any = None,
    *,
    of: str = "pending",
) -> HTMLResponse:
    """The page of one remedy, with why what was asked on it was refused. `typed` was typed in the form that a remedy in the state `of`
    has: the reasons of an admission never fall into a judgment."""
    remedy = await remedies.remedy(db, remedy_id)
    header = await case_header(request, db, remedy.reference, tab="decisions")
    values = dict(typed or {}) if remedy.status == of else {}
    return page(
        request,
        db,
        "remedies/remedy.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        values=values,
        errors=_at_fields(field_errors(refusal)) if refusal else {},
        **await remedy_shown.shown(db, remedy, header),
    )


def _at_fields(errors: dict[str, str]) -> dict[str, str]:
    """Errors at the judgment's fields: `outcomes.<claim>` is the field `outcome-<claim>`."""
    return {
        f"outcome-{name.removeprefix('outcomes.')}"
        if name.startswith("outcomes.")
        else "result"
        if name == "outcomes"
        else name: words
        for name, words in errors.items()
    }


def _points(typed: Typed) -> list[remedies.Point]:
    """What was answered to each reason of the decision."""
    answered = [name.removeprefix("point-") for name in typed.values if name.startswith("point-")]
    return [remedies.Point(code, typed.text(f"point-{code}")) for code in answered]


def outcomes_typed(typed: Typed) -> dict[UUID, remedies.Judged]:
    """What was chosen for each claim, when the decision is overturned."""
    if typed.text("result") != remedies.OVERTURNED:
        return {}
    chosen: dict[UUID, remedies.Judged] = {}
    for field in typed.values:
        if field.startswith("outcome-") and typed.text(field):
            claim = field.removeprefix("outcome-")
            try:
                key = UUID(claim)
            except ValueError as error:
                raise NotFound from error
            chosen[key] = remedies.Judged(typed.text(field), tuple(typed.many(f"grounds-{claim}")))
    return chosen


def _filed_at(typed: Typed, case: cases.CaseView, now: datetime) -> datetime | None:
    """The end of the day on which a writing was received at the desk, or now where that is today."""
    day = typed.day("filed_on")
    if day is None or day == case.profile.today(now):
        return None
    ends = datetime.combine(day + timedelta(days=1), time(), case.profile.zone) - timedelta(seconds=1)
    return ends.astimezone(now.tzinfo)
