"""The country's procedure as its profile says it: stages, who acts, limits, legal basis, and how sure each is."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app.cases import public as cases
from app.edge.access import requires
from app.edge.transaction import Db
from app.procedure import public as procedure
from app.web.i18n import language
from app.web.pages.shown import page
from app.web.words import role_name, span_in_words
from app.workflows.register_arrival import procedure_in_force

router = APIRouter(prefix="/procedure")


@router.get("", dependencies=[requires("procedure.read")])
async def show(request: Request, db: Db, case: str = "") -> HTMLResponse:
    """The procedure in force, or a case's own version with its position."""
    at, shown = None, procedure_in_force(db)
    if case:
        view = await cases.case_view(db, case)
        at, shown = view.stage, view.profile
    return page(
        request,
        db,
        "procedure/procedure.html",
        shown=shown,
        stages=[_stage(s, shown, at) for s in shown.stages],
        limits=[_limit(name, limit, shown) for name, limit in shown.limits.items()],
        remedies=shown.remedies,
        at=at,
        reference=case,
    )


def _stage(stage: procedure.Stage, profile: procedure.Profile, at: str | None) -> dict[str, Any]:
    leaves = [e for e in profile.events if stage.name in e.leaves and any(t.to for t in e.to)]
    body = profile.bodies.get(stage.body) if stage.body else None
    return {
        "name": stage.label.in_(language()),
        "body": body.label.in_(language()) if body else "–",
        "here": stage.name == at,
        "main": stage.track,
        "leaves": [
            {"what": e.label.in_(language()), "who": ", ".join(role_name(r).lower() for r in e.by)}
            for e in leaves
        ],
    }


def _limit(name: str, limit: procedure.Limit, profile: procedure.Profile) -> dict[str, Any]:
    return {
        "name": limit.label.in_(language()),
        "length": span_in_words(limit.length) if limit.length else None,
        "kind": limit.kind,
        "binds": limit.binds,
        "source": profile.sources[limit.source].title if limit.source else "",
        "article": limit.article,
        "verification": limit.verification,
        "rule": name,
    }
