"""Signatures of everybody present, and what is added to a signed record."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from app.core.errors import NotFound, Refusal
from app.edge.routing import Router
from app.edge.transaction import Db
from app.interviews import public as interviews
from app.web.pages.interview.fields import CONDUCTS, Code, Id, Text
from app.web.pages.interview.showing import Refused, View, act, given, show

router = Router(prefix="/interviews/{interview_id}")


@router.post("/signatures", dependencies=[CONDUCTS])
async def sign(
    request: Request,
    db: Db,
    interview_id: UUID,
    participant_id: Id = None,
    method: Code = "",
    drawing: Text = "",
    code: Code = "",
    refusal_reason: Text = "",
) -> Response:
    async def do() -> None:
        await interviews.sign(
            db,
            db.actor,
            interview_id,
            participant_id=given(participant_id),
            method=method,
            drawing=interviews.drawings.parse(drawing) if method == "drawn" else None,
            code=code,
            refusal_reason=refusal_reason,
        )

    typed = {"participant_id": participant_id, "method": method, "refusal_reason": refusal_reason}
    return await act(request, db, interview_id, do, part="", values=typed)


@router.post("/codes", dependencies=[CONDUCTS])
async def hand_code(request: Request, db: Db, interview_id: UUID, participant_id: Id = None) -> Response:
    """A code to be handed to the person. It is on this answer and nowhere else."""
    signer = given(participant_id)
    try:
        async with db.attempt():
            code = await interviews.hand_code(db, db.actor, interview_id, participant_id=signer)
    except NotFound:
        raise
    except Refusal as refusal:
        return await show(request, db, interview_id, View(part="signing"), Refused(refusal))
    return await show(request, db, interview_id, View(part="signing", code=(signer, code)))


@router.post("/addenda", dependencies=[CONDUCTS])
async def add_addendum(
    request: Request,
    db: Db,
    interview_id: UUID,
    text: Text = "",
    requested_by: Code = "applicant",
    entry: Id = None,
) -> Response:
    async def do() -> None:
        await interviews.add_addendum(
            db, db.actor, interview_id, text=text, requested_by=requested_by, entry_id=entry
        )

    typed = {"text": text, "requested_by": requested_by, "entry": str(entry or "")}
    return await act(request, db, interview_id, do, part="", values=typed)
