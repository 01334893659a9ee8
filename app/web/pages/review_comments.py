"""Comments at a passage of an analysis: made by a reviewer, answered by the author, resolved by a reviewer."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from app.assessments import public as assessments
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.assessing import form as forms
from app.web.pages.assessment_parts import gathered, may_write, writing_page
from app.web.pages.reviews import reviewing
from app.web.pages.shown import field_errors, go, refused_status, sentence

router = Router(prefix="/assessments/{assessment_id}/comments")


@router.post("", dependencies=[requires("assessment.countersign")])
async def comment(request: Request, db: Db, assessment_id: UUID) -> Response:
    """A reviewer's comment; refused, the review again with what was typed."""
    form = await request.form()
    start = str(form.get("start", ""))
    try:
        async with db.attempt():
            await assessments.comment_at(
                db,
                db.actor,
                assessment_id,
                place=str(form.get("place", "")),
                quote=" ".join(str(form.get("quote", "")).split()),
                start=int(start) if start.isdigit() else 0,
                text=str(form.get("text", "")),
            )
    except Refusal as refusal:
        return await reviewing(
            request,
            db,
            assessment_id,
            values={key: str(form[key]) for key in form},
            errors=field_errors(refusal),
            status=refused_status(refusal),
        )
    return go(f"/assessments/{assessment_id}/review#comments")


@router.post("/{comment_id}/answer", dependencies=[requires("assessment.write")])
async def answer(request: Request, db: Db, assessment_id: UUID, comment_id: UUID) -> Response:
    """The author's answer; refused, the analysis again with the sentence."""
    typed = str((await request.form()).get("answer", ""))
    try:
        async with db.attempt():
            await assessments.answer_comment(db, db.actor, comment_id, answer=typed)
    except Refusal as refusal:
        view = await assessments.assessment(db, assessment_id)
        whole = await gathered(request, db, view)
        if not may_write(db, whole):
            raise
        errors = {f"answer-{comment_id}": next(iter(field_errors(refusal).values()), sentence(refusal))}
        values = forms.values_of(view, whole.case, 0) | {f"answer-{comment_id}": typed}
        return await writing_page(request, db, whole, 0, values, errors, status=refused_status(refusal))
    return go(f"/assessments/{assessment_id}?said=saved#comments")


@router.post("/{comment_id}/resolution", dependencies=[requires("assessment.review")])
async def resolve(db: Db, assessment_id: UUID, comment_id: UUID) -> Response:
    """The reviewer is satisfied."""
    await assessments.resolve_comment(db, db.actor, comment_id)
    return go(f"/assessments/{assessment_id}/review#comments")
