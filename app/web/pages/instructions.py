"""What a judgment ordered, and how the new analysis answers it point by point."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.assessments import public as assessments
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.pages.case_header import case_header
from app.web.pages.form import typed_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router()


@router.get("/cases/{reference}/instructions", dependencies=[requires("assessment.read")])
async def read(request: Request, db: Db, reference: str) -> HTMLResponse:
    """Every point of every judgment that sent the case back, the latest judgment first."""
    return await _shown(request, db, reference)


@router.post("/cases/{reference}/instructions/{instruction_id}", dependencies=[requires("assessment.write")])
async def answer(request: Request, db: Db, reference: str, instruction_id: UUID) -> Response:
    typed = await typed_of(request)
    said = typed.text(f"answer-{instruction_id}")
    try:
        async with db.attempt():
            await assessments.answer_instruction(db, db.actor, instruction_id, answer=said)
    except Refusal as refusal:
        return await _shown(request, db, reference, refusal, instruction_id, said)
    return go(f"/cases/{reference}/instructions", said="instruction_answered")


async def _shown(
    request: Request,
    db: Db,
    reference: str,
    refusal: Refusal | None = None,
    answered: UUID | None = None,
    text: str = "",
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="assessment")
    name = f"answer-{answered}"
    found = field_errors(refusal) if refusal else {}
    return page(
        request,
        db,
        "remedies/instructions.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        instructions=await assessments.instructions_of(db, header.case.id),
        values={name: text} if answered else {},
        errors={name: found.get("answer", next(iter(found.values()), ""))} if refusal else {},
    )
