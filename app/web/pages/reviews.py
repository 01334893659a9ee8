"""Looking at somebody else's assessment, with the checklist beside it: endorse it, or return it with a comment."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.assessing.names import second_names, status_names
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.limits import due, still_due
from app.web.pages.assessment_parts import comments_of, gathered, name_of
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/assessments/{assessment_id}/review")


@router.get("", dependencies=[requires("assessment.countersign")])
async def ask(request: Request, db: Db, assessment_id: UUID) -> HTMLResponse:
    return await reviewing(request, db, assessment_id)


@router.post("", dependencies=[requires("assessment.countersign")])
async def review(request: Request, db: Db, assessment_id: UUID) -> Response:
    """Endorse or return, as the button said; refused, the page again with what was typed."""
    form = await request.form()
    view = await assessments.assessment(db, assessment_id)
    try:
        async with db.attempt():
            told = await _act(db, assessment_id, form)
    except Refusal as refusal:
        return await reviewing(
            request,
            db,
            assessment_id,
            values={key: str(form[key]) for key in form},
            errors=field_errors(refusal),
            status=refused_status(refusal),
        )
    return go(f"/cases/{view.reference}/assessment", said=told)


async def _act(db: Session, assessment_id: UUID, form: FormData) -> str:
    """Endorse or return; the code of what is said of it."""
    sent = str(form.get("version", ""))
    version = int(sent) if sent.isdigit() else None
    comment = str(form.get("comment", ""))
    codes = assessments.checklist()
    answers = {code: str(form[f"checklist.{code}"]) for code in codes if f"checklist.{code}" in form}
    if form.get("do") == "endorse":
        await assessments.endorse(
            db, db.actor, assessment_id, checklist=answers, comment=comment, version=version
        )
        waits = (await assessments.assessment(db, assessment_id)).status == "to_countersign"
        return "countersign" if waits else "endorsed"
    await assessments.give_back(
        db, db.actor, assessment_id, comment=comment, checklist=answers, version=version
    )
    return "returned"


async def reviewing(
    request: Request,
    db: Session,
    assessment_id: UUID,
    *,
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The analysis with the checklist, and its comments, beside it."""
    view = await assessments.assessment(db, assessment_id)
    whole = await gathered(request, db, view)
    limits = still_due(whole.case, await cases.limits_of(db, whole.case.id))
    ours = [limit for limit in limits if limit.binds == "authority"]
    positions = {claim.id: claim.position for claim in whole.case.claims}
    there = assessments.texts(view.content, positions)
    took_part = await cases.handled_by(db, whole.case.id, db.actor.user_id, roles=["eligibility_officer"])
    return page(
        request,
        db,
        "assessments/review.html",
        status,
        analysis=whole,
        statuses=status_names(),
        due=due(ours[0], whole.case.profile, db.now()) if ours else None,
        checklist=[(code, label.in_(language())) for code, label in assessments.checklist().items()],
        answers=[("yes", _("Sí")), ("no", _("No")), ("not_applicable", _("No aplica"))],
        own=took_part or view.author_id == db.actor.user_id,
        signed_first=view.status == "to_countersign"
        and any(r.reviewer_id == db.actor.user_id for r in view.reviews),
        second=[second_names()[why] for why in view.second_for],
        comments=await comments_of(db, whole),
        places=[(place, name_of(whole, place)) for place, text in there.items() if text],
        values=values or {},
        errors=errors or {},
    )
