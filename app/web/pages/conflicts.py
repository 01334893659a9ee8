"""Conflicts of interest: what is declared and what the record shows in a case, and what waits for whoever answers it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.assessing.conflict_names import kind_names, part_names, state_names
from app.web.pages.case_header import case_header
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router()


@router.get("/cases/{reference}/conflicts", dependencies=[requires("conflict.read")])
async def of_case(request: Request, db: Db, reference: str) -> HTMLResponse:
    """Who should keep away from the case, and the form to declare it."""
    return await _of_case(request, db, reference)


@router.post("/cases/{reference}/conflicts", dependencies=[requires("conflict.declare")])
async def declare(request: Request, db: Db, reference: str) -> Response:
    """Declare one's own; refused, the page again with what was typed."""
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("kind", "reasons")}
    case_id = await cases.case_id_of(db, reference)
    try:
        async with db.attempt():
            await cases.declare_conflict(db, db.actor, case_id, kind=typed["kind"], reasons=typed["reasons"])
    except Refusal as refusal:
        return await _of_case(
            request, db, reference, typed, field_errors(refusal), status=refused_status(refusal)
        )
    return go(f"/cases/{reference}/conflicts", said="conflict_declared")


@router.post("/conflicts/{declaration_id}", dependencies=[requires("conflict.answer")])
async def answer(request: Request, db: Db, declaration_id: UUID) -> Response:
    """Uphold or dismiss, as the button said; refused, the case's page again."""
    form = await request.form()
    reference, sent = str(form.get("reference", "")), str(form.get("version", ""))
    ruled: Literal["upheld", "dismissed"] = "dismissed" if form.get("do") == "dismissed" else "upheld"
    try:
        async with db.attempt():
            await cases.answer_conflict(
                db,
                db.actor,
                declaration_id,
                answer=ruled,
                reasons=str(form.get("reasons", "")),
                version=int(sent) if sent.isdigit() else None,
            )
    except Refusal as refusal:
        if not reference:
            raise
        errors = {f"reasons-{declaration_id}": message for message in field_errors(refusal).values()}
        typed = {f"reasons-{declaration_id}": str(form.get("reasons", ""))}
        return await _of_case(request, db, reference, typed, errors, status=refused_status(refusal))
    return go(f"/cases/{reference}/conflicts" if reference else "/conflicts", said=f"conflict_{ruled}")


async def _of_case(
    request: Request,
    db: Session,
    reference: str,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="conflicts")
    found = await cases.declarations(db, case_id=header.case.id)
    return page(
        request,
        db,
        "cases/conflicts.html",
        status,
        header=header,
        declared=found.rows,
        parts=await cases.parts_in_case(db, header.case.id),
        values=values or {},
        errors=errors or {},
        **_names(),
    )


@router.get("/conflicts", dependencies=[requires("conflict.answer")])
async def listed(request: Request, db: Db, after: str = "", every: str = "") -> HTMLResponse:
    """Those that wait for an answer, or all, of those whom the reader answers; the newest first."""
    found = await cases.declarations(db, to_answer=True, unanswered=not every, after=_place(after))
    return page(
        request,
        db,
        "cases/all_conflicts.html",
        declared=found.rows,
        every=bool(every),
        next_href=f"/conflicts?after={found.after[0].isoformat()}_{found.after[1]}{'&every=1' if every else ''}"
        if found.after
        else None,
        **_names(),
    )


def _place(after: str) -> tuple[datetime, UUID] | None:
    """Where a page begins; a place that is none is the beginning."""
    try:
        moment, _, key = after.replace(" ", "+").partition("_")
        return datetime.fromisoformat(moment), UUID(key)
    except ValueError:
        return None


def _names() -> dict[str, Any]:
    return {
        "kinds": kind_names(),
        "kind_options": list(kind_names().items()),
        "part_names": part_names(),
        "states": state_names(),
    }
