"""The country's procedure as its profile says it: the road, who acts, every limit, legal basis, and how sure each is."""

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app.cases import public as cases
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.transaction import Db
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.web.i18n import language
from app.web.pages.shown import page
from app.web.procedure.days import days
from app.web.procedure.institutions import definition, institutions
from app.web.procedure.limits import limit_lines
from app.web.procedure.road import road, stage_lines
from app.web.procedure.safeguards import safeguards

router = APIRouter(prefix="/procedure")


@router.get("", dependencies=[requires("procedure.read")])
async def show(request: Request, db: Db, case: str = "", version: str = "") -> HTMLResponse:
    """The procedure in force, another version of it, or a case's own version with its position."""
    view = await cases.case_view(db, case) if case else None
    current = await procedure_in_force(db)
    if view is not None:
        shown = view.profile
    elif version:
        shown = _version(current, version)
    else:
        shown = current
    at = view.stage if view else None
    return page(
        request,
        db,
        "procedure/procedure.html",
        shown=shown,
        current=current,
        versions=procedure.versions(shown.country),
        road=road(shown, at),
        stages=stage_lines(shown, at),
        limits=limit_lines(shown),
        sections=(
            *institutions(shown),
            definition(shown),
            *safeguards(shown),
            days(shown, shown.today(db.now())),
        ),
        certainty=_certainty(shown),
        unknown=_unknown(shown),
        at=at,
        reference=case,
    )


def _version(current: procedure.Profile, version: str) -> procedure.Profile:
    if version == current.version:
        return current
    try:
        return procedure.load(current.country, version=version)
    except procedure.NoSuchProfile as none:
        raise NotFound from none


def _certainty(profile: procedure.Profile) -> dict[str, int]:
    """How many values have which mark."""
    counted = Counter(value.verification for _, value in procedure.marked_values(profile))
    return {mark: counted[mark] for mark in ("confirmed", "secondary", "recalled", "unknown")}


def _unknown(profile: procedure.Profile) -> list[dict[str, Any]]:
    """What a lawyer still has to find out, in the profile's own words."""
    return [
        {"what": rule.label.in_(language()), "note": rule.note, "cited": profile.cite(rule)}
        for rule in profile.open_questions
    ]
