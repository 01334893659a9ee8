"""What changed between two versions of an analysis."""

from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse

from app.assessments import public as assessments
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.assessing.names import status_names, values_in_words
from app.web.i18n import gettext as _
from app.web.pages.assessment_parts import gathered, name_of
from app.web.pages.shown import page

router = Router()


@router.get("/assessments/{assessment_id}/differences", dependencies=[requires("assessment.read")])
async def differences(
    request: Request, db: Db, assessment_id: UUID, since: int | None = None
) -> HTMLResponse:
    """Against version `since` of the same case, or the one before. Raises `NotFound` for a version that the actor does not see."""
    view = await assessments.assessment(db, assessment_id)
    versions = await assessments.assessments_of(db, view.case_id)
    wanted = since if since is not None else view.number - 1
    before = next((v for v in versions if v.number == wanted), None)
    if before is None and since is not None:
        raise NotFound
    whole = await gathered(request, db, view)
    profile, names = whole.case.profile, status_names()
    positions = {claim.id: claim.position for claim in whole.case.claims}
    changes = assessments.compare(before.content, view.content, positions) if before else ()
    return page(
        request,
        db,
        "assessments/differences.html",
        analysis=whole,
        statuses=names,
        before=before,
        versions=versions[1:],
        options=[
            (v.number, _("Versión %(n)s") % {"n": v.number} + f", {names[v.status].lower()}")
            for v in versions
            if v.id != view.id
        ],
        changes=[
            {
                "place": name_of(whole, change.place),
                "runs": change.runs,
                "chosen": (
                    values_in_words(profile, change.place, change.before),
                    values_in_words(profile, change.place, change.after),
                )
                if change.before or change.after
                else None,
            }
            for change in changes
        ],
    )
